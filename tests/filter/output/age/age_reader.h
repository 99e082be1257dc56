// Opens files of age v1, strictly: the oracle of the tests, which itself must pass the test vectors of C2SP/CCTV.
//
// The program has no such code: nothing that anonlog runs on can open what it sealed.
#ifndef ANONLOG_TESTS_FILTER_OUTPUT_AGE_AGE_READER_H_
#define ANONLOG_TESTS_FILTER_OUTPUT_AGE_AGE_READER_H_

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace anonlog {

struct AgeOpened {
  // As the test vectors name it.
  enum class Outcome : std::uint8_t { kSuccess, kHeaderFailure, kNoMatch, kHmacFailure, kPayloadFailure };

  Outcome outcome = Outcome::kSuccess;
  std::string text;  // of all chunks before the failure
};

using AgePrivateKey = std::array<std::uint8_t, 32>;

// Requires: "AGE-SECRET-KEY-1...".
AgePrivateKey parse_age_identity(std::string_view text);

// The recipient of an identity.
std::array<std::uint8_t, 32> age_public_key(const AgePrivateKey& key);

AgeOpened open_age(std::string_view file, std::span<const AgePrivateKey> identities);

}  // namespace anonlog

#endif  // ANONLOG_TESTS_FILTER_OUTPUT_AGE_AGE_READER_H_
