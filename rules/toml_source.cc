#include "rules/toml_source.h"

#include <algorithm>
#include <charconv>

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

// A byte of a quoted text, or what an escape in it stands for.
struct Written {
  std::size_t source_bytes;
  std::size_t bytes;
};

Written written_at(std::string_view quoted, std::size_t begin, bool has_escapes) {
  if (!has_escapes || quoted[begin] != '\\' || begin + 1 == quoted.size()) return {1, 1};
  const bool is_code = quoted[begin + 1] == 'u' || quoted[begin + 1] == 'U';
  if (!is_code) return {2, 1};
  const std::size_t digits = quoted[begin + 1] == 'u' ? 4 : 8;
  unsigned code = 0;
  std::from_chars(quoted.data() + begin + 2, quoted.data() + std::min(begin + 2 + digits, quoted.size()),
                  code, 16);
  return {2 + digits, code < 0x80 ? 1U : code < 0x800 ? 2U : code < 0x10000 ? 3U : 4U};
}

}  // namespace

tl::unexpected<Error> TomlSource::at(const toml::source_position& position, std::string_view message) const {
  return fail(ErrorKind::kPolicy, locate(name_, text_, byte_offset(text_, position), message));
}

tl::unexpected<Error> TomlSource::inside(const toml::node& node, std::size_t offset,
                                         std::string_view message) const {
  const std::size_t quote = byte_offset(text_, node.source().begin);
  const std::string_view quoted = text_.substr(std::min(quote, text_.size()));
  if (quoted.empty() || quoted.starts_with("\"\"\"") || quoted.starts_with("'''")) return at(node, message);
  std::size_t begin = 1;
  for (std::size_t bytes = 0; bytes < offset && begin < quoted.size();) {
    const Written written = written_at(quoted, begin, quoted.front() == '"');
    bytes += written.bytes;
    begin += written.source_bytes;
  }
  return fail(ErrorKind::kPolicy, locate(name_, text_, quote + std::min(begin, quoted.size()), message));
}

}  // namespace anonlog
