#include "parsers/w3c_extended.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "parsers/field_scan.h"
#include "parsers/fill_lines.h"
#include "parsers/percent_code.h"
#include "parsers/value_split.h"

namespace anonlog {
namespace {

constexpr std::size_t kDateBytes = 10;
constexpr std::size_t kMinuteBytes = 5;
constexpr std::size_t kClockBytes = 8;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// yyyy-mm-dd
bool is_date(std::string_view text) {
  if (text.size() != kDateBytes || text[4] != '-' || text[7] != '-') return false;
  for (const std::size_t i : {0U, 1U, 2U, 3U, 5U, 6U, 8U, 9U}) {
    if (!is_digit(text[i])) return false;
  }
  return true;
}

// hh:mm, hh:mm:ss, hh:mm:ss.fraction
bool is_clock(std::string_view text) {
  if (text.size() < kMinuteBytes || text[2] != ':') return false;
  for (const std::size_t i : {0U, 1U, 3U, 4U}) {
    if (!is_digit(text[i])) return false;
  }
  if (text.size() == kMinuteBytes) return true;
  if (text.size() < kClockBytes || text[5] != ':' || !is_digit(text[6]) || !is_digit(text[7])) return false;
  if (text.size() == kClockBytes) return true;
  return (text[8] == '.' || text[8] == ',') && text.size() > kClockBytes + 1 &&
         std::all_of(text.begin() + kClockBytes + 1, text.end(), is_digit);
}

// Both, with seconds and a byte between them, as nearly all lines have it.
bool is_date_and_clock(std::string_view text) {
  if (text.size() != kDateBytes + 1 + kClockBytes) return false;
#if defined(__SSE2__)
  const char* const p = text.data();
  // yyyy-mm-dd hh:mm
  const __m128i number =
      _mm_sub_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p)), _mm_set1_epi8('0'));
  const __m128i is_number = _mm_cmpeq_epi8(_mm_min_epu8(number, _mm_set1_epi8(9)), number);
  constexpr int kNumbers = 0b1101'1011'0110'1111;
  return (_mm_movemask_epi8(is_number) & kNumbers) == kNumbers && p[4] == '-' && p[7] == '-' &&
         p[13] == ':' && p[16] == ':' && is_digit(p[17]) && is_digit(p[18]);
#else
  return is_date(text.substr(0, kDateBytes)) && is_clock(text.substr(kDateBytes + 1));
#endif
}

bool is_number(std::string_view text) { return std::all_of(text.begin(), text.end(), is_number_byte); }

// Of IPv4 or IPv6; only to tell a guessed layout from others.
bool looks_like_address(std::string_view text) {
  return text.find_first_not_of("0123456789abcdefABCDEF.:%") == std::string_view::npos &&
         text.find_first_of(".:") != std::string_view::npos;
}

std::string_view without_zone_zero(std::string_view text) {
  return text.ends_with("%0") ? text.substr(0, text.size() - 2) : text;
}

const char* find_blank(const char* p, const char* end) { return find_either(p, end, ' ', '\t'); }

// What separates values, by the byte behind the first of them.
char blank_at(const char* p, const char* end) { return p != end ? *p : ' '; }

// The quote that ends the value whose first byte, behind its opening quote, is at p; null when none does.
// `is_end`: what may stand behind it.
template <typename IsEnd>
const char* closing_quote(const char* p, const char* end, IsEnd is_end) {
  while ((p = find_byte(p, end, '"')) != end) {
    if (p + 1 == end || is_end(p[1])) return p;
    p += p[1] == '"' ? 2 : 1;
  }
  return nullptr;
}

// Of a line whose first value may be in quotes.
char separator_behind_first(const char* begin, const char* end) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
  const char* const quote = begin != end && *begin == '"' ? closing_quote(begin + 1, end, is_blank) : nullptr;
  return blank_at(quote != nullptr ? quote + 1 : find_blank(begin, end), end);
}

}  // namespace

Result<W3cExtended> W3cExtended::compile(std::string_view place, std::string_view text, W3cDialect dialect) {
  if (text == kNoLayout) return W3cExtended({}, dialect, false);
  const bool exactly = text.starts_with(kExactly);
  const std::vector<std::string_view> names = w3c_words(text.substr(exactly ? kExactly.size() : 0));
  if (names.empty()) {
    return fail(ErrorKind::kUsage,
                locate(place, text, 0, "no column: it is a list as behind #Fields:, as \"date time c-ip\""));
  }
  const auto is_control = [](char c) { return (c >= 0 && c < ' ') || c == '\x7F'; };
  for (const std::string_view name : names) {
    if (std::ranges::none_of(name, is_control)) continue;
    return fail(ErrorKind::kUsage, locate(place, text, static_cast<std::size_t>(name.data() - text.data()),
                                          "a control character in the name of a column"));
  }
  if (names.size() > kMaxColumns) {
    const auto at = static_cast<std::size_t>(names[kMaxColumns].data() - text.data());
    return fail(ErrorKind::kUsage, locate(place, text, at, fmt::format("more than {} columns", kMaxColumns)));
  }
  return W3cExtended(w3c_columns(names, dialect), dialect, exactly);
}

W3cExtended::W3cExtended(const std::vector<W3cColumn>& columns, W3cDialect dialect, bool exactly)
    : dialect_(dialect), exactly_(exactly) {
  for (const W3cColumn& column : columns) add_column(column);
  const std::size_t parts = (date_ ? 1U : 0U) + (time_ ? 1U : 0U);
  min_values_ = std::max({date_.value_or(0) + 1, time_.value_or(0) + 1, parts + 1, std::size_t{2}});
  min_values_ = std::min(min_values_, columns_.size());
  if (parts == 0) return;
  Slot& time = slots_[time_slot_];
  if (!time_) time.time_format = "%Y-%m-%d";
  time.shape = !time_ ? FieldShape::kTimeFormat : !date_ ? FieldShape::kTimeOfDay : FieldShape::kIsoTime;
}

void W3cExtended::add_column(const W3cColumn& column) {
  const std::size_t index = columns_.size();
  const bool is_part = column.value == W3cValue::kDate || column.value == W3cValue::kTime;
  const bool is_query_as_logged = column.value == W3cValue::kQuery && dialect_ != W3cDialect::kCloudFront;
  std::size_t slot = slots_.size();
  if (is_part && (date_ || time_)) {
    slot = time_slot_;
  } else {
    slots_.push_back(column.slot);
  }
  columns_.push_back({column.value, slot * RecordBatch::kColumnStride});
  if (is_part) {
    time_slot_ = slot;
    time_cell_ = columns_.back().cell;
  } else if (column.value != W3cValue::kText && !is_query_as_logged) {
    special_.push_back(index);
  }
  if (column.value == W3cValue::kDate) date_ = index;
  if (column.value == W3cValue::kTime) time_ = index;
}

std::optional<std::size_t> W3cExtended::time_of_day_slot() const {
  return time_ && !date_ ? std::optional(time_slot_) : std::nullopt;
}

bool W3cExtended::fill(LineCursor& lines, const ParserLimits& limits, RecordBatch& batch,
                       Tally& tally) const {
  return fill_lines(*this, lines, limits, batch, tally);
}

LineRead W3cExtended::read_line(std::string_view line, bool /*has_backslash*/, RecordBatch& batch) const {
  if (line.empty() || line.front() == '#' || columns_.empty()) return LineRead::kNotOfFormat;
  std::array<Value, kMaxColumns + 1> space;
  // One more than there are columns, to tell whether a line has more.
  const std::size_t count = split(line, std::span(space).first(columns_.size() + 1));
  if (count == 0) return LineRead::kNotOfFormat;
  const std::size_t whole = count < columns_.size() ? count - 1 : columns_.size();
  const std::span<const Value> values = std::span(space).first(whole);
  if (whole < min_values_) return LineRead::kNotOfFormat;
  if (exactly_ && (count != columns_.size() || !fits_exactly(values))) return LineRead::kNotOfFormat;
  char* arena = batch.arena();
  if (!read_values(values, batch.next_row(), arena)) return LineRead::kNotOfFormat;
  batch.use_arena(static_cast<std::size_t>(arena - batch.arena()));
  batch.commit_row(line.size());
  return LineRead::kRecord;
}

// As many values as the line has, at most values.size().
std::size_t W3cExtended::split(std::string_view line, std::span<Value> values) const {
  if (dialect_ == W3cDialect::kIis) return split_plain<true>(line, ' ', values);
  if (dialect_ == W3cDialect::kCloudFront) return split_plain<false>(line, '\t', values);
  const char* const begin = line.data();
  const char* const end = begin + line.size();
  const bool quotes = find_byte(begin, end, '"') != end;
  const char separator = quotes ? separator_behind_first(begin, end) : blank_at(find_blank(begin, end), end);
  if (quotes) return split_quoted(line, separator, values);
  return separator == ' ' ? split_plain<true>(line, ' ', values) : split_plain<false>(line, '\t', values);
}

template <bool runs>
std::size_t W3cExtended::split_plain(std::string_view line, char separator, std::span<Value> values) {
  std::size_t count = 0;
  split_values<runs>(line, separator, [&](const char* begin, const char* end) {
    values[count] = {begin, end, false};
    return ++count != values.size();
  });
  return count;
}

std::size_t W3cExtended::split_quoted(std::string_view line, char separator, std::span<Value> values) {
  const char* p = line.data();
  const char* const end = p + line.size();
  for (std::size_t count = 0;;) {
    if (separator == ' ') p = spaces_end(p, end);
    if (separator == ' ' && p == end) return count;
    const auto is_end = [separator](char c) { return c == separator; };
    const char* const quote = p != end && *p == '"' ? closing_quote(p + 1, end, is_end) : nullptr;
    const char* const value_end = quote != nullptr ? quote : find_byte(p, end, separator);
    values[count] = {p + (quote != nullptr ? 1 : 0), value_end, quote != nullptr};
    p = value_end + (quote != nullptr ? 1 : 0);
    if (++count == values.size() || p == end) return count;
    ++p;
  }
}

bool W3cExtended::fits_exactly(std::span<const Value> values) const {
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::string_view text = values[i].bytes();
    const bool is_part = columns_[i].value == W3cValue::kDate || columns_[i].value == W3cValue::kTime;
    if (text.empty() || (is_part && values[i].is_absent())) return false;
    if (columns_[i].value == W3cValue::kAddress && !values[i].is_absent() && !looks_like_address(text)) {
      return false;
    }
  }
  return true;
}

// `arena` has room for the bytes of the line. First every value as it stands, which is all that most need: one loop without a
// choice per value.
bool W3cExtended::read_values(std::span<const Value> values, RawBytes* row, char*& arena) const {
  for (std::size_t i = 0; i < values.size(); ++i) {
    row[columns_[i].cell] = values[i].is_absent() ? RawBytes() : RawBytes(values[i].bytes());
  }
  for (std::size_t i = values.size(); i < columns_.size(); ++i) row[columns_[i].cell] = RawBytes();
  if (dialect_ == W3cDialect::kGeneric) unquote_all(values, row, arena);
  for (const std::size_t column : special_) {
    if (column >= values.size()) break;
    RawBytes& cell = row[columns_[column].cell];
    if (cell.absent()) continue;
    switch (columns_[column].value) {
      case W3cValue::kNumber:
        if (!is_number(cell.bytes())) return false;
        break;
      case W3cValue::kAddress:
        cell = RawBytes(without_zone_zero(cell.bytes()));
        break;
      case W3cValue::kHeader:
      case W3cValue::kQuery:
        // A value in quotes needs no + for its spaces.
        if (!values[column].quoted) cell = decoded(cell, arena);
        break;
      default:
        break;
    }
  }
  return (!date_ && !time_) || read_time(values, row[time_cell_], arena);
}

// In a value in quotes "" is a quote.
void W3cExtended::unquote_all(std::span<const Value> values, RawBytes* row, char*& arena) const {
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::string_view bytes = values[i].bytes();
    if (!values[i].quoted || values[i].is_absent() || bytes.find('"') == std::string_view::npos) continue;
    char* const begin = arena;
    for (std::size_t at = 0; at < bytes.size(); ++at) {
      *arena++ = bytes[at];
      if (bytes.substr(at).starts_with("\"\"")) ++at;
    }
    row[columns_[i].cell] = RawBytes({begin, static_cast<std::size_t>(arena - begin)});
  }
}

bool W3cExtended::read_time(std::span<const Value> values, RawBytes& cell, char*& arena) const {
  const Value* const date = date_ ? &values[*date_] : nullptr;
  const Value* const time = time_ ? &values[*time_] : nullptr;
  if (date != nullptr && time != nullptr && time->begin == date->end + 1) {
    const std::string_view both(date->begin, static_cast<std::size_t>(time->end - date->begin));
    cell = RawBytes(both);
    if (is_date_and_clock(both)) return true;
  }
  cell = RawBytes();
  if ((date != nullptr && date->is_absent()) || (time != nullptr && time->is_absent())) return true;
  if ((date != nullptr && !is_date(date->bytes())) || (time != nullptr && !is_clock(time->bytes()))) {
    return false;
  }
  if (date == nullptr || time == nullptr) {
    cell = RawBytes((date != nullptr ? date : time)->bytes());
  } else if (time->begin == date->end + 1) {
    cell = RawBytes({date->begin, static_cast<std::size_t>(time->end - date->begin)});
  } else {
    char* const begin = arena;
    arena = std::copy(date->begin, date->end, arena);
    *arena++ = ' ';
    arena = std::copy(time->begin, time->end, arena);
    cell = RawBytes({begin, static_cast<std::size_t>(arena - begin)});
  }
  return true;
}

RawBytes W3cExtended::decoded(const RawBytes& value, char*& arena) const {
  const std::string_view bytes = value.bytes();
  const bool percent = dialect_ == W3cDialect::kCloudFront;
  const char* const end = bytes.data() + bytes.size();
  if (find_byte(bytes.data(), end, percent ? '%' : '+') == end) return value;
  char* const begin = arena;
  if (percent) {
    arena += decode_percent_twice(bytes, begin);
  } else {
    copy_replaced(bytes, '+', ' ', begin);
    arena += bytes.size();
  }
  return RawBytes({begin, static_cast<std::size_t>(arena - begin)});
}

}  // namespace anonlog
