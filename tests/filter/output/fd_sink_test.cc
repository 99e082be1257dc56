#include "filter/output/fd_sink.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/time.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <string>
#include <thread>

namespace anonlog {
namespace {

using namespace std::chrono_literals;

class Pipe {
 public:
  Pipe() { EXPECT_EQ(::pipe2(ends_, O_CLOEXEC), 0); }
  ~Pipe() {
    close_reader();
    close_writer();
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  [[nodiscard]] int writer() const { return ends_[1]; }
  void close_reader() { close_end(0); }
  void close_writer() { close_end(1); }

  // Starts late, so that the pipe is full.
  std::string read_all_slowly() const {
    std::this_thread::sleep_for(30ms);
    std::string all;
    char block[5000];
    for (ssize_t count = 0; (count = ::read(ends_[0], block, sizeof(block))) > 0;) {
      all.append(block, static_cast<std::size_t>(count));
    }
    return all;
  }

 private:
  void close_end(std::size_t end) {
    if (ends_[end] >= 0) ::close(ends_[end]);
    ends_[end] = -1;
  }

  int ends_[2] = {-1, -1};
};

std::string many_bytes() {
  std::string bytes;
  for (int i = 0; bytes.size() < 1'000'000; ++i) bytes += std::to_string(i);
  return bytes;
}

void expect_all_arrives(Pipe& pipe) {
  const std::string bytes = many_bytes();
  std::string got;
  std::thread reader([&]() { got = pipe.read_all_slowly(); });
  FdSink sink(pipe.writer(), "stdout");
  EXPECT_TRUE(sink.write(bytes));
  EXPECT_TRUE(sink.commit());
  pipe.close_writer();
  reader.join();
  EXPECT_TRUE(got == bytes);
}

TEST(FdSink, WritesEverythingThroughAFullPipe) {
  Pipe pipe;
  expect_all_arrives(pipe);
}

TEST(FdSink, WaitsForADescriptorThatDoesNotBlock) {
  Pipe pipe;
  ASSERT_EQ(::fcntl(pipe.writer(), F_SETFL, O_NONBLOCK), 0);
  expect_all_arrives(pipe);
}

TEST(FdSink, GoesOnWhenSignalsInterruptIt) {
  struct sigaction old{};
  struct sigaction counting{};
  static volatile std::sig_atomic_t signals = 0;
  counting.sa_handler = [](int) { signals = signals + 1; };
  ASSERT_EQ(::sigaction(SIGALRM, &counting, &old), 0);  // without SA_RESTART
  const itimerval every = {{0, 500}, {0, 500}};
  const itimerval never = {};
  ::setitimer(ITIMER_REAL, &every, nullptr);
  Pipe pipe;
  expect_all_arrives(pipe);
  ::setitimer(ITIMER_REAL, &never, nullptr);
  ::sigaction(SIGALRM, &old, nullptr);
  EXPECT_GT(signals, 0);
}

TEST(FdSink, AFailedWriteIsAnErrorWithNameAndReason) {
  const auto old = ::signal(SIGPIPE, SIG_IGN);
  Pipe pipe;
  pipe.close_reader();
  FdSink sink(pipe.writer(), "stdout");
  const Status status = sink.write("abc");
  ::signal(SIGPIPE, old);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().kind, ErrorKind::kIo);
  EXPECT_EQ(status.error().message, "stdout: cannot write: Broken pipe");
}

TEST(FdSink, AFullDiskIsAnError) {
  const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
  ASSERT_GE(full, 0);
  const Status status = FdSink(full, "out").write("abc");
  ::close(full);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().message, "out: cannot write: No space left on device");
}

TEST(RefuseTerminal, OnlyCompressedOutputToATerminalIsRefused) {
  const CompressionSpec none = default_compression(Compression::kNone);
  const CompressionSpec zstd = default_compression(Compression::kZstd);
  const int terminal = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (terminal < 0) GTEST_SKIP() << "no pseudo terminal";
  EXPECT_TRUE(refuse_terminal(terminal, none));
  const Status refused = refuse_terminal(terminal, zstd);
  ::close(terminal);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::kUsage);
  Pipe pipe;
  EXPECT_TRUE(refuse_terminal(pipe.writer(), zstd));
}

}  // namespace
}  // namespace anonlog
