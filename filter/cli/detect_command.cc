#include "filter/cli/detect_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "filter/feeder.h"
#include "filter/format_choice.h"
#include "filter/input/chunk_reader.h"
#include "filter/input/open_input.h"
#include "filter/output/fd_sink.h"
#include "parsers/detect.h"

namespace anonlog {
namespace {

// Of the first chunk that has a record: what `auto` decides by.
Result<Detection> detect_input(const std::string& input, int stdin_fd) {
  Result<std::unique_ptr<ByteSource>> source = open_input(input, stdin_fd);
  if (!source) return tl::unexpected(std::move(source).error());
  constexpr std::uint64_t kMaxAgeMs = 1000;
  ChunkReader reader(**source, ChunkLimits{});
  reader.set_timing(Feeder::kDecisionIdleMs, kMaxAgeMs);
  Chunk chunk;
  for (;;) {
    const Result<bool> more = reader.next(chunk);
    if (!more) return tl::unexpected(more.error());
    if (!*more) return Detection{};
    if (has_record(chunk.bytes())) return detect(chunk.bytes());
  }
}

// Requires: a format was chosen.
const Candidate& chosen_candidate(const Detection& detection) {
  return *std::find_if(detection.candidates.begin(), detection.candidates.end(),
                       [&](const Candidate& candidate) { return candidate.format == detection.chosen; });
}

// Another format that reads as many fields as the chosen one, later in the table; null: none.
const Format* equal_candidate(const Detection& detection) {
  for (const Candidate& candidate : detection.candidates) {
    if (candidate.format == detection.chosen || !detection.may_choose(candidate)) continue;
    if (candidate.score() == chosen_candidate(detection).score()) return candidate.format;
  }
  return nullptr;
}

std::string reason(const Detection& detection) {
  if (detection.lines == 0) return "there is no line to look at: all are blank or comments";
  if (detection.chosen == nullptr) {
    return fmt::format("no format reads half of the lines. {}", kFormatAdvice);
  }
  if (const Format* other = equal_candidate(detection)) {
    return fmt::format("{} reads as many fields as {}, which comes later in the table of formats",
                       detection.chosen->name, other->name);
  }
  return fmt::format("{} reads the most fields of those that read at least half of the lines",
                     detection.chosen->name);
}

// Formats with more fields that read some of the lines: the log may be a mixture.
std::string hint(const Detection& detection) {
  std::string text;
  if (detection.chosen == nullptr) return text;
  for (const Candidate& candidate : detection.candidates) {
    if (candidate.lines_read == 0 || candidate.fields <= chosen_candidate(detection).fields) continue;
    text += fmt::format(" -f {}", candidate.format->name);
  }
  if (text.empty()) return text;
  return fmt::format("    some lines are of a longer format: to read each by its own, give -f {}{}\n",
                     detection.chosen->name, text);
}

std::string report(const std::string& name, const Detection& detection) {
  std::string text =
      fmt::format("{}: {}\n", name, detection.chosen == nullptr ? "unknown" : detection.chosen->name);
  if (!detection.candidates.empty()) {
    text += fmt::format("    {:16} {:>16} {:>12} {:>12}\n", "format", "lines read", "fields each", "fields");
  }
  for (const Candidate& candidate : detection.candidates) {
    text += fmt::format("    {:16} {:>16} {:>12} {:>12}{}\n", candidate.format->name,
                        fmt::format("{} of {}", candidate.lines_read, detection.lines), candidate.fields,
                        candidate.score(),
                        candidate.format == detection.chosen ? "  <- chosen"
                        : detection.may_choose(candidate)    ? ""
                                                             : "  reads too few lines");
  }
  return text + "    " + reason(detection) + "\n" + hint(detection);
}

}  // namespace

Status run_detect(const Options& options, const Streams& streams) {
  FdSink sink(streams.out, "stdout");
  const std::vector<std::string> stdin_only = {"-"};
  const std::vector<std::string>& inputs = options.inputs.empty() ? stdin_only : options.inputs;
  std::size_t unknown = 0;
  for (const std::string& input : inputs) {
    const Result<Detection> detection = detect_input(input, streams.in);
    if (!detection) return Status(tl::unexpect, detection.error());
    unknown += detection->chosen == nullptr ? 1U : 0U;
    if (Status status = sink.write(report(input_name(input), *detection)); !status) return status;
  }
  if (unknown == 0) return {};
  return fail(ErrorKind::kBadInput,
              fmt::format("{} of {} inputs have no known format", unknown, inputs.size()));
}

}  // namespace anonlog
