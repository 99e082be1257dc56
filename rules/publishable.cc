#include "rules/publishable.h"

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "parsers/utf8.h"
#include "rules/byte_block.h"

namespace anonlog {
namespace {

constexpr std::size_t kEscapeBytes = 3;  // %HH

bool is_printable(unsigned char byte) { return byte >= 0x20 && byte < 0x7F; }
bool is_plain(unsigned char byte) { return is_printable(byte) && byte != '"' && byte != '\\' && byte != ','; }

// A run of bytes that is either kept or escaped as a whole.
struct Piece {
  std::size_t bytes;
  bool kept;
};

Piece next_piece(const char* p, const char* end) {
  const std::size_t bytes = utf8_character_bytes(p, end);
  if (bytes == 0) return {1, false};
  if (bytes == 1) return {1, is_printable(static_cast<unsigned char>(*p))};
  const bool control = bytes == 2 && p[0] == '\xC2' && static_cast<unsigned char>(p[1]) < 0xA0;
  return {bytes, !control};
}

char* write_escaped(unsigned char byte, char* out) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  *out++ = '%';
  *out++ = kDigits[byte >> 4U];
  *out++ = kDigits[byte & 0xFU];
  return out;
}

// Text that is not all printable ASCII: first how many bytes it takes, then, if any changes, the copy.
std::string_view escape(std::string_view text, TextArena& arena, bool* plain) {
  const char* const end = text.data() + text.size();
  std::size_t bytes_needed = 0;
  *plain = true;
  for (const char* p = text.data(); p != end;) {
    const Piece piece = next_piece(p, end);
    bytes_needed += piece.kept ? piece.bytes : piece.bytes * kEscapeBytes;
    *plain &= !piece.kept || is_plain(static_cast<unsigned char>(*p));
    p += piece.bytes;
  }
  if (bytes_needed == text.size()) return text;

  char* const space = arena.allocate(bytes_needed);
  char* out = space;
  for (const char* p = text.data(); p != end;) {
    const Piece piece = next_piece(p, end);
    for (std::size_t i = 0; i < piece.bytes; ++i) {
      if (piece.kept) {
        *out++ = p[i];
      } else {
        out = write_escaped(static_cast<unsigned char>(p[i]), out);
      }
    }
    p += piece.bytes;
  }
  return {space, bytes_needed};
}

struct Look {
  bool printable;  // printable ASCII only
  bool plain;
};

#if defined(__SSE2__)
struct Blocks {
  __m128i unprintable = _mm_setzero_si128();
  __m128i not_plain = _mm_setzero_si128();

  // Bytes of 0x80 and more are negative to the signed comparison: one finds them and control bytes.
  void add(__m128i block) {
    unprintable = either(unprintable, _mm_cmplt_epi8(block, _mm_set1_epi8(0x20)), equals(block, 0x7F));
    not_plain = either(not_plain, equals(block, '"'), equals(block, '\\'), equals(block, ','));
  }
};

Look look_at(std::string_view text) {
  const char* p = text.data();
  const std::size_t bytes = text.size();
  Blocks blocks;
  std::uint64_t seen = 0xFFFF;
  if (bytes < 16) {
    blocks.add(load_short_block(p, bytes));
    seen = (1U << bytes) - 1;  // not the padding
  } else {
    for (std::size_t left = bytes; left >= 16; left -= 16, p += 16) blocks.add(load_block(p));
    blocks.add(load_block(text.data() + bytes - 16));
  }
  const bool printable = (bits_of(blocks.unprintable) & seen) == 0;
  return {printable, printable && bits_of(blocks.not_plain) == 0};
}
#else
Look look_at(std::string_view text) {
  Look look{true, true};
  for (const char c : text) {
    look.printable &= is_printable(static_cast<unsigned char>(c));
    look.plain &= is_plain(static_cast<unsigned char>(c));
  }
  return look;
}
#endif

}  // namespace

std::string_view publishable(std::string_view bytes, TextArena& arena, bool* plain) {
  const Look look = look_at(bytes);
  *plain = look.plain;
  return look.printable ? bytes : escape(bytes, arena, plain);
}

}  // namespace anonlog
