// A time whose text alone says how it is written: what logs that name their values have.
//
// Input:   "10/Oct/2000:13:55:36 -0700", perhaps in brackets; a date and a clock as "2000-10-10T13:55:36.123Z",
//          "2000/10/10 13:55:36", "2000-10-10 13:55:36 +0000"; or Unix time in seconds, milliseconds, microseconds or
//          nanoseconds, by its magnitude: seconds have up to 11 digits, until the year 5138.
// Output:  the same time in one of the shapes that a LogTimeReader knows: kClfTime, kIsoTime, or kNumber for Unix time
//          in seconds. What is no time comes back as it is, as a kNumber that cannot be read.
#ifndef ANONLOG_PARSERS_ANY_TIME_H_
#define ANONLOG_PARSERS_ANY_TIME_H_

#include <array>
#include <string_view>

#include "parsers/field.h"

namespace anonlog {

struct ShapedTime {
  FieldShape shape;
  std::string_view text;  // of the input or the buffer
};

using TimeBuffer = std::array<char, 48>;

ShapedTime shape_of_any_time(std::string_view text, TimeBuffer& buffer);

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_ANY_TIME_H_
