#include "rules/keys/ciphers/ipcrypt_deterministic.h"

#include <algorithm>
#include <cassert>

namespace anonlog {

bool IpcryptDeterministic::set_key(ByteSpan key) { return cipher_.set_key(key) && back_.set_key(key); }

bool IpcryptDeterministic::encrypt(std::span<const Address> addresses, std::span<AddressToken> tokens) {
  assert(addresses.size() == tokens.size());
  blocks_.resize(addresses.size());
  for (std::size_t i = 0; i < addresses.size(); ++i) blocks_[i] = addresses[i].bytes();
  if (!cipher_.run(blocks_, blocks_)) return false;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    std::ranges::copy(blocks_[i], tokens[i].bytes.begin());
    tokens[i].size = sizeof(Block);
  }
  return true;
}

bool IpcryptDeterministic::decrypt(const AddressToken& token, Address* address) {
  if (token.size != sizeof(Block)) return false;
  Block block[1];
  std::copy_n(token.bytes.begin(), sizeof(Block), block[0].begin());
  if (!back_.run(block, block)) return false;
  *address = Address::from_bytes(block[0]);
  return true;
}

}  // namespace anonlog
