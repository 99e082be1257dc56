#include "filter/cli/json_string.h"

#include <fmt/format.h>

#include <array>
#include <iterator>

#include "parsers/utf8.h"

namespace anonlog {
namespace {

// ASCII that stands for itself.
constexpr std::array<bool, 256> make_plain_bytes() {
  std::array<bool, 256> table{};
  for (std::size_t byte = 0x20; byte < 0x7F; ++byte) table[byte] = byte != '"' && byte != '\\';
  return table;
}
constexpr auto kPlainBytes = make_plain_bytes();

}  // namespace

void append_json_string(std::string_view bytes, std::string& out) {
  const char* copied = bytes.data();
  const char* const end = bytes.data() + bytes.size();
  out += '"';
  for (const char* p = copied; p != end;) {
    const auto byte = static_cast<unsigned char>(*p);
    const std::size_t size = kPlainBytes[byte] ? 1 : byte < 0x80 ? 0 : utf8_character_bytes(p, end);
    if (size != 0) {
      p += size;
      continue;
    }
    out.append(copied, p);
    copied = ++p;
    if (byte == '"' || byte == '\\') {
      out += '\\';
      out += static_cast<char>(byte);
    } else {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", byte);
    }
  }
  out.append(copied, end);
  out += '"';
}

}  // namespace anonlog
