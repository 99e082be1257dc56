// One fast look at a text: what may be in it, and so which exact searches are due.
//
// Most paths are clean: the look rules out in a few nanoseconds that anything is to be cut or redacted. It may err to the
// suspect side only.
//
// Input:   any bytes; none outside of the text is read.
// Threads: no state.
#ifndef ANONLOG_RULES_REDACTION_TEXT_LOOK_H_
#define ANONLOG_RULES_REDACTION_TEXT_LOOK_H_

#include <cstddef>
#include <string_view>

namespace anonlog {

enum Suspicion : unsigned {
  kNothing = 0,
  kAtSeen = 1U << 0U,
  kEscapeSeen = 1U << 1U,  // '%' or a backslash
  kColonSeen = 1U << 2U,
  kGroupsSeen = 1U << 3U,   // IPv4, IPv6 without colons, UUID
  kRunSeen = 1U << 4U,      // a token, 32 hexadecimal digits
  kPrefixSeen = 1U << 5U,   // a JWT, a vendor's token
  kAccountSeen = 1U << 6U,  // a card, an IBAN
  kPlusSeen = 1U << 7U,     // '+'
  kParenthesisSeen = 1U << 8U,
  kFoldableSeen = 1U << 9U,   // what may stand for ASCII
  kCutSeen = 1U << 10U,       // a segment ends early
  kNumberSeen = 1U << 11U,    // five hexadecimal digits in a row
  kNoUrlSeen = 1U << 12U,     // a space or control byte
  kNotPlainSeen = 1U << 13U,  // a byte of which publishable() might not say that it is plain
  kPathSeen = 1U << 14U       // always there
};

struct TextLook {
  unsigned suspicions = kPathSeen;  // of Suspicion
  std::size_t bytes = 0;            // of the path, up to a '?' or '#'

  [[nodiscard]] bool plain() const { return (suspicions & kNotPlainSeen) == 0; }
};

inline constexpr std::size_t kTokenBytes = 20;
inline constexpr std::size_t kTokenChanges = 3;
inline constexpr std::size_t kHexTokenBytes = 32;
inline constexpr std::size_t kPrefixedBytes = 16;  // of a word that may be a JWT's head or a vendor's token
inline constexpr std::size_t kLongestNumberDigits = 4;  // that stay where numbers are replaced

// Of a path, up to its first '?' or '#'.
TextLook look_at_path(std::string_view text);

// Of all of a text.
TextLook look_at_text(std::string_view text);

// Whether a word of kPrefixedBytes or more begins as a JWT or a vendor's token does. Requires: four bytes.
bool has_known_prefix(const char* word);

}  // namespace anonlog

#endif  // ANONLOG_RULES_REDACTION_TEXT_LOOK_H_
