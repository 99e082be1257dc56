#include "rules/agent/agent_families.h"

#include "rules/agent/agent_lines.h"

namespace anonlog {
namespace {

constexpr std::string_view kDevices[] = {"desktop", "mobile", "tablet", "tv", "console", "bot", "other"};
constexpr std::string_view kBotCategories[] = {"search", "ai",      "seo",     "monitor",
                                               "feed",   "preview", "library", "other"};

}  // namespace

std::span<const std::string_view> published_browsers() { return agent_lines().browsers; }
std::span<const std::string_view> published_systems() { return agent_lines().systems; }
std::span<const std::string_view> published_devices() { return kDevices; }
std::span<const std::string_view> published_bot_categories() { return kBotCategories; }

bool is_bot_family(std::uint16_t browser) {
  const AgentLines& lines = agent_lines();
  return browser == kOtherBot || browser >= lines.browsers.size() - lines.bot_count;
}

}  // namespace anonlog
