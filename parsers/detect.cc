#include "parsers/detect.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <utility>

#include "parsers/w3c_header.h"

namespace anonlog {
namespace {

// Of a line of another kind, in the place of the fields read. It is turned to 0 once it was counted.
constexpr std::size_t kOtherLine = std::numeric_limits<std::size_t>::max();

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

// How many fields a row has. Of a format that names its values those that are there; of another all, since it logs what
// is not there as well.
std::size_t fields_of_row(FormatLanguage language, const RecordBatch& batch, std::size_t slots) {
  if (!names_its_values(language)) return slots;
  std::size_t fields = 0;
  for (std::size_t slot = 0; slot < slots; ++slot) fields += batch.column(slot)[0].absent() ? 0U : 1U;
  return fields;
}

// Whether the client of a row may be an address, where the format has one. Where a line was cut at other places than its
// server did, as a user of several words makes it, something else stands there: such a reading counts half.
bool may_have_client(std::span<const Slot> slots, const RecordBatch& batch) {
  for (std::size_t slot = 0; slot < slots.size(); ++slot) {
    if (slots[slot].field != Field::kClientIp) continue;
    const RawBytes value = batch.column(slot)[0];
    if (value.absent()) return false;
    const std::string_view bytes = value.bytes();
    if (bytes == "unix:") return true;
    return bytes.find_first_of(".:") != std::string_view::npos &&
           bytes.find_first_not_of("0123456789abcdefABCDEF.:, %") == std::string_view::npos;
  }
  return true;
}

// A format ready to be tried.
struct Trial {
  std::vector<FormatLanguage> languages;  // of the variants
  std::vector<std::unique_ptr<const Parser>> parsers;
};

Trial make_trial(const std::vector<FormatSource>& sources) {
  Trial trial;
  for (const FormatSource& source : sources) {
    Result<std::unique_ptr<Parser>> parser = make_parser(source);
    if (!parser) return {};  // of keys that a policy names: it reads nothing
    trial.languages.push_back(source.language);
    trial.parsers.push_back(*std::move(parser));
  }
  return trial;
}

// Of the table, compiled once: wrapped inputs, and those that look like it, are tried several times. Of a format that has
// its columns from the head nothing.
const Trial& known_trial(std::size_t row) {
  static const std::vector<Trial> trials = [] {
    std::vector<Trial> all;
    for (const Format& format : formats()) {
      const std::vector<FormatSource> sources = format_sources(format);
      all.push_back(takes_layout(sources.front()) ? Trial{} : make_trial(sources));
    }
    return all;
  }();
  return trials[row];
}

// The fields that a format reads of each record of the head, 0 of those that it does not read.
std::vector<std::size_t> fields_read(const Trial& trial, std::string_view head) {
  std::vector<std::size_t> fields;
  const auto& [languages, parsers] = trial;
  std::vector<RecordBatch> batches;
  for (const auto& parser : parsers) batches.emplace_back(parser->slots());
  LineCursor lines(head);
  std::string_view line;
  while (lines.next(line)) {
    if (skip_reason_of_any(line)) continue;
    std::size_t& most = fields.emplace_back(0);
    for (std::size_t i = 0; i < parsers.size(); ++i) {
      const auto& parser = parsers[i];
      const std::size_t slots = parser->slots().size();
      if (slots <= most) continue;
      RecordBatch& batch = batches[i];
      batch.clear();
      static_cast<void>(batch.has_room(line.size()));
      const LineRead result = parser->read_line(line, lines.has_backslash(), batch);
      if (result == LineRead::kNotOfFormat || result == LineRead::kAmbiguous) continue;
      if (escapes_quotes(languages[i]) && batch.rows() != 0 && holds_bare_quote(batch, slots, 0, head))
        continue;
      std::size_t read = batch.rows() == 0 ? slots : fields_of_row(languages[i], batch, slots);
      if (batch.rows() != 0 && !may_have_client(parser->slots(), batch)) read = (read + 1) / 2;
      most = std::max(most, read);
    }
    const auto is_other = [line](const auto& parser) {
      return parser->skip_reason(line) == SkipReason::kOtherLog;
    };
    if (most == 0 && std::ranges::any_of(parsers, is_other)) most = kOtherLine;
  }
  return fields;
}

// Which format reads the most fields of each line, of equal ones the earlier; read.size() where none reads any.
std::vector<std::size_t> winners(const std::vector<std::vector<std::size_t>>& read) {
  std::vector<std::size_t> winner(read.front().size(), read.size());
  for (std::size_t line = 0; line < winner.size(); ++line) {
    std::size_t most = 0;
    for (std::size_t format = 0; format < read.size(); ++format) {
      if (read[format][line] <= most) continue;
      most = read[format][line];
      winner[line] = format;
    }
  }
  return winner;
}

// Whether some lines are of `format` and not of `first`. One that reads the lines of the first as well is no other format
// of the file but another reading of it, and one with fewer fields reads what is left of a line that was cut: they must
// read several lines alone.
bool is_beside(const std::vector<std::vector<std::size_t>>& read, const std::vector<std::size_t>& winner,
               std::size_t first, std::size_t format) {
  std::size_t better = 0;  // lines that it reads best
  std::size_t alone = 0;   // of these, that the first does not read
  std::size_t shared = 0;  // lines that the first reads best, and it reads as well
  std::size_t most_alone = 0;
  for (std::size_t line = 0; line < winner.size(); ++line) {
    shared += winner[line] == first && read[format][line] != 0 ? 1U : 0U;
    if (winner[line] != format) continue;
    ++better;
    if (read[first][line] != 0) continue;
    ++alone;
    most_alone = std::max(most_alone, read[format][line]);
  }
  if (alone >= kMinLinesOfAnother) return true;
  if (shared != 0) return false;
  return better >= kMinLinesOfAnother || (alone != 0 && most_alone >= *std::ranges::max_element(read[first]));
}

// Of formats that read at least half of the lines the one with the highest score; then those that read others better.
void choose(const std::vector<std::vector<std::size_t>>& read, Detection& detection) {
  std::size_t first = read.size();
  for (std::size_t format = 0; format < read.size(); ++format) {
    const Candidate& candidate = detection.candidates[format];
    if (!detection.may_choose(candidate)) continue;
    if (first == read.size() || candidate.score > detection.candidates[first].score) first = format;
  }
  if (first == read.size()) return;
  detection.chosen.push_back(detection.candidates[first].format);
  const std::vector<std::size_t> winner = winners(read);
  for (std::size_t format = 0; format < read.size(); ++format) {
    if (format != first && is_beside(read, winner, first, format)) {
      detection.chosen.push_back(detection.candidates[format].format);
    }
  }
}

}  // namespace

std::string_view first_lines(std::string_view head) {
  LineCursor lines(head);
  std::string_view line;
  std::size_t count = 0;
  while (count < kDetectLines && lines.next(line)) ++count;
  return lines.next(line) ? head.substr(0, static_cast<std::size_t>(line.data() - head.data())) : head;
}

Detection detect(std::string_view head, const AdaptSources& adapt) {
  head = first_lines(head);
  Detection detection;
  std::vector<std::vector<std::size_t>> read;
  for (const Format& format : formats()) {
    const Trial& known = known_trial(read.size());
    if (adapt) {
      read.push_back(fields_read(make_trial(adapt(format_sources(format, head))), head));
    } else if (known.parsers.empty()) {
      read.push_back(fields_read(make_trial(format_sources(format, head)), head));
    } else {
      read.push_back(fields_read(known, head));
    }
    Candidate candidate{&format};
    for (std::size_t& fields : read.back()) {
      if (fields == kOtherLine) {
        ++candidate.lines_skipped;
        fields = 0;
      }
      candidate.lines_read += fields != 0 ? 1U : 0U;
      candidate.score += fields;
    }
    detection.candidates.push_back(candidate);
  }
  detection.lines = read.front().size();
  choose(read, detection);
  return detection;
}

}  // namespace anonlog
