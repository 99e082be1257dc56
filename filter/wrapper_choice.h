// Decides from the first lines of an input which wrappers stand around its records, before its format is known.
//
// Layer by layer the most specific wrapper that fits half of the lines is taken off on trial; then formats are tried on
// what each layer leaves. Where they read the most records, those with an address as their client counting twice, there the
// wrappers end; of equal ones the most are taken off, but none that needs a proof (wrapper.h). So a format whose own lines
// begin like a wrapper's keeps its first fields, and `combined`, which reads many a wrapped line, gets what is within.
#ifndef ANONLOG_FILTER_WRAPPER_CHOICE_H_
#define ANONLOG_FILTER_WRAPPER_CHOICE_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/detect.h"
#include "parsers/format_source.h"
#include "parsers/wrapper.h"
#include "rules/json_keys.h"

namespace anonlog {

inline constexpr std::size_t kMaxWrappers = 4;

struct WrapperChoice {
  // Outermost first; none: the lines are the log's own.
  std::vector<const Wrapper*> layers;
  // Those whose lines formats read; empty: the wrappers name none, or none was read.
  std::vector<std::string> programs;
  // What is within the first lines, without lines of other programs: by this the format is to be chosen.
  std::string head;
  // What detection said of it, where --format is auto and it was tried.
  std::optional<Detection> detection;
  // Of the head, or of all lines when there are no layers: its first lines are theirs.
  [[nodiscard]] const Detection* known_detection() const { return detection ? &*detection : nullptr; }
  bool names_programs = false;  // the wrappers do, of some record at least
  std::size_t records = 0;      // that were looked at
  std::size_t read = 0;         // of them, by a format, in `layers`
  std::size_t read_as_is = 0;   // lines of the input, by a format
};

// `given`: what --format says; empty for auto. `json`: the policy's keys. `head`: the first chunk that has a record. When nothing of its beginning is
// read, all of it is looked at: other daemons may fill it.
WrapperChoice choose_wrappers(const std::vector<FormatSource>& given, std::string_view head,
                              std::size_t max_line_bytes, const std::vector<JsonKeys>& json = {});

}  // namespace anonlog

#endif  // ANONLOG_FILTER_WRAPPER_CHOICE_H_
