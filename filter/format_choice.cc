#include "filter/format_choice.h"

#include <fmt/format.h>

#include <algorithm>

#include "filter/own_output.h"
#include "filter/reading.h"
#include "parsers/detect.h"
#include "parsers/formats.h"
#include "parsers/line_cursor.h"

namespace anonlog {

bool has_record(std::string_view chunk) {
  LineCursor lines(chunk);
  std::string_view line;
  while (lines.next(line)) {
    if (!skip_reason_of_any(line)) return true;
  }
  return false;
}

namespace {

// What is no log that any format could read.
Status refuse_others(std::string_view head, const std::string& input_name) {
  if (!head.starts_with("\xFF\xFE") && !head.starts_with("\xFE\xFF")) {
    return refuse_own_output(head, input_name);
  }
  return fail(
      ErrorKind::kBadInput,
      fmt::format("{}: it is UTF-16, as its first bytes say; convert it: iconv -f UTF-16 -t UTF-8 FILE "
                  "| anonlog",
                  input_name));
}

// "www.example.org:443", "192.0.2.1:80"; no address is written so.
bool is_host_and_port(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size()) return false;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto is_of_host = [&](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-' ||
           c == '_';
  };
  return std::ranges::all_of(text.substr(0, colon), is_of_host) &&
         std::ranges::all_of(text.substr(colon + 1), is_digit);
}

std::size_t count_ports_as_clients(std::span<const Slot> slots, const RecordBatch& batch) {
  const auto client = std::ranges::find(slots, Field::kClientIp, &Slot::field);
  if (client == slots.end()) return 0;
  std::size_t count = 0;
  for (std::size_t row = 0; row < batch.rows(); ++row) {
    const RawBytes value = batch.column(static_cast<std::size_t>(client - slots.begin()))[row];
    count += !value.absent() && is_host_and_port(value.bytes()) ? 1U : 0U;
  }
  return count;
}

}  // namespace

Status refuse_ports_as_clients(const std::vector<FormatSource>& formats, std::string_view head,
                               const std::string& input_name) {
  const Result<FormatSet> set = make_format_set(formats);
  if (!set) return Status(tl::unexpect, set.error());
  std::vector<RecordBatch> batches;
  for (std::size_t i = 0; i < set->size(); ++i) batches.emplace_back((*set)[i].slots());
  std::size_t ports = 0;
  std::size_t records = 0;
  Tally tally;
  LineCursor lines(first_lines(head));
  while (const auto format = set->fill(lines, ParserLimits{}, batches, tally)) {
    ports += count_ports_as_clients((*set)[*format].slots(), batches[*format]);
    records += batches[*format].rows();
  }
  if (ports * 2 <= records) return {};
  return fail(
      ErrorKind::kBadInput,
      fmt::format("{}: {} of its first {} records have a host and a port where the format `{}` has the "
                  "client's address: no client would be found. A log with the virtual host in front is of "
                  "--format vhost_combined; a client with its port is $remote_addr:$remote_port in the "
                  "string of a format",
                  input_name, ports, records, formats.front().name));
}

AdaptSources adapt_to(const std::vector<JsonKeys>& json) {
  if (json.empty()) return {};
  return [&json](std::vector<FormatSource> sources) { return with_json_keys(std::move(sources), json); };
}

Result<Detection> detect_behind(std::string_view directives, std::string_view head,
                                const std::string& input_name, const std::vector<JsonKeys>& json,
                                const Detection* known) {
  if (Status status = refuse_others(head, input_name); !status) return tl::unexpected<Error>(status.error());
  if (known != nullptr && directives.empty()) return *known;
  if (directives.empty()) return detect(head, adapt_to(json));
  return detect(std::string(directives) + std::string(head), adapt_to(json));
}

Result<FormatChoice> choose_format(const std::vector<FormatSource>& given, std::string_view directives,
                                   std::string_view head, const std::string& input_name,
                                   const std::vector<JsonKeys>& json, const Detection* known) {
  if (Status status = refuse_others(head, input_name); !status) return tl::unexpected<Error>(status.error());
  if (!given.empty()) return FormatChoice{given};
  if (!has_record(head)) return FormatChoice{format_sources(formats().front()), false};
  const Result<Detection> detection = detect_behind(directives, head, input_name, json, known);
  if (!detection) return tl::unexpected<Error>(detection.error());
  FormatChoice choice;
  // An error log beside an access log tells the same requests again: they are not counted twice.
  const auto is_error_log = [](const Format* format) {
    return format->variants[0].language == FormatLanguage::kErrorLog;
  };
  const bool skips = !std::ranges::all_of(detection->chosen, is_error_log);
  for (const Format* format : detection->chosen) {
    for (FormatSource& source : format_sources(*format)) {
      source.skipped = skips && is_error_log(format);
      choice.formats.push_back(std::move(source));
    }
  }
  if (!choice.formats.empty()) return choice;
  // A container's first lines may be a banner. What comes behind so many of them decides nothing any more.
  const auto skips_all = [&](const Candidate& candidate) {
    return candidate.lines_skipped == detection->lines && detection->lines < kDetectLines;
  };
  if (const auto banner = std::ranges::find_if(detection->candidates, skips_all);
      banner != detection->candidates.end()) {
    return FormatChoice{format_sources(*banner->format), false, true};
  }
  return fail(ErrorKind::kBadInput, fmt::format("{}: no known format reads even half of its first lines. {}",
                                                input_name, kFormatAdvice));
}

}  // namespace anonlog
