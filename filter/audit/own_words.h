// Which cells of PUBLISHED are anonlog's own words: names of browsers and systems, methods, kinds, user agents that it made.
// That such a word is a value of RAW as well (?q=firefox) tells nothing.
//
// Memory:   up to kMaxKnown answers about user agents; the rules for them, once one was asked about.
// Threads:  one.
#ifndef ANONLOG_FILTER_AUDIT_OWN_WORDS_H_
#define ANONLOG_FILTER_AUDIT_OWN_WORDS_H_

#include <cstdint>
#include <memory>
#include <string_view>
#include <unordered_map>

#include "filter/audit/word_hash.h"
#include "rules/agent/agent_rules.h"
#include "rules/column.h"

namespace anonlog {

class OwnWords {
 public:
  explicit OwnWords(const WordHash& hash) : hash_(hash) {}

  // Whether the cell `text` of the column holds nothing else.
  bool has(Column column, std::string_view text);

 private:
  static constexpr std::size_t kMaxKnown = 65'536;

  bool is_reduced_user_agent(std::string_view text);

  WordHash hash_;
  std::unique_ptr<const AgentRules> agent_rules_;
  std::unordered_map<std::uint64_t, bool> known_agents_;  // by hash
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_AUDIT_OWN_WORDS_H_
