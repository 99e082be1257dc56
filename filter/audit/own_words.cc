#include "filter/audit/own_words.h"

#include <algorithm>
#include <array>
#include <span>

#include "rules/agent/agent_families.h"
#include "rules/agent/reduced_user_agent.h"
#include "rules/messages/message_table.h"
#include "rules/request_line.h"

namespace anonlog {
namespace {

using Names = std::span<const std::string_view>;

constexpr std::string_view kKinds[] = {
    // referrer_kind, device, bot_category, bot
    "direct", "internal", "search", "social",  "email",   "ai",      "ads",
    "other",  "desktop",  "mobile", "tablet",  "tv",      "console", "bot",
    "seo",    "monitor",  "feed",   "preview", "library", "true",    "false"};
constexpr std::string_view kSites[] = {"(internal)", "(other)"};
constexpr std::string_view kSiteUrls[] = {"https://internal.invalid/", "https://other.invalid/",
                                          "https://redacted.invalid/"};

bool holds_only(std::string_view text, std::string_view bytes) {
  return text.find_first_not_of(bytes) == std::string_view::npos;
}

bool is_month(std::string_view text) {
  const std::size_t at = std::string_view("JanFebMarAprMayJunJulAugSepOctNovDec").find(text);
  return at != std::string_view::npos && at % 3 == 0;
}

// 2025-11-23T17:37:28.123456Z, 2025-11-23T17:37:28+00:00, 23/Nov/2025:17:37:28 +0000, or 1763919448.123.
bool is_time(std::string_view text) {
  constexpr std::size_t kMaxBytes = 40;
  if (text.size() > kMaxBytes) return false;
  if (text.size() > 4 && text[4] == '-' && text.ends_with('Z') && text.find('T') == 10) {
    return holds_only(text, "0123456789-:.TZ");
  }
  if (text.ends_with("+00:00") && text.find('T') == 10) {
    return holds_only(text.substr(0, 10), "0123456789-") && holds_only(text.substr(11), "0123456789:+");
  }
  if (text.size() > 4 && text.size() <= 16 && text.find('.') == text.size() - 4)
    return holds_only(text, "0123456789.");
  if (text.size() < 7 || text[2] != '/' || text[6] != '/') return false;
  return holds_only(text.substr(0, 2), "0123456789") && is_month(text.substr(3, 3)) &&
         holds_only(text.substr(7), "0123456789:+- ");
}

bool is_number_column(Column column) {
  const ColumnType type = column_info(column).type;
  return type == ColumnType::kUint16 || type == ColumnType::kUint32 || type == ColumnType::kUint64;
}

Names names_of(Column column) {
  switch (column) {
    case Column::kBrowser:
      return published_browsers();
    case Column::kOs:
      return published_systems();
    case Column::kMethod:
      return method_names();
    case Column::kProtocol:
      return protocol_names();
    case Column::kReferrerKind:
    case Column::kDevice:
    case Column::kBot:
    case Column::kBotCategory:
      return kKinds;
    case Column::kReferrer:
      return kSites;
    case Column::kReferrerUrl:
      return kSiteUrls;
    case Column::kModule:
      return error_modules();
    case Column::kMessage:
      return error_messages();
    default:
      return {};
  }
}

}  // namespace

bool OwnWords::has(Column column, std::string_view text) {
  if (column == Column::kTime) return is_time(text);
  // Addresses are looked for in any case.
  if (column == Column::kNetwork) return holds_only(text, "0123456789abcdefABCDEF.:/");
  if (is_number_column(column)) return holds_only(text, "0123456789");
  if (column == Column::kUserAgent) return is_reduced_user_agent(text);
  return std::ranges::find(names_of(column), text) != names_of(column).end();
}

bool OwnWords::is_reduced_user_agent(std::string_view text) {
  const std::uint64_t key = hash_(WordKind::kWord, text);
  if (const auto known = known_agents_.find(key); known != known_agents_.end()) return known->second;
  if (agent_rules_ == nullptr) {
    Result<std::unique_ptr<const AgentRules>> rules = AgentRules::make();
    if (!rules) return false;  // then it is looked at like any other text
    agent_rules_ = *std::move(rules);
  }
  bool is_reduced = text == "-";
  const Agent agent = agent_rules_->classify(text);
  for (unsigned variant = 0; variant < 4 && !is_reduced; ++variant) {
    std::array<char, kMaxReducedUserAgentBytes> made{};
    const ReducedAgent reduced{
        .agent = agent, .is_tablet = (variant & 1U) != 0, .is_bot = (variant & 2U) != 0};
    is_reduced = text == std::string_view(made.data(), write_reduced_user_agent(reduced, made.data()));
  }
  if (known_agents_.size() == kMaxKnown) known_agents_.clear();
  known_agents_.emplace(key, is_reduced);
  return is_reduced;
}

}  // namespace anonlog
