// Numbers of cards, bank accounts and phones in a text.
//
//   card    13 to 19 digits, whole groups joined by single separators (' ' '+' '-' '.' '_'), with the first digits and the
//           length of an issuer (ISO/IEC 7812) and a right check digit (Luhn)
//   IBAN    a country of the registry with its length, groups joined by single separators, no letter or digit beside it,
//           right by ISO 7064 mod 97; ten digits of it stand in a row, or twelve bytes of digits with separators between
//   phone   '+', perhaps a separator, a digit from 1 to 9 and at least seven more, at most two of " .-()+_" between two of
//           them. A date of eight digits alone is none
#ifndef ANONLOG_RULES_REDACTION_ACCOUNT_TEXT_H_
#define ANONLOG_RULES_REDACTION_ACCOUNT_TEXT_H_

#include <string_view>

namespace anonlog {

bool holds_card(std::string_view text);
bool holds_iban(std::string_view text);
bool holds_phone(std::string_view text);

}  // namespace anonlog

#endif  // ANONLOG_RULES_REDACTION_ACCOUNT_TEXT_H_
