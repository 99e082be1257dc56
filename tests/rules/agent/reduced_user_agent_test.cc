#include "rules/agent/reduced_user_agent.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <vector>

#include "rules/agent/agent_families.h"

namespace anonlog {
namespace {

const AgentRules& rules() {
  static const auto made = AgentRules::make();
  return **made;
}

std::uint16_t id(std::span<const std::string_view> names, std::string_view name) {
  const auto found = std::ranges::find(names, name);
  EXPECT_NE(found, names.end()) << name;
  return static_cast<std::uint16_t>(found - names.begin());
}
// What a user agent names.
Agent names(const Agent& agent) { return {agent.browser, agent.browser_major, agent.os}; }

std::uint16_t browser_id(std::string_view name) { return id(AgentRules::browsers(), name); }
std::uint16_t system_id(std::string_view name) { return id(AgentRules::systems(), name); }

std::string reduced(const ReducedAgent& agent) {
  std::string text(kMaxReducedUserAgentBytes, '\0');
  text.resize(write_reduced_user_agent(agent, text.data()));
  return text;
}
std::string reduced(std::string_view browser, std::uint16_t major, std::string_view os) {
  return reduced({{browser_id(browser), major, system_id(os)}});
}

TEST(ReducedUserAgent, LooksLikeWhatBrowsersSendThemselves) {
  EXPECT_EQ(reduced("Chrome", 131, "Windows"),
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/131.0.0.0 Safari/537.36");
  EXPECT_EQ(reduced("Firefox", 140, "Ubuntu"),
            "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
  EXPECT_EQ(reduced("Mobile Safari", 26, "iOS"),
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
            "Version/26.0 Mobile/15E148 Safari/604.1");
  EXPECT_EQ(reduced("Googlebot", 2, "Other"),
            "Mozilla/5.0 (compatible; Googlebot/2.0; +https://bot.invalid/)");
  EXPECT_EQ(reduced("Googlebot", Agent::kNone, "Android"),
            "Mozilla/5.0 (Linux; Android 10; K; compatible; Googlebot; +https://bot.invalid/)");
  EXPECT_EQ(reduced("Bolt", 2, "Other"), "Mozilla/5.0 (compatible; Bolt/2.0)");
  EXPECT_EQ(reduced("curl", 8, "Other"), "curl/8.0");
  EXPECT_EQ(reduced("Other", Agent::kNone, "Other"), "Mozilla/5.0 (compatible)");
}

TEST(ReducedUserAgent, WhatIsNotKnownIsNotMadeUp) {
  EXPECT_EQ(reduced({}), "-");
  EXPECT_EQ(reduced({{browser_id("Chrome"), 131, Agent::kNone}}),
            "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36");
  EXPECT_EQ(reduced("Chrome", Agent::kNone, "Other"),
            "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko) Chrome/0.0.0.0 Safari/537.36");
}

TEST(ReducedUserAgent, TabletsAndOtherBotsAreToldApart) {
  const std::string tablet = reduced({{browser_id("Mobile Safari"), 18, system_id("iOS")}, true});
  EXPECT_NE(tablet.find("(iPad; CPU OS"), std::string::npos) << tablet;
  EXPECT_EQ(names(rules().classify(tablet)), (Agent{browser_id("Mobile Safari"), 18, system_id("iOS")}));
  const std::string bot = reduced({{kOtherFamily, Agent::kNone, kOtherFamily}, false, true});
  EXPECT_EQ(bot, "Mozilla/5.0 (compatible; bot; +https://bot.invalid/)");
  EXPECT_EQ(names(rules().classify(bot)), (Agent{kOtherBot, Agent::kNone, kOtherFamily}));
  EXPECT_EQ(reduced({{kOtherBot, Agent::kNone, system_id("Windows")}}),
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; compatible; bot; +https://bot.invalid/)");
  EXPECT_EQ(reduced({{kOtherApp, Agent::kNone, system_id("Android")}}), "App/0.0 (Linux; Android)");
}

TEST(ReducedUserAgent, ABotBehindABrowsersNameIsWrittenAsABot) {
  const ReducedAgent chrome = {{browser_id("Chrome"), 131, system_id("Linux")}, false, true};
  EXPECT_EQ(reduced(chrome), "Mozilla/5.0 (X11; Linux x86_64; compatible; bot; +https://bot.invalid/)");
  for (const std::string_view name : {"Googlebot", "curl", "Python Requests", "HeadlessChrome", "HTTrack"}) {
    const Agent agent = {browser_id(name), 3, system_id("Other")};
    EXPECT_EQ(reduced({agent, false, true}), reduced({agent, false, false})) << name;
  }
}

// Who reads the reduced log with these rules again finds the same bots.
TEST(ReducedUserAgent, ABotIsABotAgain) {
  for (std::uint16_t browser = 0; browser < AgentRules::browsers().size(); ++browser) {
    for (const std::string_view os : {"Other", "Windows", "Android"}) {
      const std::string text = reduced({{browser, 12, system_id(os)}, false, true});
      EXPECT_TRUE(rules().classify(text).is_bot()) << text;
    }
  }
}

TEST(ReducedUserAgent, EveryTextFitsAndNeedsNoEscape) {
  std::size_t longest = 0;
  for (std::uint16_t browser = 0; browser < AgentRules::browsers().size(); ++browser) {
    for (std::uint16_t os = 0; os < AgentRules::systems().size(); ++os) {
      for (const std::uint16_t major : {std::uint16_t{9999}, Agent::kNone}) {
        const std::string text = reduced({{browser, major, os}, true, true});
        longest = std::max(longest, text.size());
        EXPECT_TRUE(std::ranges::none_of(text, [](char c) {
          return c == '"' || c == '\\' || c == '%' || c == '{' || c == '}' || (c > 0 && c < ' ');
        })) << text;
      }
    }
  }
  EXPECT_LE(longest, 200U);
}

// ---- The way back.

constexpr std::string_view kUsualSystems[] = {"Other",     "Windows", "Mac OS X", "Linux",
                                              "Ubuntu",    "Debian",  "Android",  "iOS",
                                              "Chrome OS", "FreeBSD", "Tizen"};

// The systems of families that are not for every system, or whose user agent names none.
struct Limited {
  std::string_view browser;
  std::vector<std::string_view> systems;
};
const std::vector<Limited>& limited() {
  static const std::vector<Limited> rows = {
      {"Other",
       {"Windows", "Mac OS X", "Linux", "Ubuntu", "Debian", "Android", "iOS", "Chrome OS", "FreeBSD",
        "Tizen"}},
      {"Other app",
       {"Windows", "Mac OS X", "Linux", "Ubuntu", "Debian", "Android", "iOS", "Chrome OS", "FreeBSD",
        "Tizen"}},
      {"Safari",
       {"Other", "Windows", "Mac OS X", "Linux", "Ubuntu", "Debian", "Chrome OS", "FreeBSD", "Tizen"}},
      {"Mobile Safari", {"iOS"}},
      {"Mobile Safari UI/WKWebView", {"iOS"}},
      {"WebKit Nightly",
       {"Other", "Windows", "Mac OS X", "Linux", "Ubuntu", "Debian", "Chrome OS", "FreeBSD", "Tizen"}},
      {"Firefox",
       {"Other", "Windows", "Mac OS X", "Linux", "Ubuntu", "Debian", "Chrome OS", "FreeBSD", "Tizen"}},
      {"Firefox Mobile",
       {"Windows", "Mac OS X", "Linux", "Ubuntu", "Debian", "Android", "iOS", "Chrome OS", "FreeBSD",
        "Tizen"}},
      {"Android", {"Android"}},
      {"SerenityOS Browser", {"Windows", "Mac OS X", "Ubuntu", "Debian", "Chrome OS", "FreeBSD", "Tizen"}},
      {"QtCarBrowser",
       {"Other", "Windows", "Mac OS X", "Linux", "Ubuntu", "Debian", "Chrome OS", "FreeBSD", "Tizen"}},
      {"PhantomJS",
       {"Other", "Windows", "Mac OS X", "Linux", "Ubuntu", "Debian", "Chrome OS", "FreeBSD", "Tizen"}},
      {"Roku", {}},
      {"webOS Browser", {}},
      {"Obigo",
       {"Other", "Windows", "Mac OS X", "Linux", "Ubuntu", "Debian", "iOS", "Chrome OS", "FreeBSD", "Tizen"}},
      {"Espial",
       {"Other", "Windows", "Mac OS X", "Linux", "Ubuntu", "Debian", "Chrome OS", "FreeBSD", "Tizen"}},
      {"Kindle", {"Windows", "Mac OS X", "Debian", "iOS", "Chrome OS", "Tizen"}},
      {"Links",
       {"Other", "Windows", "Mac OS X", "Linux", "Ubuntu", "Debian", "Chrome OS", "FreeBSD", "Tizen"}},
      {"IE", {"Other", "Windows", "Mac OS X", "Linux", "Ubuntu", "Debian", "Chrome OS", "FreeBSD", "Tizen"}},
      {"IE Large Screen", {}},
      {"Nokia Browser",
       {"Other", "Windows", "Mac OS X", "Linux", "Ubuntu", "Debian", "Chrome OS", "FreeBSD", "Tizen"}},
      {"Nokia OSS Browser", {"Windows", "Mac OS X", "Debian", "Chrome OS", "Tizen"}},
      {"Ovi Browser",
       {"Other", "Windows", "Mac OS X", "Linux", "Ubuntu", "Debian", "Chrome OS", "FreeBSD", "Tizen"}},
      {"BlackBerry", {}},
      {"Teleca Browser",
       {"Other", "Windows", "Mac OS X", "Linux", "Ubuntu", "Debian", "Chrome OS", "FreeBSD", "Tizen"}},
      {"Pinterest", {"Android"}},
      {"Twitter", {"Windows", "Mac OS X", "Android", "iOS", "Tizen"}},
      {"Skype", {"Other"}},
      {"Google", {"Android", "iOS"}},
      {"ESPN",
       {"Windows", "Mac OS X", "Linux", "Ubuntu", "Debian", "Android", "iOS", "Chrome OS", "FreeBSD",
        "Tizen"}},
      {"TopBuzz",
       {"Other", "Windows", "Mac OS X", "Linux", "Ubuntu", "Debian", "iOS", "Chrome OS", "FreeBSD", "Tizen"}},
      {"Outlook-iOS-Android", {"Android"}},
      {"Nextcloud",
       {"Other", "Windows", "Mac OS X", "Linux", "Ubuntu", "Debian", "iOS", "Chrome OS", "FreeBSD", "Tizen"}},
      {"HTTrack",
       {"Other", "Windows", "Mac OS X", "Linux", "Ubuntu", "Debian", "Chrome OS", "FreeBSD", "Tizen"}},
      {"Debian APT-HTTP", {"Windows", "Mac OS X", "Debian", "iOS", "Chrome OS", "Tizen"}},
      {"Ubuntu APT-HTTP",
       {"Windows", "Mac OS X", "Ubuntu", "Debian", "Android", "iOS", "Chrome OS", "Tizen"}},
      {"Windows-Update-Agent", {"Windows", "Mac OS X", "Debian", "iOS", "Chrome OS", "Tizen"}},
      {"OpenVAS Scanner", {"Other"}},
      {"AspiegelBot", {"Other"}},
  };
  return rows;
}

// Families that no user agent of this table comes back to: most of them uap-core's rules never give.
const std::set<std::string_view>& unreached() {
  static const std::set<std::string_view> names = {
      "Firefox Focus",
      "Opera Touch",
      "DuckDuckGo",
      "Baidu Explorer",
      "Sogou Explorer",
      "HuaweiBrowser",
      "HiBrowser",
      "Vivo Browser",
      "OPPO Browser",
      "360 Secure Browser",
      "2345 Browser",
      "Ecosia",
      "Ecosia Android",
      "Ecosia iOS",
      "AVG",
      "Avast Secure Browser",
      "Avira",
      "CCleaner",
      "Aloha Browser",
      "Cốc Cốc",
      "Kiwi",
      "Klarna",
      "Epic",
      "Falkon",
      "Ladybird",
      "LibreWolf",
      "QtWebEngine",
      "Oculus Browser",
      "w3m",
      "Mozilla",
      "Nokia Services (WAP) Browser",
      "BlackBerry WebKit",
      "TikTok",
      "LinkedIn",
      "WeChat",
      "Weibo",
      "KakaoTalk",
      "Telegram",
      "Reddit",
      "BingWeb",
      "MicrosoftTeams",
      "Apple Mail",
      "Outlook",
      "Outlook-iOS",
      "Feedly",
      "NewsBlur",
      "Inoreader",
      "Owncloud",
      "HTTPie",
      "python-httpx",
      "node-fetch",
      "undici",
      "Ruby",
      "FeedFetcher-Google",
      "GoogleOther",
      "Google-InspectionTool",
      "ChatGPT-User",
      "Claude-User",
      "anthropic-ai",
      "Perplexity-User",
      "Google-Extended",
      "meta-externalagent",
      "cohere-ai",
      "MistralAI-User",
      "facebookexternalhit",
      "SkypeUriPreview",
      "Embedly",
      "AhrefsSiteAudit",
      "Barkrowler",
      "MegaIndex",
      "proximic",
      "W3C_Validator",
      "Chrome-Lighthouse",
      "CensysInspect",
      "Expanse",
      "InternetMeasurement",
      "NetcraftSurveyAgent",
  };
  return names;
}

// Families whose major version does not come back: no rule reads one, or not every number is one.
const std::set<std::string_view>& without_major() {
  static const std::set<std::string_view> names = {
      "Other",          "Other app",      "Other bot",         "SerenityOS Browser",
      "QtCarBrowser",   "Roku",           "webOS Browser",     "IE Large Screen",
      "BlackBerry",     "Teleca Browser", "Windows Live Mail", "GmailImageProxy",
      "YahooMailProxy", "Pocket Casts",   "Nextcloud",         "Word",
      "Site24x7",
  };
  return names;
}

bool is_for(std::string_view browser, std::string_view os) {
  const auto row = std::ranges::find(limited(), browser, &Limited::browser);
  return row == limited().end() || std::ranges::find(row->systems, os) != row->systems.end();
}

TEST(ReducedUserAgent, IsClassifiedBackToFamilyMajorAndSystem) {
  std::set<std::string_view> seen;
  for (const std::string_view browser : AgentRules::browsers()) {
    for (const std::string_view os : kUsualSystems) {
      for (const std::uint16_t major : {std::uint16_t{12}, std::uint16_t{131}}) {
        const std::string text = reduced(browser, major, os);
        Agent expected{browser_id(browser), major, system_id(os)};
        const Agent actual = names(rules().classify(text));
        if (without_major().contains(browser)) expected.browser_major = actual.browser_major;
        if (actual.browser == expected.browser) seen.insert(browser);
        if (unreached().contains(browser)) continue;
        EXPECT_EQ(actual == expected, is_for(browser, os))
            << browser << " " << major << " " << os << ": " << text << ": "
            << AgentRules::browsers()[actual.browser] << " " << actual.browser_major << " "
            << AgentRules::systems()[actual.os];
      }
    }
  }
  for (const std::string_view browser : unreached()) EXPECT_FALSE(seen.contains(browser)) << browser;
}

TEST(ReducedUserAgent, EverySystemComesBack) {
  // No rule of uap-core gives these.
  const std::set<std::string_view> unreached_systems = {
      "Windows CE", "WatchOS", "Fuchsia", "HarmonyOS", "Raspbian", "DragonFly", "Firefox OS", "Brew MP",
      "FireHbbTV",  "Roku",    "Samsung", "LG",        "Sony",     "Panasonic", "Philips"};
  for (const std::string_view os : AgentRules::systems()) {
    const Agent actual = rules().classify(reduced("bingbot", 2, os));
    EXPECT_EQ(AgentRules::systems()[actual.os] == os, !unreached_systems.contains(os)) << os;
    EXPECT_EQ(AgentRules::browsers()[actual.browser], "bingbot") << os;
  }
}

}  // namespace
}  // namespace anonlog
