// What identifies a visitor in a raw log, by class: what `anonlog audit` looks for.
#ifndef ANONLOG_FILTER_AUDIT_IDENTIFIER_H_
#define ANONLOG_FILTER_AUDIT_IDENTIFIER_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace anonlog {

// A text that is of several classes counts for the first.
enum class Identifier : std::uint8_t {
  kAddress,
  kEmail,
  kToken,
  kUser,
  kCookie,
  kForwarded,
  kRequestId,
  kQuery,
  kReferrer,
  kUserAgent,
  kOther,
  kUnread,
};

struct IdentifierInfo {
  Identifier identifier;
  std::string_view name;
  std::string_view summary;
};

inline constexpr IdentifierInfo kIdentifiers[] = {
    {Identifier::kAddress, "address", "IP addresses anywhere in a line, in any spelling"},
    {Identifier::kEmail, "email", "e-mail addresses anywhere in a line"},
    {Identifier::kToken, "token", "long runs of letters and digits anywhere in a line, JWTs, UUIDs"},
    {Identifier::kUser, "user", "users, and passwords in URLs"},
    {Identifier::kCookie, "cookie", "values of cookies"},
    {Identifier::kForwarded, "forwarded",
     "what is no address in a forwarded list or where the client's stands"},
    {Identifier::kRequestId, "request_id", "ids of requests"},
    {Identifier::kQuery, "query", "values of queries, also in referrers, and parameters of paths"},
    {Identifier::kReferrer, "referrer", "whole referrers that are more than a registrable domain"},
    {Identifier::kUserAgent, "user_agent", "whole user agents"},
    {Identifier::kOther, "other", "whole values that are no field of anonlog"},
    {Identifier::kUnread, "unread", "the words of lines and requests that are none"},
};
inline constexpr std::size_t kIdentifierCount = sizeof(kIdentifiers) / sizeof(kIdentifiers[0]);

constexpr bool identifier_table_is_in_order() {
  for (std::size_t i = 0; i < kIdentifierCount; ++i) {
    if (static_cast<std::size_t>(kIdentifiers[i].identifier) != i) return false;
  }
  return true;
}
static_assert(identifier_table_is_in_order());

}  // namespace anonlog

#endif  // ANONLOG_FILTER_AUDIT_IDENTIFIER_H_
