#include "filter/run_keys.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>

#include "rules/keys/day_ciphers.h"
#include "tests/filter/key_folder_of_test.h"
#include "tests/rules/keys/ratchet_reference.h"

namespace anonlog {
namespace {

constexpr std::int64_t kDay = 20'780;
constexpr ReferenceChain kChain = {1, 2, 3};

class RunKeysTest : public KeyFolderOfTest {
 protected:
  RunKeysTest()
      : file_(path("key")), err_(::open(path("err").c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600)) {
    EXPECT_TRUE(file_.create(make_ratchet(3, {{kDay, kChain}})));
    set_day(kDay + 2);
  }

  void set_day(std::int64_t day, std::int64_t second = 3600) { seconds_ = day * kSecondsPerDay + second; }

  std::unique_ptr<RunKeys> open(const std::string& place) {
    auto keys =
        RunKeys::open(place, KeyStore::Access::kAdvance, err_.get(), [this]() { return seconds_.load(); });
    EXPECT_TRUE(keys) << keys.error().message;
    return *std::move(keys);
  }

  static bool has_key(const DayKeys& keys, std::int64_t day) {
    Block key{};
    return keys.derive({"visitor", ""}, day, key);
  }

  KeyFile file_;
  FileDescriptor err_;
  std::atomic<std::int64_t> seconds_ = 0;
};

TEST_F(RunKeysTest, WithoutAPlaceTheyAreRandomAndOfAllDays) {
  const auto one = open("");
  const auto other = open("");
  Block key{};
  Block other_key{};
  for (const std::int64_t day : {std::int64_t{0}, kDay, std::int64_t{2'932'896}}) {
    ASSERT_TRUE(one->day_keys().derive({"visitor", ""}, day, key));
    ASSERT_TRUE(other->day_keys().derive({"visitor", ""}, day, other_key));
    EXPECT_NE(key, other_key);
  }
  EXPECT_FALSE(one->summary());
  one->keep_up_to_date();
  EXPECT_EQ(text("err"), "");
}

TEST_F(RunKeysTest, DieAtMidnightInMemoryAndInTheFile) {
  const auto keys = open(file_.path());
  EXPECT_TRUE(has_key(keys->day_keys(), kDay));
  set_day(kDay + 3, 0);
  keys->turn();
  EXPECT_FALSE(has_key(keys->day_keys(), kDay));
  EXPECT_TRUE(has_key(keys->day_keys(), kDay + 4));
  EXPECT_EQ(file_.read().value().first_day(), kDay + 1);
  EXPECT_EQ(keys->summary()->first_day, kDay + 1);
  EXPECT_EQ(text("err"), "");
}

TEST_F(RunKeysTest, WhatGoesWrongIsToldOnce) {
  const auto keys = open(file_.path());
  write("key", "torn");
  for (int i = 0; i < 3; ++i) {
    set_day(kDay + 3, i);
    keys->turn();
  }
  EXPECT_NE(text("err").find("no key file"), std::string::npos) << text("err");
  EXPECT_EQ(std::ranges::count(text("err"), '\n'), 1);
  EXPECT_FALSE(has_key(keys->day_keys(), kDay));
  EXPECT_TRUE(has_key(keys->day_keys(), kDay + 3));
}

TEST_F(RunKeysTest, ADestroyedKeyIsForgotten) {
  const auto keys = open(file_.path());
  ASSERT_TRUE(file_.destroy());
  keys->turn();
  for (std::int64_t day = kDay; day < kDay + 4; ++day) EXPECT_FALSE(has_key(keys->day_keys(), day));
  EXPECT_FALSE(keys->summary());
  EXPECT_NE(text("err").find("was removed"), std::string::npos);
}

// The thread itself, without a line that would wake anyone.
TEST_F(RunKeysTest, TheThreadDoesItByItself) {
  set_day(kDay + 2, kSecondsPerDay - 1);
  const auto keys = open(file_.path());
  keys->keep_up_to_date();
  set_day(kDay + 3, 0);
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (has_key(keys->day_keys(), kDay) && std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  EXPECT_FALSE(has_key(keys->day_keys(), kDay));
  EXPECT_EQ(file_.read().value().first_day(), kDay + 1);
}

TEST_F(RunKeysTest, EndsAtOnce) {
  const auto begin = std::chrono::steady_clock::now();
  open(file_.path())->keep_up_to_date();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
}

TEST(KeyUse, AKeyThatMakesNothingIsRefused) {
  const Policy standard = read_policy("standard", find_preset("standard")->text).value();
  const Column columns[] = {Column::kTime, Column::kVisitor};
  EXPECT_TRUE(check_key_use("", standard, {}));
  EXPECT_TRUE(check_key_use("k", standard, columns));
  EXPECT_EQ(check_key_use("k", standard, std::span(columns).first(1)).error().kind, ErrorKind::kUsage);
  const Policy without = read_policy("p", "extends = \"standard\"\n[columns]\nvisitor = \"drop\"\n").value();
  EXPECT_FALSE(check_key_use("k", without, columns));
  EXPECT_FALSE(check_key_use("k", read_policy("public", find_preset("public")->text).value(), columns))
      << "clients of a release are compared under a random key";
}

}  // namespace
}  // namespace anonlog
