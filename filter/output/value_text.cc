#include "filter/output/value_text.h"

#include <chrono>

namespace anonlog {
namespace {

constexpr std::uint64_t kSecondsPerDay = 86'400;

}  // namespace

char* value_text::write_large_number(std::uint64_t number, char* out) {
  return write_three_digits(number % 1000, write_number(number / 1000, out));
}

void TimeWriter::begin_second(std::uint64_t micros) {
  using value_text::write_pair;
  const std::uint64_t second = micros / kMicrosPerSecond;
  second_begin_ = second * kMicrosPerSecond;
  if (second - day_begin_ >= kSecondsPerDay) begin_day(second);
  const std::uint64_t of_day = second - day_begin_;
  char* text = second_text_.data();
  write_pair(of_day / 3600, text + 11);
  write_pair(of_day / 60 % 60, text + 14);
  write_pair(of_day % 60, text + 17);
}

void TimeWriter::begin_day(std::uint64_t second) {
  using value_text::write_pair;
  const std::uint64_t day = second / kSecondsPerDay;
  day_begin_ = day * kSecondsPerDay;
  const std::chrono::year_month_day date(
      std::chrono::sys_days(std::chrono::days(static_cast<std::int64_t>(day))));
  const auto year = static_cast<std::uint64_t>(static_cast<int>(date.year()));
  char* text = second_text_.data();
  write_pair(year / 100, text);
  write_pair(year % 100, text + 2);
  write_pair(static_cast<unsigned>(date.month()), text + 5);
  write_pair(static_cast<unsigned>(date.day()), text + 8);
}

}  // namespace anonlog
