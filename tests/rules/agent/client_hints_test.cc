#include "rules/agent/client_hints.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "rules/agent/agent_families.h"
#include "rules/agent/agent_lines.h"
#include "rules/agent/agent_rules.h"

namespace anonlog {
namespace {

const AgentRules& rules() {
  static const auto made = AgentRules::make();
  return **made;
}

constexpr const char* kFrozen =
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile "
    "Safari/537.36";
constexpr const char* kDesktop =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 "
    "Safari/537.36";

// "browser major os device", of a bot with its category.
std::string seen(const std::string& user_agent, const ClientHints& hints) {
  const Agent agent = rules().classify(user_agent, hints);
  const auto name = [](auto names, std::uint16_t id) {
    return id == Agent::kNone ? std::string("none") : std::string(names[id]);
  };
  std::string text = name(published_browsers(), agent.browser) + " ";
  text += agent.browser_major == Agent::kNone ? "none" : std::to_string(agent.browser_major);
  text += " " + name(published_systems(), agent.os) + " " + name(published_devices(), agent.device);
  return agent.is_bot() ? text + " " + name(published_bot_categories(), agent.bot_category) : text;
}

TEST(ClientHints, ABrandThatIsListedIsTheBrowser) {
  EXPECT_EQ(
      seen(kDesktop, {R"("Brave";v="140", "Chromium";v="140", "Not)A;Brand";v="24")", "?0", R"("Windows")"}),
      "Brave 140 Windows desktop");
  EXPECT_EQ(
      seen(kDesktop, {R"("Chromium";v="140", "Not=A?Brand";v="24", "Google Chrome";v="141.0.7390")", "", ""}),
      "Chrome 141 Windows desktop");
  EXPECT_EQ(seen(kDesktop, {R"("Chromium";v="140", "Not_A Brand";v="8")", "", ""}),
            "Chromium 140 Windows desktop");
}

TEST(ClientHints, ABrandThatIsNotListedLeavesTheUserAgentsBrowser) {
  EXPECT_EQ(seen(kDesktop, {R"("Alices Browser";v="140", "Chromium";v="140")", "", ""}),
            "Chrome 131 Windows desktop");
  EXPECT_EQ(
      seen(kFrozen, {R"("Android WebView";v="140", "Chromium";v="140", "Not A;Brand";v="99")", "?1", ""}),
      "Chrome Mobile 131 Android mobile");
  EXPECT_EQ(seen(kDesktop, {"", "", ""}), "Chrome 131 Windows desktop");
}

TEST(ClientHints, MobileChoosesBetweenPhoneTabletAndDesktop) {
  const char* brands = R"("Google Chrome";v="140", "Chromium";v="140")";
  EXPECT_EQ(seen(kFrozen, {brands, "?1", R"("Android")"}), "Chrome Mobile 140 Android mobile");
  EXPECT_EQ(seen(kFrozen, {brands, "?0", R"("Android")"}), "Chrome 140 Android tablet");
  EXPECT_EQ(seen(kFrozen, {brands, "?0", R"("Windows")"}), "Chrome 140 Windows desktop");
  EXPECT_EQ(seen(kDesktop, {brands, "?1", R"("Android")"}), "Chrome Mobile 140 Android mobile");
  EXPECT_EQ(seen(kFrozen, {brands, "", ""}), "Chrome Mobile 140 Android mobile");
  // A device that the user agent names stays.
  EXPECT_EQ(
      seen("Mozilla/5.0 (Linux; Android 11; SM-T505) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 "
           "Safari/537.36",
           {brands, "?1", R"("Android")"}),
      "Chrome Mobile 140 Android tablet");
}

TEST(ClientHints, APlatformIsTheSystem) {
  EXPECT_EQ(seen(kDesktop, {"", "", R"("macOS")"}), "Chrome 131 Mac OS X desktop");
  EXPECT_EQ(seen(kDesktop, {"", "", R"("Chrome OS")"}), "Chrome 131 Chrome OS desktop");
  EXPECT_EQ(seen(kDesktop, {"", "", "Linux"}), "Chrome 131 Linux desktop");
  EXPECT_EQ(seen(kDesktop, {"", "", R"("Unknown")"}), "Chrome 131 Windows desktop");
  EXPECT_EQ(seen(kDesktop, {"", "", R"("alice@example.org")"}), "Chrome 131 Windows desktop");
}

TEST(ClientHints, OfABotTheUserAgentKnowsTheName) {
  EXPECT_EQ(seen("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
                 {R"("Google Chrome";v="140")", "?1", R"("Android")"}),
            "Googlebot 2 Other bot search");
  EXPECT_EQ(seen(kDesktop, {R"("HeadlessChrome";v="140", "Chromium";v="140")", "?0", R"("Linux")"}),
            "HeadlessChrome 140 Linux bot monitor");
}

TEST(ClientHints, HintsWithoutAUserAgentAreABrowsers) {
  EXPECT_EQ(seen("", {R"("Google Chrome";v="140")", "?0", R"("Windows")"}), "Chrome 140 Windows desktop");
  EXPECT_EQ(seen("", {"nonsense", "?1", ""}), "none none none bot other");
}

TEST(ClientHints, WhatIsNoListOfBrandsSaysNothing) {
  for (const char* brands : {"Google Chrome", R"("Google Chrome)", R"("Google Chrome\";v="1)", ";;;",
                             R"(v="140")", R"(""";v="140")", "\"Google Chrome", R"('Google Chrome';v='1')"}) {
    EXPECT_EQ(seen(kDesktop, {brands, "", ""}), "Chrome 131 Windows desktop") << brands;
  }
  EXPECT_EQ(seen(kDesktop, {R"("Google Chrome")", "", ""}), "Chrome none Windows desktop");
  EXPECT_EQ(seen(kDesktop, {R"("Google Chrome";v="20251123174211")", "", ""}), "Chrome none Windows desktop");
  EXPECT_EQ(seen(kDesktop, {R"("Google Chrome";v="alice")", "", ""}), "Chrome none Windows desktop");
  EXPECT_EQ(seen(kDesktop, {R"("\\Not\"A;Brand";v="99", "Google Chrome";v="85")", "", ""}),
            "Chrome 85 Windows desktop");
}

// Whatever stands in the headers, only listed names and short numbers come out.
TEST(ClientHints, AnyBytesGiveListedNames) {
  std::mt19937 random(3);
  constexpr std::string_view kAlphabet = "\"\\;,=v? 01ChromeGoogle NotABrand\xff";
  for (int round = 0; round < 3000; ++round) {
    std::string parts[3];
    for (std::string& part : parts) {
      for (std::size_t i = random() % 40; i > 0; --i) part += kAlphabet[random() % kAlphabet.size()];
    }
    const Agent agent = rules().classify(kDesktop, {parts[0], parts[1], parts[2]});
    ASSERT_LT(agent.browser, published_browsers().size());
    ASSERT_LT(agent.os, published_systems().size());
    ASSERT_LT(agent.device, published_devices().size());
    ASSERT_TRUE(agent.browser_major == Agent::kNone || agent.browser_major <= 9999);
  }
}

TEST(ClientHints, EveryBrandOfTheListIsTaken) {
  const auto table = ClientHintTable::make(agent_lines().brands).value();
  for (const std::string_view line : agent_lines().brands) {
    const std::string name(line.substr(0, line.find(" |")));
    const std::string header = "\"" + name + "\";v=\"7\"";
    const auto found = table.browser(header);
    ASSERT_NE(found.brand, nullptr) << name;
    EXPECT_EQ(found.brand->name, name);
    EXPECT_EQ(found.version, "7");
  }
}

TEST(ClientHints, ABrandOfAnUnpublishedBrowserIsAnError) {
  const std::string_view line = "Some | No such browser";
  EXPECT_FALSE(ClientHintTable::make({&line, 1}).has_value());
}

}  // namespace
}  // namespace anonlog
