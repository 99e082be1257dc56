// Any bytes as a user agent and client hints, a line each: only listed names and short numbers come out, what was kept
// from the texts before changes nothing, and what is written for the reduced line fits.
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "rules/agent/agent_families.h"
#include "rules/agent/agent_rules.h"
#include "rules/agent/reduced_user_agent.h"
#include "tests/fuzz/require.h"

namespace anonlog {
namespace {

std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  return line;
}

bool is_id_of(std::span<const std::string_view> names, std::uint16_t id) {
  return id < names.size() || id == Agent::kNone;
}

void check(std::string_view text) {
  static const auto rules = AgentRules::make().value();
  static AgentRules::Caches caches;
  const std::string_view user_agent = take_line(text);
  ClientHints hints;
  hints.brands = take_line(text);
  hints.mobile = take_line(text);
  hints.platform = take_line(text);
  const Agent agent = rules->classify(user_agent, hints, &caches);
  require(agent == rules->classify(user_agent, hints), "what was kept changes nothing");
  require(is_id_of(published_browsers(), agent.browser), "a listed browser");
  require(is_id_of(published_systems(), agent.os), "a listed system");
  require(agent.device < published_devices().size(), "a device");
  require(is_id_of(published_bot_categories(), agent.bot_category), "a category");
  require(agent.browser_major == Agent::kNone || agent.browser_major <= 9999, "four digits");
  require(agent.is_bot() == (agent.device == static_cast<std::uint16_t>(Device::kBot)), "bots are bots");
  std::array<char, kMaxReducedUserAgentBytes> reduced;
  require(write_reduced_user_agent({agent, false, agent.is_bot()}, reduced.data()) <= reduced.size(),
          "it fits");
}

}  // namespace
}  // namespace anonlog

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  anonlog::check({reinterpret_cast<const char*>(data), size});
  return 0;
}
