#include "filter/input/deadline.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

namespace anonlog {
namespace {

TEST(Deadline, NeverAndAtOnceStayWhatTheyAre) {
  EXPECT_TRUE(Deadline(Deadline::kNever).is_never());
  EXPECT_EQ(Deadline(Deadline::kNever).remaining_ms(), -1);
  EXPECT_FALSE(Deadline(0).is_never());
  EXPECT_EQ(Deadline(0).remaining_ms(), 0);
}

TEST(Deadline, RunsDownToZeroAndNeverBelow) {
  const Deadline deadline(10);
  EXPECT_GT(deadline.remaining_ms(), 0);
  EXPECT_LE(deadline.remaining_ms(), 10);
  std::this_thread::sleep_for(std::chrono::milliseconds(12));
  EXPECT_EQ(deadline.remaining_ms(), 0);
}

}  // namespace
}  // namespace anonlog
