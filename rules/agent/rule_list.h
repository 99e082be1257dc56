// An ordered list of rules of which the first that matches decides.
//
// RE2's FilteredRE2 says which literal words ("atoms") a text must hold for each rule to be worth a try; who has a text
// finds the atoms (atom_scanner.h), asks once for the candidates of that set of atoms, and tries them in order. The
// result is that of trying all rules in order. A search for the lowest rule with one RE2::Set of all rules was rejected:
// its automaton takes tens of megabytes and is rebuilt all the time on varied input.
//
// Input:    any bytes (Latin-1 to RE2, so that bytes need not be valid UTF-8).
// Output:   a RuleMatch, whose texts point into the rules, the text or the match's own scratch.
// Errors:   make() on a rule that is no regular expression or names a group that it does not have.
// Memory:   the rules are copied. Automata grow with use, each up to kMaxRegexBytes.
// Threads:  immutable.
#ifndef ANONLOG_RULES_AGENT_RULE_LIST_H_
#define ANONLOG_RULES_AGENT_RULE_LIST_H_

#include <re2/filtered_re2.h>
#include <re2/stringpiece.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/error.h"
#include "rules/agent/agent_rule.h"
#include "rules/agent/byte_cache.h"

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

  // The words, in lower case: a rule may match only where the right ones of them occur.
  [[nodiscard]] const std::vector<std::string>& atoms() const { return atoms_; }

  // The rules that may match a text that holds these of atoms(), by ascending index.
  [[nodiscard]] std::vector<int> candidates(const std::vector<int>& found_atoms) const;

  // Where the groups of a rule stood in a part of a text, begin and end in turn.
  struct Groups {
    static constexpr int kMaxGroups = 4;

    std::array<std::uint16_t, 2 * kMaxGroups> bounds;
  };
  // Of one list and one thread: from a rule, the part of the text that it matched and what surrounds that, which is all
  // that groups depend on. To find them takes as long as everything else; the parts are far fewer than the texts.
  using GroupCache = ByteCache<Groups>;

  // The first of `candidates` that matches. False when none does: then `match` is as it was. `cache` may be null.
  // Requires: text.size() <= kMaxTextBytes.
  bool first_match(std::string_view text, std::span<const std::uint16_t> candidates, RuleMatch& match,
                   GroupCache* cache = nullptr) const;

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
  bool matches(std::size_t rule, std::string_view text, RuleMatch& match, GroupCache* cache) const;
  void find_groups(std::size_t rule, std::string_view text, std::span<re2::StringPiece> groups,
                   GroupCache* cache) const;

  re2::FilteredRE2 filter_;
  std::vector<std::string> atoms_;
  std::vector<Templates> templates_;
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_AGENT_RULE_LIST_H_
