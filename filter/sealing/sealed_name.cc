#include "filter/sealing/sealed_name.h"

#include <fmt/format.h>

#include <charconv>

#include "parsers/day_text.h"

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
  constexpr std::size_t kDayBytes = 10;
  const auto day = read_day(text.substr(0, kDayBytes));
  if (day) text.remove_prefix(kDayBytes);
  return day;
}

}  // namespace

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
