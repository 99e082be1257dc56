#include "rules/keys/ratchet.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "parsers/day_text.h"
#include "rules/keys/key_text.h"
#include "tests/rules/keys/ratchet_reference.h"

namespace anonlog {
namespace {

constexpr std::int64_t kDay = 20'780;  // 2026-11-23
constexpr ReferenceChain kBytes = {1, 2, 3};

TEST(Ratchet, EveryDayIsAStepOfTheReference) {
  const auto chains = chains_of(make_ratchet(3, {{kDay, kBytes}}), kDay + 20);
  ASSERT_EQ(chains.size(), 21U);
  for (std::size_t i = 0; i < chains.size(); ++i) {
    EXPECT_EQ(chains[i], reference_chain(kBytes, static_cast<std::int64_t>(i)));
  }
}

TEST(Ratchet, AdvancingChangesNoLaterDay) {
  for (std::int64_t days = 0; days < 12; ++days) {
    Ratchet ratchet = make_ratchet(3, {{kDay, kBytes}});
    ASSERT_TRUE(ratchet.advance(kDay + days));
    EXPECT_EQ(ratchet.first_day(), kDay + days);
    auto expected = chains_of(make_ratchet(3, {{kDay, kBytes}}), kDay + 20);
    expected.erase(expected.begin(), expected.begin() + days);
    EXPECT_EQ(chains_of(ratchet, kDay + 20), expected);
  }
}

TEST(Ratchet, NeverGoesBack) {
  Ratchet ratchet = make_ratchet(3, {{kDay, kBytes}});
  ASSERT_TRUE(ratchet.advance(kDay - 1) && ratchet.advance(kDay) && ratchet.advance(-5));
  EXPECT_EQ(ratchet.first_day(), kDay);
  EXPECT_EQ(chains_of(ratchet, kDay).at(0), kBytes);
}

TEST(Ratchet, TodayIsTheLastOfTheDaysThatAreKept) {
  const Ratchet ratchet = Ratchet::random(3, kDay).value();
  EXPECT_EQ(ratchet.first_day(), kDay - 2);
  EXPECT_EQ(ratchet.due_day(kDay), kDay - 2);
  EXPECT_EQ(ratchet.last_day(kDay), kDay + 1);
  EXPECT_EQ(Ratchet::random(1, kDay).value().first_day(), kDay);
}

// It would be so where a machine starts without a clock.
TEST(Ratchet, AClockThatIsBehindTakesNoDayAway) {
  const Ratchet ratchet = Ratchet::random(3, kDay).value();
  EXPECT_EQ(ratchet.last_day(0), kDay + 1);
  EXPECT_EQ(ratchet.last_day(kDay + 5), kDay + 6);
}

TEST(Ratchet, RandomOnesDiffer) {
  const Ratchet one = Ratchet::random(3, kDay).value();
  const Ratchet other = Ratchet::random(3, kDay).value();
  EXPECT_NE(one.id(), other.id());
  EXPECT_NE(chains_of(one, kDay), chains_of(other, kDay));
  EXPECT_NE(chains_of(one, kDay).at(0), ReferenceChain{});
}

TEST(Ratchet, ARekeyChangesItsDayAndAllLaterOnes) {
  Ratchet ratchet = make_ratchet(3, {{kDay, kBytes}});
  const auto before = chains_of(ratchet, kDay + 9);
  ASSERT_TRUE(ratchet.rekey(kDay + 3));
  EXPECT_NE(ratchet.id(), "0123456789abcdef");
  const auto after = chains_of(ratchet, kDay + 9);
  for (std::size_t i = 0; i < 10; ++i) EXPECT_EQ(after[i] == before[i], i < 3) << i;
  for (std::size_t i = 4; i < 10; ++i)
    EXPECT_EQ(after[i], reference_chain(after[3], static_cast<int>(i) - 3));
  ASSERT_TRUE(ratchet.advance(kDay + 5));
  EXPECT_EQ(ratchet.chains().size(), 1U) << "the chain before is gone with its last day";
  EXPECT_EQ(chains_of(ratchet, kDay + 5).at(0), after[5]);
}

TEST(Ratchet, ASecondRekeyOfADayMixesAgain) {
  Ratchet ratchet = make_ratchet(3, {{kDay, kBytes}});
  ASSERT_TRUE(ratchet.rekey(kDay + 1));
  const auto first = chains_of(ratchet, kDay + 1);
  ASSERT_TRUE(ratchet.rekey(kDay + 1));
  EXPECT_EQ(ratchet.chains().size(), 2U);
  EXPECT_EQ(chains_of(ratchet, kDay + 1).at(0), first.at(0));
  EXPECT_NE(chains_of(ratchet, kDay + 1).at(1), first.at(1));
}

TEST(Ratchet, TwoRekeysOfOneKeyDiffer) {
  Ratchet one = make_ratchet(3, {{kDay, kBytes}});
  Ratchet other = make_ratchet(3, {{kDay, kBytes}});
  ASSERT_TRUE(one.rekey(kDay + 1) && other.rekey(kDay + 1));
  EXPECT_NE(chains_of(one, kDay + 1).at(1), chains_of(other, kDay + 1).at(1));
}

TEST(Ratchet, HasRoomForSevenRekeysOfItsDays) {
  Ratchet ratchet = make_ratchet(30, {{kDay, kBytes}});
  for (int i = 1; i <= 7; ++i) ASSERT_TRUE(ratchet.rekey(kDay + i));
  const auto before = chains_of(ratchet, kDay + 9);
  const Status status = ratchet.rekey(kDay + 8);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().kind, ErrorKind::kUsage);
  EXPECT_EQ(chains_of(ratchet, kDay + 9), before);
  ASSERT_TRUE(ratchet.advance(kDay + 1) && ratchet.rekey(kDay + 8));
}

// Who finds the text of a day finds neither the key of an earlier day in it nor what would give it.
TEST(Ratchet, DestroyedDaysAreNotInTheText) {
  Ratchet ratchet = make_ratchet(3, {{kDay, kBytes}, {kDay + 4, {9}}});
  std::set<std::string> destroyed;
  for (std::int64_t day = kDay; day < kDay + 9; ++day) {
    const std::string before(KeyText(ratchet).text());
    destroyed.insert(before.substr(before.find("chain ") + 6, 64));
    ASSERT_TRUE(ratchet.advance(day + 1));
    const std::string after(KeyText(ratchet).text());
    for (const std::string& chain : destroyed)
      EXPECT_EQ(after.find(chain), std::string::npos) << day_text(day);
  }
  EXPECT_EQ(destroyed.size(), 9U);
}

// Two machines with copies, each with a clock, runs and rekeys of its own pace, agree wherever both have a key.
TEST(Ratchet, CopiesAgreeOnEveryDayThatBothHold) {
  std::mt19937 generator(7);
  const auto below = [&generator](unsigned end) { return static_cast<unsigned>(generator() % end); };
  for (int round = 0; round < 50; ++round) {
    Ratchet one = Ratchet::random(1 + below(9), kDay).value();
    if (below(2) == 0) {
      ASSERT_TRUE(one.rekey(kDay + 1));
    }
    Ratchet other = read_key_text("k", KeyText(one).text()).value();
    const auto all = chains_of(one, kDay + 40);
    const std::int64_t first = one.first_day();
    for (int step = 0; step < 10; ++step) {
      Ratchet& machine = below(2) == 0 ? one : other;
      ASSERT_TRUE(machine.advance(machine.first_day() + below(4)));
      for (const Ratchet* held : {&one, &other}) {
        const std::vector<ReferenceChain> tail(all.begin() + (held->first_day() - first), all.end());
        ASSERT_EQ(chains_of(*held, kDay + 40), tail);
      }
    }
  }
}

}  // namespace
}  // namespace anonlog
