#include "filter/dataset/dataset_manifest.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "filter/json_members.h"
#include "filter/output/output_name.h"
#include "parsers/day_text.h"

namespace anonlog {
namespace {

using Kind = JsonScanner::Kind;
using Value = JsonScanner::Value;

constexpr std::string_view kBegin = "{\"anonlog_dataset\":1,\"inputs\":[";
constexpr std::string_view kParts = "],\"parts\":[";
constexpr std::string_view kEnd = "]}";

template <typename Number>
bool read_number(const Value& value, Number& number) {
  const char* const end = value.text.data() + value.text.size();
  const auto [stop, error] = std::from_chars(value.text.data(), end, number);
  return value.kind == Kind::kBare && error == std::errc() && stop == end;
}

bool read_micros(const Value& value, std::optional<std::int64_t>& micros) {
  if (value.kind == Kind::kNone) return true;
  return read_number(value, micros.emplace());
}

bool read_text(const Value& value, std::string& text) {
  text = value.text;
  return value.kind == Kind::kString && !value.escaped;
}

bool is_hex(std::string_view text, std::size_t digits) {
  return text.size() == digits && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

constexpr std::size_t kIdentityDigits = 16;
constexpr std::size_t kSha256Digits = 64;

bool read_identities(JsonScanner& json, std::vector<std::string>& identities) {
  for (Value element;;) {
    const JsonScanner::Next next = json.next_element(element);
    if (next != JsonScanner::Next::kOne) return next == JsonScanner::Next::kEnd && !identities.empty();
    if (!read_text(element, identities.emplace_back()) || !is_hex(identities.back(), kIdentityDigits)) {
      return false;
    }
  }
}

// One line, without the comma.
std::optional<DatasetInput> read_input(std::string_view line) {
  JsonScanner json(line, true);
  DatasetInput input{"", std::string(line)};
  const bool is_read = json.open() && each_member(json, [&](std::string_view key, const Value& value) {
                         if (key == "identity") return read_text(value, input.identity);
                         return pass(json, value);
                       });
  return is_read && is_hex(input.identity, kIdentityDigits) ? std::optional(input) : std::nullopt;
}

std::optional<DatasetPart> read_part(std::string_view line) {
  JsonScanner json(line, true);
  DatasetPart part;
  const bool is_read = json.open() && each_member(json, [&](std::string_view key, const Value& value) {
                         if (key == "path") return read_text(value, part.path);
                         if (key == "inputs") {
                           return value.kind == Kind::kArray && read_identities(json, part.inputs);
                         }
                         if (key == "rows") return read_number(value, part.rows);
                         if (key == "bytes") return read_number(value, part.bytes);
                         if (key == "sha256") return read_text(value, part.sha256);
                         if (key == "first_micros") return read_micros(value, part.first_micros);
                         if (key == "last_micros") return read_micros(value, part.last_micros);
                         return pass(json, value);
                       });
  const bool is_whole =
      is_read && is_part_path(part.path) && !part.inputs.empty() && is_hex(part.sha256, kSha256Digits);
  return is_whole ? std::optional(std::move(part)) : std::nullopt;
}

// Its times lie within the day of its folder.
bool is_of_its_day(const DatasetPart& part) {
  constexpr std::int64_t kDayMicros = std::int64_t{86'400} * 1'000'000;
  const std::optional<std::int64_t> day = read_day(std::string_view(part.path).substr(3, 10));
  return day && *part.first_micros <= *part.last_micros && *part.first_micros >= *day * kDayMicros &&
         *part.last_micros < (*day + 1) * kDayMicros;
}

std::string micros_text(const std::optional<std::int64_t>& micros) {
  return micros ? fmt::to_string(*micros) : "null";
}

std::string part_text(const DatasetPart& part) {
  return fmt::format(
      R"({{"path":"{}","inputs":["{}"],"rows":{},"bytes":{},"sha256":"{}","first_micros":{},"last_micros":{}}})",
      part.path, fmt::join(part.inputs, "\",\""), part.rows, part.bytes, part.sha256,
      micros_text(part.first_micros), micros_text(part.last_micros));
}

// Cuts the first line off; false: there is none that ends.
bool take_line(std::string_view& text, std::string_view& line) {
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) return false;
  line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return true;
}

// Entries up to the line `end`.
template <typename Entry, typename Read>
bool read_entries(std::string_view& text, std::string_view end, Read read, std::vector<Entry>& entries) {
  for (std::string_view line; take_line(text, line);) {
    if (line == end) return true;
    if (line.ends_with(',')) line.remove_suffix(1);
    auto entry = read(line);
    if (!entry) return false;
    entries.push_back(*std::move(entry));
  }
  return false;
}

}  // namespace

Result<DatasetManifest> DatasetManifest::parse(std::string_view text) {
  DatasetManifest manifest;
  std::string_view line;
  const bool is_read = take_line(text, line) && line == kBegin &&
                       read_entries(text, kParts, read_input, manifest.inputs) &&
                       read_entries(text, kEnd, read_part, manifest.parts) && text.empty();
  if (is_read && manifest.is_consistent()) return manifest;
  return fail(
      ErrorKind::kBadInput,
      "it is not as this version of anonlog writes it; take it from a copy, or make the dataset anew");
}

bool DatasetManifest::is_consistent() const {
  std::set<std::string_view> identities;
  for (const DatasetInput& input : inputs) {
    if (!identities.insert(input.identity).second) return false;
  }
  std::set<std::string_view> paths;
  for (const DatasetPart& part : parts) {
    const auto is_known = [&](const std::string& identity) { return identities.contains(identity); };
    if (!paths.insert(part.path).second || !std::ranges::all_of(part.inputs, is_known)) return false;
    if (part.first_micros && part.last_micros && !is_of_its_day(part)) return false;
  }
  return true;
}

std::string DatasetManifest::text() const {
  std::vector<std::string> lines;
  std::ranges::transform(inputs, std::back_inserter(lines), &DatasetInput::text);
  std::string text = fmt::format("{}\n{}", kBegin, fmt::join(lines, ",\n"));
  if (!lines.empty()) text += '\n';
  lines.clear();
  std::ranges::transform(parts, std::back_inserter(lines), part_text);
  text += fmt::format("{}\n{}", kParts, fmt::join(lines, ",\n"));
  if (!lines.empty()) text += '\n';
  return text + std::string(kEnd) + "\n";
}

bool DatasetManifest::has(const DatasetPart& part) const {
  return std::ranges::any_of(parts, [&](const DatasetPart& known) {
    return known.path == part.path && known.sha256 == part.sha256;
  });
}

bool DatasetManifest::is_merged(std::string_view identity) const {
  return std::ranges::any_of(parts, [&](const DatasetPart& part) {
    return part.inputs.size() > 1 && std::ranges::find(part.inputs, identity) != part.inputs.end();
  });
}

std::vector<std::string> DatasetManifest::remove(std::string_view identity) {
  std::vector<std::string> removed;
  std::erase_if(inputs, [&](const DatasetInput& input) { return input.identity == identity; });
  std::erase_if(parts, [&](const DatasetPart& part) {
    if (part.inputs.front() != identity) return false;
    removed.push_back(part.path);
    return true;
  });
  return removed;
}

bool is_part_path(std::string_view path) {
  constexpr std::string_view kFolder = "dt=";
  constexpr std::string_view kNullDay = "__HIVE_DEFAULT_PARTITION__";
  constexpr std::string_view kName = "part-";
  const std::size_t slash = path.find('/');
  if (slash == std::string_view::npos || !path.starts_with(kFolder)) return false;
  const std::string_view day = path.substr(kFolder.size(), slash - kFolder.size());
  const std::string_view name = path.substr(slash + 1);
  return (day == kNullDay || read_day(day)) && name.starts_with(kName) &&
         name.find_first_not_of("0123456789abcdefghijklmnopqrstuvwxyz.-") == std::string_view::npos &&
         read_output_name(name).format;
}

}  // namespace anonlog
