#include "filter/output/value_text.h"

#include <chrono>
#include <cstring>

#include "filter/output/text_copy.h"

namespace anonlog {
namespace {

constexpr std::int64_t kMicrosPerSecond = 1'000'000;

constexpr std::array<char, 200> make_digit_pairs() {
  std::array<char, 200> pairs{};
  for (std::size_t i = 0; i < 100; ++i) {
    pairs[2 * i] = static_cast<char>('0' + i / 10);
    pairs[2 * i + 1] = static_cast<char>('0' + i % 10);
  }
  return pairs;
}
constexpr auto kDigitPairs = make_digit_pairs();

char* write_pair(std::uint64_t number, char* out) {
  std::memcpy(out, &kDigitPairs[2 * number], 2);
  return out + 2;
}

std::size_t count_digits(std::uint64_t number) {
  std::size_t digits = 1;
  for (; number >= 10000; number /= 10000) digits += 4;
  return digits + (number >= 10 ? 1U : 0U) + (number >= 100 ? 1U : 0U) + (number >= 1000 ? 1U : 0U);
}

}  // namespace

char* write_number(std::uint64_t number, char* out) {
  char* const end = out + count_digits(number);
  char* p = end;
  for (; number >= 100; number /= 100) {
    p -= 2;
    write_pair(number % 100, p);
  }
  if (number >= 10) {
    write_pair(number, p - 2);
  } else {
    p[-1] = static_cast<char>('0' + number);
  }
  return end;
}

char* TimeWriter::write(const PublicTime& time, char* out) {
  const std::int64_t seconds = time.micros / kMicrosPerSecond;
  if (seconds != seconds_) make_second_text(seconds);
  std::memcpy(out, second_text_.data(), second_text_.size());
  out += kSecondText;
  if (time.fraction_digits != 0) {
    *out++ = '.';
    auto micros = static_cast<std::uint64_t>(time.micros % kMicrosPerSecond);
    char digits[6];
    for (std::size_t i = 6; i-- > 0; micros /= 10) digits[i] = static_cast<char>('0' + micros % 10);
    std::memcpy(out, digits, sizeof(digits));
    out += time.fraction_digits;
  }
  *out++ = 'Z';
  return out;
}

void TimeWriter::make_second_text(std::int64_t seconds) {
  const std::chrono::sys_seconds time{std::chrono::seconds(seconds)};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const auto of_day = static_cast<std::uint64_t>((time - day).count());
  const auto year = static_cast<std::uint64_t>(static_cast<int>(date.year()));
  char* p = second_text_.data();
  p = write_pair(year / 100, p);
  p = write_pair(year % 100, p);
  *p++ = '-';
  p = write_pair(static_cast<unsigned>(date.month()), p);
  *p++ = '-';
  p = write_pair(static_cast<unsigned>(date.day()), p);
  *p++ = 'T';
  p = write_pair(of_day / 3600, p);
  *p++ = ':';
  p = write_pair(of_day / 60 % 60, p);
  *p++ = ':';
  write_pair(of_day % 60, p);
  seconds_ = seconds;
}

}  // namespace anonlog
