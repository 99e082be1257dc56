#include "parsers/detect.h"

namespace anonlog {
namespace {

// `head` without what lies behind its first kDetectLines lines.
std::string_view first_lines(std::string_view head) {
  LineCursor lines(head);
  std::string_view line;
  std::size_t count = 0;
  while (count < kDetectLines && lines.next(line)) ++count;
  return lines.next(line) ? head.substr(0, static_cast<std::size_t>(line.data() - head.data())) : head;
}

// How many of the lines a format reads.
std::size_t lines_read(const Parser& parser, std::string_view head) {
  RecordBatch batch(parser.slots().size());
  LineCursor lines(head);
  Tally tally;
  std::size_t read = 0;
  while (parser.fill(lines, ParserLimits{}, batch, tally)) read += batch.rows();
  return read;
}

std::size_t count_records(std::string_view head) {
  LineCursor lines(head);
  std::string_view line;
  std::size_t records = 0;
  while (lines.next(line)) records += skip_reason(line) ? 0U : 1U;
  return records;
}

}  // namespace

Detection detect(std::string_view head) {
  head = first_lines(head);
  Detection detection;
  detection.lines = count_records(head);
  std::size_t best = 0;
  for (const Format& format : formats()) {
    const auto parser = make_parser(format_source(format));
    if (!parser) continue;
    const Candidate candidate{&format, (*parser)->slots().size(), lines_read(**parser, head)};
    detection.candidates.push_back(candidate);
    if (candidate.score() <= best || !detection.may_choose(candidate)) continue;
    detection.chosen = &format;
    best = candidate.score();
  }
  return detection;
}

}  // namespace anonlog
