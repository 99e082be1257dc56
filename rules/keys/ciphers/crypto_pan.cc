#include "rules/keys/ciphers/crypto_pan.h"

#include <openssl/crypto.h>

#include <algorithm>

namespace anonlog {

CryptoPanFlips::~CryptoPanFlips() { OPENSSL_cleanse(&pad_, sizeof(pad_)); }

bool CryptoPanFlips::set_key(ByteSpan key) {
  if (!cipher_.set_key(key.first(AesColumn::kKeyBytes))) return false;
  Block pad[1];
  std::ranges::copy(key.subspan(AesColumn::kKeyBytes), pad[0].begin());
  const bool done = cipher_.run(pad, pad);
  pad_ = AddressBits::load(pad[0].data());
  OPENSSL_cleanse(pad, sizeof(pad));
  return done;
}

bool CryptoPanFlips::run(std::span<Block> blocks, std::span<std::uint8_t> flips) {
  if (!cipher_.run(blocks, blocks)) return false;
  for (std::size_t i = 0; i < blocks.size(); ++i)
    flips[i] = static_cast<std::uint8_t>(blocks[i].front() >> 7U);
  return true;
}

}  // namespace anonlog
