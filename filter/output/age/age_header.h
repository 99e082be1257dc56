// The header of an age v1 file: who can open it, and that it was not changed.
//
//     age-encryption.org/v1
//     -> X25519 EPHEMERAL_SHARE        one stanza per recipient, each with a key of its own
//     WRAPPED_FILE_KEY
//     --- MAC
//
// Source:  C2SP, age.md.
// Errors:  kUsage for a recipient whose key is none (a point of low order); kInternal, of the crypto library.
// Memory:  keys on the way are wiped.
#ifndef ANONLOG_FILTER_OUTPUT_AGE_AGE_HEADER_H_
#define ANONLOG_FILTER_OUTPUT_AGE_AGE_HEADER_H_

#include <span>
#include <string>
#include <string_view>

#include "filter/output/age/age_recipient.h"
#include "parsers/error.h"
#include "rules/keys/hkdf.h"

namespace anonlog {

inline constexpr std::size_t kAgeFileKeyBytes = 16;
inline constexpr std::string_view kAgeVersionLine = "age-encryption.org/v1\n";
inline constexpr std::string_view kAgeX25519Label = "age-encryption.org/v1/X25519";
inline constexpr std::string_view kAgeHeaderLabel = "header";
inline constexpr std::string_view kAgePayloadLabel = "payload";

// Requires: at least one recipient; `file_key` of kAgeFileKeyBytes, of one file only.
Result<std::string> make_age_header(ByteSpan file_key, std::span<const AgeRecipient> recipients);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_OUTPUT_AGE_AGE_HEADER_H_
