#include "filter/input/stop_request.h"

#include <gtest/gtest.h>
#include <poll.h>

#include <chrono>
#include <thread>

#include "filter/input/deadline.h"

namespace anonlog {
namespace {

using Kind = StopRequest::Kind;

bool wakes(const StopRequest& stop) {
  pollfd wanted{.fd = stop.fd(), .events = POLLIN, .revents = 0};
  return ::poll(&wanted, 1, 0) == 1;
}

void sleep_ms(std::int64_t milliseconds) {
  std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
}

TEST(StopRequest, WithoutOneReadingGoesOn) {
  const StopRequest stop(1000);
  EXPECT_EQ(stop.kind(), Kind::kNone);
  EXPECT_EQ(stop.remaining_ms(), Deadline::kNever);
  EXPECT_FALSE(wakes(stop));
}

TEST(StopRequest, NowLeavesNoTime) {
  StopRequest stop(1000);
  EXPECT_TRUE(stop.request(Kind::kNow));
  EXPECT_EQ(stop.kind(), Kind::kNow);
  EXPECT_EQ(stop.remaining_ms(), 0);
  EXPECT_TRUE(wakes(stop));
}

TEST(StopRequest, DrainLeavesItsTimeout) {
  StopRequest stop(60'000);
  EXPECT_TRUE(stop.request(Kind::kDrain));
  EXPECT_GT(stop.remaining_ms(), 50'000);
  EXPECT_LE(stop.remaining_ms(), 60'000);
  EXPECT_TRUE(wakes(stop));
  StopRequest short_stop(20);
  EXPECT_TRUE(short_stop.request(Kind::kDrain));
  sleep_ms(25);
  EXPECT_EQ(short_stop.remaining_ms(), 0);
}

TEST(StopRequest, RepeatedAtOnceIsTheSameAndLaterIsAnother) {
  StopRequest stop(60'000);
  EXPECT_TRUE(stop.request(Kind::kDrain));
  EXPECT_TRUE(stop.request(Kind::kNow));
  EXPECT_EQ(stop.kind(), Kind::kDrain);
  sleep_ms(StopRequest::kSameRequestMs + 50);
  EXPECT_FALSE(stop.request(Kind::kDrain));
  EXPECT_FALSE(stop.request(Kind::kNow));
  EXPECT_EQ(stop.kind(), Kind::kDrain);
}

TEST(StopRequest, OfManyThreadsOneCounts) {
  StopRequest stop(60'000);
  std::thread other([&stop] { stop.request(Kind::kNow); });
  stop.request(Kind::kDrain);
  other.join();
  EXPECT_NE(stop.kind(), Kind::kNone);
  EXPECT_TRUE(wakes(stop));
}

}  // namespace
}  // namespace anonlog
