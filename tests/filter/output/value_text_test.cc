#include "filter/output/value_text.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "tests/filter/output/encoder_reference.h"
#include "tests/filter/output/random_batches.h"

namespace anonlog {
namespace {

// Exactly the room that is asked for, so that a sanitizer sees who writes behind it.
std::string number_text(std::uint64_t number) {
  const auto room = std::make_unique<char[]>(kNumberRoomBytes);
  return {room.get(), write_number(number, room.get())};
}

std::string time_text(TimeWriter& writer, const PublicTime& time) {
  const auto room = std::make_unique<char[]>(kTimeRoomBytes);
  return {room.get(), writer.write(time, room.get())};
}

TEST(WriteNumber, AllNumbersUpToAMillionAreRight) {
  for (std::uint64_t number = 0; number <= 1'001'000; ++number) {
    ASSERT_EQ(number_text(number), std::to_string(number));
  }
}

TEST(WriteNumber, LargeNumbersAreRight) {
  RandomBatches random(1);
  for (int i = 0; i < 100'000; ++i) {
    const std::uint64_t number = random.number();
    ASSERT_EQ(number_text(number), std::to_string(number));
  }
  EXPECT_EQ(number_text(18'446'744'073'709'551'615U), "18446744073709551615");
}

TEST(TimeWriter, ItsFirstTimeMayBeTheFirstOfAll) {
  TimeWriter writer;
  EXPECT_EQ(time_text(writer, {0, 0}), "1970-01-01T00:00:00Z");
  EXPECT_EQ(time_text(writer, {0, 6}), "1970-01-01T00:00:00.000000Z");
}

TEST(TimeWriter, TheLastTimeHasAllItsDigits) {
  TimeWriter writer;
  EXPECT_EQ(time_text(writer, {RandomBatches::kLastMicros, 6}), "9999-12-31T23:59:59.999999Z");
  EXPECT_EQ(time_text(writer, {RandomBatches::kLastMicros, 0}), "9999-12-31T23:59:59Z");
}

TEST(TimeWriter, EveryDayAndTheSecondsAroundItsEndAreRight) {
  TimeWriter writer;
  constexpr std::int64_t kDayMicros = 86'400'000'000;
  for (std::int64_t day = 1; day * kDayMicros < RandomBatches::kLastMicros; ++day) {
    for (const std::int64_t offset : {-1, 0, 1'000'000, -1'000'000}) {
      const PublicTime time = {day * kDayMicros + offset, 0};
      ASSERT_EQ(time_text(writer, time), reference_time(time));
    }
    if (day > 40'000) day += 96;  // the leap years of the 20th and 21st century one by one
  }
}

TEST(TimeWriter, TimesInAnyOrderAreRight) {
  TimeWriter writer;
  RandomBatches random(2);
  for (int i = 0; i < 100'000; ++i) {
    const PublicTime time = random.time();
    ASSERT_EQ(time_text(writer, time), reference_time(time));
  }
}

}  // namespace
}  // namespace anonlog
