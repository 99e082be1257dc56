#include "filter/audit/word_cutter.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace anonlog {
namespace {

const WordHash kHash(42);

std::set<std::uint64_t> cut(std::string_view text) {
  std::vector<std::uint64_t> words;
  WordCutter(kHash).cut(text, words);
  return {words.begin(), words.end()};
}

std::set<std::uint64_t> hashes(const std::vector<std::string>& words) {
  std::set<std::uint64_t> hashes;
  for (const std::string& word : words) hashes.insert(kHash(WordKind::kWord, word));
  return hashes;
}

TEST(WordCutterTest, CutsAtFourLevels) {
  EXPECT_EQ(cut("/shop/red-shoes?ref=ab_cd:efghij"),
            hashes({"shop red shoes ref ab cd efghij", "red shoes", "ab cd efghij", "efghij"}));
  EXPECT_EQ(cut("Marie.Curie+Radium/Polonium"), hashes({"marie curie radium polonium", "marie curie radium",
                                                        "marie curie", "radium", "polonium"}));
}

TEST(WordCutterTest, DecodesThreeTimes) {
  EXPECT_TRUE(cut("a%252520secret").contains(kHash(WordKind::kWord, "a secret")));
  EXPECT_FALSE(cut("a%25252520secret").contains(kHash(WordKind::kWord, "a secret")));
}

TEST(WordCutterTest, SchemesAndPlaceholdersAreNoWords) {
  EXPECT_EQ(cut("https://www.example.org/"), hashes({"www example org", "example"}));
  EXPECT_EQ(cut("/users/{redacted}/profile"), hashes({"profile"}));
  EXPECT_EQ(cut("/{Redacted}/x"), hashes({"redacted x", "redacted"}));
}

TEST(WordCutterTest, ShortWordsDoNotCount) {
  EXPECT_EQ(cut("abcde"), hashes({}));
  EXPECT_EQ(cut("ab.cd"), hashes({}));
  EXPECT_EQ(cut("abcdef"), hashes({"abcdef"}));
}

// The slow way: split, join, split again.
std::string normal(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool is_word =
        std::isalnum(static_cast<unsigned char>(c)) != 0 || (static_cast<unsigned char>(c) & 0x80U) != 0;
    if (is_word) {
      out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

TEST(WordCutterTest, IsWhatSplittingGives) {
  constexpr std::string_view kStructure = "/?&=;#";
  const std::string loose = std::string(kStructure) + " ,:+\"'()[]<>|\\\t";
  std::string all = loose + ".-_~@!$*^`";
  constexpr std::string_view kBytes = "abXY09abXY09abXY09/?= ,:+.-_\xE9";
  std::mt19937 random(5);
  for (int i = 0; i < 20'000; ++i) {
    std::string text;
    for (std::size_t size = random() % 40; text.size() < size;) text += kBytes[random() % kBytes.size()];
    std::vector<std::string> wanted;
    const auto add = [&wanted](std::string_view piece) {
      if (std::string word = normal(piece); word.size() >= kMinWordBytes) wanted.push_back(std::move(word));
    };
    add(text);
    for (const std::string& separators : {std::string(kStructure), loose, all}) {
      for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find_first_of(separators, begin), text.size());
        add(std::string_view(text).substr(begin, end - begin));
        begin = end + 1;
      }
    }
    EXPECT_EQ(cut(text), hashes(wanted)) << text;
  }
}

}  // namespace
}  // namespace anonlog
