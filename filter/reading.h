// How one kind of input is read: a format's parser and the policy compiled against it. Immutable.
#ifndef ANONLOG_FILTER_READING_H_
#define ANONLOG_FILTER_READING_H_

#include <deque>
#include <memory>
#include <string>
#include <string_view>

#include "parsers/error.h"
#include "parsers/parser.h"
#include "rules/plan.h"

namespace anonlog {

struct Reading {
  std::string format;  // a name of the table, or the format string
  std::unique_ptr<const Parser> parser;
  Plan plan;
};

// Compiles each format once, when an input first has it.
//
// Lifetime: readings stay where they are as long as the set, which the policy, rules and keys outlive.
// Threads:  one thread asks; what it got may be used by all.
class ReadingSet {
 public:
  ReadingSet(const Policy& policy, const AgentRules& agent_rules, const DayKeys& day_keys)
      : policy_(policy), agent_rules_(agent_rules), day_keys_(day_keys) {}

  // `format` as --format takes it, but for "auto".
  Result<const Reading*> get(std::string_view format);

 private:
  const Policy& policy_;
  const AgentRules& agent_rules_;
  const DayKeys& day_keys_;
  std::deque<Reading> readings_;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_READING_H_
