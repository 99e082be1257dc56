#include "filter/reveal/reveal_log.h"

#include <gtest/gtest.h>
#include <simdjson.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace anonlog {
namespace {

namespace fs = std::filesystem;

class RevealLogTest : public testing::Test {
 protected:
  RevealLogTest() {
    std::string name = (fs::temp_directory_path() / "anonlog-reveal-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~RevealLogTest() override { fs::remove_all(folder_); }

  [[nodiscard]] std::string path() const { return (folder_ / "log").string(); }
  [[nodiscard]] std::string text() const {
    std::ostringstream out;
    out << std::ifstream(path(), std::ios::binary).rdbuf();
    return out.str();
  }
  [[nodiscard]] ErrorKind error() const {
    const auto log = RevealLog::open(path());
    EXPECT_FALSE(log);
    return log ? ErrorKind::kInternal : log.error().kind;
  }

  const RevealEntry entry_{.reason = "why \"so\"\n",
                           .key_id = "0123456789abcdef",
                           .columns = {"client", "peer"},
                           .days = {"2026-11-24"},
                           .asked = 3,
                           .answered = 2};

 private:
  fs::path folder_;
};

TEST_F(RevealLogTest, ALineSaysWhatWasAsked) {
  const auto log = RevealLog::open(path());
  ASSERT_TRUE(log);
  ASSERT_TRUE(log->append(entry_, 1'763'919'448));
  EXPECT_EQ(text().back(), '\n');
  simdjson::dom::parser parser;
  const simdjson::dom::element json = parser.parse(text());
  EXPECT_EQ(std::string_view(json["time"]), "2025-11-23T17:37:28Z");
  EXPECT_EQ(std::uint64_t(json["uid"]), ::getuid());
  EXPECT_EQ(std::string_view(json["reason"]), "why \"so\"\n");
  EXPECT_EQ(std::string_view(json["key"]), "0123456789abcdef");
  EXPECT_EQ(std::string_view(json["columns"].at(1)), "peer");
  EXPECT_EQ(std::string_view(json["days"].at(0)), "2026-11-24");
  EXPECT_EQ(std::int64_t(json["asked"]) - std::int64_t(json["answered"]), 1);
  struct stat status{};
  ASSERT_EQ(::stat(path().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777U, 0600U);
}

TEST_F(RevealLogTest, LinesFollowEachOther) {
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(RevealLog::open(path())->append(entry_, i));
  const std::string all = text();
  EXPECT_EQ(std::count(all.begin(), all.end(), '\n'), 3);
}

TEST_F(RevealLogTest, BehindALineWithoutItsEndANewOneBegins) {
  std::ofstream(path()) << "{\"time\":";
  ASSERT_EQ(::chmod(path().c_str(), 0600), 0);
  ASSERT_TRUE(RevealLog::open(path())->append(entry_, 0));
  EXPECT_TRUE(text().starts_with("{\"time\":\n{\"time\":\"1970-"));
}

TEST_F(RevealLogTest, WhatIsNoFileOfItsOwnIsRefused) {
  fs::create_symlink("elsewhere", path());
  EXPECT_EQ(error(), ErrorKind::kCannotCreate);
  fs::remove(path());
  fs::create_directory(path());
  EXPECT_EQ(error(), ErrorKind::kCannotCreate);
  fs::remove(path());
  ASSERT_EQ(::mkfifo(path().c_str(), 0600), 0);
  EXPECT_EQ(error(), ErrorKind::kCannotCreate);
  fs::remove(path());
  std::ofstream(path()) << "";
  ASSERT_EQ(::chmod(path().c_str(), 0620), 0);
  EXPECT_EQ(error(), ErrorKind::kPermission);
}

}  // namespace
}  // namespace anonlog
