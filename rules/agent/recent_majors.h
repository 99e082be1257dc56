// Which major versions are recent, by the dated table majors.txt: neither the clock nor what the log claims is asked, so
// that one run and the next give the same.
//
// Errors:  make(): a line that is not family, oldest, newest.
// Threads: immutable.
#ifndef ANONLOG_RULES_AGENT_RECENT_MAJORS_H_
#define ANONLOG_RULES_AGENT_RECENT_MAJORS_H_

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "parsers/error.h"

namespace anonlog {

class RecentMajors {
 public:
  static constexpr std::uint16_t kOld = 0;  // no browser's major version is 0

  // How far behind the table a log may be ahead.
  static constexpr unsigned kMaxAhead = 30;

  // `lines` as those of majors.txt.
  static Result<RecentMajors> make(std::span<const std::string_view> lines);

  // The major version, kOld, or Agent::kNone for what the table does not tell. Takes ids and majors of agents.
  [[nodiscard]] std::uint16_t published(std::uint16_t browser, std::uint16_t major) const;

 private:
  struct Range {
    std::uint16_t oldest = 0;
    std::uint16_t newest = 0;  // 0: not in the table
  };

  std::vector<Range> ranges_;  // by id of published_browsers()
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_AGENT_RECENT_MAJORS_H_
