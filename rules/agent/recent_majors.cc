#include "rules/agent/recent_majors.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "rules/agent/agent_families.h"
#include "rules/agent/agent_rules.h"

namespace anonlog {
namespace {

// Cuts the last word off `text`, a number; 0 when it is none.
std::uint16_t take_number(std::string_view& text) {
  const std::size_t blank = text.rfind(' ');
  if (blank == std::string_view::npos) return 0;
  const std::string_view word = text.substr(blank + 1);
  text = text.substr(0, blank);
  std::uint16_t number = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  return error == std::errc() && end == word.data() + word.size() ? number : std::uint16_t{0};
}

}  // namespace

Result<RecentMajors> RecentMajors::make(std::span<const std::string_view> lines) {
  const auto browsers = published_browsers();
  RecentMajors majors;
  majors.ranges_.resize(browsers.size());
  for (const std::string_view line : lines) {
    std::string_view family = line;
    const std::uint16_t newest = take_number(family);
    const std::uint16_t oldest = take_number(family);
    const auto found = std::ranges::find(browsers, family);
    if (found == browsers.end() || oldest == 0 || newest < oldest) {
      return fail(ErrorKind::kInternal,
                  fmt::format("not a published browser, its oldest and its newest: {}", line));
    }
    majors.ranges_[static_cast<std::size_t>(found - browsers.begin())] = {oldest, newest};
  }
  return majors;
}

std::uint16_t RecentMajors::published(std::uint16_t browser, std::uint16_t major) const {
  if (browser == Agent::kNone || major == Agent::kNone) return Agent::kNone;
  const Range range = ranges_[browser];
  if (range.newest == 0 || major > range.newest + kMaxAhead) return Agent::kNone;
  return major < range.oldest ? kOld : major;
}

}  // namespace anonlog
