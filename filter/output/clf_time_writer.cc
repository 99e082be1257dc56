#include "filter/output/clf_time_writer.h"

#include <chrono>

#include "filter/output/value_text.h"

namespace anonlog {
namespace {

constexpr std::uint64_t kSecondsPerDay = 86'400;
constexpr char kMonths[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

}  // namespace

void ClfTimeWriter::begin_second(std::uint64_t micros) {
  const std::uint64_t second = micros / kMicrosPerSecond;
  second_begin_ = second * kMicrosPerSecond;
  if (second - day_begin_ >= kSecondsPerDay) begin_day(second);
  const std::uint64_t of_day = second - day_begin_;
  char* text = text_.data();
  value_text::write_pair(of_day / 3600, text + 12);
  value_text::write_pair(of_day / 60 % 60, text + 15);
  value_text::write_pair(of_day % 60, text + 18);
}

void ClfTimeWriter::begin_day(std::uint64_t second) {
  const std::uint64_t day = second / kSecondsPerDay;
  day_begin_ = day * kSecondsPerDay;
  const std::chrono::year_month_day date(
      std::chrono::sys_days(std::chrono::days(static_cast<std::int64_t>(day))));
  const auto year = static_cast<std::uint64_t>(static_cast<int>(date.year()));
  char* text = text_.data();
  value_text::write_pair(static_cast<unsigned>(date.day()), text);
  std::memcpy(text + 3, &kMonths[3 * (static_cast<unsigned>(date.month()) - 1)], 3);
  value_text::write_pair(year / 100, text + 7);
  value_text::write_pair(year % 100, text + 9);
}

}  // namespace anonlog
