#include "rules/keys/address_mac.h"

#include <algorithm>
#include <cassert>

namespace anonlog {

bool AddressMac::encrypt(std::span<const Address> addresses, std::span<AddressToken> tokens) {
  assert(addresses.size() == tokens.size());
  blocks_.resize(addresses.size());
  for (std::size_t i = 0; i < addresses.size(); ++i) blocks_[i] = addresses[i].bytes();
  if (!cmac_.tag(blocks_, blocks_)) return false;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    std::ranges::copy(blocks_[i], tokens[i].bytes.begin());
    tokens[i].size = sizeof(Block);
  }
  return true;
}

}  // namespace anonlog
