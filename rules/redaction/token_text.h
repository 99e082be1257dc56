// Secrets and ids in a text that were made by machines.
//
//   token   20 letters and digits in a row, at least one of each; or 20 of [A-Za-z0-9_-] in which a capital or a digit
//           follows a small letter three times (words joined by '-' stay, base64url goes); or 32 hexadecimal digits
//   vendor's token   a word of at least 16 of [A-Za-z0-9_-] that begins as the keys of a cloud or a code host do, and goes
//           on as they do. (Those with so many letters and digits in a row that they are tokens anyway are left away.)
//   JWT     a word of at least 16 of [A-Za-z0-9_-] that is base64url of a JSON object with the key "alg" or "typ"
#ifndef ANONLOG_RULES_REDACTION_TOKEN_TEXT_H_
#define ANONLOG_RULES_REDACTION_TOKEN_TEXT_H_

#include <string_view>

namespace anonlog {

bool holds_token(std::string_view text);
bool holds_long_hex(std::string_view text);
bool holds_vendor_token(std::string_view text);
bool holds_jwt(std::string_view text);

}  // namespace anonlog

#endif  // ANONLOG_RULES_REDACTION_TOKEN_TEXT_H_
