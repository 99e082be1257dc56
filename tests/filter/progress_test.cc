#include "filter/progress.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <string>

namespace anonlog {
namespace {

using namespace std::chrono_literals;

class ProgressTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(::pipe(ends_.data()), 0); }
  void TearDown() override {
    ::close(ends_[0]);
    ::close(ends_[1]);
  }

  // What was written since the last call.
  std::string shown() {
    EXPECT_EQ(::write(ends_[1], ".", 1), 1);  // so that a read never waits
    std::string bytes(10'000, '\0');
    bytes.resize(static_cast<std::size_t>(::read(ends_[0], bytes.data(), bytes.size())) - 1);
    return bytes;
  }

  int fd() const { return ends_[1]; }

  const Progress::Clock::time_point begin_ = Progress::Clock::now();

 private:
  std::array<int, 2> ends_{};
};

TEST_F(ProgressTest, FilesHaveShareRateAndTimeLeft) {
  Progress progress(fd(), true, 2'000'000'000, begin_);
  progress.show(500'000'000, 5'000'000'000, begin_ + 10s);
  EXPECT_EQ(shown(), "\ranonlog: 500.0 of 2000.0 MB (25 %), 500 MB/s, 0:30 left");
  progress.show(500'100'000, 5'000'000'000, begin_ + 10'000s);
  EXPECT_EQ(shown(), "\ranonlog: 500.1 of 2000.0 MB (25 %), 0 MB/s, 8:19:52 left");
}

TEST_F(ProgressTest, PipesHaveRateAlone) {
  Progress progress(fd(), true, std::nullopt, begin_);
  progress.show(3'000'000, 30'000'000, begin_ + 2s);
  EXPECT_EQ(shown(), "\ranonlog: 3.0 MB, 15 MB/s");
}

TEST_F(ProgressTest, DrawsFiveTimesASecondAtMostAndNothingOfAShortRun) {
  Progress progress(fd(), true, std::nullopt, begin_);
  int drawn = 0;
  for (auto time = 0ms; time < 10s; time += 1ms) {
    progress.show(1, 1, begin_ + time);
    drawn += shown().empty() ? 0 : 1;
    if (time < 200ms) {
      EXPECT_EQ(drawn, 0);
    }
  }
  EXPECT_EQ(drawn, 49);
}

TEST_F(ProgressTest, AShorterLineCoversTheOneBeforeAndClearingCoversAll) {
  Progress progress(fd(), true, std::nullopt, begin_);
  progress.show(123'000'000, 0, begin_ + 1s);
  const std::string longer = shown();
  progress.show(1'000'000, 0, begin_ + 2s);
  const std::string shorter = shown();
  EXPECT_EQ(shorter.size(), longer.size());
  progress.clear();
  EXPECT_EQ(shown(), "\r" + std::string(std::string("anonlog: 1.0 MB, 0 MB/s").size(), ' ') + "\r");
  progress.clear();
  EXPECT_EQ(shown(), "");
}

TEST_F(ProgressTest, AFileThatGrewIsNeverOver100Percent) {
  Progress progress(fd(), true, 1'000'000, begin_);
  progress.show(3'000'000, 3'000'000, begin_ + 1s);
  EXPECT_EQ(shown(), "\ranonlog: 3.0 of 3.0 MB (100 %), 3 MB/s, 0:00 left");
  Progress empty(fd(), true, 0, begin_);
  empty.show(0, 0, begin_ + 1s);
  EXPECT_EQ(shown(), "\ranonlog: 0.0 of 0.0 MB (0 %), 0 MB/s");
}

TEST_F(ProgressTest, NotShownIsNothingAtAll) {
  {
    Progress progress(fd(), false, std::nullopt, begin_);
    progress.show(1, 1, begin_ + 1s);
    progress.clear();
  }
  EXPECT_EQ(shown(), "");
}

TEST_F(ProgressTest, AutoIsForTerminals) {
  EXPECT_FALSE(is_progress_shown(ProgressWhen::kAuto, fd(), std::nullopt));
  EXPECT_TRUE(is_progress_shown(ProgressWhen::kAlways, fd(), fd()));
  EXPECT_FALSE(is_progress_shown(ProgressWhen::kNever, fd(), fd()));
}

}  // namespace
}  // namespace anonlog
