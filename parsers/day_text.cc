#include "parsers/day_text.h"

#include <fmt/format.h>

#include <chrono>

#include "parsers/civil_time.h"

namespace anonlog {

std::string day_text(std::int64_t day) {
  const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(day))};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

std::optional<std::int64_t> read_day(std::string_view text) {
  std::int64_t seconds = 0;
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  if (!midnight(digits(text.data(), 4), digits(text.data() + 5, 2), digits(text.data() + 8, 2), &seconds) ||
      seconds < 0) {
    return std::nullopt;
  }
  return seconds / kSecondsPerDay;
}

std::string second_text(std::int64_t seconds) {
  const std::int64_t day = seconds / kSecondsPerDay;
  const std::int64_t second = seconds - day * kSecondsPerDay;
  return fmt::format("{}T{:02}:{:02}:{:02}Z", day_text(day), second / 3600, second / 60 % 60, second % 60);
}

}  // namespace anonlog
