#include "parsers/w3c_header.h"

#include <algorithm>
#include <charconv>
#include <chrono>

#include "parsers/line_cursor.h"
#include "parsers/time_format.h"
#include "parsers/w3c_columns.h"
#include "parsers/w3c_extended.h"

namespace anonlog {
namespace {

// What stands behind "#NAME:", NAME in any case; nothing when the line is no such directive.
std::optional<std::string_view> directive(std::string_view line, std::string_view name) {
  if (line.size() < name.size() + 2 || line[0] != '#' || line[name.size() + 1] != ':') return std::nullopt;
  const bool same = std::equal(name.begin(), name.end(), line.begin() + 1, [](char wanted, char is) {
    return wanted == is || (is >= 'A' && is <= 'Z' && wanted == is - 'A' + 'a');
  });
  if (!same) return std::nullopt;
  return line.substr(name.size() + 2);
}

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

// The month (1 to 12) of this English abbreviation.
std::optional<int> month_of(std::string_view name) {
  for (int month = 0; month < 12; ++month) {
    if (full_month_name(static_cast<std::size_t>(month)).substr(0, 3) == name) return month + 1;
  }
  return std::nullopt;
}

std::optional<std::int64_t> day_number(std::optional<int> year, std::optional<int> month,
                                       std::optional<int> day) {
  constexpr int kMaxYear = 9999;
  if (!year || !month || !day || *year > kMaxYear) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date).time_since_epoch().count();
}

// 2025-11-23 or 23-Nov-2025, in days since 1970-01-01.
std::optional<std::int64_t> date_of(std::string_view text) {
  constexpr std::size_t kIsoBytes = 10;
  constexpr std::size_t kNamedBytes = 11;
  if (text.size() == kIsoBytes && text[4] == '-' && text[7] == '-') {
    return day_number(number(text.substr(0, 4)), number(text.substr(5, 2)), number(text.substr(8, 2)));
  }
  if (text.size() == kNamedBytes && text[2] == '-' && text[6] == '-') {
    return day_number(number(text.substr(7, 4)), month_of(text.substr(3, 3)), number(text.substr(0, 2)));
  }
  return std::nullopt;
}

}  // namespace

W3cHeader::Change W3cHeader::add(std::string_view line) {
  if (const auto fields = directive(line, "fields")) {
    set_fields(*fields);
    return Change::kLayout;
  }
  for (const std::string_view name : {"date", "start-date"}) {
    if (const auto date = directive(line, name)) {
      set_date(*date);
      return Change::kDay;
    }
  }
  if (const auto software = directive(line, "software")) {
    // "Microsoft Internet Information Services 10.0" (Server in the oldest), "Microsoft HTTP Server API 2.0".
    const bool iis = software->find("Internet Information Serv") != std::string_view::npos ||
                     software->find("HTTP Server API") != std::string_view::npos ||
                     software->find("HTTP API") != std::string_view::npos;
    software_ = iis ? Software::kIis : Software::kOther;
  }
  return Change::kNone;
}

void W3cHeader::set_fields(std::string_view text) {
  has_fields_ = true;
  fields_.clear();
  if (text.size() > kMaxFieldsBytes) return;
  for (const std::string_view word : w3c_words(text)) {
    fields_ += fields_.empty() ? "" : " ";
    fields_ += word;
  }
}

void W3cHeader::set_date(std::string_view text) {
  day_ = RecordBatch::kNoDay;
  clock_seconds_.reset();
  const std::vector<std::string_view> words = w3c_words(text);
  if (words.empty()) return;
  day_ = date_of(words[0]).value_or(RecordBatch::kNoDay);
  if (words.size() > 1) clock_seconds_ = w3c_clock_seconds(words[1]);
}

FormatLanguage W3cHeader::language() const {
  const W3cDialect dialect = w3c_dialect(w3c_words(fields_));
  if (dialect == W3cDialect::kCloudFront) return FormatLanguage::kW3cCloudFront;
  const bool iis =
      software_ == Software::kIis || (software_ == Software::kUnknown && dialect == W3cDialect::kIis);
  return iis ? FormatLanguage::kW3cIis : FormatLanguage::kW3c;
}

std::string W3cHeader::text() const {
  std::string text;
  if (software_ == Software::kIis) text += "#Software: Microsoft Internet Information Services\n";
  if (software_ == Software::kOther) text += "#Software: other\n";
  if (has_fields_) text += "#Fields: " + fields_ + "\n";
  return text;
}

std::optional<int> w3c_clock_seconds(std::string_view text) {
  if (text.size() < 5 || text[2] != ':') return std::nullopt;
  const auto hours = number(text.substr(0, 2));
  const auto minutes = number(text.substr(3, 2));
  const bool has_seconds = text.size() >= 8 && text[5] == ':';
  const auto seconds = has_seconds ? number(text.substr(6, 2)) : std::optional(0);
  constexpr int kMaxHour = 23, kMaxMinute = 59, kMaxSecond = 60;
  if (!hours || !minutes || !seconds || *hours > kMaxHour || *minutes > kMaxMinute || *seconds > kMaxSecond) {
    return std::nullopt;
  }
  return (*hours * 60 + *minutes) * 60 + *seconds;
}

bool takes_layout(const FormatSource& source) {
  return source.language == FormatLanguage::kW3c || source.language == FormatLanguage::kW3cIis ||
         source.language == FormatLanguage::kW3cCloudFront;
}

bool waits_for_layout(const FormatSource& source) {
  return takes_layout(source) &&
         (source.text == W3cExtended::kNoLayout || source.text.starts_with(W3cExtended::kExactly));
}

std::vector<FormatSource> w3c_layouts_of(std::string_view head, std::vector<FormatSource> defaults) {
  constexpr std::size_t kMaxLayouts = 8;
  const FormatSource format = defaults.front();
  std::vector<FormatSource> layouts;
  W3cHeader header;
  LineCursor lines(head);
  for (std::string_view line; lines.next(line) && layouts.size() < kMaxLayouts;) {
    if (header.add(line) != W3cHeader::Change::kLayout || header.fields().empty()) continue;
    FormatSource layout{format.name, format.language, header.fields(), format.place};
    const bool known =
        std::ranges::any_of(layouts, [&](const FormatSource& other) { return other.is_same_format(layout); });
    if (!known && header.language() == format.language) layouts.push_back(std::move(layout));
  }
  return header.has_fields() ? layouts : std::move(defaults);
}

}  // namespace anonlog
