// Who can open what is sealed: a public key of age v1, "age1...".
//
// Only X25519 keys, which are what `age-keygen` makes.
//
// Errors: kUsage. A private key is refused without a byte of it in the message, and so is any other text.
#ifndef ANONLOG_FILTER_OUTPUT_AGE_AGE_RECIPIENT_H_
#define ANONLOG_FILTER_OUTPUT_AGE_AGE_RECIPIENT_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "parsers/error.h"

namespace anonlog {

struct AgeRecipient {
  static constexpr std::size_t kKeyBytes = 32;

  std::array<std::uint8_t, kKeyBytes> key{};
  std::string text;  // "age1...", in lower case
};

Result<AgeRecipient> parse_age_recipient(std::string_view text);

// Whether a text is meant as a key of any kind, and not as the name of a file.
bool looks_like_age_key(std::string_view text);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_OUTPUT_AGE_AGE_RECIPIENT_H_
