// E-mail addresses in a text: a word, '@' and what can be a domain.
//
// Before '@' stands a letter, a digit, a byte of 0x80 or more, or one of "._+-'". The domain is what follows of letters,
// digits, such bytes, '.', '-' and '_', without marks at its end. It counts when
//   - it has one label that begins with a letter and is no tag of a package ("vue@next", "v2" stay)
//   - it has several, the last of them letters only, at least two, or punycode
//   - it ends as a file does (".png", ".min.js") and what is before has a suffix of the public suffix list: an avatar may
//     be called "alice@example.org.png", but "logo@2x.png" and "hero@small.dark.png" are none
// It never counts when it begins as a version does ("react@18.2.0-beta.min.js"), with two labels of digits.
#ifndef ANONLOG_RULES_REDACTION_EMAIL_TEXT_H_
#define ANONLOG_RULES_REDACTION_EMAIL_TEXT_H_

#include <string_view>

namespace anonlog {

bool holds_email(std::string_view text);

}  // namespace anonlog

#endif  // ANONLOG_RULES_REDACTION_EMAIL_TEXT_H_
