// Decides from the first lines of an input which formats of the table it has.
//
// A format's score is the number of fields that it read in all lines together, each line by the variant with the most
// fields, of which half count where the client is no address; the highest wins, and of equal ones the earlier row of the table. So a general format never beats a specific
// one that reads the same lines, and a format that reads a few lines by chance never beats one that reads most.
//
// Lines of other kinds that the server of a format writes into the same log (parser.h) count neither for nor against it.
//
// A file may be a mixture: formats that read the most fields of kMinLinesOfAnother lines, or of a line that the first
// does not read at all, are chosen beside it.
#ifndef ANONLOG_PARSERS_DETECT_H_
#define ANONLOG_PARSERS_DETECT_H_

#include <cstddef>
#include <functional>
#include <string_view>
#include <vector>

#include "parsers/formats.h"

namespace anonlog {

inline constexpr std::size_t kDetectLines = 200;

// Of lines that the first format reads as well, but with fewer fields.
inline constexpr std::size_t kMinLinesOfAnother = 3;

// What a format made of the lines that were looked at.
struct Candidate {
  const Format* format;
  std::size_t lines_read = 0;     // of Detection::lines
  std::size_t lines_skipped = 0;  // of Detection::lines, of its server's other ones; it reads none of them
  std::size_t score = 0;          // fields read
};

struct Detection {
  std::size_t lines = 0;              // that were looked at: neither blank nor comments
  std::vector<Candidate> candidates;  // every format, in the order of the table
  std::vector<const Format*> chosen;  // the first reads at least half of its lines; empty: no format does

  // The lines that a format has to read.
  [[nodiscard]] std::size_t lines_of(const Candidate& candidate) const {
    return lines - candidate.lines_skipped;
  }
  [[nodiscard]] bool may_choose(const Candidate& candidate) const {
    return candidate.lines_read != 0 && candidate.lines_read * 2 >= lines_of(candidate);
  }
};

// `head` without what lies behind its first kDetectLines lines.
std::string_view first_lines(std::string_view head);

// What becomes of the sources of a format of the table, where the user has said more of it.
using AdaptSources = std::function<std::vector<FormatSource>(std::vector<FormatSource>)>;

// `head`: whole lines from the beginning of an input; the first kDetectLines count. A format that `adapt` makes one that
// cannot be compiled reads nothing.
Detection detect(std::string_view head, const AdaptSources& adapt = {});

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_DETECT_H_
