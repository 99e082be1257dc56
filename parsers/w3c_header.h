// What the directives of a W3C log (https://www.w3.org/TR/WD-logfile section 3) say of the lines behind them.
//
//     #Software: Microsoft Internet Information Services 10.0
//     #Date: 2025-11-23 17:37:28
//     #Fields: date time c-ip cs-method cs-uri-stem sc-status
//
// They may come anywhere and any number of times; each counts until the next of its name. Of a date the day is kept, for
// lines that hold the time of day alone: 2025-11-23 or, as in W3C's draft, 23-Nov-2025. Any other directive says nothing.
#ifndef ANONLOG_PARSERS_W3C_HEADER_H_
#define ANONLOG_PARSERS_W3C_HEADER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/format_source.h"
#include "parsers/record_batch.h"

namespace anonlog {

class W3cHeader {
 public:
  // A #Fields line with more bytes is none: 128 columns of 63 bytes each.
  static constexpr std::size_t kMaxFieldsBytes = 8192;

  enum class Change : std::uint8_t { kNone, kLayout, kDay };

  // What a line changes. Any line may be given.
  Change add(std::string_view line);

  [[nodiscard]] bool has_fields() const { return has_fields_; }

  // The columns, one space between two; empty when #Fields named none or too much.
  [[nodiscard]] const std::string& fields() const { return fields_; }

  // Who writes so.
  [[nodiscard]] FormatLanguage language() const;

  // In days since 1970-01-01; RecordBatch::kNoDay: not known.
  [[nodiscard]] std::int64_t day() const { return day_; }

  // Of the day, when #Date was written.
  [[nodiscard]] std::optional<int> clock_seconds() const { return clock_seconds_; }

  // Directives that say the same.
  [[nodiscard]] std::string text() const;

 private:
  enum class Software : std::uint8_t { kUnknown, kIis, kOther };

  void set_fields(std::string_view text);
  void set_date(std::string_view text);

  bool has_fields_ = false;
  std::string fields_;
  Software software_ = Software::kUnknown;
  std::int64_t day_ = RecordBatch::kNoDay;
  std::optional<int> clock_seconds_;
};

// "hh:mm" or "hh:mm:ss", perhaps with a fraction, as seconds of the day.
std::optional<int> w3c_clock_seconds(std::string_view text);

// Whether the columns of a format are those of a #Fields line.
bool takes_layout(const FormatSource& source);

// Whether it is read without columns, or by guessed ones, since its log did not say any yet.
bool waits_for_layout(const FormatSource& source);

// The layouts that the directives of `head` give the format whose variants are `defaults`; these when no #Fields line is
// there.
std::vector<FormatSource> w3c_layouts_of(std::string_view head, std::vector<FormatSource> defaults);

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_W3C_HEADER_H_
