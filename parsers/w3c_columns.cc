#include "parsers/w3c_columns.h"

#include <algorithm>

namespace anonlog {
namespace {

struct Row {
  std::string_view name;  // in lower case
  Field field;
  W3cValue value = W3cValue::kText;
  FieldUnit unit = FieldUnit::kNone;
};

// Of W3C's draft (https://www.w3.org/TR/WD-logfile), IIS and HTTP.sys, CloudFront, and what ISA Server, WebLogic and
// SHOUTcast call the same.
constexpr Row kRows[] = {
    {"date", Field::kTime, W3cValue::kDate},
    {"time", Field::kTime, W3cValue::kTime},
    {"date-local", Field::kTime, W3cValue::kDate},
    {"time-local", Field::kTime, W3cValue::kTime},
    {"timestamp", Field::kTime, W3cValue::kNumber, FieldUnit::kEpochSeconds},
    {"c-ip", Field::kClientIp, W3cValue::kAddress},
    {"c-port", Field::kClientPort, W3cValue::kNumber},
    {"cs-username", Field::kRemoteUser},
    {"cs-method", Field::kMethod},
    {"cs-uri", Field::kTarget},
    {"cs-uri-stem", Field::kPath},
    {"cs-uri-query", Field::kQuery, W3cValue::kQuery},
    {"cs-version", Field::kProtocol},
    {"cs-protocol-version", Field::kProtocol},
    {"cs-protocol", Field::kScheme},
    {"s-port", Field::kServerPort, W3cValue::kNumber},
    {"sc-status", Field::kStatus, W3cValue::kNumber},
    {"c-status", Field::kStatus, W3cValue::kNumber},
    {"sc-bytes", Field::kBytesSent, W3cValue::kNumber},
    {"bytes", Field::kBytesSent, W3cValue::kNumber},
    {"cs-bytes", Field::kRequestBytes, W3cValue::kNumber},
    {"time-taken", Field::kDurationUs, W3cValue::kNumber, FieldUnit::kSeconds},
    {"x-duration", Field::kDurationUs, W3cValue::kNumber, FieldUnit::kSeconds},
    {"cs(user-agent)", Field::kUserAgent, W3cValue::kHeader},
    {"c-agent", Field::kUserAgent, W3cValue::kHeader},
    {"cs(referer)", Field::kReferrer, W3cValue::kHeader},
    {"cs(referrer)", Field::kReferrer, W3cValue::kHeader},
    {"cs-referred", Field::kReferrer, W3cValue::kHeader},
    {"cs(cookie)", Field::kCookie, W3cValue::kHeader},
    {"cs(accept-language)", Field::kAcceptLanguage, W3cValue::kHeader},
    {"cs(sec-ch-ua)", Field::kSecChUa, W3cValue::kHeader},
    {"cs(sec-ch-ua-mobile)", Field::kSecChUaMobile, W3cValue::kHeader},
    {"cs(sec-ch-ua-platform)", Field::kSecChUaPlatform, W3cValue::kHeader},
    {"cs(sec-gpc)", Field::kSecGpc, W3cValue::kHeader},
    {"cs(dnt)", Field::kDnt, W3cValue::kHeader},
    {"x-host-header", Field::kHost},
    {"cs(host)", Field::kHost},
    {"cs-host", Field::kHost},
    {"x-forwarded-for", Field::kForwardedFor, W3cValue::kHeader},
    {"x_forwarded_for", Field::kForwardedFor, W3cValue::kHeader},
    {"cs(x-forwarded-for)", Field::kForwardedFor, W3cValue::kHeader},
    {"originalip", Field::kForwardedFor, W3cValue::kHeader},
    {"x-edge-result-type", Field::kCacheStatus},
    {"x-edge-request-id", Field::kRequestId},
    {"ssl-protocol", Field::kTlsProtocol},
    {"ssl-cipher", Field::kTlsCipher},
};

std::string in_lower_case(std::string_view name) {
  std::string lower(name);
  std::ranges::transform(lower, lower.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return lower;
}

bool holds(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

// Only IIS (and its Advanced Logging, HTTP.sys) has these, and all of its durations are milliseconds.
bool is_of_iis(const std::vector<std::string>& names) {
  return holds(names, "sc-win32-status") || holds(names, "sc-substatus") || holds(names, "s-sitename") ||
         holds(names, "s-computername");
}

// A column of which another says the same better. Leaves at most one date and one time, or else a timestamp.
bool is_second_best(const std::vector<std::string>& names, const std::string& name) {
  if (name == "cs(host)" || name == "cs-host") return holds(names, "x-host-header");
  const bool any_time = holds(names, "time") || holds(names, "time-local");
  if (name == "timestamp") return any_time;
  const bool utc = holds(names, "date") && holds(names, "time");
  const bool local = holds(names, "date-local") && holds(names, "time-local");
  const bool is_date = name == "date" || name == "date-local";
  if (is_date && !any_time && holds(names, "timestamp")) return true;
  if (name == "date" || name == "time") return local && !utc;
  if (name == "date-local" || name == "time-local") {
    return utc || (!local && holds(names, name.substr(0, name.find('-'))));
  }
  return false;
}

}  // namespace

std::vector<W3cColumn> w3c_columns(const std::vector<std::string_view>& names, W3cDialect dialect) {
  std::vector<std::string> lower;
  for (const std::string_view name : names) lower.push_back(in_lower_case(name));
  const bool milliseconds =
      dialect == W3cDialect::kIis || (dialect == W3cDialect::kGeneric && is_of_iis(lower));
  std::vector<W3cColumn> columns;
  for (std::size_t i = 0; i < names.size(); ++i) {
    W3cColumn& column = columns.emplace_back();
    column.slot.key = names[i];
    const Row* row = std::ranges::find(kRows, lower[i], &Row::name);
    // The first of two columns of one name counts.
    const bool again = std::find(lower.begin(), lower.begin() + static_cast<std::ptrdiff_t>(i), lower[i]) !=
                       lower.begin() + static_cast<std::ptrdiff_t>(i);
    if (row == std::end(kRows) || again || is_second_best(lower, lower[i])) continue;
    column.value = row->value;
    column.slot.field = row->field;
    column.slot.key = field_info(row->field).name;
    column.slot.unit = row->unit == FieldUnit::kSeconds && row->name == "time-taken" && milliseconds
                           ? FieldUnit::kMilliseconds
                           : row->unit;
    if (row->value == W3cValue::kNumber) column.slot.shape = FieldShape::kNumber;
    column.slot.is_utc = !lower[i].ends_with("-local");
  }
  return columns;
}

std::vector<std::string_view> w3c_words(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  std::vector<std::string_view> words;
  for (std::size_t at = 0; (at = text.find_first_not_of(kBlanks, at)) != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(kBlanks, at), text.size());
    if (text[at] == '#') break;
    words.push_back(text.substr(at, end - at));
    at = end;
  }
  return words;
}

W3cDialect w3c_dialect(const std::vector<std::string_view>& names) {
  std::vector<std::string> lower;
  for (const std::string_view name : names) lower.push_back(in_lower_case(name));
  if (std::ranges::any_of(lower, [](const std::string& name) { return name.starts_with("x-edge-"); })) {
    return W3cDialect::kCloudFront;
  }
  return is_of_iis(lower) ? W3cDialect::kIis : W3cDialect::kGeneric;
}

}  // namespace anonlog
