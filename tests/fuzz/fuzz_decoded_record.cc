// What parse prints of any line of any format: one line of valid JSON by simdjson's word, in which no key is there twice.
// Input: a byte that tells which format, another that tells where the bytes behind it are put into its sample line; 0 is
// in its place.
#include <simdjson.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "filter/cli/decoded_record.h"
#include "parsers/formats.h"
#include "tests/fuzz/require.h"

namespace anonlog {
namespace {

struct Target {
  std::string sample;
  std::unique_ptr<Parser> parser;
};

std::vector<Target> make_targets() {
  std::vector<Target> targets;
  for (const Format& format : formats()) {
    // Of a W3C format the last line, behind its directives, which is read without any.
    const std::string_view sample = format.sample.substr(format.sample.rfind('\n') + 1);
    for (const FormatSource& source : format_sources(format)) {
      targets.push_back({std::string(sample), make_parser(source).value()});
    }
  }
  return targets;
}

void require_unique_keys(const simdjson::dom::object& object) {
  std::set<std::string_view> keys;
  for (const auto& member : object) {
    require(keys.insert(member.key).second, "no key is there twice");
    simdjson::dom::object inner;
    if (member.value.get(inner) == simdjson::SUCCESS) require_unique_keys(inner);
  }
}

void check_json(const std::string& text, bool is_ascii) {
  require(text.ends_with('\n') && text.find('\n') == text.size() - 1, "a record is one line");
  static simdjson::dom::parser json;
  simdjson::dom::object object;
  require(json.parse(text).get(object) == simdjson::SUCCESS, "a record is valid JSON");
  require((*object.begin()).key == "format", "the format comes first");
  if (is_ascii) require_unique_keys(object);  // "\xFF" and "\xC3\xBF" are one key in JSON
}

void check(const Target& target, std::string_view line) {
  RecordBatch batch(target.parser->slots());
  LineCursor lines(line);
  Tally tally;
  OtherValues named;
  const TimeZone utc;
  DecodedRecord records("fuzz", target.parser->slots(), utc);
  const bool is_ascii = std::ranges::all_of(line, [](char c) { return static_cast<signed char>(c) >= 0; });
  while (target.parser->fill(lines, ParserLimits{}, batch, tally)) {
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      named.clear();
      // Of a line that is another record's, or none: all is JSON all the same.
      target.parser->visit_others(
          line, [&named](std::string_view key, std::string_view value) { named.add(key, value); });
      std::string text;
      records.append(batch, row, named, text);
      check_json(text, is_ascii);
    }
  }
}

}  // namespace
}  // namespace anonlog

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto targets = anonlog::make_targets();
  if (size < 2) return 0;
  const anonlog::Target& target = targets[data[0] % targets.size()];
  std::string line(reinterpret_cast<const char*>(data) + 2, size - 2);
  if (data[1] != 0) line = std::string(target.sample).insert(data[1] * 3U % target.sample.size(), line);
  anonlog::check(target, line);
  return 0;
}
