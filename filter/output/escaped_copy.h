// Copies a text and writes some of its bytes otherwise: the escapes of an output form.
//
// 16 bytes are copied at a time and looked at meanwhile; only a byte that has an escape costs a branch of its own. A
// loop over bytes was rejected: user agents and targets are long, and most of them have nothing to escape.
//
// Escapes is a class of static members:
//     kBytes              std::array of the bytes that are not written as they are
//     write(byte, out)    what is written for one of them; returns its end
#ifndef ANONLOG_FILTER_OUTPUT_ESCAPED_COPY_H_
#define ANONLOG_FILTER_OUTPUT_ESCAPED_COPY_H_

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include "rules/byte_block.h"

namespace anonlog {

// What a copy may touch behind the text that it wrote.
inline constexpr std::size_t kEscapeRoomBytes = 16;

#if defined(__SSE2__)

namespace escaped_copy {

constexpr std::size_t kBlock = 16;

template <typename Escapes, std::size_t... kIndex>
inline std::uint64_t matches(__m128i block, std::index_sequence<kIndex...> /*bytes*/) {
  return bits_of(either(equals(block, Escapes::kBytes[kIndex])...));
}

// Copies a block; returns which of its bytes have an escape.
template <typename Escapes>
inline std::uint64_t copy_block(__m128i block, char* out) {
  _mm_storeu_si128(reinterpret_cast<__m128i*>(out), block);
  return matches<Escapes>(block, std::make_index_sequence<Escapes::kBytes.size()>());
}

// From where the first escape may stand.
template <typename Escapes>
[[gnu::noinline]] inline char* copy_with_escapes(const char* from, const char* end, char* out) {
  while (from != end) {
    const std::size_t bytes = std::min(kBlock, static_cast<std::size_t>(end - from));
    const __m128i block = bytes == kBlock ? load_block(from) : load_short_block(from, bytes);
    // Past the text's end a match stands for none.
    const std::uint64_t found = copy_block<Escapes>(block, out) | std::uint64_t{1} << bytes;
    const auto kept = static_cast<std::size_t>(std::countr_zero(found));
    from += kept;
    out += kept;
    if (kept != bytes) out = Escapes::write(*from++, out);
  }
  return out;
}

}  // namespace escaped_copy

// Appends `text` at `out`; returns its end. Not inline: rows whose texts are all plain would pay for the registers.
template <typename Escapes>
[[gnu::noinline]] inline char* copy_escaped(std::string_view text, char* out) {
  using escaped_copy::kBlock;
  const char* from = text.data();
  const char* const end = from + text.size();
  if (text.size() < kBlock) return escaped_copy::copy_with_escapes<Escapes>(from, end, out);
  for (; end - from >= static_cast<std::ptrdiff_t>(kBlock); from += kBlock, out += kBlock) {
    if (escaped_copy::copy_block<Escapes>(load_block(from), out) != 0) [[unlikely]] {
      return escaped_copy::copy_with_escapes<Escapes>(from, end, out);
    }
  }
  // The rest as the end of a whole block: so far the copy is the text, and its beginning is written once more.
  const auto left = static_cast<std::size_t>(end - from);
  if (escaped_copy::copy_block<Escapes>(load_block(end - kBlock), out + left - kBlock) != 0) [[unlikely]] {
    return escaped_copy::copy_with_escapes<Escapes>(from, end, out);
  }
  return out + left;
}

#else

template <typename Escapes>
inline char* copy_escaped(std::string_view text, char* out) {
  for (const char c : text) {
    if (std::find(Escapes::kBytes.begin(), Escapes::kBytes.end(), c) == Escapes::kBytes.end()) {
      *out++ = c;
    } else {
      out = Escapes::write(c, out);
    }
  }
  return out;
}

#endif

}  // namespace anonlog

#endif  // ANONLOG_FILTER_OUTPUT_ESCAPED_COPY_H_
