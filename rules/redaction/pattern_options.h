// How every pattern of the redactor is compiled: over bytes, since what is logged need not be UTF-8.
#ifndef ANONLOG_RULES_REDACTION_PATTERN_OPTIONS_H_
#define ANONLOG_RULES_REDACTION_PATTERN_OPTIONS_H_

#include <re2/re2.h>

#include <string_view>

namespace anonlog {

inline re2::RE2::Options pattern_options() {
  re2::RE2::Options options(re2::RE2::Latin1);
  options.set_log_errors(false);  // a message of RE2 could quote a log line
  return options;
}

inline bool matches(std::string_view text, const re2::RE2& pattern) {
  return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), pattern);
}

}  // namespace anonlog

#endif  // ANONLOG_RULES_REDACTION_PATTERN_OPTIONS_H_
