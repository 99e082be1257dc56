#include "filter/audit/word_table.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace anonlog {
namespace {

TEST(WordTableTest, DoesAsAMapWould) {
  struct Known {
    std::optional<Identifier> identifier;
    bool is_public = false;
  };
  std::map<std::uint64_t, Known> known;
  WordTable table;
  std::mt19937_64 random(1);
  std::vector<std::uint64_t> words(100'000);
  for (std::uint64_t& word : words) word = random();
  for (std::size_t i = 0; i < words.size(); i += 2) {
    EXPECT_TRUE(table.add(words[i]));
    EXPECT_TRUE(table.add(words[i]));
    known[words[i]];
  }
  EXPECT_FALSE(table.has_findings());
  for (int i = 0; i < 300'000; ++i) {
    const std::uint64_t word = words[random() % words.size()];
    const auto found = known.find(word);
    if (random() % 4 == 0) {
      table.mark_public(word);
      if (found != known.end()) found->second.is_public = true;
      continue;
    }
    const auto identifier = static_cast<Identifier>(random() % kIdentifierCount);
    table.mark(word, identifier);
    if (found == known.end()) continue;
    if (!found->second.identifier || identifier < *found->second.identifier)
      found->second.identifier = identifier;
  }
  for (const std::uint64_t word : words) {
    const auto found = known.find(word);
    const bool is_finding = found != known.end() && !found->second.is_public;
    EXPECT_EQ(table.finding(word), is_finding ? found->second.identifier : std::nullopt);
  }
  EXPECT_TRUE(table.has_findings());
}

TEST(WordTableTest, IsFullAtThreeQuarters) {
  WordTable table(4096);
  std::size_t added = 0;
  std::mt19937_64 random(2);
  while (table.add(random())) ++added;
  EXPECT_EQ(added, 3072U);
}

TEST(WordTableTest, HashesWithoutUpperBitsHaveAPlace) {
  WordTable table;
  for (std::uint64_t hash = 0; hash < 32; ++hash) EXPECT_TRUE(table.add(hash));
  table.mark(0, Identifier::kUser);
  EXPECT_EQ(table.finding(3), Identifier::kUser);
}

}  // namespace
}  // namespace anonlog
