#include "filter/output/file_sink.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace anonlog {
namespace {

namespace fs = std::filesystem;

std::string contents(const fs::path& path) {
  std::ostringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
}

class FileSinkTest : public testing::Test {
 protected:
  FileSinkTest() {
    std::string name = (fs::temp_directory_path() / "anonlog-file-sink-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~FileSinkTest() override { fs::remove_all(folder_); }

  [[nodiscard]] std::string path(std::string_view name) const { return (folder_ / name).string(); }

  void put(std::string_view name, std::string_view text) const {
    std::ofstream(path(name), std::ios::binary) << text;
  }

  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder_))
      names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
  }

  void expect_refused(const std::string& target, std::string_view why) const {
    const auto sink = FileSink::create(target);
    ASSERT_FALSE(sink) << target;
    EXPECT_EQ(sink.error().kind, ErrorKind::kCannotCreate);
    EXPECT_NE(sink.error().message.find(target), std::string::npos) << sink.error().message;
    EXPECT_NE(sink.error().message.find(why), std::string::npos) << sink.error().message;
  }

  // What becomes of a process that writes and then ends as `end` says; the way it ended.
  [[nodiscard]] int die_while_writing(void (*end)()) const {
    const pid_t child = ::fork();
    if (child == 0) {
      FileSink::unlink_pending_on_signals();
      const auto sink = FileSink::create(path("o.csv"));
      const bool is_written = sink && (*sink)->write("new\n").has_value();
      if (is_written) end();
      ::_exit(1);
    }
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFSIGNALED(status));
    return WTERMSIG(status);
  }

 private:
  fs::path folder_;
};

TEST_F(FileSinkTest, CommitMakesTheFileAndLeavesNothingElse) {
  auto sink = FileSink::create(path("o.csv"));
  ASSERT_TRUE(sink);
  ASSERT_TRUE((*sink)->write("abc\n"));
  ASSERT_TRUE((*sink)->write(""));
  ASSERT_TRUE((*sink)->write("def\n"));
  ASSERT_TRUE((*sink)->commit());
  sink->reset();
  EXPECT_EQ(names(), std::vector<std::string>{"o.csv"});
  EXPECT_EQ(contents(path("o.csv")), "abc\ndef\n");
}

TEST_F(FileSinkTest, AnOldFileStaysUntilCommitReplacesIt) {
  put("o.csv", "old\n");
  auto sink = FileSink::create(path("o.csv"));
  ASSERT_TRUE(sink);
  ASSERT_TRUE((*sink)->write("new\n"));
  EXPECT_EQ(contents(path("o.csv")), "old\n");
  ASSERT_TRUE((*sink)->commit());
  EXPECT_EQ(contents(path("o.csv")), "new\n");
}

TEST_F(FileSinkTest, TwoAreCommittedTogetherOrNotAtAll) {
  put("o.csv", "old\n");
  put("o.meta", "old\n");
  for (const bool is_blocked : {true, false}) {
    auto sink = FileSink::create(path("o.csv"));
    auto companion = FileSink::create(path("o.meta"));
    ASSERT_TRUE(sink && companion);
    ASSERT_TRUE((*sink)->write("new\n") && (*companion)->write("of new\n"));
    if (is_blocked) {
      fs::rename(path("o.csv"), path("kept"));
      fs::create_directory(path("o.csv"));
    }
    EXPECT_EQ((*sink)->commit_with(**companion).has_value(), !is_blocked);
    sink->reset();
    companion->reset();
    EXPECT_EQ(contents(path("o.meta")), is_blocked ? "old\n" : "of new\n");
    if (!is_blocked) continue;
    fs::remove(path("o.csv"));
    fs::rename(path("kept"), path("o.csv"));
  }
  EXPECT_EQ(contents(path("o.csv")), "new\n");
  EXPECT_EQ(names(), (std::vector<std::string>{"o.csv", "o.meta"}));
}

TEST_F(FileSinkTest, WithoutCommitNothingIsLeft) {
  put("o.csv", "old\n");
  {
    auto sink = FileSink::create(path("o.csv"));
    ASSERT_TRUE(sink);
    ASSERT_TRUE((*sink)->write("new\n"));
  }
  EXPECT_EQ(names(), std::vector<std::string>{"o.csv"});
  EXPECT_EQ(contents(path("o.csv")), "old\n");
}

TEST_F(FileSinkTest, TheTemporaryFileIsHiddenAndBesidesTheTarget) {
  const auto sink = FileSink::create(path("o.csv"));
  ASSERT_TRUE(sink);
  ASSERT_EQ(names().size(), 1U);
  EXPECT_TRUE(names()[0].starts_with(".o.csv.anonlog-")) << names()[0];
}

TEST_F(FileSinkTest, TwoOfOneNameDoNotDisturbEachOther) {
  const auto first = FileSink::create(path("o.csv"));
  const auto second = FileSink::create(path("o.csv"));
  ASSERT_TRUE(first && second);
  ASSERT_TRUE((*first)->write("first\n"));
  ASSERT_TRUE((*second)->write("second\n"));
  ASSERT_TRUE((*second)->commit());
  ASSERT_TRUE((*first)->commit());
  EXPECT_EQ(contents(path("o.csv")), "first\n");
}

TEST_F(FileSinkTest, TheModeIs0640WhateverTheUmaskAndFromTheBeginning) {
  for (const mode_t mask : {mode_t{0}, mode_t{0077}}) {
    const mode_t old = ::umask(mask);
    const auto sink = FileSink::create(path("o.csv"));
    ::umask(old);
    ASSERT_TRUE(sink);
    struct stat status{};
    for (const auto& name : names()) {
      ASSERT_EQ(::stat(path(name).c_str(), &status), 0);
      EXPECT_EQ(status.st_mode & 07777, 0640U) << name;
    }
    ASSERT_TRUE((*sink)->commit());
    ASSERT_EQ(::stat(path("o.csv").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777, 0640U);
  }
}

TEST_F(FileSinkTest, WhatIsNoRegularFileIsRefusedAndStays) {
  put("precious", "precious");
  fs::create_symlink(path("precious"), path("link"));
  fs::create_symlink(path("nowhere"), path("dangling"));
  fs::create_directory(path("folder"));
  ASSERT_EQ(::mkfifo(path("fifo").c_str(), 0600), 0);
  expect_refused(path("link"), "symbolic link");
  expect_refused(path("dangling"), "symbolic link");
  expect_refused(path("folder"), "directory");
  expect_refused(path("fifo"), "no regular file");
  EXPECT_EQ(contents(path("precious")), "precious");
  EXPECT_EQ(names(), (std::vector<std::string>{"dangling", "fifo", "folder", "link", "precious"}));
}

TEST_F(FileSinkTest, WhatBecameALinkMeanwhileIsRefusedAtCommit) {
  put("precious", "precious");
  {
    const auto sink = FileSink::create(path("o.csv"));
    ASSERT_TRUE(sink);
    fs::create_symlink(path("precious"), path("o.csv"));
    EXPECT_FALSE((*sink)->commit());
  }
  EXPECT_EQ(contents(path("precious")), "precious");
  EXPECT_EQ(names(), (std::vector<std::string>{"o.csv", "precious"}));
}

TEST_F(FileSinkTest, WhatCannotBeCreatedIsAnErrorWithPathAndReason) {
  put("file", "");
  expect_refused(path("missing/o.csv"), "No such file or directory");
  expect_refused(path("file/o.csv"), "Not a directory");
  expect_refused(path(std::string(250, 'x')), "File name too long");
  expect_refused("", "no name of a file");
  expect_refused(path("new/"), "no name of a file");
}

TEST_F(FileSinkTest, AFolderWithoutWritePermissionIsAnError) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may write everywhere";
  fs::create_directory(path("locked"));
  fs::permissions(path("locked"), fs::perms::owner_read | fs::perms::owner_exec);
  expect_refused(path("locked/o.csv"), "Permission denied");
}

TEST_F(FileSinkTest, AFailedWriteIsAnErrorAndLeavesNothing) {
  {
    const auto sink = FileSink::create(path("o.csv"));
    ASSERT_TRUE(sink);
    rlimit old{};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &old), 0);
    const rlimit small = {1000, old.rlim_max};
    const auto handler = ::signal(SIGXFSZ, SIG_IGN);
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
    const Status status = (*sink)->write(std::string(5000, 'x'));
    ::setrlimit(RLIMIT_FSIZE, &old);
    ::signal(SIGXFSZ, handler);
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().kind, ErrorKind::kIo);
    EXPECT_EQ(status.error().message, path("o.csv") + ": cannot write: File too large");
  }
  EXPECT_TRUE(names().empty());
}

TEST_F(FileSinkTest, ANameWithoutFolderIsInTheWorkingDirectory) {
  const fs::path old = fs::current_path();
  fs::current_path(path(""));
  const auto sink = FileSink::create("o.csv");
  EXPECT_TRUE(sink && (*sink)->commit());
  fs::current_path(old);
  EXPECT_EQ(names(), std::vector<std::string>{"o.csv"});
}

TEST_F(FileSinkTest, SignalsThatEndTheProcessRemoveTheTemporaryFile) {
  put("o.csv", "old\n");
  EXPECT_EQ(die_while_writing([]() { ::raise(SIGTERM); }), SIGTERM);
  EXPECT_EQ(die_while_writing([]() { ::raise(SIGINT); }), SIGINT);
  EXPECT_EQ(die_while_writing([]() { ::raise(SIGHUP); }), SIGHUP);
  EXPECT_EQ(names(), std::vector<std::string>{"o.csv"});
  EXPECT_EQ(contents(path("o.csv")), "old\n");
}

TEST_F(FileSinkTest, ACrashLeavesAtMostTheTemporaryFile) {
  put("o.csv", "old\n");
  EXPECT_EQ(die_while_writing([]() { ::raise(SIGKILL); }), SIGKILL);
  ASSERT_EQ(names().size(), 2U);
  EXPECT_TRUE(names()[0].starts_with(".o.csv.anonlog-"));
  EXPECT_EQ(contents(path("o.csv")), "old\n");
}

}  // namespace
}  // namespace anonlog
