#include "filter/key_store.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "rules/keys/key_text.h"
#include "tests/filter/key_folder_of_test.h"
#include "tests/rules/keys/ratchet_reference.h"

namespace anonlog {
namespace {

constexpr std::int64_t kDay = 20'780;  // the oldest day of the key; today is two days later
constexpr ReferenceChain kChain = {1, 2, 3};
using Access = KeyStore::Access;

class KeyStoreTest : public KeyFolderOfTest {
 protected:
  KeyStoreTest() : file_(path("key")) {
    EXPECT_TRUE(file_.create(make_ratchet(3, {{kDay, kChain}})));
    set_day(kDay + 2);
  }

  void set_day(std::int64_t day, std::int64_t second = 3600) { seconds_ = day * kSecondsPerDay + second; }

  Result<std::unique_ptr<KeyStore>> open(Access access = Access::kAdvance) {
    return open(file_.path(), access);
  }
  Result<std::unique_ptr<KeyStore>> open(const std::string& place, Access access = Access::kAdvance) {
    return KeyStore::open(place, access, [this]() { return seconds_; });
  }

  // An open descriptor of the text; the store closes it.
  static int memory_file(std::string_view text) {
    const int fd = ::memfd_create("key", MFD_CLOEXEC);
    EXPECT_EQ(::pwrite(fd, text.data(), text.size(), 0), static_cast<ssize_t>(text.size()));
    return fd;
  }

  std::int64_t first_day_in_file() const { return file_.read().value().first_day(); }

  static DayKeys::Days days(const KeyStore& store) {
    const auto keys = DayKeys::none();
    store.give(*keys);
    return keys->days();
  }

  KeyFile file_;
  std::int64_t seconds_ = 0;
};

void expect_days(const KeyStore& store, std::int64_t first, std::int64_t last) {
  const auto keys = DayKeys::none();
  store.give(*keys);
  EXPECT_EQ(keys->days().first, first);
  EXPECT_EQ(keys->days().last, last);
  for (std::int64_t day = first - 2; day <= last + 2; ++day) {
    std::array<std::uint8_t, 16> key{};
    const bool is_held = day >= first && day <= last;
    ASSERT_EQ(keys->derive({"visitor", "s"}, day, key), is_held) << day;
    if (!is_held) continue;
    EXPECT_EQ(key, reference_key(reference_chain(kChain, day - kDay), "visitor", "s", day));
  }
}

TEST_F(KeyStoreTest, AFileThatIsInOrderStaysAsItIs) {
  const std::string before = file_.state();
  const auto store = open();
  ASSERT_TRUE(store);
  EXPECT_EQ(file_.state(), before);
  expect_days(**store, kDay, kDay + 3);
  EXPECT_TRUE((*store)->warnings().empty());
}

// The row: days by which the clock is ahead of a file in order, and the oldest day that is left; -1: refused.
struct Row {
  std::int64_t ahead;
  std::int64_t destroyed;
};
constexpr Row kRows[] = {{0, 0},       {1, 1},  {2, 2},  {7, 7},  {8, -1}, {365, -1},
                         {26'710, -1}, {-1, 0}, {-2, 0}, {-3, 0}, {-8, 0}, {-20'000, 0}};

TEST_F(KeyStoreTest, AgesByTheClockAndNeverBack) {
  const std::string whole = text("key");
  for (const Row& row : kRows) {
    write("key", whole);
    set_day(kDay + 2 + row.ahead);
    const auto store = open();
    if (row.destroyed < 0) {
      ASSERT_FALSE(store) << row.ahead;
      EXPECT_EQ(store.error().kind, ErrorKind::kPermission);
      EXPECT_NE(store.error().message.find("anonlog key advance --force " + file_.path()), std::string::npos)
          << store.error().message;
      EXPECT_EQ(text("key"), whole) << "untouched";
      continue;
    }
    ASSERT_TRUE(store) << row.ahead;
    EXPECT_EQ(first_day_in_file(), kDay + row.destroyed);
    expect_days(**store, kDay + row.destroyed, kDay + row.destroyed + 3);
    EXPECT_EQ((*store)->warnings().size(), row.ahead < -2 ? 1U : 0U) << row.ahead;
    EXPECT_EQ((*store)->summary().first_day, kDay + row.destroyed);
    EXPECT_EQ((*store)->summary().last_day, kDay + row.destroyed + 3);
    EXPECT_EQ((*store)->summary().id, "0123456789abcdef");
  }
}

TEST_F(KeyStoreTest, TheDayEndsAtMidnightInUtc) {
  ::setenv("TZ", "Pacific/Kiritimati", 1);
  set_day(kDay + 2, kSecondsPerDay - 1);
  ASSERT_TRUE(open());
  EXPECT_EQ(first_day_in_file(), kDay);
  set_day(kDay + 3, 0);
  ASSERT_TRUE(open());
  EXPECT_EQ(first_day_in_file(), kDay + 1);
  ::unsetenv("TZ");
}

TEST_F(KeyStoreTest, WhatMayNotBeWrittenAgesInMemoryAndSaysSo) {
  ::chmod(file_.path().c_str(), 0400);
  const std::string before = file_.state();
  set_day(kDay + 4);
  const auto store = open();
  ASSERT_TRUE(store) << store.error().message;
  expect_days(**store, kDay + 2, kDay + 5);
  ASSERT_EQ((*store)->warnings().size(), 1U);
  EXPECT_NE((*store)->warnings()[0].find("holds keys of 2 days more than it should"), std::string::npos);
  EXPECT_EQ(file_.state(), before);
  set_day(kDay + 40);
  const auto much_later = open();
  ASSERT_TRUE(much_later) << "nothing is destroyed that would not come back";
  expect_days(**much_later, kDay + 38, kDay + 41);
}

TEST_F(KeyStoreTest, ADryRunWritesNothing) {
  set_day(kDay + 4);
  const std::string before = file_.state();
  const auto store = open(Access::kDryRun);
  ASSERT_TRUE(store);
  expect_days(**store, kDay + 2, kDay + 5);
  EXPECT_EQ(file_.state(), before);
  set_day(kDay + 40);
  EXPECT_FALSE(open(Access::kDryRun)) << "it says what the run would say";
}

TEST_F(KeyStoreTest, WhoOnlyLooksSeesAllThatIsHeld) {
  set_day(kDay + 40);
  const auto store = open(Access::kLook);
  ASSERT_TRUE(store);
  expect_days(**store, kDay, kDay + 41);
  EXPECT_EQ(first_day_in_file(), kDay);
}

TEST_F(KeyStoreTest, ADescriptorIsAKeyToo) {
  const auto store = open("fd:" + std::to_string(memory_file(text("key"))));
  ASSERT_TRUE(store) << store.error().message;
  expect_days(**store, kDay, kDay + 3);
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  ASSERT_GT(::write(ends[1], text("key").data(), text("key").size()), 0);
  ::close(ends[1]);
  set_day(kDay + 3);
  const auto piped = open("fd:" + std::to_string(ends[0]));
  ASSERT_TRUE(piped) << piped.error().message;
  expect_days(**piped, kDay + 1, kDay + 4);
  EXPECT_EQ((*piped)->warnings().size(), 1U);
  EXPECT_EQ(::fcntl(ends[0], F_GETFD), -1) << "it is closed";
}

TEST_F(KeyStoreTest, WhatIsNoDescriptorIsSaid) {
  for (const char* place : {"fd:", "fd:x", "fd:3x", "fd:-1", "fd:0", "fd:2", "fd:99999999999"}) {
    const auto store = open(place);
    ASSERT_FALSE(store) << place;
    EXPECT_EQ(store.error().kind, ErrorKind::kUsage);
  }
  EXPECT_EQ(open("fd:999").error().kind, ErrorKind::kNoInput);
  const int open_to_all = ::open(file_.path().c_str(), O_RDONLY | O_CLOEXEC);
  ::chmod(file_.path().c_str(), 0644);
  EXPECT_EQ(open("fd:" + std::to_string(open_to_all)).error().kind, ErrorKind::kPermission);
}

TEST_F(KeyStoreTest, ACredentialIsAFileOfSystemdsFolder) {
  ::unsetenv("CREDENTIALS_DIRECTORY");
  EXPECT_EQ(open("credential:key").error().kind, ErrorKind::kNoInput);
  ::setenv("CREDENTIALS_DIRECTORY", path("").c_str(), 1);
  ::chmod(file_.path().c_str(), 0440);  // as systemd gives it to the user of a service
  const auto store = open("credential:key");
  ASSERT_TRUE(store) << store.error().message;
  expect_days(**store, kDay, kDay + 3);
  for (const char* place :
       {"credential:", "credential:.", "credential:..", "credential:a/b", "credential:../key"}) {
    EXPECT_EQ(open(place).error().kind, ErrorKind::kUsage) << place;
  }
  EXPECT_EQ(open("credential:other").error().kind, ErrorKind::kNoInput);
  ::chmod(file_.path().c_str(), 0444);
  EXPECT_EQ(open("credential:key").error().kind, ErrorKind::kPermission);
  ::unsetenv("CREDENTIALS_DIRECTORY");
}

TEST_F(KeyStoreTest, GoesOnOverMidnight) {
  const auto store = open();
  EXPECT_FALSE((*store)->is_due());
  set_day(kDay + 3, 0);
  EXPECT_TRUE((*store)->is_due());
  ASSERT_TRUE((*store)->refresh());
  EXPECT_FALSE((*store)->is_due());
  expect_days(**store, kDay + 1, kDay + 4);
  EXPECT_EQ(first_day_in_file(), kDay + 1);
}

TEST_F(KeyStoreTest, TakesWhatOthersMadeOfTheFile) {
  const auto store = open();
  ASSERT_TRUE(file_.update([](Ratchet& ratchet) -> Result<bool> {
    EXPECT_TRUE(ratchet.rekey(kDay + 3));
    return true;
  }));
  EXPECT_TRUE((*store)->is_due());
  ASSERT_TRUE((*store)->refresh());
  EXPECT_EQ((*store)->ratchet().chains().size(), 2U);
  EXPECT_FALSE((*store)->is_due());
}

TEST_F(KeyStoreTest, WithoutItsFileThereIsNoKey) {
  const auto store = open();
  ASSERT_TRUE(file_.destroy());
  EXPECT_TRUE((*store)->is_due());
  ASSERT_TRUE((*store)->refresh());
  EXPECT_FALSE((*store)->has_key());
  EXPECT_GT(days(**store).first, kDay + 1000);
  EXPECT_EQ((*store)->warnings().size(), 1U);
  ASSERT_TRUE(file_.create(make_ratchet(3, {{kDay, kChain}})));
  ASSERT_TRUE((*store)->refresh());
  expect_days(**store, kDay, kDay + 3);
}

TEST_F(KeyStoreTest, WhatCannotBeWrittenDiesInMemoryAllTheSame) {
  const auto store = open();
  write("key", "anonlog-key-v1\ntorn");
  set_day(kDay + 3);
  EXPECT_EQ((*store)->refresh().error().kind, ErrorKind::kPolicy);
  expect_days(**store, kDay + 1, kDay + 4);
  EXPECT_TRUE((*store)->is_due()) << "it is tried again";
}

TEST_F(KeyStoreTest, AJumpOfTheClockInALiveRunDestroysNothing) {
  const auto store = open();
  const auto keys = DayKeys::none();
  (*store)->give(*keys);
  const std::string before = text("key");
  set_day(kDay + 400);
  EXPECT_EQ((*store)->refresh().error().kind, ErrorKind::kPermission);
  (*store)->give(*keys);
  EXPECT_EQ(keys->days().first, kDay);
  EXPECT_EQ(keys->days().last, kDay + 3);
  EXPECT_EQ(text("key"), before);
  set_day(kDay + 3);
  ASSERT_TRUE((*store)->refresh());
  expect_days(**store, kDay + 1, kDay + 4);
}

}  // namespace
}  // namespace anonlog
