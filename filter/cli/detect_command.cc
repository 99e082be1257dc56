#include "filter/cli/detect_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "filter/cli/text_table.h"
#include "filter/feeder.h"
#include "filter/format_choice.h"
#include "filter/input/chunk_reader.h"
#include "filter/input/open_input.h"
#include "filter/output/fd_sink.h"
#include "filter/own_output.h"
#include "filter/policy_file.h"
#include "filter/wrapper_choice.h"
#include "parsers/detect.h"
#include "parsers/w3c_layouts.h"

namespace anonlog {
namespace {

// What `auto` decides, by the first chunk that has a record.
struct Decision {
  WrapperChoice wrappers;
  Detection detection;  // of what is within them
};

Result<Decision> decide_input(const std::string& input, std::string_view fields,
                              const std::vector<JsonKeys>& json, int stdin_fd) {
  Result<std::unique_ptr<ByteSource>> source = open_input(input, stdin_fd);
  if (!source) return tl::unexpected(std::move(source).error());
  constexpr std::uint64_t kMaxAgeMs = 1000;
  ChunkReader reader(**source, ChunkLimits{});
  reader.set_timing(Feeder::kDecisionIdleMs, kMaxAgeMs);
  Chunk chunk;
  W3cLayouts layouts(fields);
  for (std::vector<LayoutRun> runs;;) {
    const Result<bool> more = reader.next(chunk);
    if (!more) return tl::unexpected(more.error());
    if (!*more) return Decision{};
    if (!has_record(chunk.bytes())) {
      if (Status status = layouts.cut(chunk.bytes(), runs); !status)
        return tl::unexpected<Error>(status.error());
      continue;
    }
    Decision decision{choose_wrappers({}, chunk.bytes(), ChunkLimits{}.max_line_bytes, json), {}};
    const bool is_wrapped = !decision.wrappers.layers.empty();
    Result<Detection> detection = detect_behind(
        layouts.directives(), is_wrapped ? std::string_view(decision.wrappers.head) : chunk.bytes(),
        input_name(input), json, decision.wrappers.known_detection());
    if (!detection) return tl::unexpected<Error>(std::move(detection).error());
    decision.detection = *std::move(detection);
    return decision;
  }
}

std::string names_of(const std::vector<const Format*>& formats, std::string_view between) {
  std::string names;
  for (const Format* format : formats) names += (names.empty() ? "" : between), names += format->name;
  return names;
}

// Another format that reads as many fields as the chosen one, later in the table; null: none.
const Format* equal_candidate(const Detection& detection) {
  const auto score_of = [&](const Format* format) {
    return std::ranges::find(detection.candidates, format, &Candidate::format)->score;
  };
  for (const Candidate& candidate : detection.candidates) {
    if (candidate.format == detection.chosen.front() || !detection.may_choose(candidate)) continue;
    if (candidate.score == score_of(detection.chosen.front())) return candidate.format;
  }
  return nullptr;
}

std::string reason(const Detection& detection) {
  if (detection.lines == 0) return "there is no line to look at: all are blank or comments";
  if (detection.chosen.empty()) {
    return fmt::format("no format reads half of the lines. {}", kFormatAdvice);
  }
  const std::string_view first = detection.chosen.front()->name;
  std::string text =
      fmt::format("{} reads the most fields of those that read at least half of the lines", first);
  if (const Format* other = equal_candidate(detection)) {
    text = fmt::format("{} reads as many fields as {}, which comes later in the table of formats", first,
                       other->name);
  }
  if (detection.chosen.size() == 1) return text;
  return text + fmt::format("; other lines are of {}",
                            names_of({detection.chosen.begin() + 1, detection.chosen.end()}, ", "));
}

// "8 of 10, 3 skipped"
std::string lines_read(const Detection& detection, const Candidate& candidate) {
  std::string text = fmt::format("{} of {}", candidate.lines_read, detection.lines_of(candidate));
  if (candidate.lines_skipped != 0) text += fmt::format(", {} skipped", candidate.lines_skipped);
  return text;
}

// Only formats that read something are told apart.
std::string candidates_table(const Detection& detection) {
  TextTable table;
  table.add({"format", "lines read", "fields read", ""});
  for (const Candidate& candidate : detection.candidates) {
    if (candidate.lines_read == 0) continue;
    const bool chosen = std::ranges::find(detection.chosen, candidate.format) != detection.chosen.end();
    table.add({std::string(candidate.format->name), lines_read(detection, candidate),
               fmt::format("{}", candidate.score),
               chosen                            ? "<- chosen"
               : detection.may_choose(candidate) ? ""
                                                 : "reads too few lines"});
  }
  return table.text();
}

// Which wrappers are taken off, and why; empty: none.
std::string wrappers_text(const WrapperChoice& choice) {
  std::string text;
  for (const Wrapper* wrapper : choice.layers) {
    text += fmt::format("    {}{}: {}\n", text.empty() ? "in " : "in that ", wrapper->name, wrapper->summary);
  }
  if (text.empty()) return text;
  text += fmt::format("    of {} records in it {} are read; of the lines as they are, {}\n", choice.records,
                      choice.read, choice.read_as_is);
  if (!choice.programs.empty()) {
    text += fmt::format("    programs whose lines are read: {}; what others wrote is skipped\n",
                        choice.programs.size());
  }
  return text;
}

std::string report(const std::string& name, const Decision& decision) {
  const Detection& detection = decision.detection;
  std::string text =
      fmt::format("{}: {}\n", name, detection.chosen.empty() ? "unknown" : names_of(detection.chosen, " "));
  text += wrappers_text(decision.wrappers);
  if (!detection.candidates.empty()) text += candidates_table(detection);
  return text + "    " + reason(detection) + "\n";
}

}  // namespace

Status run_detect(const Options& options, const Streams& streams) {
  FdSink sink(streams.out, "stdout");
  const std::vector<std::string> stdin_only = {"-"};
  const std::vector<std::string>& inputs = options.inputs.empty() ? stdin_only : options.inputs;
  if (Status status = check_fields(options.fields, {}); !status) return status;
  if (Status status = refuse_own_files(inputs); !status) return status;
  const Result<Policy> policy = load_policy(options.policy);
  if (!policy) return Status(tl::unexpect, policy.error());
  std::size_t unknown = 0;
  for (const std::string& input : inputs) {
    const Result<Decision> decision = decide_input(input, options.fields, policy->json, streams.in);
    if (!decision) return Status(tl::unexpect, decision.error());
    unknown += decision->detection.chosen.empty() ? 1U : 0U;
    if (Status status = sink.write(report(input_name(input), *decision)); !status) return status;
  }
  if (unknown == 0) return {};
  return fail(ErrorKind::kBadInput,
              fmt::format("{} of {} inputs have no known format", unknown, inputs.size()));
}

}  // namespace anonlog
