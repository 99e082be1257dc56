// The catalogue of what a log line can hold, closed: every format maps its own names to these. What maps to
// nothing is kOther with its own key. Adding a field is one enumerator and one row.
#ifndef ANONLOG_PARSERS_FIELD_H_
#define ANONLOG_PARSERS_FIELD_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace anonlog {

// How much a value tells about a person.
enum class IdentityClass : std::uint8_t {
  kNone,    // method, status, ...
  kQuasi,   // identifies in combination: raw user agent, full URL, exact size and duration
  kDirect,  // address, user, cookie, ids; and everything that we do not know
};

enum class Field : std::uint8_t {
  kClientIp,
  kPeerIp,
  kForwardedFor,
  kIdent,
  kRemoteUser,
  kTime,
  kRequest,
  kMethod,
  kTarget,
  kPath,
  kQuery,
  kProtocol,
  kStatus,
  kBytes,
  kBytesTotal,
  kBytesReceived,
  kDuration,
  kReferrer,
  kUserAgent,
  kAcceptLanguage,
  kHost,
  kServerName,
  kServerPort,
  kScheme,
  kCookies,
  kUpstreamAddr,
  kUpstreamStatus,
  kUpstreamDuration,
  kRequestId,
  kOther,
};

struct FieldInfo {
  Field field;
  std::string_view name;  // as `anonlog parse` prints it and policies write it
  IdentityClass identity;
};

inline constexpr FieldInfo kFields[] = {
    {Field::kClientIp, "client_ip", IdentityClass::kDirect},
    {Field::kPeerIp, "peer_ip", IdentityClass::kDirect},
    {Field::kForwardedFor, "forwarded_for", IdentityClass::kDirect},
    {Field::kIdent, "ident", IdentityClass::kDirect},
    {Field::kRemoteUser, "remote_user", IdentityClass::kDirect},
    {Field::kTime, "time", IdentityClass::kNone},
    {Field::kRequest, "request", IdentityClass::kQuasi},
    {Field::kMethod, "method", IdentityClass::kNone},
    {Field::kTarget, "target", IdentityClass::kQuasi},
    {Field::kPath, "path", IdentityClass::kQuasi},
    {Field::kQuery, "query", IdentityClass::kQuasi},
    {Field::kProtocol, "protocol", IdentityClass::kNone},
    {Field::kStatus, "status", IdentityClass::kNone},
    {Field::kBytes, "bytes", IdentityClass::kQuasi},
    {Field::kBytesTotal, "bytes_total", IdentityClass::kQuasi},
    {Field::kBytesReceived, "bytes_received", IdentityClass::kQuasi},
    {Field::kDuration, "duration", IdentityClass::kQuasi},
    {Field::kReferrer, "referrer", IdentityClass::kQuasi},
    {Field::kUserAgent, "user_agent", IdentityClass::kQuasi},
    {Field::kAcceptLanguage, "accept_language", IdentityClass::kQuasi},
    {Field::kHost, "host", IdentityClass::kQuasi},
    {Field::kServerName, "server_name", IdentityClass::kNone},
    {Field::kServerPort, "server_port", IdentityClass::kNone},
    {Field::kScheme, "scheme", IdentityClass::kNone},
    {Field::kCookies, "cookies", IdentityClass::kDirect},
    {Field::kUpstreamAddr, "upstream_addr", IdentityClass::kQuasi},
    {Field::kUpstreamStatus, "upstream_status", IdentityClass::kNone},
    {Field::kUpstreamDuration, "upstream_duration", IdentityClass::kQuasi},
    {Field::kRequestId, "request_id", IdentityClass::kDirect},
    {Field::kOther, "other", IdentityClass::kDirect},
};
inline constexpr std::size_t kFieldCount = sizeof(kFields) / sizeof(kFields[0]);

constexpr const FieldInfo& field_info(Field field) { return kFields[static_cast<std::size_t>(field)]; }

constexpr bool field_table_is_in_order() {
  for (std::size_t i = 0; i < kFieldCount; ++i) {
    if (static_cast<std::size_t>(kFields[i].field) != i) return false;
  }
  return true;
}
static_assert(field_table_is_in_order());

// Which bytes can stand in a field; what makes an unquoted format unambiguous. Empty is always allowed but
// for the times.
enum class FieldShape : std::uint8_t {
  kText,        // any bytes
  kToken,       // no space, no quote
  kAddress,     // tokens joined by ", ", not ending in a comma (a forwarded list where the address should be)
  kNumber,      // [-+.0-9]*
  kClfTime,     // 10/Oct/2000:13:55:36 -0700
  kIsoTime,     // no space, no quote; begins yyyy-mm-ddThh:mm:ss
  kList,        // nginx upstream values: tokens joined by ", " and " : ", perhaps ending in " : "
  kCapitals,    // [A-Z_-]*: a method that its target touches
  kTimeFormat,  // what its slot's time_format writes
};

// What one unit of a number or time means.
enum class FieldUnit : std::uint8_t {
  kNone,
  kSeconds,  // with a fraction, perhaps
  kMilliseconds,
  kMicroseconds,
  kEpochSeconds,  // Unix time, with a fraction, perhaps
};

// One field of a format: a column of the RecordBatch.
struct Slot {
  Field field = Field::kOther;
  std::string key;  // the field's name; of kOther the name that the format gives it
  FieldShape shape = FieldShape::kText;
  FieldUnit unit = FieldUnit::kNone;
  // Of a time whose shape does not say it: how it is written, as parsers/time_format.h has it. A format may hold
  // several such, which are parts of one time.
  std::string time_format = {};
  // A client can end a value before this one, or this one, where it likes, and have its own bytes read here.
  bool forgeable = false;
};

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_FIELD_H_
