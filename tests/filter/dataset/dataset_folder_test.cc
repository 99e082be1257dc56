#include "filter/dataset/dataset_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <atomic>
#include <chrono>
#include <set>
#include <thread>

#include "filter/dataset/staging_folder.h"
#include "tests/filter/dataset/dataset_in_test.h"

namespace anonlog {
namespace {

class DatasetFolderTest : public DatasetInTest {
 protected:
  [[nodiscard]] ErrorKind refusal(DatasetFolder::Use use = DatasetFolder::Use::kWrite) const {
    const auto folder = DatasetFolder::open(path(), use);
    EXPECT_FALSE(folder);
    return folder ? ErrorKind::kInternal : folder.error().kind;
  }

  [[nodiscard]] std::string own_path(const std::string& name) const { return path() + "/" + name; }

  [[nodiscard]] mode_t mode_of(const std::string& name) const {
    struct stat status{};
    EXPECT_EQ(::lstat(own_path(name).c_str(), &status), 0) << name;
    return status.st_mode & 07777;
  }
};

TEST_F(DatasetFolderTest, IsMadeWithASecretOfItsOwn) {
  const auto folder = open();
  EXPECT_EQ(mode_of(".anonlog-secret"), 0600U);
  EXPECT_EQ(mode_of("."), 0700U | (mode_of(".") & 0050U));  // 0750, but for what the umask takes
  const auto secret = folder->secret();
  ASSERT_TRUE(secret);
  EXPECT_NE(*secret, DatasetFolder::Secret());
  EXPECT_EQ(*open()->secret(), *secret);
}

TEST_F(DatasetFolderTest, ThoseWhoMakeItAtOnceHaveOneSecret) {
  for (int round = 0; round < 20; ++round) {
    std::filesystem::remove_all(path());
    std::atomic<int> ready = 0;
    std::vector<DatasetFolder::Secret> secrets(8);
    std::vector<std::thread> threads;
    for (auto& secret : secrets) {
      threads.emplace_back([&]() {
        ++ready;
        while (ready < 8) std::this_thread::yield();
        const auto folder = DatasetFolder::open(path(), DatasetFolder::Use::kWrite);
        if (folder) secret = (*folder)->secret().value_or(DatasetFolder::Secret());
      });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(std::set(secrets.begin(), secrets.end()).size(), 1U);
    EXPECT_NE(secrets.front(), DatasetFolder::Secret());
    EXPECT_TRUE(files().empty());
  }
}

TEST_F(DatasetFolderTest, LookingMakesNothing) {
  EXPECT_TRUE(DatasetFolder::check(path()));
  EXPECT_EQ(refusal(DatasetFolder::Use::kRead), ErrorKind::kNoInput);
  EXPECT_FALSE(std::filesystem::exists(path()));
}

TEST_F(DatasetFolderTest, AFolderOfOthersIsRefused) {
  write("thesis.txt", "precious");
  EXPECT_EQ(refusal(), ErrorKind::kBadInput);
  EXPECT_FALSE(DatasetFolder::check(path()));
  EXPECT_EQ(files(), std::vector<std::string>{"thesis.txt"});
}

TEST_F(DatasetFolderTest, AFolderThatOthersWriteToIsRefused) {
  std::filesystem::create_directories(path());
  ASSERT_EQ(::chmod(path().c_str(), 0777), 0);
  EXPECT_EQ(refusal(), ErrorKind::kPermission);
  EXPECT_TRUE(files().empty());
}

TEST_F(DatasetFolderTest, ALinkIsNoFolder) {
  std::filesystem::create_directories(path() + "-real");
  std::filesystem::create_directory_symlink(path() + "-real", path());
  EXPECT_EQ(refusal(), ErrorKind::kCannotCreate);
  EXPECT_FALSE(
      DatasetFolder::open(path() + "/", DatasetFolder::Use::kWrite));  // a slash behind it resolves it
}

TEST_F(DatasetFolderTest, ASecretThatOthersReadOrThatIsDamagedIsRefused) {
  const auto folder = open();
  const std::string name = own_path(".anonlog-secret");
  ASSERT_EQ(::chmod(name.c_str(), 0640), 0);
  EXPECT_EQ(folder->secret().error().kind, ErrorKind::kPermission);
  ASSERT_EQ(::chmod(name.c_str(), 0600), 0);
  const std::string whole = text(".anonlog-secret");
  for (const std::string& bad : {std::string(), whole.substr(1), whole + "\n", "g" + whole.substr(1)}) {
    write(".anonlog-secret", bad);
    EXPECT_EQ(folder->secret().error().kind, ErrorKind::kBadInput);
  }
  std::filesystem::remove(name);
  write("../elsewhere", whole);
  std::filesystem::create_symlink("../elsewhere", name);
  EXPECT_FALSE(folder->secret());
}

TEST_F(DatasetFolderTest, TheLockIsOneProcesssAtATime) {
  const auto folder = open();
  std::atomic<bool> is_second = false;
  std::thread other;
  {
    const auto lock = folder->lock();
    ASSERT_TRUE(lock);
    other = std::thread([&]() {
      const auto second = folder->lock();
      is_second = second.has_value();
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    EXPECT_FALSE(is_second);
  }
  other.join();
  EXPECT_TRUE(is_second);
}

TEST_F(DatasetFolderTest, AManifestThatIsNotThereIsEmptyAndADamagedOneIsNamed) {
  const auto folder = open();
  EXPECT_TRUE(folder->manifest()->parts.empty());
  write("_manifest.json", "{}");
  const auto manifest = folder->manifest();
  ASSERT_FALSE(manifest);
  EXPECT_EQ(manifest.error().kind, ErrorKind::kBadInput);
  EXPECT_NE(manifest.error().message.find("set/_manifest.json: "), std::string::npos);
}

TEST_F(DatasetFolderTest, StagedFilesGoWithTheirRun) {
  const auto folder = open();
  {
    const auto staging = StagingFolder::create(*folder);
    ASSERT_TRUE(staging);
    for (int i = 0; i < 12; ++i) {
      const auto file = (*staging)->create_file();
      ASSERT_TRUE(file);
      EXPECT_EQ(mode_of(file->name), 0640U);
      EXPECT_TRUE(file->name.ends_with(".tmp"));
    }
    EXPECT_EQ(files().size(), 12U);
    const std::string name = files().front().substr(0, files().front().find('/'));
    EXPECT_EQ(mode_of(name), 0700U);
    ASSERT_TRUE(StagingFolder::sweep(*folder));  // it lives
    EXPECT_EQ(files().size(), 12U);
  }
  EXPECT_TRUE(files().empty());
  EXPECT_TRUE(std::ranges::none_of(
      *folder->names("."), [](const std::string& name) { return name.starts_with(".anonlog-run-"); }));
}

TEST_F(DatasetFolderTest, WhatADeadRunLeftIsSwept) {
  const auto folder = open();
  write(".anonlog-run-dead00/0.tmp", "half");
  write(".anonlog-run-dead00/7.tmp", "half");
  write(".anonlog-run-alive0/0.tmp", "half");
  write("dt=2025-11-23/part-0.csv", "kept");
  const FileDescriptor alive(
      ::open(own_path(".anonlog-run-alive0").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  ASSERT_EQ(::flock(alive.get(), LOCK_EX | LOCK_NB), 0);
  ASSERT_TRUE(StagingFolder::sweep(*folder));
  EXPECT_EQ(files(), (std::vector<std::string>{".anonlog-run-alive0/0.tmp", "dt=2025-11-23/part-0.csv"}));
  EXPECT_FALSE(std::filesystem::exists(own_path(".anonlog-run-dead00")));
}

}  // namespace
}  // namespace anonlog
