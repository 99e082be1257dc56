#include "rules/agent/byte_cache.h"

#include <gtest/gtest.h>

#include <string>
#include <unordered_map>
#include <vector>

namespace anonlog {
namespace {

constexpr std::uint64_t kSeed = 42;

struct Pair {
  std::uint32_t first = 7;
  std::uint64_t second = 9;
};

TEST(ByteCache, FindsWhatWasInserted) {
  ByteCache<Pair> cache(64);
  EXPECT_EQ(cache.find("key"), nullptr);
  Pair* made = cache.insert("key");
  ASSERT_NE(made, nullptr);
  EXPECT_EQ(made->first, 7U);  // a new value is Value()
  made->second = 1;
  ASSERT_EQ(cache.find("key"), made);
  EXPECT_EQ(cache.find("key")->second, 1U);
  EXPECT_EQ(cache.insert("key")->second, 1U);  // the same key keeps its value
  EXPECT_EQ(cache.find("kez"), nullptr);
  EXPECT_EQ(cache.find("ke"), nullptr);
  EXPECT_EQ(cache.find("keyy"), nullptr);
}

TEST(ByteCache, AnyBytesAreAKey) {
  using namespace std::string_view_literals;
  ByteCache<int> cache(64);
  const std::vector<std::string_view> keys = {"", "\0"sv, "\0\0"sv, "a\0b"sv, "a\0c"sv, "\xff\xfe"sv};
  for (std::size_t i = 0; i < keys.size(); ++i) *cache.insert(keys[i]) = static_cast<int>(i);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    ASSERT_NE(cache.find(keys[i]), nullptr);
    EXPECT_EQ(*cache.find(keys[i]), static_cast<int>(i));
  }
  EXPECT_EQ(cache.find(std::string_view()), cache.find(""));
}

TEST(ByteCache, AKeyThatIsTooLongIsNotKept) {
  ByteCache<int> cache(64);
  const std::string longest(512, 'x');
  ASSERT_NE(cache.insert(longest), nullptr);
  *cache.insert(longest) = 5;
  EXPECT_EQ(*cache.find(longest), 5);
  EXPECT_EQ(cache.insert(longest + "y"), nullptr);
  EXPECT_EQ(cache.find(longest + "y"), nullptr);
  ByteCache<int, 4> small(64);
  EXPECT_NE(small.insert("four"), nullptr);
  EXPECT_EQ(small.insert("fives"), nullptr);
}

TEST(ByteCache, CapacityIsAPowerOfTwoOfWholeSets) {
  EXPECT_EQ(ByteCache<int>(0).capacity(), 8U);
  EXPECT_EQ(ByteCache<int>(8).capacity(), 8U);
  EXPECT_EQ(ByteCache<int>(9).capacity(), 16U);
  EXPECT_EQ(ByteCache<int>(4096).capacity(), 4096U);
}

TEST(ByteCache, ASetHoldsEightKeysAndNeverMore) {
  ByteCache<int> cache(8, kSeed);
  for (int i = 0; i < 8; ++i) *cache.insert(std::to_string(i)) = i;
  for (int i = 0; i < 8; ++i) EXPECT_NE(cache.find(std::to_string(i)), nullptr);
  for (int i = 8; i < 1000; ++i) {
    *cache.insert(std::to_string(i)) = i;
    ASSERT_NE(cache.find(std::to_string(i)), nullptr);
  }
  int kept = 0;
  for (int i = 0; i < 1000; ++i) kept += cache.find(std::to_string(i)) != nullptr ? 1 : 0;
  EXPECT_EQ(kept, 8);
}

TEST(ByteCache, KeysInUseSurviveABurstOfKeysThatComeOnce) {
  ByteCache<int> cache(8, kSeed);
  const std::vector<std::string> in_use = {"chrome", "firefox", "safari", "edge"};
  for (const std::string& key : in_use) cache.insert(key);
  for (int burst = 0; burst < 100; ++burst) {
    for (int hit = 0; hit < 3; ++hit) {
      for (const std::string& key : in_use) ASSERT_NE(cache.find(key), nullptr) << "burst " << burst;
    }
    // Least recently used would lose all of them to the first eight.
    for (int once = 0; once < 12; ++once) cache.insert(std::to_string(burst) + "-" + std::to_string(once));
  }
}

TEST(ByteCache, AKeyNoLongerInUseMakesRoomWithinFourRounds) {
  ByteCache<int> cache(8, kSeed);
  cache.insert("old");
  for (int hit = 0; hit < 1000; ++hit) cache.find("old");
  for (int i = 0; i < 4 * 8; ++i) cache.insert(std::to_string(i));
  EXPECT_EQ(cache.find("old"), nullptr);
}

// Two keys whose hashes agree in all that the cache keeps of them: they share the only set and their tag.
TEST(ByteCache, KeysOfOneHashAreToldApart) {
  std::unordered_map<std::uint64_t, std::string> tags;
  for (std::uint32_t i = 1'000'000;; ++i) {
    const std::string key = std::to_string(i);
    const auto [known, is_new] = tags.emplace(XXH3_64bits_withSeed(key.data(), key.size(), kSeed) >> 33, key);
    if (is_new) continue;
    ByteCache<int> cache(8, kSeed);
    *cache.insert(known->second) = 1;
    EXPECT_EQ(cache.find(key), nullptr);
    *cache.insert(key) = 2;
    EXPECT_EQ(*cache.find(known->second), 1);
    EXPECT_EQ(*cache.find(key), 2);
    return;
  }
}

// One cache of few sets against a map that forgets nothing: a hit is the last value written, a key just
// inserted is there, and no more keys are there than fit.
TEST(ByteCache, MillionsOfRandomOperationsAgreeWithAMap) {
  for (const std::size_t entries : {8U, 16U, 64U}) {
    ByteCache<std::uint64_t, 40> cache(entries, kSeed);
    std::unordered_map<std::string, std::uint64_t> written;
    std::vector<std::string> keys;
    for (int i = 0; i < 300; ++i) {
      keys.push_back(std::string(static_cast<std::size_t>(i % 43), 'k') + std::to_string(i));
    }
    std::mt19937_64 random(entries);
    std::uint64_t hits = 0;
    for (std::uint64_t step = 0; step < 1'000'000; ++step) {
      // Squared, so that some keys are used far more than others.
      const double place = static_cast<double>(random() % 1000) / 1000;
      const std::string& key =
          keys[static_cast<std::size_t>(place * place * static_cast<double>(keys.size()))];
      if (const std::uint64_t* value = cache.find(key)) {
        ASSERT_EQ(*value, written.at(key));
        ++hits;
      } else if (std::uint64_t* made = cache.insert(key)) {
        ASSERT_EQ(*made, 0U);
        *made = written[key] = step;
        ASSERT_EQ(cache.find(key), made);
      } else {
        ASSERT_GT(key.size(), 40U);
      }
    }
    std::size_t kept = 0;
    for (const std::string& key : keys) kept += cache.find(key) != nullptr ? 1U : 0U;
    EXPECT_LE(kept, cache.capacity());
    EXPECT_GT(hits, 10'000U);
  }
}

TEST(ByteCache, CachesOfDifferentSeedsEvictDifferently) {
  const auto kept = [](std::uint64_t seed) {
    ByteCache<int> cache(64, seed);
    std::vector<bool> found;
    for (int i = 0; i < 200; ++i) cache.insert(std::to_string(i));
    for (int i = 0; i < 200; ++i) found.push_back(cache.find(std::to_string(i)) != nullptr);
    return found;
  };
  EXPECT_EQ(kept(1), kept(1));
  EXPECT_NE(kept(1), kept(2));
}

}  // namespace
}  // namespace anonlog
