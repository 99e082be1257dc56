#include "parsers/time_format.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace anonlog {
namespace {

using Part = TimeFormat::Part;

constexpr std::array<std::string_view, 12> kMonths = {"January",   "February", "March",    "April",
                                                      "May",       "June",     "July",     "August",
                                                      "September", "October",  "November", "December"};
constexpr std::array<std::string_view, 7> kWeekdays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                       "Thursday", "Friday", "Saturday"};

// Apache's own words.
struct Word {
  std::string_view name;
  TimeFormat::Element element;
};
constexpr Word kWords[] = {
    {"sec", {Part::kEpochSeconds, 1, 12}}, {"msec", {Part::kEpochMillis, 4, 15}},
    {"usec", {Part::kEpochMicros, 7, 18}}, {"msec_frac", {Part::kMillis, 3, 3}},
    {"usec_frac", {Part::kMicros, 6, 6}},
};

// What a letter behind % writes: an element, or other specifiers.
struct Specifier {
  char letter;
  TimeFormat::Element element;
  std::string_view expansion;
};
constexpr Specifier kSpecifiers[] = {
    {'Y', {Part::kYear, 4, 4}, {}},
    {'y', {Part::kYearOfCentury, 2, 2}, {}},
    {'C', {Part::kOtherDigits, 2, 2}, {}},
    {'m', {Part::kMonth, 2, 2}, {}},
    {'b', {Part::kMonthName, 3, 3}, {}},
    {'h', {Part::kMonthName, 3, 3}, {}},
    {'B', {Part::kFullMonthName, 3, 9}, {}},
    {'d', {Part::kDay, 2, 2}, {}},
    {'e', {Part::kDay, 1, 2, true}, {}},
    {'j', {Part::kDayOfYear, 3, 3}, {}},
    {'H', {Part::kHour, 2, 2}, {}},
    {'k', {Part::kHour, 1, 2, true}, {}},
    {'I', {Part::kHalfDayHour, 2, 2}, {}},
    {'l', {Part::kHalfDayHour, 1, 2, true}, {}},
    {'p', {Part::kHalfDay, 2, 2}, {}},
    {'P', {Part::kHalfDay, 2, 2}, {}},
    {'M', {Part::kMinute, 2, 2}, {}},
    {'S', {Part::kSecond, 2, 2}, {}},
    {'z', {Part::kZone, 5, 5}, {}},
    {'Z', {Part::kZoneName, 1, 6}, {}},
    {'s', {Part::kEpochSeconds, 1, 12}, {}},
    {'a', {Part::kWeekdayName, 3, 3}, {}},
    {'A', {Part::kFullWeekdayName, 6, 9}, {}},
    {'u', {Part::kOtherDigits, 1, 1}, {}},
    {'w', {Part::kOtherDigits, 1, 1}, {}},
    {'U', {Part::kOtherDigits, 2, 2}, {}},
    {'V', {Part::kOtherDigits, 2, 2}, {}},
    {'W', {Part::kOtherDigits, 2, 2}, {}},
    {'G', {Part::kOtherDigits, 4, 4}, {}},
    {'g', {Part::kOtherDigits, 2, 2}, {}},
    {'t', {Part::kLiteral, 1, 1, false, '\t'}, {}},
    {'%', {Part::kLiteral, 1, 1, false, '%'}, {}},
    {'T', {}, "%H:%M:%S"},
    {'X', {}, "%H:%M:%S"},
    {'R', {}, "%H:%M"},
    {'r', {}, "%I:%M:%S %p"},
    {'D', {}, "%m/%d/%y"},
    {'x', {}, "%m/%d/%y"},
    {'F', {}, "%Y-%m-%d"},
    {'c', {}, "%a %b %e %H:%M:%S %Y"},
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_number(Part part) {
  switch (part) {
    case Part::kLiteral:
    case Part::kMonthName:
    case Part::kFullMonthName:
    case Part::kHalfDay:
    case Part::kZone:
    case Part::kZoneName:
    case Part::kWeekdayName:
    case Part::kFullWeekdayName:
      return false;
    default:
      return true;
  }
}

const char* digits_end(const TimeFormat::Element& element, const char* p, const char* end) {
  const char* const begin = p;
  const char* const last = end - p < element.max_bytes ? end : p + element.max_bytes;
  if (element.space_padded && p != last && *p == ' ') ++p;
  const char* const first_digit = p;
  while (p != last && is_digit(*p)) ++p;
  return p != first_digit && p - begin >= element.min_bytes ? p : nullptr;
}

// The end of one of `names`, cut to `bytes` bytes each, at p.
template <std::size_t n>
const char* name_end(const std::array<std::string_view, n>& names, std::size_t bytes, std::string_view text) {
  for (const std::string_view name : names) {
    if (text.starts_with(name.substr(0, bytes))) return text.data() + name.substr(0, bytes).size();
  }
  return nullptr;
}

// "+0100"
const char* zone_end(std::string_view text) {
  const bool is_zone = text.size() >= 5 && (text[0] == '+' || text[0] == '-') &&
                       std::all_of(text.begin() + 1, text.begin() + 5, is_digit);
  return is_zone ? text.data() + 5 : nullptr;
}

const char* letters_end(const TimeFormat::Element& element, const char* p, const char* end) {
  const char* const begin = p;
  while (p != end && p - begin < element.max_bytes && is_letter(*p)) ++p;
  return p == begin ? nullptr : p;
}

}  // namespace

class TimeFormatCompiler {
 public:
  explicit TimeFormatCompiler(std::string_view argument) : argument_(argument) {}

  tl::expected<TimeFormat, TimeFormat::Problem> compile() {
    const auto* word = std::find_if(std::begin(kWords), std::end(kWords),
                                    [this](const Word& w) { return w.name == argument_; });
    if (word != std::end(kWords)) {
      format_.elements_.push_back(word->element);
      format_.find_fixed_bytes();
      return std::move(format_);
    }
    for (std::size_t i = 0; i < argument_.size();) {
      if (argument_[i] != '%') {
        add_literal(argument_[i++]);
      } else if (!read_specifier(i)) {
        return tl::unexpected(TimeFormat::Problem{at_, message_});
      }
    }
    if (format_.elements_.empty()) {
      return tl::unexpected(TimeFormat::Problem{0, "this time is empty: nothing would be written"});
    }
    format_.find_fixed_bytes();
    return std::move(format_);
  }

 private:
  void add_literal(char c) { format_.elements_.push_back({Part::kLiteral, 1, 1, false, c}); }

  bool fail(std::size_t at, std::string message) {
    at_ = at;
    message_ = std::move(message);
    return false;
  }

  // The specifier at argument_[i], with i moved past it.
  bool read_specifier(std::size_t& i) {
    const std::size_t percent = i++;
    const bool unpadded = i < argument_.size() && argument_[i] == '-';
    if (unpadded) ++i;
    if (i < argument_.size() && (argument_[i] == 'E' || argument_[i] == 'O')) ++i;  // nothing, in English
    if (i == argument_.size()) return fail(percent, "this % of the time has no letter behind it");
    const char letter = argument_[i++];
    if (letter == 'n') return fail(percent, "%n breaks the line: a record would be several lines");
    const auto* row = std::find_if(std::begin(kSpecifiers), std::end(kSpecifiers),
                                   [letter](const Specifier& s) { return s.letter == letter; });
    if (row == std::end(kSpecifiers) || (unpadded && !is_number(row->element.part))) {
      return fail(percent, fmt::format("{} is no part of a time that can be read; these can: {}",
                                       argument_.substr(percent, i - percent), known()));
    }
    for (std::size_t at = 0; at < row->expansion.size();) {
      if (row->expansion[at] != '%') {
        add_literal(row->expansion[at++]);
      } else {
        add(row->expansion[at + 1], false);
        at += 2;
      }
    }
    if (row->expansion.empty()) add(letter, unpadded);
    return true;
  }

  void add(char letter, bool unpadded) {
    const auto* row = std::find_if(std::begin(kSpecifiers), std::end(kSpecifiers),
                                   [letter](const Specifier& s) { return s.letter == letter; });
    TimeFormat::Element element = row->element;
    if (unpadded) {
      element.min_bytes = 1;
      element.space_padded = false;
    }
    format_.elements_.push_back(element);
  }

  static std::string known() {
    std::string letters;
    for (const Specifier& row : kSpecifiers)
      letters += fmt::format("{}%{}", letters.empty() ? "" : " ", row.letter);
    for (const Word& word : kWords) letters += fmt::format(", {}", word.name);
    return letters;
  }

  std::string_view argument_;
  TimeFormat format_;
  std::size_t at_ = 0;
  std::string message_;
};

tl::expected<TimeFormat, TimeFormat::Problem> TimeFormat::compile(std::string_view argument) {
  return TimeFormatCompiler(argument).compile();
}

// Only what any digits, any letters or one byte may be: names of a list are told by their elements.
void TimeFormat::find_fixed_bytes() {
  std::vector<std::uint8_t> rows(kFixedRows * kMaxFixedBytes);
  std::size_t bytes = 0;
  for (const Element& element : elements_) {
    const bool is_literal = element.part == Part::kLiteral;
    const bool is_name = element.part == Part::kMonthName;
    const bool is_told = is_literal || is_name || is_number(element.part);
    if (!is_told || element.min_bytes != element.max_bytes || bytes + element.max_bytes > kMaxFixedBytes)
      return;
    for (std::size_t i = 0; i < element.max_bytes; ++i, ++bytes) {
      const char least = is_literal ? element.literal : is_name ? 'a' : '0';
      rows[kFold * kMaxFixedBytes + bytes] = is_name ? 'a' ^ 'A' : 0;
      rows[kLeast * kMaxFixedBytes + bytes] = static_cast<std::uint8_t>(least);
      rows[kSpan * kMaxFixedBytes + bytes] = is_literal ? 0 : is_name ? 'z' - 'a' : '9' - '0';
    }
  }
  fixed_bytes_ = bytes;
  fixed_ = std::move(rows);
}

bool TimeFormat::fits_fixed(const char* p) const {
#if defined(__SSE2__)
  constexpr std::size_t kBlock = 16;
  if (fixed_bytes_ >= kBlock) {
    const auto fits_at = [&](std::size_t at) {
      const auto load = [at](const void* from) {
        return _mm_loadu_si128(reinterpret_cast<const __m128i*>(static_cast<const char*>(from) + at));
      };
      const __m128i over =
          _mm_sub_epi8(_mm_or_si128(load(p), load(fixed_row(kFold))), load(fixed_row(kLeast)));
      return _mm_cmpeq_epi8(_mm_min_epu8(over, load(fixed_row(kSpan))), over);
    };
    return _mm_movemask_epi8(_mm_and_si128(fits_at(0), fits_at(fixed_bytes_ - kBlock))) == 0xFFFF;
  }
#endif
  for (std::size_t i = 0; i < fixed_bytes_; ++i) {
    const unsigned byte = static_cast<unsigned char>(p[i]) | fixed_row(kFold)[i];
    if (byte - fixed_row(kLeast)[i] > fixed_row(kSpan)[i]) return false;
  }
  return true;
}

const char* TimeFormat::match_elements(const char* p, const char* end) const {
  for (const Element& element : elements_) {
    p = element_end(element, p, end);
    if (p == nullptr) return nullptr;
  }
  return p;
}

const char* TimeFormat::element_end(const Element& element, const char* p, const char* end) {
  const std::string_view text(p, static_cast<std::size_t>(end - p));
  switch (element.part) {
    case Part::kLiteral:
      return !text.empty() && text[0] == element.literal ? p + 1 : nullptr;
    case Part::kMonthName:
      return text.size() >= 3 && std::all_of(p, p + 3, is_letter) ? p + 3 : nullptr;
    case Part::kFullMonthName:
      return name_end(kMonths, std::string_view::npos, text);
    case Part::kWeekdayName:
      return name_end(kWeekdays, 3, text);
    case Part::kFullWeekdayName:
      return name_end(kWeekdays, std::string_view::npos, text);
    case Part::kHalfDay: {
      const bool half = text.starts_with("AM") || text.starts_with("PM") || text.starts_with("am") ||
                        text.starts_with("pm");
      return half ? p + 2 : nullptr;
    }
    case Part::kZone:
      return zone_end(text);
    case Part::kZoneName:
      return letters_end(element, p, end);
    default:
      return digits_end(element, p, end);
  }
}

TimeFormat::Growth TimeFormat::growth() const {
  const Element& last = elements_.back();
  if (last.part == Part::kZoneName) return Growth::kLetters;
  // Months and weekdays are told by their names: what follows them is no part of them.
  return is_number(last.part) && last.min_bytes != last.max_bytes ? Growth::kDigits : Growth::kNothing;
}

bool TimeFormat::stands_out() const {
  std::size_t min_bytes = 0;
  bool digits_alone = true;
  for (const Element& element : elements_) {
    min_bytes += element.min_bytes;
    digits_alone = digits_alone && is_number(element.part);
  }
  return min_bytes >= 8 && !digits_alone;
}

bool TimeFormat::may_begin_with(char c) const {
  const Element& first = elements_.front();
  if (first.part == Part::kLiteral) return c == first.literal;
  if (first.part == Part::kZone) return c == '+' || c == '-';
  if (!is_number(first.part)) return is_letter(c);
  return is_digit(c) || (first.space_padded && c == ' ');
}

std::string_view full_month_name(std::size_t month_from_0) { return kMonths[month_from_0]; }

}  // namespace anonlog
