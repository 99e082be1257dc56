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

// Whether a value of the row holds a quote that was not escaped. Servers escape quotes: where one stands bare, a longer
// line was read as one of this format, and a field of it holds the ends of two.
bool holds_bare_quote(const RecordBatch& batch, std::size_t slots, std::size_t row, std::string_view head) {
  for (std::size_t slot = 0; slot < slots; ++slot) {
    const RawBytes value = batch.column(slot)[row];
    if (value.absent()) continue;
    const std::string_view bytes = value.bytes();
    const bool as_logged = bytes.data() >= head.data() && bytes.data() < head.data() + head.size();
    if (as_logged && bytes.find('"') != std::string_view::npos) return true;
  }
  return false;
}

// How many of the lines a format reads.
std::size_t lines_read(const Parser& parser, std::string_view head) {
  const std::size_t slots = parser.slots().size();
  RecordBatch batch(slots);
  LineCursor lines(head);
  Tally tally;
  std::size_t read = 0;
  while (parser.fill(lines, ParserLimits{}, batch, tally)) {
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      read += holds_bare_quote(batch, slots, row, head) ? 0U : 1U;
    }
  }
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
