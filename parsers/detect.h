// Decides from the first lines of an input which format of the table it has.
//
// A format's score is the number of fields that it read in all lines together; the highest wins, and of equal
// ones the earlier row of the table. So a general format never beats a specific one that reads the same
// lines, and a format that reads a few lines by chance never beats one that reads most.
#ifndef ANONLOG_PARSERS_DETECT_H_
#define ANONLOG_PARSERS_DETECT_H_

#include <cstddef>
#include <string_view>

#include "parsers/formats.h"

namespace anonlog {

inline constexpr std::size_t kDetectLines = 200;

// `head`: whole lines from the beginning of an input; the first kDetectLines records count.
// Null: no format reads even half of them.
const Format* detect_format(std::string_view head);

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_DETECT_H_
