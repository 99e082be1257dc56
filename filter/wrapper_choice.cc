#include "filter/wrapper_choice.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <span>
#include <utility>

#include "filter/format_choice.h"
#include "filter/reading.h"
#include "parsers/detect.h"
#include "parsers/formats.h"
#include "parsers/unwrapper.h"
#include "rules/address.h"

namespace anonlog {
namespace {

// Of so many programs, those with the most lines, it is tried whether `auto` finds a format for them.
constexpr std::size_t kMaxProgramsTried = 8;

// What the formats of the lines may be.
struct Formats {
  const std::vector<FormatSource>& given;
  const std::vector<JsonKeys>& json;
};

// What a stack of layers leaves of the first lines.
struct Level {
  std::vector<const Wrapper*> layers;
  std::vector<std::string> records;   // neither blank nor comments
  std::vector<std::string> programs;  // of each
  std::string text;                   // all lines, blank ones and comments among them
  // What formats read of it.
  std::size_t read = 0;
  std::size_t sense = 0;  // how well, in all records together
  std::vector<std::string> programs_read;
  std::string head;                    // by which the formats were chosen
  std::optional<Detection> detection;  // of it, for auto
};

Level unwrap(std::string_view head, std::vector<const Wrapper*> layers, std::size_t max_records,
             std::size_t max_line_bytes) {
  Level level;
  level.layers = layers;
  Unwrapper unwrapper(std::move(layers), max_line_bytes);
  LineCursor lines(head);
  UnwrappedRecord record;
  std::string_view line;
  while (level.records.size() < max_records && lines.next(line)) {
    if (!unwrapper.take(line, {}, record)) continue;
    level.text.append(record.text) += '\n';
    if (skip_reason_of_any(record.text)) continue;
    level.records.emplace_back(record.text);
    level.programs.emplace_back(record.program);
  }
  return level;
}

// The most specific wrapper that fits at least half of the level's records; null: none does. Not the one that fits the most:
// a torn line of Docker's still holds the escapes of another row, one of CRI a time.
const Wrapper* outer_wrapper(const Level& level) {
  if (level.records.empty()) return nullptr;
  const bool joins = std::ranges::any_of(level.layers, &Wrapper::joins);
  const std::string_view around = level.layers.empty() ? "" : level.layers.back()->name;
  std::vector<char> buffer;
  WrappedLine within;
  for (const Wrapper& wrapper : wrappers()) {
    const bool is_taken = std::ranges::find(level.layers, &wrapper) != level.layers.end();
    if (is_taken || (joins && wrapper.joins)) continue;
    if (!wrapper.only_within.empty() && wrapper.only_within != around) continue;
    const auto fits = std::ranges::count_if(level.records, [&](const std::string& record) {
      buffer.resize(std::max(buffer.size(), record.size() + Wrapper::kBufferSlack));
      return wrapper.read(record, buffer.data(), within);
    });
    if (static_cast<std::size_t>(fits) * 2 >= level.records.size()) return &wrapper;
  }
  return nullptr;
}

// `detection`: of the head, for auto.
std::optional<FormatSet> find_formats(const Formats& known, const std::string& head,
                                      std::optional<Detection>& detection) {
  std::vector<FormatSource> sources = known.given;
  if (known.given.empty()) {
    detection = detect(head, adapt_to(known.json));
    for (const Format* format : detection->chosen) {
      for (FormatSource& source : format_sources(*format)) sources.push_back(std::move(source));
    }
  }
  if (sources.empty()) return std::nullopt;
  Result<FormatSet> formats = make_format_set(with_json_keys(std::move(sources), known.json));
  return formats ? std::optional(*std::move(formats)) : std::nullopt;  // the caller finds the same error
}

// The lines of those programs that have a format, of a stream in which most lines are of others.
std::string lines_of_readable_programs(const Level& level, const std::vector<JsonKeys>& json) {
  std::vector<std::pair<std::string, std::string>> programs;  // with their lines
  for (std::size_t i = 0; i < level.records.size(); ++i) {
    const std::string& name = level.programs[i];
    auto program = std::ranges::find(programs, name, &std::pair<std::string, std::string>::first);
    if (program == programs.end()) program = programs.insert(programs.end(), {name, ""});
    program->second.append(level.records[i]) += '\n';
  }
  std::ranges::sort(programs, [](const auto& a, const auto& b) {
    return a.second.size() != b.second.size() ? a.second.size() > b.second.size() : a.first < b.first;
  });
  if (programs.size() > kMaxProgramsTried) programs.resize(kMaxProgramsTried);
  std::string head;
  std::optional<Detection> detection;
  for (const auto& [name, lines] : programs) {
    if (!name.empty() && find_formats({{}, json}, lines, detection)) head += lines;
  }
  return head;
}

// How well the formats read the line: 0 not at all, 1, or 2 when its client is an address. Where a wrapper is left, a time, a
// month or a name is read as the client, and what wrote the line and who sent the request as a user.
std::size_t sense_of(const FormatSet& formats, std::string_view line, std::vector<RecordBatch>& batches) {
  Tally tally;
  LineCursor lines(line);
  constexpr ParserLimits kAnyLine{.max_line_bytes = std::numeric_limits<std::size_t>::max()};
  const auto format = formats.fill(lines, kAnyLine, batches, tally);
  if (!format || batches[*format].rows() == 0) return 0;
  const std::span<const Slot> slots = formats[*format].slots();
  const auto client = std::ranges::find(slots, Field::kClientIp, &Slot::field);
  if (client == slots.end()) return 1;
  const RawBytes value = batches[*format].column(static_cast<std::size_t>(client - slots.begin()))[0];
  Address address;
  return !value.absent() && Address::parse(value.bytes(), &address) ? 2 : 1;
}

void read_level(const Formats& known, Level& level) {
  level.head = level.text;
  std::optional<FormatSet> formats = find_formats(known, level.head, level.detection);
  if (!formats) {
    std::string head = lines_of_readable_programs(level, known.json);
    std::optional<Detection> detection;
    if (!head.empty()) formats = find_formats(known, head, detection);
    if (formats) level.head = std::move(head), level.detection = std::move(detection);
  }
  if (!formats) return;
  std::vector<RecordBatch> batches;
  for (std::size_t i = 0; i < formats->size(); ++i) batches.emplace_back((*formats)[i].slots());
  for (std::size_t i = 0; i < level.records.size(); ++i) {
    const std::size_t sense = sense_of(*formats, level.records[i], batches);
    if (sense == 0) continue;
    ++level.read;
    level.sense += sense;
    const std::string& program = level.programs[i];
    std::vector<std::string>& read = level.programs_read;
    if (!program.empty() && std::ranges::find(read, program) == read.end()) read.push_back(program);
  }
}

bool names_programs(const Level& level) {
  return std::ranges::any_of(level.programs, [](const std::string& program) { return !program.empty(); });
}

WrapperChoice choose(const Formats& known, std::string_view head, std::size_t max_records,
                     std::size_t max_line_bytes) {
  Level level = unwrap(head, {}, max_records, max_line_bytes);
  const Wrapper* wrapper = outer_wrapper(level);
  if (wrapper == nullptr) return {};
  read_level(known, level);
  const std::size_t read_as_is = level.read;
  Level best = level;
  bool has_proof = true;  // for what was taken off since `best`
  for (; wrapper != nullptr && level.layers.size() < kMaxWrappers; wrapper = outer_wrapper(level)) {
    // What needs a proof must make more of the records than can be made of them.
    if (wrapper->needs_proof && best.sense == 2 * best.records.size()) break;
    has_proof = has_proof && !wrapper->needs_proof;
    std::vector<const Wrapper*> layers = level.layers;
    layers.push_back(wrapper);
    level = unwrap(head, std::move(layers), max_records, max_line_bytes);
    read_level(known, level);
    // Where nothing is read a time in front says nothing: it may be the log's own.
    if (level.sense == 0 && !wrapper->joins && !names_programs(level)) continue;
    if (level.sense < best.sense || (level.sense == best.sense && !has_proof)) continue;
    best = level;
    has_proof = true;
  }
  return {.layers = std::move(best.layers),
          .programs = std::move(best.programs_read),
          .head = std::move(best.head),
          .detection = std::move(best.detection),
          .names_programs = names_programs(best),
          .records = best.records.size(),
          .read = best.read,
          .read_as_is = read_as_is};
}

}  // namespace

WrapperChoice choose_wrappers(const std::vector<FormatSource>& given, std::string_view head,
                              std::size_t max_line_bytes, const std::vector<JsonKeys>& json) {
  const Formats known{given, json};
  WrapperChoice choice = choose(known, head, kDetectLines, max_line_bytes);
  if (choice.layers.empty() || choice.read != 0) return choice;
  return choose(known, head, std::numeric_limits<std::size_t>::max(), max_line_bytes);
}

}  // namespace anonlog
