#include "rules/agent/agent_rules.h"

#include <charconv>

#include "rules/agent/agent_families.h"
#include "rules/agent/agent_table.h"

namespace anonlog {
namespace {

constexpr std::string_view kOther = "Other";
constexpr std::size_t kMaxMajorDigits = 4;

std::uint16_t published_major(std::string_view text) {
  if (text.empty() || text.size() > kMaxMajorDigits) return Agent::kNone;
  std::uint16_t major = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), major);
  return error == std::errc() && end == text.data() + text.size() ? major : Agent::kNone;
}

std::string_view head(std::string_view user_agent) { return user_agent.substr(0, RuleList::kMaxTextBytes); }

}  // namespace

Result<std::unique_ptr<const AgentRules>> AgentRules::make() {
  return make(builtin_browser_rules(), builtin_system_rules());
}

Result<std::unique_ptr<const AgentRules>> AgentRules::make(std::span<const AgentRule> browser_rules,
                                                           std::span<const AgentRule> system_rules) {
  auto browsers = RuleList::make(browser_rules);
  if (!browsers) return tl::unexpected<Error>(browsers.error());
  auto systems = RuleList::make(system_rules);
  if (!systems) return tl::unexpected<Error>(systems.error());
  return std::unique_ptr<const AgentRules>(new AgentRules(*std::move(browsers), *std::move(systems)));
}

AgentRules::AgentRules(RuleList browser_rules, RuleList system_rules)
    : browser_rules_(std::move(browser_rules)),
      system_rules_(std::move(system_rules)),
      browser_ids_(index(browsers())),
      system_ids_(index(systems())) {}

Agent AgentRules::classify(std::string_view user_agent) const {
  const std::string_view text = head(user_agent);
  Agent agent{kOtherFamily, Agent::kNone, kOtherFamily};
  RuleMatch match;
  if (browser_rules_.first_match(text, match)) {
    agent.browser = published_id(browser_ids_, match.family);
    if (agent.browser != kOtherFamily) agent.browser_major = published_major(match.major);
  }
  if (system_rules_.first_match(text, match)) agent.os = published_id(system_ids_, match.family);
  return agent;
}

RawAgent AgentRules::classify_raw(std::string_view user_agent) const {
  const std::string_view text = head(user_agent);
  RawAgent raw{std::string(kOther), {}, std::string(kOther)};
  RuleMatch match;
  if (browser_rules_.first_match(text, match)) raw.browser = match.family, raw.browser_major = match.major;
  if (system_rules_.first_match(text, match)) raw.os = match.family;
  return raw;
}

std::span<const std::string_view> AgentRules::browsers() { return published_browsers(); }
std::span<const std::string_view> AgentRules::systems() { return published_systems(); }

AgentRules::Ids AgentRules::index(std::span<const std::string_view> names) {
  Ids ids;
  ids.reserve(names.size());
  for (const std::string_view name : names) ids.emplace(name, static_cast<std::uint16_t>(ids.size()));
  return ids;
}

std::uint16_t AgentRules::published_id(const Ids& ids, std::string_view family) {
  const auto known = ids.find(family);
  return known == ids.end() ? kOtherFamily : known->second;
}

}  // namespace anonlog
