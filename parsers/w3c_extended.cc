#include "parsers/w3c_extended.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "parsers/address_port.h"
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
  const __m128i digits =
      _mm_sub_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p)), _mm_set1_epi8('0'));
  const __m128i are_digits = _mm_cmpeq_epi8(_mm_min_epu8(digits, _mm_set1_epi8(9)), digits);
  constexpr int kDigits = 0b1101'1011'0110'1111;
  return (_mm_movemask_epi8(are_digits) & kDigits) == kDigits && p[4] == '-' && p[7] == '-' && p[13] == ':' &&
         p[16] == ':' && is_digit(p[17]) && is_digit(p[18]);
#else
  return is_date(text.substr(0, kDateBytes)) && is_clock(text.substr(kDateBytes + 1));
#endif
}

// Digits, '.', ',', '-' and '+'. `before`: bytes of the same line before it, which may be read as well: all at once is cheaper
// than one by one, of which no processor can foresee how many there are.
bool is_number(std::string_view text, std::size_t before) {
#if defined(__SSE2__)
  if (text.size() <= 16 && before + text.size() >= 16) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + text.size() - 16));
    // '+' ',' '-' '.' '/' '0' ... '9' stand in a row.
    const __m128i above = _mm_sub_epi8(block, _mm_set1_epi8('+'));
    const __m128i in_row = _mm_cmpeq_epi8(_mm_min_epu8(above, _mm_set1_epi8('9' - '+')), above);
    const __m128i fits = _mm_andnot_si128(_mm_cmpeq_epi8(block, _mm_set1_epi8('/')), in_row);
    const std::uint32_t of_text = 0xFFFFU & ~((std::uint32_t{1} << (16 - text.size())) - 1);
    return (static_cast<std::uint32_t>(_mm_movemask_epi8(fits)) & of_text) == of_text;
  }
#endif
  return text.find_first_not_of("+,-.0123456789") == std::string_view::npos;
}

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
  Values values;
  values.line = line;
  // One more than there are columns, to tell whether a line has more.
  split(values, columns_.size() + 1);
  if (exactly_ && (values.count != columns_.size() || !fits_exactly(values))) return LineRead::kNotOfFormat;
  if (values.count < columns_.size() && values.count != 0) --values.count;
  values.count = std::min(values.count, columns_.size());
  if (values.count < min_values_) return LineRead::kNotOfFormat;
  char* arena = batch.arena();
  if (!read_values(values, batch.next_row(), arena)) return LineRead::kNotOfFormat;
  batch.use_arena(static_cast<std::size_t>(arena - batch.arena()));
  batch.commit_row(line.size());
  return LineRead::kRecord;
}

// As many values as the line has, at most `most`.
void W3cExtended::split(Values& values, std::size_t most) const {
  values.any_quoted = false;
  if (dialect_ == W3cDialect::kIis) return split_plain<true>(values, ' ', most);
  if (dialect_ == W3cDialect::kCloudFront) return split_plain<false>(values, '\t', most);
  const char* const begin = values.line.data();
  const char* const end = begin + values.line.size();
  values.any_quoted = find_byte(begin, end, '"') != end;
  const char separator =
      values.any_quoted ? separator_behind_first(begin, end) : blank_at(find_blank(begin, end), end);
  if (values.any_quoted) return split_quoted(values, separator, most);
  return separator == ' ' ? split_plain<true>(values, ' ', most) : split_plain<false>(values, '\t', most);
}

template <bool runs>
void W3cExtended::split_plain(Values& values, char separator, std::size_t most) {
  const Separators found = find_separators(values.line, separator, most, values.end.data());
  if (runs && found.adjacent) return split_spaces(values, most);
  values.count = std::min(found.count + 1, most);
  if (found.count < most) values.end[found.count] = static_cast<std::uint32_t>(values.line.size());
  values.begin[0] = 0;
  for (std::size_t i = 1; i < values.count; ++i) values.begin[i] = values.end[i - 1] + 1;
}

// Several spaces are as one.
void W3cExtended::split_spaces(Values& values, std::size_t most) {
  values.count = 0;
  const std::string_view line = values.line;
  for (std::size_t at = 0; values.count != most; ++values.count) {
    at = line.find_first_not_of(' ', at);
    if (at == std::string_view::npos) return;
    values.begin[values.count] = static_cast<std::uint32_t>(at);
    at = std::min(line.find(' ', at), line.size());
    values.end[values.count] = static_cast<std::uint32_t>(at);
  }
}

void W3cExtended::split_quoted(Values& values, char separator, std::size_t most) {
  const char* const begin = values.line.data();
  const char* const end = begin + values.line.size();
  const auto offset = [begin](const char* p) { return static_cast<std::uint32_t>(p - begin); };
  values.count = 0;
  for (const char* p = begin;; ++p) {
    if (separator == ' ') p = spaces_end(p, end);
    if (separator == ' ' && p == end) return;
    const auto is_end = [separator](char c) { return c == separator; };
    const char* const quote = p != end && *p == '"' ? closing_quote(p + 1, end, is_end) : nullptr;
    const bool quoted = quote != nullptr;
    const char* const value_end = quoted ? quote : find_byte(p, end, separator);
    values.begin[values.count] = offset(p) + (quoted ? 1U : 0U);
    values.end[values.count] = offset(value_end);
    values.quoted[values.count] = quoted;
    p = value_end + (quoted ? 1 : 0);
    if (++values.count == most || p == end) return;
  }
}

bool W3cExtended::fits_exactly(const Values& values) const {
  for (std::size_t i = 0; i < values.count; ++i) {
    const bool is_part = columns_[i].value == W3cValue::kDate || columns_[i].value == W3cValue::kTime;
    if (values[i].empty() || (is_part && values.is_absent(i))) return false;
    const bool is_address = columns_[i].value == W3cValue::kAddress;
    if (is_address && !values.is_absent(i) && !looks_like_address(values[i])) return false;
  }
  return true;
}

// `arena` has room for the bytes of the line.
bool W3cExtended::read_values(const Values& values, RawBytes* row, char*& arena) const {
  store_values(values, row);
  if (values.any_quoted) unquote_all(values, row, arena);
  for (const std::size_t column : special_) {
    if (column >= values.count) break;
    RawBytes& cell = row[columns_[column].cell];
    if (cell.absent()) continue;
    switch (columns_[column].value) {
      case W3cValue::kNumber:
        // One in quotes may stand in the arena.
        if (!is_number(cell.bytes(), values.is_quoted(column) ? 0 : values.begin[column])) return false;
        break;
      case W3cValue::kAddress:
        cell = RawBytes(without_zone_zero(split_address(cell.bytes()).address));
        break;
      case W3cValue::kHeader:
      case W3cValue::kQuery:
        // A value in quotes needs no + for its spaces.
        if (!values.is_quoted(column)) cell = decoded(cell, arena);
        break;
      default:
        break;
    }
  }
  return (!date_ && !time_) || read_time(values, row[time_cell_], arena);
}

// Every value as it stands, which is all that most need: a loop without a choice per value.
void W3cExtended::store_values(const Values& values, RawBytes* row) const {
  const char* const line = values.line.data();
  const auto last = static_cast<std::uint32_t>(values.line.size() - 1);
  for (std::size_t i = 0; i < values.count; ++i) {
    const std::uint32_t begin = values.begin[i];
    const std::uint32_t bytes = values.end[i] - begin;
    // Behind an empty last value there is no byte to look at.
    const bool dash = line[std::min(begin, last)] == '-';
    const bool absent = static_cast<unsigned>(bytes == 1) & static_cast<unsigned>(dash);
    row[columns_[i].cell] = RawBytes({absent ? nullptr : line + begin, absent ? 0 : bytes});
  }
  for (std::size_t i = values.count; i < columns_.size(); ++i) row[columns_[i].cell] = RawBytes();
}

// In a value in quotes "" is a quote.
void W3cExtended::unquote_all(const Values& values, RawBytes* row, char*& arena) const {
  for (std::size_t i = 0; i < values.count; ++i) {
    const std::string_view bytes = values[i];
    if (!values.is_quoted(i) || bytes.find('"') == std::string_view::npos) continue;
    char* const begin = arena;
    for (std::size_t at = 0; at < bytes.size(); ++at) {
      *arena++ = bytes[at];
      if (bytes.substr(at).starts_with("\"\"")) ++at;
    }
    row[columns_[i].cell] = RawBytes({begin, static_cast<std::size_t>(arena - begin)});
  }
}

bool W3cExtended::read_time(const Values& values, RawBytes& cell, char*& arena) const {
  const char* const line = values.line.data();
  const bool adjacent = date_ && time_ && values.begin[*time_] == values.end[*date_] + 1;
  if (adjacent) {
    const std::uint32_t begin = values.begin[*date_];
    cell = RawBytes({line + begin, std::size_t{values.end[*time_] - begin}});
    if (is_date_and_clock(cell.bytes())) return true;
  }
  const bool absent = (date_ && values.is_absent(*date_)) || (time_ && values.is_absent(*time_));
  if (absent) cell = RawBytes();
  if (absent) return true;
  if ((date_ && !is_date(values[*date_])) || (time_ && !is_clock(values[*time_]))) return false;
  if (adjacent) return true;
  if (!date_ || !time_) {
    if (date_) cell = RawBytes(values[*date_]);
    if (time_) cell = RawBytes(values[*time_]);
    return true;
  }
  char* const begin = arena;
  arena = std::ranges::copy(values[*date_], arena).out;
  *arena++ = ' ';
  arena = std::ranges::copy(values[*time_], arena).out;
  cell = RawBytes({begin, static_cast<std::size_t>(arena - begin)});
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
