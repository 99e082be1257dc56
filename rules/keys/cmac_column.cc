#include "rules/keys/cmac_column.h"

#include <openssl/crypto.h>

#include <cassert>
#include <cstring>

namespace anonlog {
namespace {

// RFC 4493 section 2.3: doubles `block` in GF(2^128).
Block doubled(const Block& block) {
  Block result{};
  for (std::size_t i = 0; i < block.size(); ++i) {
    const unsigned next = i + 1 < block.size() ? unsigned{block[i + 1]} : 0U;
    result[i] = static_cast<std::uint8_t>((unsigned{block[i]} << 1U) | (next >> 7U));
  }
  if ((block[0] & 0x80U) != 0) result.back() ^= 0x87U;
  return result;
}

void add(Block& to, const Block& block) {
  for (std::size_t i = 0; i < to.size(); ++i) to[i] ^= block[i];
}

}  // namespace

CmacColumn::~CmacColumn() { OPENSSL_cleanse(last_block_mask_.data(), last_block_mask_.size()); }

bool CmacColumn::set_key(const Block& key) {
  if (cipher_ == nullptr) cipher_.reset(EVP_CIPHER_CTX_new());
  if (cipher_ == nullptr) return false;
  if (EVP_EncryptInit_ex2(cipher_.get(), EVP_aes_128_ecb(), key.data(), nullptr, nullptr) != 1) return false;
  if (EVP_CIPHER_CTX_set_padding(cipher_.get(), 0) != 1) return false;
  const Block zero[1] = {};
  Block encrypted[1];
  if (!encrypt(zero, encrypted)) return false;
  last_block_mask_ = doubled(encrypted[0]);
  return true;
}

bool CmacColumn::tag(std::span<const Block> heads, std::span<const Block> tails, std::span<Block> tags) {
  assert(heads.size() == tails.size() && heads.size() == tags.size());
  constexpr std::size_t kPassBlocks = 64;
  Block state[kPassBlocks];
  for (std::size_t done = 0; done < heads.size();) {
    const std::size_t count = std::min(kPassBlocks, heads.size() - done);
    if (!encrypt(heads.subspan(done, count), std::span(state).first(count))) return false;
    for (std::size_t i = 0; i < count; ++i) {
      add(state[i], tails[done + i]);
      add(state[i], last_block_mask_);
    }
    if (!encrypt(std::span(state).first(count), tags.subspan(done, count))) return false;
    done += count;
  }
  return true;
}

bool CmacColumn::encrypt(std::span<const Block> in, std::span<Block> out) {
  int written = 0;
  const auto bytes = static_cast<int>(in.size() * sizeof(Block));
  return EVP_EncryptUpdate(cipher_.get(), out.data()->data(), &written, in.data()->data(), bytes) == 1 &&
         written == bytes;
}

}  // namespace anonlog
