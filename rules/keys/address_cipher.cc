#include "rules/keys/address_cipher.h"

#include <cassert>

#include "rules/keys/ciphers/crypto_pan.h"
#include "rules/keys/ciphers/ipcrypt_deterministic.h"
#include "rules/keys/ciphers/ipcrypt_nd.h"
#include "rules/keys/ciphers/ipcrypt_ndx.h"
#include "rules/keys/ciphers/ipcrypt_pfx.h"

namespace anonlog {

std::unique_ptr<AddressCipher> make_address_cipher(AddressCipherKind kind) {
  switch (kind) {
    case AddressCipherKind::kDeterministic:
      return std::make_unique<IpcryptDeterministic>();
    case AddressCipherKind::kNd:
      return std::make_unique<IpcryptNd>();
    case AddressCipherKind::kNdx:
      return std::make_unique<IpcryptNdx>();
    case AddressCipherKind::kPfx:
      return std::make_unique<IpcryptPfx>();
    case AddressCipherKind::kCryptoPan:
      return std::make_unique<CryptoPan>();
  }
  assert(false);
  return nullptr;
}

}  // namespace anonlog
