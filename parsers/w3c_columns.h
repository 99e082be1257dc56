// The columns that a #Fields line names, and how a value of each is read.
//
// Names are compared without regard to case. What the table does not know is kOther under the log's own name: the
// catalogue's class of it is `direct`, so nothing of it is published.
#ifndef ANONLOG_PARSERS_W3C_COLUMNS_H_
#define ANONLOG_PARSERS_W3C_COLUMNS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/field.h"

namespace anonlog {

// Who writes, as far as it decides how values are written.
enum class W3cDialect : std::uint8_t {
  kGeneric,     // spaces or tabs between values; values in quotes, "" for a quote in them
  kIis,         // one space between values; spaces in values are +
  kCloudFront,  // tabs between values; values are percent-encoded
};

// What a value is, as far as it decides how it is read.
enum class W3cValue : std::uint8_t {
  kText,
  kNumber,   // digits, '.', '-': anything else is not of the layout
  kAddress,  // the zone %0 of IIS is none (RFC 4007 section 11) and is cut off; a port behind it is none of it
  kHeader,   // encoded by the dialect: + or percent
  kQuery,    // encoded by kCloudFront only
  kDate,     // yyyy-mm-dd
  kTime,     // hh:mm or hh:mm:ss, perhaps with a fraction
};

struct W3cColumn {
  Slot slot;
  W3cValue value = W3cValue::kText;
};

// One per name. Of date and time, which are one time, both have the field kTime. Where a layout has a better column for
// a field (x-host-header beside CloudFront's own cs(Host), date beside date-local), the other one is kOther.
std::vector<W3cColumn> w3c_columns(const std::vector<std::string_view>& names, W3cDialect dialect);

// The words of a #Fields line, without what stands behind a '#': a comment.
std::vector<std::string_view> w3c_words(std::string_view text);

// Who writes such columns, where the log does not say it.
W3cDialect w3c_dialect(const std::vector<std::string_view>& names);

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_W3C_COLUMNS_H_
