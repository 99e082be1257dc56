// What may be published of a user agent: closed lists of names, never text of the user agent.
//
// Browsers and systems are the families of browsers.txt, bots.txt and systems.txt; a new one is one line there.
#ifndef ANONLOG_RULES_AGENT_AGENT_FAMILIES_H_
#define ANONLOG_RULES_AGENT_AGENT_FAMILIES_H_

#include <cstdint>
#include <span>
#include <string_view>

namespace anonlog {

// `Other` is the first name of both lists. Of the browsers two more stand for what is not listed.
inline constexpr std::uint16_t kOtherFamily = 0;
inline constexpr std::uint16_t kOtherApp = 1;  // no browser's engine in it
inline constexpr std::uint16_t kOtherBot = 2;

std::span<const std::string_view> published_browsers();
std::span<const std::string_view> published_systems();

// Whether an id of published_browsers() is of bots.txt, or `Other bot`.
bool is_bot_family(std::uint16_t browser);

enum class Device : std::uint16_t { kDesktop, kMobile, kTablet, kTv, kConsole, kBot, kOther };
std::span<const std::string_view> published_devices();  // by Device

enum class BotCategory : std::uint16_t { kSearch, kAi, kSeo, kMonitor, kFeed, kPreview, kLibrary, kOther };
std::span<const std::string_view> published_bot_categories();  // by BotCategory

}  // namespace anonlog

#endif  // ANONLOG_RULES_AGENT_AGENT_FAMILIES_H_
