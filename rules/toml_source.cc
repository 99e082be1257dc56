#include "rules/toml_source.h"

namespace anonlog {
namespace {

// The byte offset of a position that toml++ gives; both count from 1, columns in code points.
std::size_t byte_offset(std::string_view text, const toml::source_position& position) {
  std::size_t offset = 0;
  for (toml::source_index line = 1; line < position.line; ++line) {
    const std::size_t newline = text.find('\n', offset);
    if (newline == std::string_view::npos) return text.size();
    offset = newline + 1;
  }
  for (toml::source_index column = 1; column < position.column && offset < text.size(); ++column) {
    ++offset;
    while (offset < text.size() && (static_cast<unsigned char>(text[offset]) & 0xC0U) == 0x80U) ++offset;
  }
  return offset;
}

}  // namespace

tl::unexpected<Error> TomlSource::at(const toml::source_position& position, std::string_view message) const {
  return fail(ErrorKind::kPolicy, locate(name_, text_, byte_offset(text_, position), message));
}

}  // namespace anonlog
