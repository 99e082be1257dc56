#include "filter/output/parquet/text_bounds.h"

#include <cstdint>

namespace anonlog::parquet {
namespace {

constexpr bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

// The next code point in a character's place, if it has one of the same length. UTF-8 sorts as its code points do.
bool increment(std::string& text, std::size_t begin) {
  std::size_t at = text.size();
  while (at-- > begin) {
    auto& byte = reinterpret_cast<unsigned char&>(text[at]);
    const bool is_lead = at == begin;
    // The largest that may stand here, before a byte that is one more.
    const unsigned last = !is_lead       ? 0xBFU
                          : byte < 0x80U ? 0x7FU
                          : byte < 0xE0U ? 0xDFU
                          : byte < 0xF0U ? 0xEFU
                                         : 0xF4U;
    if (byte < last) {
      ++byte;
      break;
    }
    if (is_lead) return false;
    byte = 0x80U;
  }
  const auto lead = static_cast<unsigned char>(text[begin]);
  const auto second = static_cast<unsigned char>(text.size() - begin > 1 ? text[begin + 1] : 0);
  if (lead == 0xEDU && second > 0x9FU) {  // surrogates are no characters
    text.replace(begin, std::string::npos, "\xEE\x80\x80");
  }
  return !(lead == 0xF4U && second > 0x8FU);  // above U+10FFFF
}

}  // namespace

std::string cut_lower(std::string_view text) {
  if (text.size() <= kMaxBoundBytes) return std::string(text);
  std::size_t size = kMaxBoundBytes;
  while (size != 0 && is_continuation(text[size])) --size;
  return std::string(text.substr(0, size));
}

std::optional<std::string> cut_upper(std::string_view text) {
  std::string bound = cut_lower(text);
  if (bound.size() == text.size()) return bound;
  while (!bound.empty()) {
    std::size_t begin = bound.size() - 1;
    while (begin != 0 && is_continuation(bound[begin])) --begin;
    if (increment(bound, begin)) return bound;
    bound.resize(begin);
  }
  return std::nullopt;
}

Bounds text_bounds(std::string_view min, std::string_view max) {
  return {.min = cut_lower(min),
          .max = cut_upper(max),
          .min_is_exact = min.size() <= kMaxBoundBytes,
          .max_is_exact = max.size() <= kMaxBoundBytes};
}

}  // namespace anonlog::parquet
