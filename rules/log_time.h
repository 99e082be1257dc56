// Reads the times that logs hold, as UTC microseconds.
//
// Input:   one time in the shape of its slot: "10/Oct/2000:13:55:36 -0700", "2000-10-10T13:55:36-07:00" (a
//          fraction; "Z", "+hh:mm", "+hhmm" or no zone at all, which is UTC; a space or tab may stand for the T, and
//          seconds that are not logged are :00), Unix time with a fraction, or the time of a day that is known.
// Output:  the time with as many digits of the fraction as it has, at most six; the null time for what is no
//          time (the 31st of February) or outside the years 1970 to 9999. A leap second is the next second.
// Threads: one reader per worker; it remembers the last date, which nearly every line shares.
#ifndef ANONLOG_RULES_LOG_TIME_H_
#define ANONLOG_RULES_LOG_TIME_H_

#include <array>
#include <cstdint>
#include <string_view>

#include "parsers/field.h"
#include "parsers/record_batch.h"
#include "rules/public_batch.h"

namespace anonlog {

class LogTimeReader {
 public:
  explicit LogTimeReader(FieldShape shape) : shape_(shape) {}

  // `day`: of a kTimeOfDay, as RecordBatch has it.
  PublicTime read(std::string_view text, std::int64_t day = RecordBatch::kNoDay);

 private:
  PublicTime read_clf(std::string_view text);

  FieldShape shape_;
  std::array<char, 17> last_date_and_zone_{};  // of a CLF time: its first 11 and last 6 bytes
  std::int64_t last_midnight_seconds_ = 0;     // the Unix time at which that date begins in that zone
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_LOG_TIME_H_
