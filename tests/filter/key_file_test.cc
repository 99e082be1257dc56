#include "filter/key_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>
#include <vector>

#include "filter/file_descriptor.h"
#include "rules/keys/key_text.h"
#include "tests/filter/key_folder_of_test.h"
#include "tests/rules/keys/ratchet_reference.h"

namespace anonlog {
namespace {

constexpr std::int64_t kDay = 20'780;
constexpr ReferenceChain kChain = {1, 2, 3};

class KeyFileTest : public KeyFolderOfTest {
 protected:
  KeyFileTest() : file_(path("key")) {}

  void make() { ASSERT_TRUE(file_.create(make_ratchet(3, {{kDay, kChain}}))); }

  static Result<bool> step(Ratchet& ratchet) { return ratchet.advance(ratchet.first_day() + 1); }

  void expect_refused(const Status& status, ErrorKind kind, std::string_view why) {
    ASSERT_FALSE(status) << why;
    EXPECT_EQ(status.error().kind, kind) << status.error().message;
    EXPECT_NE(status.error().message.find(why), std::string::npos) << status.error().message;
    EXPECT_NE(status.error().message.find(file_.path()), std::string::npos) << status.error().message;
  }

  void expect_unreadable(ErrorKind kind, std::string_view why) {
    expect_refused(file_.read().map([](const Ratchet&) {}), kind, why);
    expect_refused(file_.update(step).map([](const Ratchet&) {}), kind, why);
  }

  KeyFile file_;
};

TEST_F(KeyFileTest, ANewOneIsForItsOwnerAlone) {
  ::umask(0);
  make();
  struct stat status{};
  ASSERT_EQ(::stat(file_.path().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777U, 0600U);
  EXPECT_EQ(chains_of(file_.read().value(), kDay).at(0), kChain);
  EXPECT_EQ(names(), (std::vector<std::string>{"key"})) << "nothing is left beside it";
}

TEST_F(KeyFileTest, NothingIsOverwritten) {
  make();
  const std::string before = text("key");
  expect_refused(file_.create(make_ratchet(3, {{kDay, {9}}})), ErrorKind::kCannotCreate, "there already");
  EXPECT_EQ(text("key"), before);
  std::filesystem::remove(file_.path());
  std::filesystem::create_symlink("/nonexistent", file_.path());
  expect_refused(file_.create(make_ratchet(3, {{kDay, {9}}})), ErrorKind::kCannotCreate, "there already");
}

TEST_F(KeyFileTest, AnUpdateIsInTheFile) {
  make();
  const Result<Ratchet> updated = file_.update(step);
  ASSERT_TRUE(updated) << updated.error().message;
  EXPECT_EQ(updated->first_day(), kDay + 1);
  EXPECT_EQ(text("key"), KeyText(*updated).text());
  EXPECT_EQ(names(), (std::vector<std::string>{"key"}));
}

TEST_F(KeyFileTest, TheOldBytesAreOverwritten) {
  make();
  const FileDescriptor old(::open(file_.path().c_str(), O_RDONLY | O_CLOEXEC));
  ASSERT_TRUE(file_.update(step));
  char bytes[512];
  const ssize_t size = ::pread(old.get(), bytes, sizeof(bytes), 0);
  ASSERT_GT(size, 200);
  EXPECT_EQ(std::string(bytes, static_cast<std::size_t>(size)),
            std::string(static_cast<std::size_t>(size), '\0'));
}

TEST_F(KeyFileTest, AChangeThatFailsOrChangesNothingTouchesNothing) {
  make();
  const std::string before = file_.state();
  const auto failed = file_.update([](Ratchet&) -> Result<bool> { return fail(ErrorKind::kUsage, "no"); });
  EXPECT_EQ(failed.error().message, "no");
  const auto unchanged = file_.update([](Ratchet&) -> Result<bool> { return false; });
  EXPECT_EQ(unchanged.value().first_day(), kDay);
  EXPECT_EQ(file_.state(), before);
  EXPECT_EQ(names(), (std::vector<std::string>{"key"}));
}

TEST_F(KeyFileTest, WhatOthersMayReadIsRefused) {
  make();
  for (const mode_t mode : {0640U, 0604U, 0660U, 0606U, 0610U, 0601U, 0777U}) {
    ::chmod(file_.path().c_str(), mode);
    expect_unreadable(ErrorKind::kPermission, "group or others");
  }
  ::chmod(file_.path().c_str(), 0400);
  EXPECT_TRUE(file_.read());
  EXPECT_FALSE(file_.is_writable());
  ::chmod(file_.path().c_str(), 0600);
  EXPECT_TRUE(file_.is_writable());
}

TEST_F(KeyFileTest, LinksAndOtherThingsAreRefused) {
  make();
  std::filesystem::create_hard_link(file_.path(), path("other"));
  expect_unreadable(ErrorKind::kPermission, "second name");
  std::filesystem::remove(file_.path());
  std::filesystem::create_symlink("other", file_.path());
  expect_unreadable(ErrorKind::kPermission, "symbolic link");
  expect_refused(file_.destroy(), ErrorKind::kPermission, "symbolic link");
  EXPECT_NE(text("other"), "") << "what it means is untouched";
  std::filesystem::remove(file_.path());
  expect_unreadable(ErrorKind::kNoInput, "cannot be opened");
  std::filesystem::create_directory(file_.path());
  ::chmod(file_.path().c_str(), 0700);
  expect_unreadable(ErrorKind::kPermission, "");
  std::filesystem::remove(file_.path());
  ASSERT_EQ(::mkfifo(file_.path().c_str(), 0600), 0);
  expect_unreadable(ErrorKind::kPermission, "no regular file");
}

TEST_F(KeyFileTest, AFolderThatOthersMayWriteToIsRefused) {
  make();
  for (const mode_t mode : {0770U, 0707U, 0720U, 01777U}) {
    ::chmod(path("").c_str(), mode);
    expect_unreadable(ErrorKind::kPermission, "its folder");
    expect_refused(KeyFile(path("new")).create(make_ratchet(3, {{kDay, kChain}})), ErrorKind::kPermission,
                   "");
    EXPECT_FALSE(file_.is_writable());
  }
  ::chmod(path("").c_str(), 0700);
  EXPECT_EQ(names(), (std::vector<std::string>{"key"}));
  std::filesystem::create_directories(path("open/closed"));
  ::chmod(path("open/closed").c_str(), 0700);
  ::chmod(path("open").c_str(), 0777);
  const KeyFile below(path("open/closed/key"));
  EXPECT_EQ(below.create(make_ratchet(3, {{kDay, kChain}})).error().kind, ErrorKind::kPermission);
  ::chmod(path("open").c_str(), 01777);
  EXPECT_TRUE(below.create(make_ratchet(3, {{kDay, kChain}}))) << "as in /tmp, names of others stay theirs";
}

TEST_F(KeyFileTest, WhatBelongsToAnotherUserIsRefused) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a file away";
  make();
  ASSERT_EQ(::chown(file_.path().c_str(), 12'345, 0), 0);
  expect_unreadable(ErrorKind::kPermission, "another user (uid 12345)");
  ASSERT_EQ(::chown(file_.path().c_str(), 0, 0), 0);
  ASSERT_EQ(::chown(path("").c_str(), 12'345, 0), 0);
  expect_unreadable(ErrorKind::kPermission, "its folder belongs to another user");
}

TEST_F(KeyFileTest, TornAtAnyByteItIsRefusedAndCanBeDestroyed) {
  make();
  const std::string whole = text("key");
  for (std::size_t size = 0; size < whole.size(); size += 7) {
    write("key", whole.substr(0, size));
    expect_unreadable(ErrorKind::kPolicy, "");
    EXPECT_EQ(text("key"), whole.substr(0, size));
    ASSERT_TRUE(file_.destroy()) << size;
    EXPECT_EQ(names(), std::vector<std::string>()) << size;
  }
}

TEST_F(KeyFileTest, ALongFileIsNoKey) {
  make();
  write("key", text("key") + std::string(100'000, 'a'));
  expect_unreadable(ErrorKind::kPolicy, "damaged");
}

TEST_F(KeyFileTest, DestroyingOverwritesAndRemoves) {
  make();
  const FileDescriptor open(::open(file_.path().c_str(), O_RDONLY | O_CLOEXEC));
  ASSERT_TRUE(file_.destroy());
  char bytes[512];
  const ssize_t size = ::pread(open.get(), bytes, sizeof(bytes), 0);
  EXPECT_EQ(std::string(bytes, static_cast<std::size_t>(size)),
            std::string(static_cast<std::size_t>(size), '\0'));
  EXPECT_EQ(names(), std::vector<std::string>());
  EXPECT_EQ(file_.state(), "");
  expect_refused(file_.destroy(), ErrorKind::kNoInput, "");
}

TEST_F(KeyFileTest, OnlyAKeyFileIsDestroyed) {
  write("key", "203.0.113.7 - - [23/Nov/2025:17:37:28 +0000]\n");
  const std::string before = text("key");
  expect_refused(file_.destroy(), ErrorKind::kPolicy, "stays as it is");
  EXPECT_EQ(text("key"), before);
}

// Of a run that was killed: it may be the key of a day that was to be destroyed since.
TEST_F(KeyFileTest, WhatAKilledChangeLeftIsOverwritten) {
  make();
  write(".key.anonlog-new", KeyText(make_ratchet(3, {{kDay - 5, {7}}})).text());
  const FileDescriptor left(::open(path(".key.anonlog-new").c_str(), O_RDONLY | O_CLOEXEC));
  ASSERT_TRUE(file_.update([](Ratchet&) -> Result<bool> { return false; }));
  EXPECT_EQ(names(), (std::vector<std::string>{"key"}));
  struct stat status{};
  ASSERT_EQ(::fstat(left.get(), &status), 0);
  EXPECT_EQ(status.st_size, 0);
  write(".key.anonlog-new", std::string(3000, 'x'));
  ASSERT_TRUE(file_.update(step));
  EXPECT_TRUE(file_.read());
  EXPECT_EQ(names(), (std::vector<std::string>{"key"}));
}

TEST_F(KeyFileTest, ALinkInThePlaceOfTheNewFileIsRefused) {
  make();
  write("other", "mine");
  std::filesystem::create_symlink("other", path(".key.anonlog-new"));
  EXPECT_FALSE(file_.update(step));
  std::filesystem::remove(path(".key.anonlog-new"));
  std::filesystem::create_hard_link(path("other"), path(".key.anonlog-new"));
  EXPECT_FALSE(file_.update(step));
  EXPECT_EQ(text("other"), "mine");
}

TEST_F(KeyFileTest, AnUpdateWaitsForTheOneBefore) {
  make();
  std::atomic<bool> is_inside = false;
  std::atomic<bool> may_end = false;
  std::thread other([&]() {
    EXPECT_TRUE(file_.update([&](Ratchet& ratchet) -> Result<bool> {
      is_inside = true;
      while (!may_end) std::this_thread::yield();
      return ratchet.advance(kDay + 1);
    }));
  });
  while (!is_inside) std::this_thread::yield();
  EXPECT_TRUE(file_.read()) << "who only reads does not wait";
  std::thread release([&]() {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    may_end = true;
  });
  const Result<Ratchet> updated = file_.update([](Ratchet& ratchet) -> Result<bool> {
    EXPECT_EQ(ratchet.first_day(), kDay + 1) << "it sees what the other one did";
    return ratchet.advance(kDay + 2);
  });
  EXPECT_EQ(updated.value().first_day(), kDay + 2);
  other.join();
  release.join();
}

TEST_F(KeyFileTest, WhoWaitsTooLongTakesNothingAway) {
  make();
  write(".key.anonlog-new", "");
  const FileDescriptor held(::open(path(".key.anonlog-new").c_str(), O_RDWR | O_CLOEXEC));
  ASSERT_EQ(::flock(held.get(), LOCK_EX), 0);
  const auto updated = KeyFile(file_.path(), std::chrono::milliseconds(30)).update(step);
  ASSERT_FALSE(updated);
  EXPECT_EQ(updated.error().kind, ErrorKind::kLocked);
  EXPECT_EQ(names(), (std::vector<std::string>{".key.anonlog-new", "key"})) << "it is the other one's";
  EXPECT_EQ(file_.read().value().first_day(), kDay);
}

TEST_F(KeyFileTest, ManyChangesAtOnceLoseNone) {
  make();
  constexpr int kThreads = 4;
  constexpr int kSteps = 25;
  std::atomic<bool> done = false;
  std::thread reader([&]() {
    while (!done) {
      const Result<Ratchet> ratchet = file_.read();
      ASSERT_TRUE(ratchet) << ratchet.error().message;
      ASSERT_EQ(chains_of(*ratchet, ratchet->first_day()).at(0),
                reference_chain(kChain, ratchet->first_day() - kDay));
    }
  });
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&]() {
      for (int j = 0; j < kSteps; ++j) ASSERT_TRUE(file_.update(step));
    });
  }
  for (std::thread& thread : threads) thread.join();
  done = true;
  reader.join();
  const Ratchet ratchet = file_.read().value();
  EXPECT_EQ(ratchet.first_day(), kDay + kThreads * kSteps);
  EXPECT_EQ(chains_of(ratchet, ratchet.first_day()).at(0), reference_chain(kChain, kThreads * kSteps));
  EXPECT_EQ(names(), (std::vector<std::string>{"key"}));
}

TEST_F(KeyFileTest, OneOfManyThatCreateItSucceeds) {
  std::atomic<int> made = 0;
  std::vector<std::thread> threads;
  for (std::uint8_t i = 0; i < 8; ++i) {
    threads.emplace_back([&, i]() {
      if (file_.create(make_ratchet(3, {{kDay, {i}}}))) ++made;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(made, 1);
  EXPECT_TRUE(file_.read());
  EXPECT_EQ(names(), (std::vector<std::string>{"key"}));
}

}  // namespace
}  // namespace anonlog
