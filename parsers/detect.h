// Decides from the first lines of an input which format of the table it has.
//
// A format's score is the number of fields that it read in all lines together; the highest wins, and of equal
// ones the earlier row of the table. So a general format never beats a specific one that reads the same
// lines, and a format that reads a few lines by chance never beats one that reads most.
#ifndef ANONLOG_PARSERS_DETECT_H_
#define ANONLOG_PARSERS_DETECT_H_

#include <cstddef>
#include <string_view>
#include <vector>

#include "parsers/formats.h"

namespace anonlog {

inline constexpr std::size_t kDetectLines = 200;

// What a format made of the lines that were looked at.
struct Candidate {
  const Format* format;
  std::size_t fields;      // of a line
  std::size_t lines_read;  // of Detection::lines

  [[nodiscard]] std::size_t score() const { return lines_read * fields; }
};

struct Detection {
  std::size_t lines = 0;              // that were looked at: neither blank nor comments
  std::vector<Candidate> candidates;  // every format, in the order of the table
  const Format* chosen = nullptr;     // null: no format reads even half of the lines

  [[nodiscard]] bool may_choose(const Candidate& candidate) const {
    return candidate.lines_read != 0 && candidate.lines_read * 2 >= lines;
  }
};

// `head`: whole lines from the beginning of an input; the first kDetectLines count.
Detection detect(std::string_view head);

inline const Format* detect_format(std::string_view head) { return detect(head).chosen; }

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_DETECT_H_
