// browser, browser_major, os, device, bot, bot_category as columns.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/rules/published.h"

namespace anonlog {
namespace {

constexpr const char* kChrome =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 "
    "Safari/537.36";

Policy policy_of(const std::string& columns) { return read_policy("test", "[columns]\n" + columns).value(); }

std::string by(const std::string& agent) {
  return line("GET / HTTP/1.1", "-", "203.0.113.7", "23/Nov/2025:17:37:28 +0000", agent);
}

std::string column_of(const std::string& columns, Column column, const std::string& agent) {
  return publish(policy_of(columns), "combined", by(agent), column).front();
}

TEST(AgentColumns, AreMadeOfTheUserAgent) {
  EXPECT_EQ(column_of("device = \"class\"", Column::kDevice, kChrome), "desktop");
  EXPECT_EQ(column_of("bot = \"flag\"", Column::kBot, kChrome), "0");
  EXPECT_EQ(column_of("bot = \"flag\"", Column::kBot, "curl/8.5.0"), "1");
  EXPECT_EQ(column_of("bot_category = \"category\"", Column::kBotCategory, kChrome), "null");
  EXPECT_EQ(column_of("bot_category = \"category\"", Column::kBotCategory, "curl/8.5.0"), "library");
}

TEST(AgentColumns, ARequestWithoutUserAgentIsABots) {
  EXPECT_EQ(column_of("bot = \"flag\"", Column::kBot, "-"), "1");
  EXPECT_EQ(column_of("device = \"class\"", Column::kDevice, "-"), "bot");
  EXPECT_EQ(column_of("bot_category = \"category\"", Column::kBotCategory, "-"), "other");
  EXPECT_EQ(column_of("browser = \"family\"", Column::kBrowser, "-"), "null");
  EXPECT_EQ(column_of("os = \"family\"", Column::kOs, "-"), "null");
}

TEST(AgentColumns, AFormatWithoutUserAgentsSaysNothing) {
  const Policy policy = policy_of("bot = \"flag\"\ndevice = \"class\"\nbrowser = \"family\"");
  const std::string common = "203.0.113.7 - - [23/Nov/2025:17:37:28 +0000] \"GET / HTTP/1.1\" 200 5\n";
  for (const Column column : {Column::kBot, Column::kDevice, Column::kBrowser}) {
    EXPECT_EQ(publish(policy, "common", common, column).front(), "null");
  }
}

TEST(AgentColumns, OldMajorsAreZeroWhereOnlyRecentOnesArePublished) {
  const std::string old = "Mozilla/5.0 (X11; Linux x86_64; rv:60.0) Gecko/20100101 Firefox/60.0";
  const std::string recent = "Mozilla/5.0 (X11; Linux x86_64; rv:155.0) Gecko/20100101 Firefox/155.0";
  const std::string odd = "Mozilla/5.0 (X11; Linux x86_64; rv:9155.0) Gecko/20100101 Firefox/9155.0";
  EXPECT_EQ(column_of("browser_major = \"recent\"", Column::kBrowserMajor, old), "0");
  EXPECT_EQ(column_of("browser_major = \"recent\"", Column::kBrowserMajor, recent), "155");
  EXPECT_EQ(column_of("browser_major = \"recent\"", Column::kBrowserMajor, odd), "null");
  EXPECT_EQ(column_of("browser_major = \"recent\"", Column::kBrowserMajor, "curl/8.5.0"), "null");
  EXPECT_EQ(column_of("browser_major = \"major\"", Column::kBrowserMajor, old), "60");
  EXPECT_EQ(column_of("browser_major = \"major\"", Column::kBrowserMajor, odd), "9155");
}

// One user agent, but other hints: what was found for the first must not be given to the second.
TEST(AgentColumns, HintsAreNotForgottenByTheCache) {
  const std::string format =
      "$remote_addr \"$http_user_agent\" \"$http_sec_ch_ua\" \"$http_sec_ch_ua_mobile\" "
      "\"$http_sec_ch_ua_platform\"";
  const auto hinted = [](const std::string& brands, const std::string& mobile, const std::string& platform) {
    return std::string("203.0.113.7 \"") + kChrome + "\" \"" + brands + "\" \"" + mobile + "\" \"" +
           platform + "\"\n";
  };
  const std::string lines =
      hinted("-", "-", "-") + hinted(R"(\x22Brave\x22;v=\x22140\x22)", "?0", R"(\x22Linux\x22)") +
      hinted("-", "?1", "-") + hinted("-", "-", R"(\x22macOS\x22)") + hinted("-", "-", "-");
  const Policy policy = policy_of("browser = \"family\"\ndevice = \"class\"\nos = \"family\"");
  EXPECT_EQ(publish(policy, format, lines, Column::kBrowser),
            (std::vector<std::string>{"Chrome", "Brave", "Chrome", "Chrome", "Chrome"}));
  EXPECT_EQ(publish(policy, format, lines, Column::kDevice),
            (std::vector<std::string>{"desktop", "desktop", "mobile", "desktop", "desktop"}));
  EXPECT_EQ(publish(policy, format, lines, Column::kOs),
            (std::vector<std::string>{"Windows", "Linux", "Windows", "Mac OS X", "Windows"}));
}

// A visitor is an address and a user agent, whatever the hints.
TEST(AgentColumns, AVisitorDoesNotDependOnHints) {
  const std::string format = "$remote_addr [$time_local] \"$http_user_agent\" \"$http_sec_ch_ua_mobile\"";
  std::string lines;
  for (const char* mobile : {"?0", "?1", "-"}) {
    lines += std::string("203.0.113.7 [23/Nov/2025:17:37:28 +0000] \"") + kChrome + "\" \"" + mobile + "\"\n";
  }
  const auto visitors = publish(policy_of("visitor = \"day_key\""), format, lines, Column::kVisitor);
  EXPECT_EQ(visitors[0], visitors[1]);
  EXPECT_EQ(visitors[0], visitors[2]);
}

TEST(AgentColumns, NothingThatAClientWritesComesOut) {
  for (const std::string& agent :
       {std::string("alice@example.org/7.1"), std::string("Alice-Liddell-Bot/20251123"),
        std::string(kChrome) + " alice.liddell/131",
        std::string("Mozilla/5.0 (alice; liddell) alicebot/99999")}) {
    const Policy policy = policy_of(
        "browser = \"family\"\nbrowser_major = \"major\"\nos = \"family\"\ndevice = \"class\"\nbot_category "
        "= "
        "\"category\"");
    const auto rows = publish_all(policy, "combined", by(agent));
    for (const std::string& text : rows.front()) {
      for (const char* secret : {"alice", "Alice", "iddell", "99999", "2025"}) {
        EXPECT_EQ(text.find(secret), std::string::npos) << agent << ": " << text;
      }
    }
  }
}

}  // namespace
}  // namespace anonlog
