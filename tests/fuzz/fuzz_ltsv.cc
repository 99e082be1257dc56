// Any line of LTSV against the plain way: split at tabs, each part at its first colon.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/ltsv.h"
#include "parsers/unescape.h"
#include "tests/fuzz/require.h"

namespace anonlog {
namespace {

// Times and durations are not among them: their texts are changed.
constexpr std::string_view kKeys = "host=vhost|b user_agent=ua remote_user=user !host|user_agent";

std::vector<std::string> parts(const std::string& line) {
  std::vector<std::string> parts(1);
  for (const char c : line) {
    if (c == '\t') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return text;
}

std::string decoded(const std::string& text) {
  std::string out = text;
  out.resize(unescape(Escapes::kBackslash, text, out.data()));
  return out;
}

// The values of a label.
std::vector<std::string> values(const std::string& line, const std::string& label) {
  std::vector<std::string> found;
  for (const std::string& part : parts(line)) {
    const std::size_t colon = part.find(':');
    if (colon != std::string::npos && lower(part.substr(0, colon)) == label) {
      found.push_back(part.substr(colon + 1));
    }
  }
  return found;
}

// The value of a label that is not "-", of one that is there once.
std::optional<std::string> value(const std::string& line, const std::string& label) {
  const std::vector<std::string> found = values(line, label);
  if (found.empty() || found[0] == "-") return std::nullopt;
  return decoded(found[0]);
}

bool is_ambiguous(const std::string& line) {
  return std::ranges::any_of(std::array{"vhost", "b", "ua", "user"},
                             [&line](const char* label) { return values(line, label).size() > 1; });
}

bool begins_with_a_label(const std::string& line) {
  const std::size_t end =
      line.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_.-");
  return end != 0 && end != std::string::npos && line[end] == ':';
}

void check(const Parser& parser, const std::string& line) {
  RecordBatch batch(parser.slots());
  static_cast<void>(batch.has_room(line.size()));
  const LineRead read = parser.read_line(line, line.find('\\') != std::string::npos, batch);
  std::vector<std::optional<std::string>> wanted = {value(line, "vhost"), value(line, "ua"),
                                                    value(line, "user")};
  if (const auto second = value(line, "b"); !wanted[0] || wanted[0]->empty()) {
    if (second && (!second->empty() || !wanted[0])) wanted[0] = second;
  }
  const bool record = begins_with_a_label(line) && (wanted[0] || wanted[1]);
  if (is_ambiguous(line)) {
    require(read != LineRead::kRecord, "a line that has a label twice is no record");
    return;
  }
  require((read == LineRead::kRecord) == record, "a record begins with a label and has what it needs");
  for (std::size_t slot = 0; slot < wanted.size() && record; ++slot) {
    const RawBytes cell = batch.column(slot)[0];
    require(cell.absent() != wanted[slot].has_value(), "a value is there when the plain way has it");
    require(cell.absent() || cell.bytes() == *wanted[slot], "a value is that of the plain way");
  }
}

}  // namespace
}  // namespace anonlog

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const anonlog::Ltsv parser(anonlog::KeyMap::compile("fuzz", anonlog::kKeys).value());
  anonlog::check(parser, std::string(reinterpret_cast<const char*>(data), size));
  return 0;
}
