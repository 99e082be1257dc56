// Where output goes.
//
// Errors:  kIo, with the name and the system's reason.
// Threads: one caller at a time.
#ifndef ANONLOG_FILTER_OUTPUT_SINK_H_
#define ANONLOG_FILTER_OUTPUT_SINK_H_

#include <string_view>

#include "parsers/error.h"

namespace anonlog {

class Sink {
 public:
  virtual ~Sink() = default;

  // Writes all of `bytes`.
  [[nodiscard]] virtual Status write(std::string_view bytes) = 0;

  // Makes what was written the output. A sink that can hold back does so until then.
  [[nodiscard]] virtual Status commit() = 0;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_OUTPUT_SINK_H_
