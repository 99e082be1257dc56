#include "rules/keys/day_ciphers.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "tests/rules/keys/ratchet_reference.h"

namespace anonlog {
namespace {

constexpr std::int64_t kDay = 20'780;
constexpr ReferenceChain kChain = {1, 2, 3};

// Knows its key, and how many of its kind there are.
struct Cipher {
  explicit Cipher(std::span<const std::uint8_t> bytes) {
    std::copy(bytes.begin(), bytes.end(), key.begin());
    ++alive;
    ++made;
  }
  ~Cipher() { --alive; }
  Cipher(const Cipher&) = delete;
  Cipher& operator=(const Cipher&) = delete;

  Block key{};
  static std::atomic<int> alive;
  static std::atomic<int> made;
};
std::atomic<int> Cipher::alive = 0;
std::atomic<int> Cipher::made = 0;

std::unique_ptr<Cipher> make(std::span<const std::uint8_t> key) { return std::make_unique<Cipher>(key); }

Block expected_key(std::int64_t day) {
  return reference_key(reference_chain(kChain, day - kDay), "visitor", "site", day);
}

TEST(DayCiphers, AreMadeOncePerDay) {
  const auto keys = DayKeys::none();
  ASSERT_TRUE(keys->hold(make_ratchet(9, {{kDay, kChain}}), kDay + 9));
  DayCiphers<Cipher> ciphers(*keys, {"visitor", "site"}, sizeof(Block), make);
  Cipher::made = 0;
  for (int round = 0; round < 3; ++round) {
    for (std::int64_t day = kDay; day < kDay + 8; ++day) {
      EXPECT_TRUE(ciphers.run(day, [&](const Cipher& cipher) { return cipher.key == expected_key(day); }))
          << day;
    }
  }
  EXPECT_EQ(Cipher::made, 8);
  // Days that share a place take turns.
  for (const std::int64_t day : {kDay, kDay + 8, kDay, kDay + 8}) {
    EXPECT_TRUE(ciphers.run(day, [&](const Cipher& cipher) { return cipher.key == expected_key(day); }))
        << day;
  }
}

TEST(DayCiphers, WhatTheWorkSaysIsPassedOn) {
  const DayKeys keys({});
  DayCiphers<Cipher> ciphers(keys, {"visitor", ""}, sizeof(Block), make);
  EXPECT_FALSE(ciphers.run(1, [](const Cipher&) { return false; }));
  EXPECT_TRUE(ciphers.run(1, [](const Cipher&) { return true; }));
}

TEST(DayCiphers, ADayWithoutKeyHasNone) {
  const auto keys = DayKeys::none();
  ASSERT_TRUE(keys->hold(make_ratchet(3, {{kDay, kChain}}), kDay + 3));
  DayCiphers<Cipher> ciphers(*keys, {"visitor", "site"}, sizeof(Block), make);
  for (const std::int64_t day : {kDay - 1, kDay + 4, std::int64_t{0}, std::int64_t{-1}}) {
    EXPECT_FALSE(ciphers.run(day, [](const Cipher&) { return true; })) << day;
  }
}

TEST(DayCiphers, ACipherThatCannotBeSetUpIsNone) {
  const DayKeys keys({});
  DayCiphers<Cipher> ciphers(keys, {"visitor", ""}, sizeof(Block),
                             [](std::span<const std::uint8_t>) { return std::unique_ptr<Cipher>(); });
  EXPECT_FALSE(ciphers.run(1, [](const Cipher&) { return true; }));
}

// No line need come for it.
TEST(DayCiphers, DieWithTheirDay) {
  Ratchet ratchet = make_ratchet(3, {{kDay, kChain}});
  const auto keys = DayKeys::none();
  ASSERT_TRUE(keys->hold(ratchet, kDay + 3));
  DayCiphers<Cipher> ciphers(*keys, {"visitor", "site"}, sizeof(Block), make);
  ASSERT_TRUE(ciphers.run(kDay, [](const Cipher&) { return true; }));
  EXPECT_EQ(Cipher::alive, 1);
  ASSERT_TRUE(ratchet.advance(kDay + 1));
  ASSERT_TRUE(keys->hold(ratchet, kDay + 4));
  EXPECT_EQ(Cipher::alive, 0);
  EXPECT_FALSE(ciphers.run(kDay, [](const Cipher&) { return true; }));
}

// Of a rekey that comes while tomorrow's key was used already: clocks of others are ahead.
TEST(DayCiphers, AChangedKeyTakesThePlaceOfTheOldOne) {
  const auto keys = DayKeys::none();
  ASSERT_TRUE(keys->hold(make_ratchet(3, {{kDay, kChain}}), kDay + 3));
  DayCiphers<Cipher> ciphers(*keys, {"visitor", "site"}, sizeof(Block), make);
  ASSERT_TRUE(ciphers.run(kDay + 3, [](const Cipher&) { return true; }));
  ASSERT_TRUE(keys->hold(make_ratchet(3, {{kDay, kChain}, {kDay + 3, {9}}}), kDay + 3));
  EXPECT_TRUE(ciphers.run(kDay + 3, [](const Cipher& cipher) {
    return cipher.key == reference_key({9}, "visitor", "site", kDay + 3);
  }));
}

// Under ThreadSanitizer as well: a worker never has the cipher of a day that died before it asked.
TEST(DayCiphers, MayDieWhileAWorkerUsesThem) {
  Ratchet ratchet = make_ratchet(3, {{kDay, kChain}});
  const auto keys = DayKeys::none();
  ASSERT_TRUE(keys->hold(ratchet, kDay + 3));
  std::atomic<std::int64_t> first_day = kDay;
  std::atomic<bool> done = false;
  std::thread worker([&]() {
    DayCiphers<Cipher> ciphers(*keys, {"visitor", "site"}, sizeof(Block), make);
    while (!done) {
      const std::int64_t first = first_day;
      ASSERT_FALSE(ciphers.run(first - 1, [](const Cipher&) { return true; }));
      const bool has_right_key =
          ciphers.run(first, [&](const Cipher& cipher) { return cipher.key == expected_key(first); });
      ASSERT_TRUE(has_right_key || keys->days().first > first) << first;
    }
  });
  for (std::int64_t day = kDay; day < kDay + 300; ++day) {
    ASSERT_TRUE(ratchet.advance(day));
    ASSERT_TRUE(keys->hold(ratchet, day + 3));
    first_day = day;
    std::this_thread::yield();
  }
  done = true;
  worker.join();
}

}  // namespace
}  // namespace anonlog
