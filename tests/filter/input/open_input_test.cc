#include "filter/input/open_input.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <memory>
#include <string>

#include "tests/filter/input/compressed.h"

namespace anonlog {
namespace {

constexpr int kNoStdin = -1;

class OpenInput : public testing::Test {
 protected:
  void TearDown() override { ::unlink(path_.c_str()); }
  void write(const std::string& bytes) const { std::ofstream(path_, std::ios::binary) << bytes; }

  std::string path_ = testing::TempDir() + "open_input_test." + std::to_string(::getpid());
};

TEST_F(OpenInput, FileIsReadByWhatItHoldsAndNotByItsName) {
  for (const std::string& bytes : {std::string("one\n"), gzipped("one\n"), zstd_compressed("one\n")}) {
    write(bytes);
    const Result<std::unique_ptr<ByteSource>> source = open_input(path_, kNoStdin);
    ASSERT_TRUE(source);
    EXPECT_FALSE((*source)->may_pause());
    EXPECT_EQ(read_all(**source).bytes, "one\n");
  }
}

TEST_F(OpenInput, DashIsStdin) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  ASSERT_EQ(::write(ends[1], "one\n", 4), 4);
  ::close(ends[1]);
  const Result<std::unique_ptr<ByteSource>> source = open_input("-", ends[0]);
  ASSERT_TRUE(source);
  EXPECT_TRUE((*source)->may_pause());
  EXPECT_EQ(read_all(**source).bytes, "one\n");
  ::close(ends[0]);
  EXPECT_EQ(input_name("-"), "stdin");
}

TEST_F(OpenInput, TotalIsOfRegularFilesAlone) {
  write("12345");
  EXPECT_EQ(total_bytes({}, kNoStdin), 0U);
  EXPECT_EQ(total_bytes({path_, path_}, kNoStdin), 10U);
  const int fd = ::open(path_.c_str(), O_RDONLY);
  char first = '\0';
  ASSERT_EQ(::read(fd, &first, 1), 1);
  EXPECT_EQ(total_bytes({path_, "-"}, fd), 9U);
  ::close(fd);
  EXPECT_EQ(total_bytes({path_, "/dev/null"}, kNoStdin), std::nullopt);
  EXPECT_EQ(total_bytes({path_, "-"}, kNoStdin), std::nullopt);
  EXPECT_EQ(total_bytes({"/nowhere/access.log"}, kNoStdin), std::nullopt);
}

TEST_F(OpenInput, AWaitForTheFirstBytesCanBeStopped) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  StopRequest stop(0);
  stop.request(StopRequest::Kind::kNow);
  EXPECT_EQ(open_input("-", ends[0], &stop).error().kind, ErrorKind::kStopped);
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST_F(OpenInput, CheckFindsTheInputThatCannotBeRead) {
  write("one\n");
  EXPECT_TRUE(check_inputs({}));
  EXPECT_TRUE(check_inputs({"-", path_}));
  EXPECT_EQ(check_inputs({path_, "/nowhere/access.log"}).error().kind, ErrorKind::kNoInput);
  EXPECT_EQ(check_inputs({path_, "/tmp"}).error().kind, ErrorKind::kNoInput);
  EXPECT_EQ(open_input("/nowhere/access.log", kNoStdin).error().kind, ErrorKind::kNoInput);
}

}  // namespace
}  // namespace anonlog
