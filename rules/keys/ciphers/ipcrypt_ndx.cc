#include "rules/keys/ciphers/ipcrypt_ndx.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <algorithm>
#include <cassert>

namespace anonlog {
namespace {

void add(Block& to, const Block& block) {
  for (std::size_t i = 0; i < to.size(); ++i) to[i] ^= block[i];
}

}  // namespace

bool IpcryptNdx::set_key(ByteSpan key) {
  const ByteSpan first = key.first(AesColumn::kKeyBytes);
  const ByteSpan second = key.subspan(AesColumn::kKeyBytes);
  if (CRYPTO_memcmp(first.data(), second.data(), first.size()) == 0) return false;
  return cipher_.set_key(first) && back_.set_key(first) && tweak_cipher_.set_key(second);
}

bool IpcryptNdx::encrypt(std::span<const Address> addresses, std::span<AddressToken> tokens) {
  tweaks_.resize(addresses.size());
  if (tweaks_.empty()) return true;
  if (RAND_bytes(tweaks_.data()->data(), static_cast<int>(tweaks_.size() * sizeof(Tweak))) != 1) return false;
  return encrypt(addresses, tweaks_, tokens);
}

bool IpcryptNdx::encrypt(std::span<const Address> addresses, std::span<const Tweak> tweaks,
                         std::span<AddressToken> tokens) {
  assert(addresses.size() == tokens.size() && tweaks.size() == tokens.size());
  masks_.resize(addresses.size());
  blocks_.resize(addresses.size());
  if (!tweak_cipher_.run(tweaks, masks_)) return false;
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    blocks_[i] = addresses[i].bytes();
    add(blocks_[i], masks_[i]);
  }
  if (!cipher_.run(blocks_, blocks_)) return false;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    add(blocks_[i], masks_[i]);
    const auto behind = std::ranges::copy(tweaks[i], tokens[i].bytes.begin()).out;
    std::ranges::copy(blocks_[i], behind);
    tokens[i].size = sizeof(Tweak) + sizeof(Block);
  }
  return true;
}

bool IpcryptNdx::decrypt(const AddressToken& token, Address* address) {
  if (token.size != sizeof(Tweak) + sizeof(Block)) return false;
  Block mask[1];
  Block block[1];
  std::copy_n(token.bytes.begin(), sizeof(Tweak), mask[0].begin());
  std::copy_n(token.bytes.begin() + sizeof(Tweak), sizeof(Block), block[0].begin());
  if (!tweak_cipher_.run(mask, mask)) return false;
  add(block[0], mask[0]);
  if (!back_.run(block, block)) return false;
  add(block[0], mask[0]);
  *address = Address::from_bytes(block[0]);
  return true;
}

}  // namespace anonlog
