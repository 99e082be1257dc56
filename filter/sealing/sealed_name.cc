#include "filter/sealing/sealed_name.h"

#include <fmt/format.h>

#include <charconv>
#include <chrono>

#include "parsers/civil_time.h"

namespace anonlog {
namespace {

// Takes digits of `base` from the front of `text`.
std::optional<std::uint64_t> take_number(std::string_view& text, int base) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (error != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

bool take(std::string_view& text, std::string_view beginning) {
  if (!text.starts_with(beginning)) return false;
  text.remove_prefix(beginning.size());
  return true;
}

std::optional<std::int64_t> take_day(std::string_view& text) {
  const auto year = take_number(text, 10);
  if (!year || !take(text, "-")) return std::nullopt;
  const auto month = take_number(text, 10);
  if (!month || !take(text, "-")) return std::nullopt;
  const auto day = take_number(text, 10);
  if (!day || *year > 9999 || *month > 12 || *day > 31) return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(static_cast<int>(*year)),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day)));
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date).time_since_epoch().count();
}

}  // namespace

std::string second_text(std::int64_t seconds) {
  const std::int64_t day = seconds / kSecondsPerDay;
  const std::int64_t second = seconds - day * kSecondsPerDay;
  return fmt::format("{}T{:02}:{:02}:{:02}Z", day_text(day), second / 3600, second / 60 % 60, second % 60);
}

std::string sealed_name(const SealedName& name) {
  return fmt::format("{}-{:016x}-{}{:04}{}", day_text(name.day), name.run,
                     name.kind == SealedKind::kRejects ? "rejects-" : "", name.number, kSealedEnding);
}

std::optional<SealedName> parse_sealed_name(std::string_view text) {
  std::string_view left = text;
  SealedName name;
  const auto day = take_day(left);
  if (!day || !take(left, "-")) return std::nullopt;
  name.day = *day;
  const auto run = take_number(left, 16);
  if (!run || !take(left, "-")) return std::nullopt;
  name.run = *run;
  if (take(left, "rejects-")) name.kind = SealedKind::kRejects;
  const auto number = take_number(left, 10);
  if (!number) return std::nullopt;
  name.number = *number;
  // As we write it, to the byte: nobody else's file is taken for ours.
  if (sealed_name(name) != text) return std::nullopt;
  return name;
}

}  // namespace anonlog
