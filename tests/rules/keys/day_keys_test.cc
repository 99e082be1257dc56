#include "rules/keys/day_keys.h"

#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "tests/rules/keys/ratchet_reference.h"

namespace anonlog {
namespace {

Block key_of(const DayKeys& keys, std::int64_t day) {
  Block key{};
  EXPECT_TRUE(keys.derive({"visitor", "example.org"}, day, key));
  return key;
}

TEST(DayKeys, EveryDayHasItsOwnKey) {
  const DayKeys keys({});
  std::set<Block> seen;
  for (std::int64_t day = 0; day < 1000; ++day) EXPECT_TRUE(seen.insert(key_of(keys, day)).second);
}

TEST(DayKeys, TheSameSecretAndDayGiveTheSameKey) {
  EXPECT_EQ(key_of(DayKeys({1, 2, 3}), 20000), key_of(DayKeys({1, 2, 3}), 20000));
  EXPECT_NE(key_of(DayKeys({1, 2, 3}), 20000), key_of(DayKeys({1, 2, 4}), 20000));
}

// HKDF-Expand of 32 zero bytes with SHA-256, info "anonlog v1 visitor", NUL, the day as 8 bytes, the site: what
// another machine must get.
TEST(DayKeys, TheDerivationIsFixed) {
  const Block key = key_of(DayKeys({}), 20000);
  std::string hex;
  for (const std::uint8_t byte : key) {
    constexpr char kDigits[] = "0123456789abcdef";
    hex += kDigits[byte >> 4U];
    hex += kDigits[byte & 0xFU];
  }
  EXPECT_EQ(hex, "91bd11748ccd52f811baedb2f5f7b598");
}

TEST(DayKeys, NoTwoUsesShareAKey) {
  const DayKeys keys({});
  Block one{};
  Block other{};
  ASSERT_TRUE(keys.derive({"visitor", "a"}, 1, one));
  ASSERT_TRUE(keys.derive({"visitor", "b"}, 1, other));
  EXPECT_NE(one, other);
  ASSERT_TRUE(keys.derive({"user token", "a"}, 1, other));
  EXPECT_NE(one, other);
}

TEST(DayKeys, RandomSecretsDiffer) {
  EXPECT_NE(key_of(*DayKeys::random().value(), 1), key_of(*DayKeys::random().value(), 1));
}

constexpr std::int64_t kDay = 20'780;
constexpr ReferenceChain kChain = {1, 2, 3};

std::unique_ptr<DayKeys> hold(const Ratchet& ratchet, std::int64_t last_day) {
  auto keys = DayKeys::none();
  EXPECT_TRUE(keys->hold(ratchet, last_day));
  return keys;
}

TEST(DayKeys, OfARatchetAreThoseOfTheReference) {
  const auto keys = hold(make_ratchet(3, {{kDay, kChain}, {kDay + 3, {7}}}), kDay + 5);
  for (std::int64_t day = kDay; day <= kDay + 5; ++day) {
    const ReferenceChain chain =
        day < kDay + 3 ? reference_chain(kChain, day - kDay) : reference_chain({7}, day - kDay - 3);
    EXPECT_EQ(key_of(*keys, day), reference_key(chain, "visitor", "example.org", day));
  }
}

TEST(DayKeys, OtherDaysHaveNone) {
  const auto keys = hold(make_ratchet(3, {{kDay, kChain}}), kDay + 3);
  EXPECT_EQ(keys->days().first, kDay);
  EXPECT_EQ(keys->days().last, kDay + 3);
  for (const std::int64_t day :
       {kDay - 1, kDay + 4, std::int64_t{0}, std::int64_t{47'482}, std::int64_t{-1},
        std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::min()}) {
    Block key;
    key.fill(1);
    EXPECT_FALSE(keys->derive({"visitor", ""}, day, key)) << day;
    EXPECT_EQ(key, Block{}) << "what cannot be derived is zero";
  }
}

TEST(DayKeys, WithoutADayEveryLineIsTooOld) {
  const auto keys = DayKeys::none();
  EXPECT_GT(keys->days().first, std::int64_t{2'932'896}) << "9999-12-31";
  Block key{};
  EXPECT_FALSE(keys->derive({"visitor", ""}, kDay, key));
  ASSERT_TRUE(keys->hold(make_ratchet(3, {{kDay, kChain}}), kDay));
  EXPECT_TRUE(keys->derive({"visitor", ""}, kDay, key));
  keys->drop();
  EXPECT_FALSE(keys->derive({"visitor", ""}, kDay, key));
}

TEST(DayKeys, LaterDaysKeepTheirKeysWhenOldOnesDie) {
  Ratchet ratchet = make_ratchet(3, {{kDay, kChain}});
  const auto keys = hold(ratchet, kDay + 3);
  const Block key = key_of(*keys, kDay + 2);
  ASSERT_TRUE(ratchet.advance(kDay + 1));
  ASSERT_TRUE(keys->hold(ratchet, kDay + 4));
  EXPECT_EQ(key_of(*keys, kDay + 2), key);
  Block gone{};
  EXPECT_FALSE(keys->derive({"visitor", "example.org"}, kDay, gone));
}

struct CountedCache final : KeyCache {
  void forget() override { ++forgotten; }
  int forgotten = 0;
};

TEST(DayKeys, TellCachesOfEveryChange) {
  const auto keys = DayKeys::none();
  CountedCache cache;
  CountedCache removed;
  keys->add(cache);
  keys->add(removed);
  keys->remove(removed);
  ASSERT_TRUE(keys->hold(make_ratchet(3, {{kDay, kChain}}), kDay + 3));
  keys->drop();
  EXPECT_EQ(cache.forgotten, 2);
  EXPECT_EQ(removed.forgotten, 0);
  keys->remove(cache);
}

// Under ThreadSanitizer as well.
TEST(DayKeys, MayChangeWhileWorkersAsk) {
  const auto keys = hold(make_ratchet(3, {{kDay, kChain}}), kDay + 3);
  std::atomic<bool> done = false;
  std::vector<std::thread> workers;
  for (int i = 0; i < 2; ++i) {
    workers.emplace_back([&]() {
      while (!done) {
        for (std::int64_t day = kDay; day < kDay + 60; ++day) {
          Block key{};
          if (keys->derive({"visitor", ""}, day, key)) {
            ASSERT_EQ(key, reference_key(reference_chain(kChain, day - kDay), "visitor", "", day));
          } else {
            ASSERT_EQ(key, Block{});
          }
        }
      }
    });
  }
  Ratchet ratchet = make_ratchet(3, {{kDay, kChain}});
  for (std::int64_t day = kDay; day < kDay + 50; ++day) {
    ASSERT_TRUE(ratchet.advance(day));
    ASSERT_TRUE(keys->hold(ratchet, day + 3));
    std::this_thread::yield();
  }
  done = true;
  for (std::thread& worker : workers) worker.join();
}

}  // namespace
}  // namespace anonlog
