// Any line: what simdjson says is a valid JSON object the scanner reads alike; every format of JSON keeps its values in
// the line or in the arena that a batch has for it, and tells of others only on lines that it reads.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/formats.h"
#include "tests/fuzz/require.h"
#include "tests/parsers/json_reference.h"

namespace anonlog {
namespace {

// The deepest nesting of a valid JSON text.
unsigned depth(std::string_view json) {
  unsigned depth = 0;
  unsigned deepest = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    if (quoted && json[i] == '\\') {
      ++i;
    } else if (json[i] == '"') {
      quoted = !quoted;
    } else if (!quoted && (json[i] == '{' || json[i] == '[')) {
      deepest = std::max(deepest, ++depth);
    } else if (!quoted && (json[i] == '}' || json[i] == ']')) {
      --depth;
    }
  }
  return deepest;
}

std::vector<std::unique_ptr<Parser>> make_parsers() {
  std::vector<std::unique_ptr<Parser>> parsers;
  for (const Format& format : formats()) {
    for (const FormatSource& source : format_sources(format)) {
      if (names_its_values(source.language)) parsers.push_back(make_parser(source).value());
    }
  }
  return parsers;
}

bool inside(std::string_view view, const char* begin, std::size_t bytes) {
  return std::less_equal<>()(begin, view.data()) &&
         std::less_equal<>()(view.data() + view.size(), begin + bytes);
}

void check(const Parser& parser, std::string_view line) {
  RecordBatch batch(parser.slots());
  require(batch.has_room(line.size()), "an empty batch takes any line");
  const char* const arena = batch.arena();
  const LineRead read = parser.read_line(line, line.find('\\') != std::string_view::npos, batch);
  require(batch.rows() == (read == LineRead::kRecord ? 1U : 0U), "a record is a row");
  require(batch.arena() - arena <= static_cast<std::ptrdiff_t>(line.size()), "the arena holds the values");
  for (std::size_t slot = 0; slot < parser.slots().size() && batch.rows() == 1; ++slot) {
    const RawBytes cell = batch.column(slot)[0];
    require(cell.absent() || inside(cell.bytes(), line.data(), line.size()) ||
                inside(cell.bytes(), arena, line.size()),
            "a view lies in the line or in the arena");
  }
  if (read == LineRead::kRecord) parser.visit_others(line, [](std::string_view, std::string_view) {});
  if (read == LineRead::kNotOfFormat && !line.empty()) static_cast<void>(parser.skip_reason(line));
}

}  // namespace
}  // namespace anonlog

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto parsers = anonlog::make_parsers();
  const std::vector<char> copy(data, data + size);  // so that a read behind it is seen
  const std::string_view line(copy.data(), copy.size());
  const anonlog::JsonValues wanted = anonlog::simdjson_values(line);
  if (wanted && anonlog::depth(line) <= anonlog::JsonScanner::kMaxDepth) {
    anonlog::require(anonlog::ScannedJson(line).values() == wanted,
                     "valid JSON is read as simdjson reads it");
  }
  for (const auto& parser : parsers) anonlog::check(*parser, line);
  return 0;
}
