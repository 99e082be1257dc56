#include "filter/cli/json_string.h"

#include <fmt/format.h>

#include <algorithm>

#include "parsers/utf8.h"

namespace anonlog {

void append_json_string(std::string_view bytes, std::string& out) {
  out += '"';
  while (!bytes.empty()) {
    const auto byte = static_cast<unsigned char>(bytes.front());
    const std::size_t size = utf8_character_bytes(bytes.data(), bytes.data() + bytes.size());
    if (byte == '"' || byte == '\\') {
      out += '\\';
      out += bytes.front();
    } else if (size == 0 || byte < 0x20 || byte == 0x7F) {
      out += fmt::format("\\u{:04x}", byte);
    } else {
      out += bytes.substr(0, size);
    }
    bytes.remove_prefix(std::max<std::size_t>(size, 1));
  }
  out += '"';
}

}  // namespace anonlog
