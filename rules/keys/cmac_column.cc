#include "rules/keys/cmac_column.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <cassert>

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

bool CmacColumn::set_key(ByteSpan key) {
  const Block zero[1] = {};
  Block encrypted[1];
  if (!cipher_.set_key(key) || !cipher_.run(zero, encrypted)) return false;
  last_block_mask_ = doubled(encrypted[0]);
  return true;
}

bool CmacColumn::tag(std::span<const Block> messages, std::span<Block> tags) {
  assert(messages.size() == tags.size());
  for (std::size_t i = 0; i < messages.size(); ++i) {
    tags[i] = messages[i];
    add(tags[i], last_block_mask_);
  }
  return cipher_.run(tags, tags);
}

bool CmacColumn::tag(std::span<const Block> heads, std::span<const Block> tails, std::span<Block> tags) {
  assert(heads.size() == tails.size() && heads.size() == tags.size());
  constexpr std::size_t kPassBlocks = 64;
  Block state[kPassBlocks];
  for (std::size_t done = 0; done < heads.size();) {
    const std::size_t count = std::min(kPassBlocks, heads.size() - done);
    if (!cipher_.run(heads.subspan(done, count), std::span(state).first(count))) return false;
    for (std::size_t i = 0; i < count; ++i) {
      add(state[i], tails[done + i]);
      add(state[i], last_block_mask_);
    }
    if (!cipher_.run(std::span(state).first(count), tags.subspan(done, count))) return false;
    done += count;
  }
  return true;
}

}  // namespace anonlog
