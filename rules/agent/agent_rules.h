// What is published of a user agent and the client hints beside it: browser family, its major version, operating system
// family, device, and whether it is a bot and of what kind.
//
// Browser and system are found by uap-core's rules, the device and what a bot is for by rules of our own (devices.txt,
// bot_categories.txt), each the first of its list that matches; whether it is a bot by bot_signs.h. The names that come out
// are those of agent_families.h only.
//
// Hints win over the user agent in what they say, since browsers freeze theirs: a listed brand is the browser and its major
// version, a known platform the system, and `mobile` decides between phone, tablet and desktop where the user agent does not
// name the device. Not for bots, of which only the user agent tells the name.
//
// Input:    the User-Agent header as logged, any bytes; only the first 512 are read. An absent one is empty: without
//           hints that is a bot of which nothing is known, since every browser sends one.
// Output:   ids of agent_families.h. A major version is a number of at most four digits (a longer one could be made to
//           carry an identifier) and only of a listed browser.
// Errors:   make(): a rule that is no regular expression.
// Memory:   about 5 MB, growing to about 20 MB with the variety of the input (40 MB under random fragments).
// Threads:  immutable; classify() from any thread. It costs microseconds: keep Caches per thread, and a ByteCache before
//           them.
#ifndef ANONLOG_RULES_AGENT_AGENT_RULES_H_
#define ANONLOG_RULES_AGENT_AGENT_RULES_H_

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "parsers/error.h"
#include "rules/agent/agent_rule.h"
#include "rules/agent/atom_scanner.h"
#include "rules/agent/bot_signs.h"
#include "rules/agent/byte_cache.h"
#include "rules/agent/client_hints.h"
#include "rules/agent/recent_majors.h"
#include "rules/agent/rule_list.h"

namespace anonlog {

struct Agent {
  static constexpr std::uint16_t kNone = 0xFFFF;

  std::uint16_t browser = kNone;
  std::uint16_t browser_major = kNone;
  std::uint16_t os = kNone;
  std::uint16_t device = kNone;
  std::uint16_t bot_category = kNone;  // of what is no bot: none

  [[nodiscard]] bool is_bot() const { return bot_category != kNone; }

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
  static constexpr std::size_t kListCount = 4;

  // The candidates of all lists for one set of atoms. User agents are many, but the words in them that rules are made of
  // come in few combinations.
  struct Candidates {
    static constexpr std::size_t kMaxRules = 100;

    std::array<std::uint16_t, kListCount> ends;  // in `rules`, list by list
    std::array<std::uint16_t, kMaxRules> rules;
  };
  // What one thread found before, for the next user agent. Of one AgentRules.
  struct Caches {
    static constexpr std::size_t kEntries = 1024;

    ByteCache<Candidates, AtomScanner::kMaxAtoms / 8> candidates{kEntries};
    RuleList::GroupCache browser_groups{kEntries};
    RuleList::GroupCache system_groups{kEntries};
  };

  // The rules that were built in, and rules that were read from a file.
  static Result<std::unique_ptr<const AgentRules>> make();
  static Result<std::unique_ptr<const AgentRules>> make(std::span<const AgentRule> browser_rules,
                                                        std::span<const AgentRule> system_rules);

  // `caches` may be null.
  [[nodiscard]] Agent classify(std::string_view user_agent, const ClientHints& hints = {},
                               Caches* caches = nullptr) const;

  // For tests against uap-core's own. `Other` where no rule matches.
  [[nodiscard]] RawAgent classify_raw(std::string_view user_agent) const;

  [[nodiscard]] const RecentMajors& recent_majors() const { return recent_majors_; }

  static std::span<const std::string_view> browsers();
  static std::span<const std::string_view> systems();

 private:
  enum List : std::size_t { kBrowsers, kSystems, kDevices, kCategories };
  using Lists = std::array<RuleList, kListCount>;
  using ListCandidates = std::array<std::vector<std::uint16_t>, kListCount>;
  using CandidateSpans = std::array<std::span<const std::uint16_t>, kListCount>;

  // A published name to its id.
  using Ids = std::unordered_map<std::string_view, std::uint16_t>;

  AgentRules(Lists lists, BotSigns bot_signs, ClientHintTable hints, RecentMajors recent_majors);
  static Ids index(std::span<const std::string_view> names);
  [[nodiscard]] ListCandidates find_candidates(std::span<const std::uint64_t> found) const;
  [[nodiscard]] CandidateSpans candidates(std::string_view text, Caches* caches,
                                          ListCandidates& uncached) const;
  [[nodiscard]] Agent classify_text(std::string_view text, Caches* caches) const;
  void apply(const ClientHints& hints, std::string_view text, Agent& agent) const;

  Lists lists_;
  std::vector<std::string> atoms_;  // of all lists, each once
  std::array<std::vector<int>, kListCount>
      atom_ids_;  // of a list: for each of atoms_ the list's own number, or -1
  AtomScanner scanner_;
  BotSigns bot_signs_;
  ClientHintTable hints_;
  RecentMajors recent_majors_;
  Ids browser_ids_;
  Ids system_ids_;
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_AGENT_AGENT_RULES_H_
