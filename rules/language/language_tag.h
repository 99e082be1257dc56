// The language that a client asks for, as one of the codes of ISO 639-1.
//
// Input:   any bytes; read once, from left to right.
// Output:  ids into languages(). A region, script or variant is never looked at but to find the end of a tag.
// Memory:  nothing is allocated.
// Threads: immutable.
#ifndef ANONLOG_RULES_LANGUAGE_LANGUAGE_TAG_H_
#define ANONLOG_RULES_LANGUAGE_LANGUAGE_TAG_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "rules/public_batch.h"

namespace anonlog {

// The codes: the rows of languages.txt.
Vocabulary languages();

// Of either case; former codes (iw, in, ji) have the id of their successor. PublicColumn::kNullId: no code.
std::uint16_t language_id(char first, char second);

struct PreferredLanguage {
  bool is_told = false;                      // false: nothing in the header names a language
  std::uint16_t id = PublicColumn::kNullId;  // null also for a language that has no code of two letters
};

// Accept-Language (RFC 9110, 12.5.4): the language of the highest weight, of several the first. Entries that are none, "*",
// and those of weight 0 name no language. More lenient than the RFC where clients are: '_' for '-', a weight of any
// number of digits. Only the first kMaxAcceptedLanguages entries are read.
inline constexpr int kMaxAcceptedLanguages = 64;
PreferredLanguage preferred_language(std::string_view accept_language);

// The language in a user agent of the time when browsers told theirs, or of an app that does: a tag alone between
// '(' or ';' and ';' or ')' (Firefox 3, Safari 5, Android 4, Opera), in brackets (Netscape 4, Opera 7), or behind FBLC/
// and Language/ (apps with a browser inside). The language in small letters, so that device names are not taken for one.
// Only the first kMaxUserAgentBytes are read.
inline constexpr std::size_t kMaxUserAgentBytes = 1024;
std::uint16_t language_of_user_agent(std::string_view user_agent);

}  // namespace anonlog

#endif  // ANONLOG_RULES_LANGUAGE_LANGUAGE_TAG_H_
