#include "rules/keys/ciphers/ipcrypt_pfx.h"

#include <openssl/crypto.h>

#include <cassert>

namespace anonlog {

bool IpcryptPfxFlips::set_key(ByteSpan key) {
  const ByteSpan first = key.first(AesColumn::kKeyBytes);
  const ByteSpan second = key.subspan(AesColumn::kKeyBytes);
  if (CRYPTO_memcmp(first.data(), second.data(), first.size()) == 0) return false;
  return first_.set_key(first) && second_.set_key(second);
}

bool IpcryptPfxFlips::run(std::span<Block> blocks, std::span<std::uint8_t> flips) {
  assert(blocks.size() <= sums_.size());
  const std::span<Block> sums = std::span(sums_).first(blocks.size());
  if (!second_.run(blocks, sums) || !first_.run(blocks, blocks)) return false;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    flips[i] = static_cast<std::uint8_t>((blocks[i].back() ^ sums[i].back()) & 1);
  }
  return true;
}

}  // namespace anonlog
