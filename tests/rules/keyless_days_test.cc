// Which day's key a line gets, by the time that it bears: midnight, zones, summer time, order, forged years.
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "rules/plan.h"
#include "tests/rules/keys/ratchet_reference.h"
#include "tests/rules/published.h"

namespace anonlog {
namespace {

constexpr std::int64_t kFirst = 20'414;  // 2025-11-22
constexpr ReferenceChain kChain = {4, 5, 6};

// Three days are kept, today is 2025-11-24: 22nd to 25th have keys.
std::unique_ptr<DayKeys> held_keys() {
  auto keys = DayKeys::none();
  EXPECT_TRUE(keys->hold(make_ratchet(3, {{kFirst, kChain}}), kFirst + 3));
  return keys;
}

std::string visitor(const std::string& time, const DayKeys& keys) {
  return publish(standard(), "combined", line("GET / HTTP/1.1", "-", "203.0.113.7", time), Column::kVisitor,
                 keys)
      .at(0);
}

// What one client is on a day whose key is known, without any ratchet: DayKeys of the chain's own bytes.
std::string visitor_of_day(std::int64_t day, const std::string& time) {
  return visitor(time, DayKeys(reference_chain(kChain, day - kFirst)));
}

struct Case {
  const char* time;
  int day;  // from kFirst; kLate, kFuture
};
constexpr int kLate = -1;
constexpr int kFuture = 99;

constexpr Case kCases[] = {
    // Midnight, to the second; a leap second belongs to the day that it ends.
    {"21/Nov/2025:23:59:59 +0000", kLate},
    {"22/Nov/2025:00:00:00 +0000", 0},
    {"22/Nov/2025:23:59:59 +0000", 0},
    {"23/Nov/2025:00:00:00 +0000", 1},
    {"25/Nov/2025:23:59:59 +0000", 3},
    {"26/Nov/2025:00:00:00 +0000", kFuture},
    // The day is that of UTC, whatever the zone.
    {"22/Nov/2025:00:30:00 +0100", kLate},
    {"21/Nov/2025:20:00:00 -0500", 0},
    {"23/Nov/2025:00:30:00 +0100", 0},
    {"22/Nov/2025:19:30:00 -0500", 1},
    {"26/Nov/2025:04:00:00 +0545", 3},
    {"25/Nov/2025:22:00:00 -0200", kFuture},
    {"23/Nov/2025:13:59:59 +1400", 0},
    // Forged, or of a machine without a clock.
    {"01/Jan/2099:00:00:00 +0000", kFuture},
    {"31/Dec/9999:23:59:59 +0000", kFuture},
    {"01/Jan/1970:00:00:00 +0000", kLate},
    {"24/Nov/2024:12:00:00 +0000", kLate},
};

std::string name_of(int day) {
  return day == kLate ? "late" : day == kFuture ? "future" : std::to_string(day);
}

std::string expected(const Case& of) {
  if (of.day == kLate || of.day == kFuture) return "null";
  return visitor_of_day(kFirst + of.day, of.time);
}

TEST(KeylessDays, ALineGetsTheKeyOfItsDayInUtc) {
  const auto keys = held_keys();
  for (const Case& of : kCases)
    EXPECT_EQ(visitor(of.time, *keys), expected(of)) << of.time << ", " << name_of(of.day);
}

TEST(KeylessDays, OrderTellsNothing) {
  const auto keys = held_keys();
  std::string chunk;
  std::vector<std::string> all;
  for (std::size_t i = 0; i < 1000; ++i) {
    const Case& of = kCases[i * 7 % std::size(kCases)];
    chunk += line("GET / HTTP/1.1", "-", "203.0.113.7", of.time);
    all.push_back(expected(of));
  }
  EXPECT_EQ(publish(standard(), "combined", chunk, Column::kVisitor, *keys), all);
}

// A day of 23 or 25 hours where the server stands is one of 24 here.
TEST(KeylessDays, SummerTimeMovesNoLine) {
  const std::vector<std::pair<const char*, const char*>> same_days = {
      {"30/Mar/2025:00:30:00 +0000", "30/Mar/2025:01:59:59 +0100"},  // the hour before it begins
      {"30/Mar/2025:00:30:00 +0000", "31/Mar/2025:01:59:59 +0200"},  // and the last one of that day
      {"26/Oct/2025:00:30:00 +0000", "26/Oct/2025:02:30:00 +0200"},  // an hour that comes twice
      {"26/Oct/2025:00:30:00 +0000", "26/Oct/2025:02:30:00 +0100"}};
  const DayKeys keys(kChain);
  for (const auto& [one, other] : same_days) EXPECT_EQ(visitor(one, keys), visitor(other, keys)) << other;
  EXPECT_NE(visitor("26/Oct/2025:01:59:59 +0200", keys), visitor("26/Oct/2025:02:00:00 +0200", keys));
}

struct Counted {
  KeylessRecords keyless;
  std::size_t rows = 0;
};

Counted count(const Policy& policy, const DayKeys& keys) {
  std::string chunk;
  for (const Case& of : kCases) {
    chunk += line("GET / HTTP/1.1", "-", "203.0.113.7", of.time);
    chunk += line("GET / HTTP/1.1", "-", "192.0.2.1", of.time);
  }
  const auto parser = make_parser("combined").value();
  const Plan plan(policy, parser->slots(), agent_rules(), keys);
  PlanWorker worker(plan);
  RecordBatch batch(parser->slots());
  Tally tally;
  LineCursor lines(chunk);
  Counted counted;
  while (parser->fill(lines, ParserLimits{}, batch, tally)) {
    counted.rows += worker.apply(batch).rows();
    counted.keyless.add(worker.keyless());
  }
  return counted;
}

TEST(KeylessDays, AreCounted) {
  std::map<int, std::uint64_t> cases;
  for (const Case& of : kCases) ++cases[of.day];
  const Counted counted = count(standard(), *held_keys());
  EXPECT_EQ(counted.rows, 2 * std::size(kCases));
  EXPECT_EQ(counted.keyless.late, 2 * cases[kLate]);
  EXPECT_EQ(counted.keyless.future, 2 * cases[kFuture]);
  EXPECT_EQ(count(standard(), DayKeys(kChain)).keyless.late, 0U) << "a random key is of all days";
  EXPECT_EQ(count(standard(), *DayKeys::none()).keyless.late, 2 * std::size(kCases));
  // Of what is published.
  const Policy policy =
      read_policy("p", "extends = \"standard\"\n[drop]\nnetworks = [\"192.0.2.0/24\"]\n").value();
  const Counted half = count(policy, *held_keys());
  EXPECT_EQ(half.rows, std::size(kCases));
  EXPECT_EQ(half.keyless.late, cases[kLate]);
  EXPECT_EQ(half.keyless.future, cases[kFuture]);
}

}  // namespace
}  // namespace anonlog
