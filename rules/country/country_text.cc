#include "rules/country/country_text.h"

#include <fmt/format.h>

#include <charconv>
#include <utility>

#include "parsers/byte_scan.h"
#include "rules/country/country_list.h"

namespace anonlog {
namespace {

// False: not a number of IPv4. Eleven digits would not fit.
bool read_number(std::string_view text, std::uint32_t* number) {
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, *number);
  return error == std::errc() && stop == end;
}

std::string_view take_part(std::string_view& line) {
  const char* const end = line.data() + line.size();
  const char* const comma = find_byte(line.data(), end, ',');
  const std::string_view part = line.substr(0, static_cast<std::size_t>(comma - line.data()));
  line.remove_prefix(part.size() + (comma == end ? 0 : 1));
  return part;
}

}  // namespace

Status CountryText::add_lines(std::string_view lines) {
  while (!lines.empty()) {
    const char* const end = lines.data() + lines.size();
    const char* const newline = find_byte(lines.data(), end, '\n');
    std::string_view line = lines.substr(0, static_cast<std::size_t>(newline - lines.data()));
    lines.remove_prefix(line.size() + (newline == end ? 0 : 1));
    ++line_;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line.front() == '#' || add_line(line)) continue;
    return fail(
        ErrorKind::kBadInput,
        fmt::format(
            "{}:{}: not a range of a country database as \"16777216,16777471,AU\" that comes behind the "
            "one before it",
            name_, line_));
  }
  return {};
}

bool CountryText::add_line(std::string_view line) {
  const std::string_view first_text = take_part(line);
  const std::string_view last_text = take_part(line);
  const std::string_view code = take_part(line);
  if (code.size() != 2) return false;
  const std::uint16_t id = country_id(code);
  const std::uint32_t value = id == PublicColumn::kNullId ? AddressRanges::kNone : id;
  std::uint32_t first_number = 0;
  std::uint32_t last_number = 0;
  if (read_number(first_text, &first_number)) {
    return read_number(last_text, &last_number) && ranges_.add_ipv4(first_number, last_number, value);
  }
  Address first;
  Address last;
  return Address::parse_as_written(first_text, &first) && Address::parse_as_written(last_text, &last) &&
         ranges_.add(first, last, value);
}

Result<AddressRanges> CountryText::finish() {
  if (ranges_.empty()) {
    return fail(ErrorKind::kBadInput,
                fmt::format("{}: there is no range of a country database in it", name_));
  }
  ranges_.finish();
  return std::move(ranges_);
}

}  // namespace anonlog
