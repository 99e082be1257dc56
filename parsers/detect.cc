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

struct Score {
  std::size_t lines_read = 0;
  std::size_t records = 0;  // lines read or rejected
  std::size_t fields = 0;
};

Score score(const Format& format, std::string_view head) {
  auto parser = make_parser(format.name);
  if (!parser) return {};
  RecordBatch batch((*parser)->slots().size());
  LineCursor lines(head);
  Tally tally;
  Score score;
  while ((*parser)->fill(lines, ParserLimits{}, batch, tally)) score.lines_read += batch.rows();
  score.records = score.lines_read + tally.counts.rejected_total();
  score.fields = score.lines_read * (*parser)->slots().size();
  return score;
}

}  // namespace

const Format* detect_format(std::string_view head) {
  head = first_lines(head);
  const Format* best = nullptr;
  std::size_t best_fields = 0;
  for (const Format& format : formats()) {
    const Score s = score(format, head);
    if (s.fields > best_fields && s.lines_read * 2 >= s.records) {
      best = &format;
      best_fields = s.fields;
    }
  }
  return best;
}

}  // namespace anonlog
