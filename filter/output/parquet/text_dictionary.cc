#include "filter/output/parquet/text_dictionary.h"

#ifndef XXH_INLINE_ALL
#define XXH_INLINE_ALL
#endif
#include <xxhash.h>

#include <algorithm>
#include <cstring>

namespace anonlog::parquet {
namespace {

constexpr unsigned kFirstSlotBits = 8;

std::uint64_t prefix_of(std::string_view text) {
  std::uint64_t prefix = 0;
  if (!text.empty()) std::memcpy(&prefix, text.data(), std::min(text.size(), sizeof prefix));
  return __builtin_bswap64(prefix);
}

std::uint64_t word_at(const char* bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

// Most are equal and short: words that overlap need neither a loop nor a call.
bool are_equal(const char* a, const char* b, std::size_t size) {
  constexpr std::size_t kWord = sizeof(std::uint64_t);
  const auto differ = [a, b](std::size_t at) { return word_at(a + at) ^ word_at(b + at); };
  if (size < kWord || size > 8 * kWord) return size == 0 || std::memcmp(a, b, size) == 0;
  std::uint64_t difference = differ(0) | differ(size - kWord);
  if (size > 2 * kWord) difference |= differ(kWord) | differ(size - 2 * kWord);
  if (size > 4 * kWord) {
    difference |= differ(2 * kWord) | differ(3 * kWord) | differ(size - 3 * kWord) | differ(size - 4 * kWord);
  }
  return difference == 0;
}

}  // namespace

void TextDictionary::clear() {
  texts_.clear();
  ends_.assign(1, 0);
  prefixes_.clear();
  hashes_.clear();
  // The table keeps its size: the next row group has about as many texts.
  resize(slots_.empty() ? kFirstSlotBits : 64U - shift_);
}

void TextDictionary::hash(std::span<const std::string_view> texts, std::span<std::uint64_t> hashes) const {
  for (std::size_t i = 0; i < texts.size(); ++i) {
    hashes[i] = XXH3_64bits(texts[i].data(), texts[i].size());
    __builtin_prefetch(&slots_[hashes[i] >> shift_]);
  }
  const char* const known = texts_.bytes().data();
  for (std::size_t i = 0; i < texts.size(); ++i)
    __builtin_prefetch(known + slots_[hashes[i] >> shift_].begin);
}

std::uint32_t TextDictionary::intern(std::string_view text, std::uint64_t hash) {
  const auto tag = static_cast<std::uint32_t>(hash);
  std::size_t at = hash >> shift_;
  for (; slots_[at].code_and_one != 0; at = (at + 1) & (slots_.size() - 1)) {
    if (slots_[at].tag == tag && is_at(slots_[at].begin, text)) return slots_[at].code_and_one - 1;
  }
  const std::size_t begin = texts_.bytes().size();
  const std::uint32_t code = append(text);
  slots_[at] = {.tag = tag, .code_and_one = code + 1, .begin = begin};
  hashes_.push_back(hash);
  if (hashes_.size() * 2 > slots_.size()) resize(64U - shift_ + 1);
  return code;
}

bool TextDictionary::is_at(std::size_t begin, std::string_view text) const {
  const char* const known = texts_.bytes().data() + begin;
  std::uint32_t length = 0;
  std::memcpy(&length, known, kLengthBytes);
  return length == text.size() && are_equal(known + kLengthBytes, text.data(), length);
}

std::uint32_t TextDictionary::append(std::string_view text) {
  const auto length = static_cast<std::uint32_t>(text.size());
  char* to = texts_.reserve(kLengthBytes + text.size());
  std::memcpy(to, &length, kLengthBytes);
  if (!text.empty()) std::memcpy(to + kLengthBytes, text.data(), text.size());
  texts_.commit(to + kLengthBytes + text.size());
  ends_.push_back(texts_.bytes().size());
  prefixes_.push_back(prefix_of(text));
  return static_cast<std::uint32_t>(ends_.size() - 2);
}

void TextDictionary::resize(unsigned slot_bits) {
  shift_ = 64U - slot_bits;
  slots_.assign(std::size_t{1} << slot_bits, {});
  for (std::size_t code = 0; code < hashes_.size(); ++code) {
    std::size_t at = hashes_[code] >> shift_;
    while (slots_[at].code_and_one != 0) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = {.tag = static_cast<std::uint32_t>(hashes_[code]),
                  .code_and_one = static_cast<std::uint32_t>(code + 1),
                  .begin = ends_[code]};
  }
}

}  // namespace anonlog::parquet
