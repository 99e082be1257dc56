// The argument of an Apache %{...}t, compiled: what its text looks like, element by element. Who wants the value of an
// element (parsers/partial_time.h) takes its bytes from here, so that the format is read in one place.
//
// Input:   sec, msec, usec, msec_frac, usec_frac, or a format of strftime(3) as Linux has it, in English
//          (https://httpd.apache.org/docs/2.4/mod/mod_log_config.html#formats). %T, %D, %F, %R, %r, %c, %x and %X
//          stand for what they stand for in the C locale. GNU's "%-d" (no padding) is known for numbers.
// Output:  a list of elements, each of which has one end wherever it begins: the most bytes that it may have. No
//          search is ever needed; a text of the format is one that every element fits in turn.
// Errors:  a specifier that is not known; one that breaks the line (%n). An offset into the argument tells where.
// Threads: immutable.
#ifndef ANONLOG_PARSERS_TIME_FORMAT_H_
#define ANONLOG_PARSERS_TIME_FORMAT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/error.h"

namespace anonlog {

class TimeFormat {
 public:
  enum class Part : std::uint8_t {
    kLiteral,
    kYear,           // 2025
    kYearOfCentury,  // 25
    kMonth,          // 01 to 12
    kMonthName,      // Jan; any three letters are of the format, and impossible when they name no month
    kFullMonthName,  // January
    kDay,            // 01 to 31
    kDayOfYear,      // 001 to 366
    kHour,           // 00 to 23
    kHalfDayHour,    // 01 to 12
    kHalfDay,        // AM, PM, am, pm
    kMinute,
    kSecond,
    kZone,      // +0100
    kZoneName,  // UTC
    kEpochSeconds,
    kEpochMillis,
    kEpochMicros,
    kMillis,       // of the second, 000 to 999
    kMicros,       // of the second, 000000 to 999999
    kWeekdayName,  // Mon
    kFullWeekdayName,
    kOtherDigits,  // weeks, weekdays, centuries: they add nothing to what tells the time
  };

  struct Element {
    Part part = Part::kLiteral;
    std::uint8_t min_bytes = 0;
    std::uint8_t max_bytes = 0;
    bool space_padded = false;  // or not at all: a space in the format before it stands for all that come
    char literal = '\0';
  };

  struct Problem {
    std::size_t offset;
    std::string message;
  };

  static tl::expected<TimeFormat, Problem> compile(std::string_view argument);

  // Where a text of this format ends that begins at p; null when none does.
  [[nodiscard]] const char* match(const char* p, const char* end) const {
    if (fixed_bytes_ == 0) return match_elements(p, end);
    return static_cast<std::size_t>(end - p) >= fixed_bytes_ && fits_fixed(p) ? p + fixed_bytes_ : nullptr;
  }

  [[nodiscard]] const std::vector<Element>& elements() const { return elements_; }

  // Calls take(element, text) for the elements that a text of this format is, in turn. False, perhaps after some calls: it
  // is none.
  template <typename Take>
  bool visit(std::string_view text, Take take) const {
    const char* p = text.data();
    const char* const end = p + text.size();
    const bool is_fixed = fixed_bytes_ != 0;
    if (is_fixed && match(p, end) != end) return false;
    for (const Element& element : elements_) {
      const char* const element_end =
          is_fixed ? p + element.max_bytes : TimeFormat::element_end(element, p, end);
      if (element_end == nullptr) return false;
      if (element.part != Part::kLiteral) {
        take(element, std::string_view(p, static_cast<std::size_t>(element_end - p)));
      }
      p = element_end;
    }
    return p == end;
  }

  // Where `element` ends; null when it does not stand at p.
  static const char* element_end(const Element& element, const char* p, const char* end);

  // What the last element would take if more of it stood there: what follows must not begin with it.
  enum class Growth : std::uint8_t { kNothing, kDigits, kLetters };
  [[nodiscard]] Growth growth() const;

  // Whether its texts hardly stand in other text by chance: eight bytes or more, and not digits alone.
  [[nodiscard]] bool stands_out() const;

  // Whether a text of the format can begin with `c`.
  [[nodiscard]] bool may_begin_with(char c) const;

 private:
  friend class TimeFormatCompiler;

  static constexpr std::size_t kMaxFixedBytes = 32;

  // Which bytes may stand at each place of a text of fixed length: (byte | fold) - least <= span. Letters are folded to
  // small ones.
  enum FixedRow : std::size_t { kFold, kLeast, kSpan, kFixedRows };
  [[nodiscard]] const std::uint8_t* fixed_row(FixedRow row) const {
    return fixed_.data() + row * kMaxFixedBytes;
  }

  [[nodiscard]] const char* match_elements(const char* p, const char* end) const;
  // Requires: fixed_bytes_ bytes at p.
  [[nodiscard]] bool fits_fixed(const char* p) const;
  void find_fixed_bytes();

  std::vector<Element> elements_;    // at least one; none of no bytes
  std::size_t fixed_bytes_ = 0;      // of every text; 0: they differ, or a table of bytes cannot tell them
  std::vector<std::uint8_t> fixed_;  // kFixedRows times kMaxFixedBytes, if fixed_bytes_ is not 0
};

// The months' English names, each as long as it is: the first three letters are the short one.
std::string_view full_month_name(std::size_t month_from_0);

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_TIME_FORMAT_H_
