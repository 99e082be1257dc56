#include "rules/keys/ciphers/ipcrypt_nd.h"

#include <openssl/rand.h>

#include <algorithm>
#include <cassert>

namespace anonlog {

bool IpcryptNd::set_key(ByteSpan key) {
  cipher_.set_key(key);
  return true;
}

bool IpcryptNd::encrypt(std::span<const Address> addresses, std::span<AddressToken> tokens) {
  tweaks_.resize(addresses.size());
  if (tweaks_.empty()) return true;
  if (RAND_bytes(tweaks_.data()->data(), static_cast<int>(tweaks_.size() * sizeof(Tweak))) != 1) return false;
  return encrypt(addresses, tweaks_, tokens);
}

bool IpcryptNd::encrypt(std::span<const Address> addresses, std::span<const Tweak> tweaks,
                        std::span<AddressToken> tokens) {
  assert(addresses.size() == tokens.size() && tweaks.size() == tokens.size());
  blocks_.resize(addresses.size());
  for (std::size_t i = 0; i < addresses.size(); ++i) blocks_[i] = addresses[i].bytes();
  cipher_.encrypt(blocks_, tweaks, blocks_);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const auto behind = std::ranges::copy(tweaks[i], tokens[i].bytes.begin()).out;
    std::ranges::copy(blocks_[i], behind);
    tokens[i].size = sizeof(Tweak) + sizeof(Block);
  }
  return true;
}

bool IpcryptNd::decrypt(const AddressToken& token, Address* address) {
  if (token.size != sizeof(Tweak) + sizeof(Block)) return false;
  Tweak tweak;
  Block block;
  std::copy_n(token.bytes.begin(), sizeof(Tweak), tweak.begin());
  std::copy_n(token.bytes.begin() + sizeof(Tweak), sizeof(Block), block.begin());
  *address = Address::from_bytes(cipher_.decrypt(block, tweak));
  return true;
}

}  // namespace anonlog
