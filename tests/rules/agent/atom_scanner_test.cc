#include "rules/agent/atom_scanner.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace anonlog {
namespace {

std::vector<std::size_t> found_in(const AtomScanner& scanner, std::string_view text) {
  std::vector<std::uint64_t> words(scanner.found_words() + 1);
  scanner.scan(text, words.data());
  EXPECT_EQ(words.back(), 0U);
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < 64 * scanner.found_words(); ++i) {
    if ((words[i / 64] >> (i % 64) & 1U) != 0) found.push_back(i);
  }
  return found;
}

// As said: every word, looked for.
std::vector<std::size_t> found_by_search(const std::vector<std::string>& atoms, std::string text) {
  for (char& c : text) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    if (text.find(atoms[i]) != std::string::npos) found.push_back(i);
  }
  return found;
}

TEST(AtomScanner, WordsInWordsAreFound) {
  const AtomScanner scanner({"she", "he", "hers", "his", "e"});
  EXPECT_EQ(found_in(scanner, "uSHErs"), (std::vector<std::size_t>{0, 1, 2, 4}));
  EXPECT_EQ(found_in(scanner, ""), std::vector<std::size_t>{});
  EXPECT_EQ(found_in(scanner, "xyz"), std::vector<std::size_t>{});
  EXPECT_EQ(found_in(AtomScanner({}), "text"), std::vector<std::size_t>{});
}

TEST(AtomScanner, FindsWhatASearchForEachWordFinds) {
  std::mt19937 random(5);
  for (int round = 0; round < 200; ++round) {
    const auto draw = [&random](unsigned max) {
      std::string text;
      for (std::size_t i = 1 + random() % max; i > 0; --i) text += "aAbBcCd\xe9/"[random() % 9];
      return text;
    };
    std::vector<std::string> atoms;
    while (atoms.size() < 1 + static_cast<std::size_t>(round)) {
      std::string atom = draw(6);
      for (char& c : atom) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
      if (std::find(atoms.begin(), atoms.end(), atom) == atoms.end()) atoms.push_back(atom);
    }
    const AtomScanner scanner(atoms);
    for (int i = 0; i < 50; ++i) {
      const std::string text = draw(40);
      EXPECT_EQ(found_in(scanner, text), found_by_search(atoms, text)) << text;
    }
  }
}

}  // namespace
}  // namespace anonlog
