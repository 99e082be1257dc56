// What a policy says of a release: data for anyone, in which no row may tell of few.
//
//     [release]
//     min_clients = 10     # of a UTC day, who must share a row (address and user agent, told apart in memory only)
//
// With it a run publishes whole UTC days only, as day_table.h says, and no column that holds text or numbers that could
// single out a person.
//
// Threads: immutable once read.
#ifndef ANONLOG_RULES_RELEASE_RULE_H_
#define ANONLOG_RULES_RELEASE_RULE_H_

#include <cstddef>

namespace anonlog {

struct ReleaseRule {
  static constexpr std::size_t kLeastClients = 3;
  static constexpr std::size_t kMostClients = 1000;

  std::size_t min_clients = 10;
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_RELEASE_RULE_H_
