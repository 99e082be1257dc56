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
  kClientPort,
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
  kBodyBytes,
  kBytesSent,
  kRequestBytes,
  kDurationUs,
  kReferrer,
  kUserAgent,
  kAcceptLanguage,
  kSecChUa,
  kSecChUaMobile,
  kSecChUaPlatform,
  kSecGpc,
  kDnt,
  kHost,
  kServerName,
  kServerPort,
  kScheme,
  kCookie,
  kRequestId,
  kUpstreamAddr,
  kUpstreamStatus,
  kUpstreamDurationUs,
  kCacheStatus,
  kTlsProtocol,
  kTlsCipher,
  kLevel,
  kModule,
  kMessage,
  kOther,
};

struct FieldInfo {
  Field field;
  std::string_view name;  // as `anonlog parse` prints it and policies write it
  IdentityClass identity;
  std::string_view summary;
};

inline constexpr FieldInfo kFields[] = {
    {Field::kClientIp, "client_ip", IdentityClass::kDirect,
     "the client's address, as the server saw it or was told it"},
    {Field::kClientPort, "client_port", IdentityClass::kDirect, "the client's port"},
    {Field::kPeerIp, "peer_ip", IdentityClass::kDirect,
     "the address of the last proxy, where client_ip is what that said"},
    {Field::kForwardedFor, "forwarded_for", IdentityClass::kDirect, "the list of X-Forwarded-For"},
    {Field::kIdent, "ident", IdentityClass::kDirect, "what identd said; always absent today"},
    {Field::kRemoteUser, "remote_user", IdentityClass::kDirect, "the user who logged in"},
    {Field::kTime, "time", IdentityClass::kNone, "when the request came or ended"},
    {Field::kRequest, "request", IdentityClass::kQuasi, "the request line: method, target and protocol"},
    {Field::kMethod, "method", IdentityClass::kNone, "the request's method"},
    {Field::kTarget, "target", IdentityClass::kQuasi, "what was asked for: path and query, or a whole URL"},
    {Field::kPath, "path", IdentityClass::kQuasi,
     "the target without its query, where the log holds them apart"},
    {Field::kQuery, "query", IdentityClass::kQuasi, "the query, where the log holds it apart"},
    {Field::kProtocol, "protocol", IdentityClass::kNone, "the version of HTTP"},
    {Field::kStatus, "status", IdentityClass::kNone, "the status of the response"},
    {Field::kBodyBytes, "body_bytes", IdentityClass::kQuasi, "bytes of the response's body"},
    {Field::kBytesSent, "bytes_sent", IdentityClass::kQuasi, "bytes of the whole response"},
    {Field::kRequestBytes, "request_bytes", IdentityClass::kQuasi, "bytes of the request"},
    {Field::kDurationUs, "duration_us", IdentityClass::kQuasi, "how long the request took, in microseconds"},
    {Field::kReferrer, "referrer", IdentityClass::kQuasi, "the header Referer"},
    {Field::kUserAgent, "user_agent", IdentityClass::kQuasi, "the header User-Agent"},
    {Field::kAcceptLanguage, "accept_language", IdentityClass::kQuasi, "the header Accept-Language"},
    {Field::kSecChUa, "sec_ch_ua", IdentityClass::kQuasi,
     "the header Sec-CH-UA: brands and majors of the browser"},
    {Field::kSecChUaMobile, "sec_ch_ua_mobile", IdentityClass::kNone, "the header Sec-CH-UA-Mobile"},
    {Field::kSecChUaPlatform, "sec_ch_ua_platform", IdentityClass::kQuasi, "the header Sec-CH-UA-Platform"},
    {Field::kSecGpc, "sec_gpc", IdentityClass::kNone,
     "the header Sec-GPC: the visitor objects to being followed"},
    {Field::kDnt, "dnt", IdentityClass::kNone, "the header DNT, of the same meaning and older"},
    {Field::kHost, "host", IdentityClass::kQuasi, "the header Host, or what the client asked for otherwise"},
    {Field::kServerName, "server_name", IdentityClass::kNone,
     "the virtual host by the server's own configuration"},
    {Field::kServerPort, "server_port", IdentityClass::kNone, "the server's port"},
    {Field::kScheme, "scheme", IdentityClass::kNone, "http or https"},
    {Field::kCookie, "cookie", IdentityClass::kDirect, "the header Cookie"},
    {Field::kRequestId, "request_id", IdentityClass::kDirect, "an id of this request"},
    {Field::kUpstreamAddr, "upstream_addr", IdentityClass::kQuasi,
     "the servers behind this one that were asked"},
    {Field::kUpstreamStatus, "upstream_status", IdentityClass::kNone, "the statuses that they gave"},
    {Field::kUpstreamDurationUs, "upstream_duration_us", IdentityClass::kQuasi,
     "how long they took, in microseconds"},
    {Field::kCacheStatus, "cache_status", IdentityClass::kNone, "hit, miss, ... of the server's cache"},
    {Field::kTlsProtocol, "tls_protocol", IdentityClass::kNone, "the version of TLS"},
    {Field::kTlsCipher, "tls_cipher", IdentityClass::kNone, "the cipher suite of TLS"},
    {Field::kLevel, "level", IdentityClass::kNone, "the severity of a line of an error log"},
    {Field::kModule, "module", IdentityClass::kNone,
     "the part of the server that wrote a line of an error log"},
    {Field::kMessage, "message", IdentityClass::kDirect, "the text of a line of an error log"},
    {Field::kOther, "other", IdentityClass::kDirect,
     "all that is none of these, under the format's own name for it"},
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
// for the times, kHostName and kUrl.
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
  kTimeOfDay,   // hh:mm or hh:mm:ss, perhaps with a fraction; of the day of its batch
  kAnyTime,     // a time whose text alone says how it is written (any_time.h)
  kQuoted,      // "any bytes", or a token where the writer left the quotes away; the value is without them
  kEndpoint,    // a token, or its part before ":PORT" at its end; the value is without brackets
  kPort,        // ":" and digits, or nothing; the value is the digits
  kHostName,    // [-._A-Za-z0-9]*, with a dot and a letter
  kUrl,         // a token that holds "://"
  kWord,        // a token without slashes
  kGroups,  // any number of " {any bytes but braces}" or the same in brackets, each before a space or the end of
            // the line; the value is without the first spaces
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
  // A time whose text does not say its zone is UTC (the W3C's formats), not of the zone that the user tells.
  bool is_utc = false;
  // A request or target that is a whole URL always: its host is the site that was asked for.
  bool holds_host = false;
  // The duration of the request is the sum of all such values, in a format that does not log it as one.
  bool is_part_of_duration = false;
};

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_FIELD_H_
