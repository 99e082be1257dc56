#include "filter/input/fd_source.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "filter/input/deadline.h"
#include "tests/filter/input/compressed.h"

namespace anonlog {
namespace {

// A pipe; the ends close with it.
struct Pipe {
  Pipe() { EXPECT_EQ(::pipe(ends.data()), 0); }
  ~Pipe() {
    ::close(read_end());
    close_writer();
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  [[nodiscard]] int read_end() const { return ends[0]; }
  void write(std::string_view bytes) const {
    EXPECT_EQ(::write(ends[1], bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  }
  void close_writer() {
    if (const int fd = std::exchange(ends[1], -1); fd >= 0) ::close(fd);
  }

  std::array<int, 2> ends{};
};

class FdSourceFile : public testing::Test {
 protected:
  void SetUp() override {
    path_ = testing::TempDir() + "fd_source_test." + std::to_string(::getpid());
    std::ofstream(path_) << "one\ntwo\n";
  }
  void TearDown() override { ::unlink(path_.c_str()); }

  std::string path_;
};

TEST_F(FdSourceFile, RegularFileIsReadWholeAndNeverPauses) {
  const Result<std::unique_ptr<FdSource>> source = FdSource::open(path_);
  ASSERT_TRUE(source) << source.error().message;
  EXPECT_FALSE((*source)->may_pause());
  EXPECT_TRUE((*source)->ready(0));
  EXPECT_EQ(read_all(**source, 3).bytes, "one\ntwo\n");
  EXPECT_TRUE((*source)->ready(0));
  EXPECT_EQ((*source)->bytes_consumed(), 8U);
}

TEST_F(FdSourceFile, DescriptorOfTheCallerStaysOpen) {
  const int fd = ::open(path_.c_str(), O_RDONLY);
  {
    FdSource source(fd, "stdin");
  }
  EXPECT_EQ(::close(fd), 0);
}

TEST_F(FdSourceFile, OpenedFileIsClosedWithTheSource) {
  const int before = ::open(path_.c_str(), O_RDONLY);
  ::close(before);
  {
    const auto source = FdSource::open(path_);
  }
  const int after = ::open(path_.c_str(), O_RDONLY);
  ::close(after);
  EXPECT_EQ(after, before);
}

TEST_F(FdSourceFile, WriteOnlyDescriptorIsAnErrorOfReading) {
  const int fd = ::open(path_.c_str(), O_WRONLY);
  FdSource source(fd, "stdin");
  const WhatCame came = read_all(source);
  ::close(fd);
  ASSERT_TRUE(came.error);
  EXPECT_EQ(came.error->kind, ErrorKind::kIo);
  EXPECT_EQ(came.error->message, "stdin: cannot read at byte 0: Bad file descriptor");
}

TEST(FdSource, MissingFileIsNoInput) {
  for (const auto& error :
       {FdSource::open("/nowhere/access.log").error(), FdSource::check("/nowhere/access.log").error()}) {
    EXPECT_EQ(error.kind, ErrorKind::kNoInput);
    EXPECT_EQ(error.message, "/nowhere/access.log: cannot open it for reading: No such file or directory");
  }
}

TEST(FdSource, DirectoryIsNoInput) {
  for (const auto& error : {FdSource::open("/tmp").error(), FdSource::check("/tmp").error()}) {
    EXPECT_EQ(error.kind, ErrorKind::kNoInput);
    EXPECT_EQ(error.message, "/tmp: is a directory; name the log files in it");
  }
}

TEST(FdSource, NamedPipeIsCheckedWithoutWaitingForItsWriter) {
  const std::string path = testing::TempDir() + "fd_source_test_fifo." + std::to_string(::getpid());
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  EXPECT_TRUE(FdSource::check(path));
  ::unlink(path.c_str());
}

TEST(FdSource, PipeMayPauseAndIsReadyWhenItHasBytesOrEnded) {
  Pipe pipe;
  FdSource source(pipe.read_end(), "stdin");
  EXPECT_TRUE(source.may_pause());
  EXPECT_FALSE(source.ready(0));
  EXPECT_FALSE(source.ready(5));
  pipe.write("one");
  EXPECT_TRUE(source.ready(0));
  std::string out(100, '\0');
  EXPECT_EQ(*source.read(out), 3U);  // what is there, without waiting for more
  EXPECT_FALSE(source.ready(0));
  pipe.close_writer();
  EXPECT_TRUE(source.ready(Deadline::kNever));
  EXPECT_EQ(*source.read(out), 0U);
}

std::thread later(StopRequest& stop, StopRequest::Kind kind) {
  return std::thread([&stop, kind] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    stop.request(kind);
  });
}

TEST(FdSource, ARequestToStopEndsAWait) {
  const Pipe pipe;
  for (const auto kind : {StopRequest::Kind::kNow, StopRequest::Kind::kDrain}) {
    StopRequest stop(30);
    FdSource source(pipe.read_end(), "stdin", &stop);
    EXPECT_FALSE(source.ready(0));
    std::thread signal = later(stop, kind);
    const WhatCame came = read_all(source);
    signal.join();
    EXPECT_EQ(came.bytes, "");
    ASSERT_TRUE(came.error);
    EXPECT_EQ(came.error->kind, ErrorKind::kStopped);
    EXPECT_EQ(came.error->message, "stdin: was not read to its end");
    EXPECT_EQ(stop.remaining_ms(), 0);
  }
}

TEST(FdSource, ReadyIsTrueWhenStoppedSinceReadThenTells) {
  const Pipe pipe;
  StopRequest stop(30);
  FdSource source(pipe.read_end(), "stdin", &stop);
  std::thread signal = later(stop, StopRequest::Kind::kNow);
  EXPECT_TRUE(source.ready(Deadline::kNever));
  signal.join();
  EXPECT_TRUE(source.ready(0));
  EXPECT_EQ(read_all(source).error->kind, ErrorKind::kStopped);
}

TEST(FdSource, WhileItDrainsReadyStillTimesOut) {
  const Pipe pipe;
  StopRequest stop(60'000);
  FdSource source(pipe.read_end(), "stdin", &stop);
  stop.request(StopRequest::Kind::kDrain);
  EXPECT_FALSE(source.ready(0));
  EXPECT_FALSE(source.ready(10));
  pipe.write("one");
  EXPECT_TRUE(source.ready(10));
}

TEST(FdSource, DrainingReadsToTheEnd) {
  Pipe pipe;
  StopRequest stop(60'000);
  FdSource source(pipe.read_end(), "stdin", &stop);
  stop.request(StopRequest::Kind::kDrain);
  std::thread writer([&pipe] {
    for (const char* piece : {"one\n", "two\n"}) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
      pipe.write(piece);
    }
    pipe.close_writer();
  });
  const WhatCame came = read_all(source);
  writer.join();
  EXPECT_EQ(came.bytes, "one\ntwo\n");
  EXPECT_FALSE(came.error);
}

TEST_F(FdSourceFile, ARegularFileIsReadToItsEndWhateverIsRequested) {
  StopRequest stop(0);
  stop.request(StopRequest::Kind::kNow);
  const auto source = FdSource::open(path_, &stop);
  EXPECT_TRUE((*source)->ready(0));
  EXPECT_EQ(read_all(**source).bytes, "one\ntwo\n");
}

TEST(FdSource, NamedPipeIsOpenedWithoutItsWriterAndReadUntilTheLastCloses) {
  const std::string path = testing::TempDir() + "fd_source_test_writers." + std::to_string(::getpid());
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  const auto source = FdSource::open(path);
  ASSERT_TRUE(source) << source.error().message;
  EXPECT_TRUE((*source)->may_pause());
  EXPECT_FALSE((*source)->ready(10));  // no end before there was a writer
  const int first = ::open(path.c_str(), O_WRONLY);
  const int second = ::open(path.c_str(), O_WRONLY);
  EXPECT_EQ(::write(first, "one\n", 4), 4);
  ::close(first);
  std::string out(100, '\0');
  EXPECT_EQ(*(*source)->read(out), 4U);
  EXPECT_FALSE((*source)->ready(10));
  EXPECT_EQ(::write(second, "two\n", 4), 4);
  ::close(second);
  EXPECT_EQ(read_all(**source).bytes, "two\n");
  ::unlink(path.c_str());
}

TEST(FdSource, SocketMayPause) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()), 0);
  EXPECT_TRUE(FdSource(ends[0], "stdin").may_pause());
  for (const int fd : ends) ::close(fd);
}

TEST(FdSource, NonBlockingDescriptorIsWaitedFor) {
  Pipe pipe;
  ASSERT_EQ(::fcntl(pipe.read_end(), F_SETFL, O_NONBLOCK), 0);
  FdSource source(pipe.read_end(), "stdin");
  std::thread writer([&pipe] {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    pipe.write("late");
    pipe.close_writer();
  });
  const WhatCame came = read_all(source);
  writer.join();
  EXPECT_EQ(came.bytes, "late");
  EXPECT_FALSE(came.error);
}

}  // namespace
}  // namespace anonlog
