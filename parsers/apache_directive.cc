#include "parsers/apache_directive.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "parsers/time_format.h"

namespace anonlog {
namespace {

constexpr std::string_view kAny = "*";

struct Row {
  std::string_view letter;
  std::string_view argument;  // empty: none; kAny: any that no other row of the letter has
  Field field = Field::kOther;
  FieldShape shape = FieldShape::kText;
  FieldUnit unit = FieldUnit::kNone;
  std::uint8_t rank = 1;
};

// What stands in the log bare, that is without quotes around it. A client can put spaces into any header: those are
// texts, but for the ones that are read as what they are for.
constexpr Row kRows[] = {
    {"a", "", Field::kClientIp, FieldShape::kAddress, FieldUnit::kNone, 2},
    {"a", "c", Field::kPeerIp, FieldShape::kAddress},
    {"A", "", Field::kOther, FieldShape::kToken},
    {"b", "", Field::kBodyBytes, FieldShape::kNumber},
    {"B", "", Field::kBodyBytes, FieldShape::kNumber, FieldUnit::kNone, 2},
    {"c", "", Field::kOther, FieldShape::kToken},
    {"c", "cipher", Field::kTlsCipher, FieldShape::kToken},  // mod_ssl's own
    {"c", "version", Field::kTlsProtocol, FieldShape::kToken},
    {"c", kAny},
    {"C", kAny},
    {"D", "", Field::kDurationUs, FieldShape::kNumber, FieldUnit::kMicroseconds, 3},
    {"e", "cache-status", Field::kCacheStatus},  // mod_cache's
    {"e", "UNIQUE_ID", Field::kRequestId, FieldShape::kToken},
    {"e", kAny},
    {"f", ""},
    {"h", "", Field::kClientIp, FieldShape::kAddress},
    {"h", "c", Field::kPeerIp, FieldShape::kAddress},
    {"H", "", Field::kProtocol, FieldShape::kToken},
    {"i", "Accept-Language", Field::kAcceptLanguage},
    {"i", "Content-Length", Field::kOther, FieldShape::kToken},
    {"i", "Cookie", Field::kCookie},
    {"i", "DNT", Field::kDnt},
    {"i", "Host", Field::kHost, FieldShape::kToken},
    {"i", "Referer", Field::kReferrer},
    {"i", "Sec-CH-UA", Field::kSecChUa},
    {"i", "Sec-CH-UA-Mobile", Field::kSecChUaMobile},
    {"i", "Sec-CH-UA-Platform", Field::kSecChUaPlatform},
    {"i", "Sec-GPC", Field::kSecGpc},
    {"i", "User-Agent", Field::kUserAgent},
    {"i", "X-Forwarded-For", Field::kForwardedFor, FieldShape::kAddress},
    {"i", "X-Real-IP", Field::kOther, FieldShape::kToken},
    {"i", "X-Request-ID", Field::kRequestId, FieldShape::kToken},
    {"i", kAny},
    {"I", "", Field::kRequestBytes, FieldShape::kNumber},
    {"k", "", Field::kOther, FieldShape::kNumber},
    {"l", "", Field::kIdent, FieldShape::kToken},
    {"L", "", Field::kOther, FieldShape::kToken},
    {"m", "", Field::kMethod, FieldShape::kToken},
    {"n", "instream", Field::kOther, FieldShape::kNumber},  // the example of mod_deflate
    {"n", "outstream", Field::kOther, FieldShape::kNumber},
    {"n", "ratio", Field::kOther, FieldShape::kNumber},
    {"n", kAny},
    {"o", "Content-Length", Field::kOther, FieldShape::kToken},
    {"o", "X-Cache", Field::kCacheStatus},
    {"o", "X-Cache-Status", Field::kCacheStatus},
    {"o", kAny},
    {"O", "", Field::kBytesSent, FieldShape::kNumber},
    {"p", "", Field::kServerPort, FieldShape::kNumber},
    {"p", "canonical", Field::kServerPort, FieldShape::kNumber},
    {"p", "local", Field::kServerPort, FieldShape::kNumber},
    {"p", "remote", Field::kClientPort, FieldShape::kNumber},
    {"P", "", Field::kOther, FieldShape::kNumber},
    {"P", "pid", Field::kOther, FieldShape::kNumber},
    {"P", "tid", Field::kOther, FieldShape::kNumber},
    {"P", "hextid", Field::kOther, FieldShape::kToken},
    {"q", "", Field::kQuery},
    {"r", "", Field::kRequest},
    {"R", "", Field::kOther, FieldShape::kToken},
    {"s", "", Field::kStatus, FieldShape::kNumber, FieldUnit::kNone, 2},
    {"S", "", Field::kOther, FieldShape::kNumber},
    {"T", "", Field::kDurationUs, FieldShape::kNumber, FieldUnit::kSeconds, 1},
    {"T", "s", Field::kDurationUs, FieldShape::kNumber, FieldUnit::kSeconds, 1},
    {"T", "ms", Field::kDurationUs, FieldShape::kNumber, FieldUnit::kMilliseconds, 2},
    {"T", "us", Field::kDurationUs, FieldShape::kNumber, FieldUnit::kMicroseconds, 3},
    {"u", "", Field::kRemoteUser},
    {"U", "", Field::kPath},
    {"v", "", Field::kServerName, FieldShape::kToken},
    // With UseCanonicalName Off, the default, it is what the client asked for.
    {"V", "", Field::kHost, FieldShape::kToken},
    {"x", "SSL_CIPHER", Field::kTlsCipher, FieldShape::kToken},
    {"x", "SSL_CIPHER_ALGKEYSIZE", Field::kOther, FieldShape::kToken},
    {"x", "SSL_CIPHER_EXPORT", Field::kOther, FieldShape::kToken},
    {"x", "SSL_CIPHER_USEKEYSIZE", Field::kOther, FieldShape::kToken},
    {"x", "SSL_CLIENT_VERIFY", Field::kOther, FieldShape::kToken},
    {"x", "SSL_COMPRESS_METHOD", Field::kOther, FieldShape::kToken},
    {"x", "SSL_PROTOCOL", Field::kTlsProtocol, FieldShape::kToken},
    {"x", "SSL_SECURE_RENEG", Field::kOther, FieldShape::kToken},
    {"x", "SSL_SESSION_ID", Field::kOther, FieldShape::kToken},
    {"x", "SSL_SESSION_RESUMED", Field::kOther, FieldShape::kToken},
    {"x", "SSL_TLS_SNI", Field::kHost, FieldShape::kToken},
    {"x", "Varnish:hitmiss", Field::kCacheStatus, FieldShape::kToken},
    {"x", kAny},
    {"X", "", Field::kOther, FieldShape::kToken},
    {"^FB", "", Field::kOther, FieldShape::kNumber, FieldUnit::kMicroseconds},
    {"^FU", "", Field::kOther, FieldShape::kNumber, FieldUnit::kMicroseconds},
    {"^ti", kAny},
    {"^to", kAny},
};

constexpr std::string_view kClfTime = "[%d/%b/%Y:%H:%M:%S %z]";

bool equal_names(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [lower](char x, char y) { return lower(x) == lower(y); });
}

ApacheSlot make_slot(const ApacheDirective& directive, const Row& row) {
  const bool other = row.field == Field::kOther;
  ApacheSlot made{{row.field,
                   other ? apache_key(directive) : std::string(field_info(row.field).name),
                   row.shape,
                   row.unit,
                   {}},
                  row.rank,
                  false};
  if (directive.original && row.field == Field::kStatus) made.rank = 1;
  return made;
}

std::string known_letters() {
  std::string text = "%%";
  for (std::string_view last; const Row& row : kRows) {
    if (row.letter == last) continue;
    last = row.letter;
    const bool named = row.argument.empty();
    text += named ? fmt::format(" %{}", row.letter) : fmt::format(" %{{NAME}}{}", row.letter);
  }
  return text + " %t %{FORMAT}t";
}

ApacheDirectiveProblem wrong_argument(const ApacheDirective& directive) {
  if (!directive.argument) {
    return {fmt::format("%{0} needs the name of what it writes, as %{{NAME}}{0}", directive.letter)};
  }
  std::string known;
  for (const Row& row : kRows) {
    if (row.letter == directive.letter && !row.argument.empty()) {
      known += (known.empty() ? "" : ", ") + std::string(row.argument);
    }
  }
  return {fmt::format("the argument of %{} is one of {}", directive.letter, known), 0};
}

// Apache ignores arguments that a directive does not take.
bool takes_arguments(std::string_view letter) { return letter == "p" || letter == "P" || letter == "T"; }

const Row* find_row(const ApacheDirective& directive) {
  const Row* without = nullptr;
  const Row* any = nullptr;
  const std::string_view wanted = directive.argument.value_or("");
  for (const Row& row : kRows) {
    if (row.letter != directive.letter) continue;
    if (row.argument == kAny) {
      any = &row;
    } else if (equal_names(row.argument, wanted)) {
      return &row;
    } else if (row.argument.empty()) {
      without = &row;
    }
  }
  if (wanted.empty()) return nullptr;
  if (any != nullptr) return any;
  return takes_arguments(directive.letter) ? nullptr : without;
}

tl::expected<ApacheSlot, ApacheDirectiveProblem> time_slot(const ApacheDirective& directive) {
  std::string_view format = directive.argument.value_or("");
  const bool at_end = format == "end" || format.starts_with("end:");
  if (format == "begin" || format == "end") format = "";
  const std::size_t colon =
      format.starts_with("begin:") || format.starts_with("end:") ? format.find(':') + 1 : 0;
  format.remove_prefix(colon);
  ApacheSlot made;
  made.slot = {Field::kTime, std::string(field_info(Field::kTime).name), FieldShape::kTimeFormat};
  made.end_of_request = at_end;
  if (format.empty() && !directive.conditional) {
    made.slot.shape = FieldShape::kClfTime;
    return made;
  }
  made.slot.time_format = format.empty() ? kClfTime : format;
  if (directive.conditional) made.slot.shape = FieldShape::kText;  // it may be "-"
  const auto compiled = TimeFormat::compile(made.slot.time_format);
  if (!compiled) {
    return tl::unexpected(ApacheDirectiveProblem{compiled.error().message, colon + compiled.error().offset});
  }
  return made;
}

}  // namespace

std::string apache_key(const ApacheDirective& directive) {
  const std::string_view argument = directive.argument.value_or("");
  return argument.empty() ? std::string(directive.letter) : fmt::format("{}:{}", argument, directive.letter);
}

tl::expected<ApacheSlot, ApacheDirectiveProblem> apache_slot(const ApacheDirective& directive) {
  if (directive.letter == "t") return time_slot(directive);
  const bool known = std::any_of(std::begin(kRows), std::end(kRows),
                                 [&](const Row& row) { return row.letter == directive.letter; });
  if (!known) {
    return tl::unexpected(ApacheDirectiveProblem{
        fmt::format("%{} is no directive of a LogFormat; these are: {}", directive.letter, known_letters())});
  }
  const Row* row = find_row(directive);
  if (row == nullptr) return tl::unexpected(wrong_argument(directive));
  return make_slot(directive, *row);
}

}  // namespace anonlog
