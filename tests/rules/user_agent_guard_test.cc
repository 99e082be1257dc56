#include "rules/user_agent_guard.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "rules/redaction/redactor.h"

namespace anonlog {
namespace {

std::string guarded(const std::string& text) {
  static RedactionCounts counts;
  static Redactor redactor(RedactionPolicy::none(), Column::kUserAgent, counts);
  TextArena arena;
  std::string room;
  return std::string(guard_user_agent(text, redactor, room, arena));
}

bool is_identifying(const std::string& word) {
  static IdentifierFinder finder(RedactionPolicy::none());
  return finder.find(word) != kNoClass;
}

TEST(UserAgentGuard, UsualUserAgentsStay) {
  for (const char* text :
       {"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 "
        "Safari/537.36",
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.6778.135 "
        "Mobile",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "curl/8.5.0", "", "-",
        " ", "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0", "OPR/116.0.0.0",
        "Mozilla/5.0 [FBAN/FBIOS;FBDV/iPhone13,2;FBSN/iOS]", "Build/TP1A.220624.014"}) {
    EXPECT_EQ(guarded(text), text);
  }
}

TEST(UserAgentGuard, WordsThatMayIdentifyAreRedacted) {
  EXPECT_EQ(guarded("bot/1.0 (+alice@example.org; x)"), "bot/1.0 ({email}; x)");
  EXPECT_EQ(guarded("x alice%40example.org y"), "x {email} y");
  EXPECT_EQ(guarded("x 203.0.113.7 y"), "x {ip} y");
  EXPECT_EQ(guarded("(203.0.113.7)"), "({ip})");
  EXPECT_EQ(guarded("+http://203.0.113.7/bot"), "{ip}");
  EXPECT_EQ(guarded("host-203-0-113-7.pool"), "{ip}");
  EXPECT_EQ(guarded("x;2001:db8::1;y"), "x;{ip};y");
  EXPECT_EQ(guarded("id:0f8fad5b-d9cb-469f-a165-70867728950e"), "{uuid}");
  EXPECT_EQ(guarded("x eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.abc"), "x {jwt}");
  EXPECT_EQ(guarded("a\\x40b"), "{email}");
}

TEST(UserAgentGuard, AWordEndsAtItsParameters) {
  EXPECT_EQ(guarded("bot (+http://example.org/?names=Alice,Smith|Jones;phone=1) y"),
            "bot (+http://example.org/) y");
  EXPECT_EQ(guarded("a password='one two' token=(one)two b"), "a password two' token b");
  EXPECT_EQ(guarded("x/1 (http://example.org/a?user=alice) y"), "x/1 (http://example.org/a) y");
  EXPECT_EQ(guarded("uid=alice&pin=1 y"), "uid y");
  EXPECT_EQ(guarded("?alice"), "");
}

TEST(UserAgentGuard, AVersionThatReadsAsAnAddressKeepsItsFirstNumber) {
  EXPECT_EQ(guarded("Chrome/126.1.2.3 Safari/537.36"), "Chrome/126.0.0.0 Safari/537.36");
  EXPECT_EQ(guarded("rv:1.9.0.1)"), "rv:1.0.0.0)");
  EXPECT_EQ(guarded("FBAV/489.0.0.51.75"), "FBAV/489.0.0.0.0");
  EXPECT_EQ(guarded("curl/203.0.113.7"), "curl/203.0.0.0");
  EXPECT_EQ(guarded("alice@example.org/1.2.3.4"), "{email}");
  EXPECT_EQ(guarded("/1.2.3.4"), "{ip}");
  EXPECT_EQ(guarded("a/1.2.3.4-x"), "{ip}");
  EXPECT_EQ(guarded("a/1234.1.2.3.4"), "{ip}");
}

// A word of what is left identifies only where it is a version that was cut.
TEST(UserAgentGuard, NothingThatIdentifiesIsLeftOfAnyText) {
  std::mt19937 rng(1);
  const std::string bytes = "aB1.-:/@%?=;( )\"x0\t\\#f5";
  for (int i = 0; i < 200'000; ++i) {
    std::string text;
    for (std::size_t size = rng() % 60; size > 0; --size) text += bytes[rng() % bytes.size()];
    const std::string once = guarded(text);
    EXPECT_EQ(guarded(once), once) << text;
    for (std::size_t begin = 0; begin < once.size();) {
      const std::size_t end = std::min(once.find_first_of("()[]{}<>;,\"'| \t", begin), once.size());
      const std::string word = once.substr(begin, end - begin);
      begin = end + 1;
      if (!is_identifying(word)) continue;
      const std::size_t mark = word.find_last_of("/:");
      ASSERT_NE(mark, std::string::npos) << text;
      const std::string version = word.substr(mark + 1);
      EXPECT_EQ(version.find_first_not_of("0.", version.find('.')), std::string::npos) << text;
      EXPECT_FALSE(is_identifying(word.substr(0, mark))) << text;
    }
  }
}

}  // namespace
}  // namespace anonlog
