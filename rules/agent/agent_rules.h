// Browser family, its major version and operating system family of a user agent.
//
// The rules are uap-core's, the names that come out are those of agent_families.h only.
//
// Input:    the User-Agent header as logged, any bytes; only the first 512 are read. An absent header is the
//           caller's business: classify("") is `Other`, not null.
// Output:   ids into browsers() and systems(). A major version is a number of at most four digits (a longer
//           one could be made to carry an identifier) and only of a listed browser.
// Errors:   make(): a rule that is no regular expression.
// Memory:   about 3 MB, growing to about 20 MB with the variety of the input (40 MB under random fragments).
// Threads:  immutable; classify() from any thread. It costs microseconds: keep a ByteCache per thread.
#ifndef ANONLOG_RULES_AGENT_AGENT_RULES_H_
#define ANONLOG_RULES_AGENT_AGENT_RULES_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "parsers/error.h"
#include "rules/agent/agent_rule.h"
#include "rules/agent/rule_list.h"

namespace anonlog {

struct Agent {
  static constexpr std::uint16_t kNone = 0xFFFF;

  std::uint16_t browser = kNone;
  std::uint16_t browser_major = kNone;
  std::uint16_t os = kNone;
  bool bot = false;

  friend bool operator==(const Agent&, const Agent&) = default;
};

// What the rules say, before the list of names: text of the user agent, never to be published.
struct RawAgent {
  std::string browser;
  std::string browser_major;
  std::string os;

  friend bool operator==(const RawAgent&, const RawAgent&) = default;
};

class AgentRules {
 public:
  // The rules that were built in, and rules that were read from a file.
  static Result<std::unique_ptr<const AgentRules>> make();
  static Result<std::unique_ptr<const AgentRules>> make(std::span<const AgentRule> browser_rules,
                                                        std::span<const AgentRule> system_rules);

  [[nodiscard]] Agent classify(std::string_view user_agent) const;

  // For tests against uap-core's own. `Other` where no rule matches.
  [[nodiscard]] RawAgent classify_raw(std::string_view user_agent) const;

  static std::span<const std::string_view> browsers();
  static std::span<const std::string_view> systems();

 private:
  // A published name to its id.
  using Ids = std::unordered_map<std::string_view, std::uint16_t>;

  AgentRules(RuleList browser_rules, RuleList system_rules);
  static Ids index(std::span<const std::string_view> names);
  static std::uint16_t published_id(const Ids& ids, std::string_view family);

  RuleList browser_rules_;
  RuleList system_rules_;
  Ids browser_ids_;
  Ids system_ids_;
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_AGENT_AGENT_RULES_H_
