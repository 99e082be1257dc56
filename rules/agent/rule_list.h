// An ordered list of rules of which the first that matches decides.
//
// RE2's FilteredRE2 says which literal words ("atoms") a text must hold for each rule to be worth a try; one
// RE2::Set finds the atoms; the few candidates are tried in order. The result is that of trying all rules in
// order. A search for the lowest rule with one RE2::Set of all rules was rejected: its automaton takes tens
// of megabytes and is rebuilt all the time on varied input.
//
// Input:    any bytes (Latin-1 to RE2, so that bytes need not be valid UTF-8).
// Output:   a RuleMatch, whose texts point into the rules, the text or the match's own scratch.
// Errors:   make() on a rule that is no regular expression or names a group that it does not have.
// Memory:   the rules are copied. Automata grow with use, each up to kMaxRegexBytes.
// Threads:  immutable; first_match() from any thread.
#ifndef ANONLOG_RULES_AGENT_RULE_LIST_H_
#define ANONLOG_RULES_AGENT_RULE_LIST_H_

#include <re2/filtered_re2.h>
#include <re2/set.h>

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/error.h"
#include "rules/agent/agent_rule.h"

namespace anonlog {

// What the first matching rule says. The texts die with the match, with the matched text and with the list.
struct RuleMatch {
  RuleMatch() = default;
  RuleMatch(const RuleMatch&) = delete;
  RuleMatch& operator=(const RuleMatch&) = delete;

  std::string_view family;
  std::string_view major;

 private:
  friend class RuleList;
  std::string expanded_family_;
  std::string expanded_major_;
};

class RuleList {
 public:
  static Result<RuleList> make(std::span<const AgentRule> rules);

  // False when no rule matches; `match` is only filled when one does. Requires: text.size() <= kMaxTextBytes.
  bool first_match(std::string_view text, RuleMatch& match) const;

  // The longest user agent of uap-core's tests has 492 bytes. What is longer is cut by the caller: nothing
  // known lies behind, and it bounds what one hostile line can cost.
  static constexpr std::size_t kMaxTextBytes = 512;

 private:
  // A rule's templates, ready to be filled from groups 1 to groups_used.
  struct Templates {
    std::string family;
    std::string major;
    int groups_used = 0;
  };

  RuleList();
  Status add(const AgentRule& rule);
  Status compile();
  int first_rule(std::string_view text) const;

  re2::FilteredRE2 filter_;
  std::optional<RE2::Set> atoms_;  // empty when no rule has any
  std::vector<Templates> templates_;
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_AGENT_RULE_LIST_H_
