#include "rules/language/language_tag.h"

#include <gtest/gtest.h>
#include <re2/re2.h>

#include <random>
#include <string>
#include <vector>

#include "tests/rules/published.h"

namespace anonlog {
namespace {

std::string name_of(std::uint16_t id) {
  return id == PublicColumn::kNullId ? "null" : std::string(languages()[id]);
}

std::string preferred(std::string_view header) {
  const PreferredLanguage language = preferred_language(header);
  return language.is_told ? name_of(language.id) : "untold";
}

std::string of_agent(std::string_view user_agent) { return name_of(language_of_user_agent(user_agent)); }

TEST(Languages, AreThoseOfIso639Part1) {
  EXPECT_EQ(languages().size(), 184U);
  EXPECT_TRUE(std::is_sorted(languages().begin(), languages().end()));
  for (const std::string_view code : languages()) EXPECT_EQ(name_of(language_id(code[0], code[1])), code);
}

TEST(Languages, FormerCodesHaveTheirSuccessors) {
  const std::pair<const char*, const char*> kFormer[] = {{"iw", "he"}, {"in", "id"}, {"ji", "yi"},
                                                         {"jw", "jv"}, {"mo", "ro"}, {"sh", "sr"}};
  for (const auto& [former, code] : kFormer) EXPECT_EQ(preferred(former), code);
}

TEST(AcceptLanguage, IsThePrimarySubtagOfThePreferredEntry) {
  const std::pair<const char*, const char*> kCases[] = {
      {"de", "de"},
      {"de-DE,de;q=0.9,en;q=0.8", "de"},
      {"en;q=0.8, de;q=0.9", "de"},
      {"en;q=0.8, de;q=0.8", "en"},
      {"en;q=0.7,fr", "fr"},
      {"zh-Hant-TW", "zh"},
      {"ZH-hans", "zh"},
      {"en_US", "en"},
      {" \t fr-CH \t ;q=0.9 , en ; Q=0.8", "fr"},
      {"de;q=0,en;q=0.1", "en"},
      {"de;q=0.000,en;q=0.001", "en"},
      {"*,en;q=0.5", "en"},
      {"*;q=0.5, en;q=0.1", "en"},
      {"en;q=0.8999,de;q=0.9", "de"},
      {"en;q=1.000,de", "en"},
      {"sr-Latn-RS-x-private", "sr"},
      {",, ,en", "en"},
      {"de-1996", "de"},
  };
  for (const auto& [header, language] : kCases) EXPECT_EQ(preferred(header), language) << header;
}

TEST(AcceptLanguage, OfAnUnknownLanguageIsNullAndNotTheNextOne) {
  for (const char* header :
       {"haw,en;q=0.9", "xx", "xx-YY;q=0.9,de;q=0.8", "alice", "i-klingon", "x-private"}) {
    EXPECT_EQ(preferred(header), "null") << header;
  }
}

TEST(AcceptLanguage, JunkNamesNothing) {
  for (const char* header :
       {"",    "*",          "-",      "de;q=0",   "de;q=2", "de;q=1.5",          "de;q=",       "de;q",
        "de;", "de;level=1", "de;q=x", "123",      "de de",  "alice@example.org", "alicesecret", "-de",
        "de-", "de--DE",     "e n",    "\xC3\xA9", ";q=1",   "de-verylongsubtag", "203.0.113.7"}) {
    EXPECT_EQ(preferred(header), "untold") << header;
  }
}

TEST(AcceptLanguage, IsReadToAFixedNumberOfEntries) {
  std::string junk;
  for (int i = 1; i < kMaxAcceptedLanguages; ++i) junk += "*,";
  EXPECT_EQ(preferred(junk + "de"), "de");
  EXPECT_EQ(preferred(junk + "*,de"), "untold");
}

// The same the slow way: entries split, checked by pattern, the heaviest taken.
std::string slow_preferred(const std::string& header) {
  static const RE2 kEntry(
      "[ \\t]*([A-Za-z]{1,8})(?:[-_][A-Za-z0-9]{1,8})*[ \\t]*"
      "(?:;[ \\t]*[qQ]=(0(?:\\.[0-9]*)?|1(?:\\.0*)?|1\\.000[0-9]*)[ \\t]*)?",
      RE2::Latin1);
  std::vector<std::pair<int, std::string>> found;
  std::size_t begin = 0;
  while (begin <= header.size()) {
    const std::size_t end = std::min(header.find(',', begin), header.size());
    const std::string entry = header.substr(begin, end - begin);
    begin = end + 1;
    std::string code;
    std::string digits;
    if (!RE2::FullMatch(entry, kEntry, &code, &digits)) continue;
    if (digits.empty()) digits = "1";
    digits += std::string(digits.size() == 1 ? ".000" : "000");
    const int weight = std::stoi(digits.substr(0, 1) + digits.substr(2, 3));
    if (weight != 0) found.emplace_back(-weight, code);
  }
  if (found.empty()) return "untold";
  // Of equal weights the first.
  std::string code = std::min_element(found.begin(), found.end(), [](const auto& a, const auto& b) {
                       return a.first < b.first;
                     })->second;
  for (char& c : code) c = static_cast<char>(std::tolower(c));
  if (code == "iw") code = "he";
  return std::find(languages().begin(), languages().end(), code) == languages().end() ? "null" : code;
}

TEST(AcceptLanguage, IsAsTheSlowWayHasIt) {
  const char* const kPieces[] = {
      "de",  "en",  "iw", "xx", "haw",        "-US", "_",     "-",     "*",      ",",    ",", ",",
      ";q=", ";q=", "0",  "1",  "0.5",        "0.8", "0.85",  "0.857", "0.8571", ".",    " ", "\t",
      ";",   "Q=",  "q",  "=",  "zh-Hant-TW", "1.0", "1.001", "0.001", "0.",     "\x01", "é"};
  std::mt19937 random(7);
  int told = 0;
  for (int i = 0; i < 200000; ++i) {
    std::string header;
    for (auto pieces = random() % 14; pieces > 0; --pieces) header += kPieces[random() % std::size(kPieces)];
    ASSERT_EQ(preferred(header), slow_preferred(header)) << header;
    told += preferred(header) != "untold";
  }
  EXPECT_GT(told, 10000);
}

TEST(AgentLanguage, IsFoundWhereOldBrowsersHaveIt) {
  const std::pair<const char*, const char*> kCases[] = {
      {"Mozilla/5.0 (Windows; U; Windows NT 5.1; en-US; rv:1.9.0.1) Gecko/2008070208 Firefox/3.0.1", "en"},
      {"Mozilla/5.0 (X11; U; Linux i686; de; rv:1.8.1) Gecko/20061010 Firefox/2.0", "de"},
      {"Mozilla/5.0 (Macintosh; U; PPC Mac OS X; fr-fr) AppleWebKit/418 (KHTML, like Gecko) Safari/417.9.3",
       "fr"},
      {"Mozilla/5.0 (iPhone; U; CPU iPhone OS 4_3 like Mac OS X; ja-jp) AppleWebKit/533.17.9", "ja"},
      {"Mozilla/5.0 (Linux; U; Android 2.3.3; pt-br; HTC Desire Build/GRI40) AppleWebKit/533.1", "pt"},
      {"Opera/9.80 (Windows NT 6.1; U; ru) Presto/2.10.229 Version/11.60", "ru"},
      {"Opera/7.54 (Windows NT 5.1; U)  [de]", "de"},
      {"Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1; it) Opera 8.50", "it"},
      {"Mozilla/4.78 [en] (X11; U; Linux 2.4.9)", "en"},
      {"Mozilla/5.0 (compatible; Konqueror/3.5; Linux; en_US) KHTML/3.5.5", "en"},
      {"Mozilla/5.0 (Windows; U; Windows NT 5.1; iw; rv:1.8) Gecko/20051111 Firefox/1.5", "he"},
      {"Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile/15E148 [FBAN/FBIOS;FBLC/de_DE;FBOP/5]",
       "de"},
      {"Mozilla/5.0 (Linux; Android 10; K) MicroMessenger/8.0 NetType/WIFI Language/zh_CN ABI/arm64", "zh"},
      {"Instagram 123.0 Android (24/7.0; 480dpi; 1080x1920; samsung; SM-G930F; herolte; it_IT; 1234)", "it"},
  };
  for (const auto& [agent, language] : kCases) EXPECT_EQ(of_agent(agent), language) << agent;
}

TEST(AgentLanguage, IsNotReadOutOfModernOnes) {
  for (const char* agent :
       {kFirefox,
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 "
        "Safari/537.36",
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile "
        "Safari/537.36",
        "Mozilla/5.0 (Linux; Android 9; LG; wv) AppleWebKit/537.36",
        "Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko",
        "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)", "curl/8.5.0", "", "de",
        "(de", "[de", "(de-)", "(de-DEU)", "(DE)", "(xx)", "Language/de", " Language/xx", "FBLC/"}) {
    EXPECT_EQ(of_agent(agent), "null") << agent;
  }
}

TEST(AgentLanguage, IsAsAPatternHasIt) {
  static const RE2 kTag("^(?:[(;] *([a-z]{2})(?:[-_][A-Za-z]{2})?[;)]|\\[([a-z]{2})(?:[-_][A-Za-z]{2})?\\])");
  const char* const kPieces[] = {"(", ";",  "; ", ")", "[",  "]", "de",   "en", "-",
                                 "_", "US", "xx", " ", "DE", "U", "rv:1", "x"};
  std::mt19937 random(7);
  int found = 0;
  for (int i = 0; i < 100000; ++i) {
    std::string agent;
    for (auto pieces = random() % 12; pieces > 0; --pieces) agent += kPieces[random() % std::size(kPieces)];
    std::string expected = "null";
    // Each place is looked at, also where a tag before it has taken the mark.
    for (std::size_t at = 0; at < agent.size() && expected == "null"; ++at) {
      std::string alone;
      std::string in_brackets;
      if (!RE2::PartialMatch(std::string_view(agent).substr(at), kTag, &alone, &in_brackets)) continue;
      const std::string code = alone + in_brackets;
      if (code != "xx") expected = code;
    }
    ASSERT_EQ(of_agent(agent), expected) << agent;
    found += expected != "null";
  }
  EXPECT_GT(found, 1000);
}

// Through a plan.

constexpr const char* kOldFirefox =
    "Mozilla/5.0 (Windows; U; Windows NT 5.1; fr; rv:1.9.0.1) Gecko/2008070208 Firefox/3.0.1";

std::string language_of(std::string_view format, const std::string& text) {
  return publish(standard(), format, text, Column::kLanguage).at(0);
}

TEST(LanguageStep, TakesTheHeaderBeforeTheUserAgent) {
  const std::string format = "$remote_addr|$http_accept_language|$http_user_agent";
  const std::string agent = kOldFirefox;
  EXPECT_EQ(language_of(format, "203.0.113.7|de-DE,en;q=0.5|" + agent + "\n"), "de");
  EXPECT_EQ(language_of(format, "203.0.113.7|-|" + agent + "\n"), "fr");
  EXPECT_EQ(language_of(format, "203.0.113.7|*|" + agent + "\n"), "fr");
  EXPECT_EQ(language_of(format, "203.0.113.7|haw|" + agent + "\n"), "null")
      << "it told, and there is no code for it";
  EXPECT_EQ(language_of(format, std::string("203.0.113.7|-|") + kFirefox + "\n"), "null");
}

TEST(LanguageStep, DoesWithOneOfBoth) {
  EXPECT_EQ(language_of("$remote_addr|$http_accept_language", "203.0.113.7|de\n"), "de");
  EXPECT_EQ(language_of("combined", line("GET / HTTP/1.1", "-", "203.0.113.7", "23/Nov/2025:17:37:28 +0000",
                                         kOldFirefox)),
            "fr");
  EXPECT_EQ(language_of("$remote_addr $status", "203.0.113.7 200\n"), "null");
}

TEST(LanguageStep, IsTheSameFromTheCacheAsWithoutIt) {
  std::string chunk;
  for (int i = 0; i < 3; ++i) {
    for (const char* agent : {kOldFirefox, kFirefox}) {
      chunk += line("GET / HTTP/1.1", "-", "203.0.113.7", "23/Nov/2025:17:37:28 +0000", agent);
    }
  }
  EXPECT_EQ(publish(standard(), "combined", chunk, Column::kLanguage),
            (std::vector<std::string>{"fr", "null", "fr", "null", "fr", "null"}));
}

}  // namespace
}  // namespace anonlog
