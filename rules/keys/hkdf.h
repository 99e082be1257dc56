// HKDF (RFC 5869) and HMAC (RFC 2104), both with SHA-256: how every key is made from another.
//
// Errors:  false, when the crypto library failed; what was to be filled is then zero.
// Memory:  nothing is kept. What is copied on the way is wiped.
// Threads: any.
#ifndef ANONLOG_RULES_KEYS_HKDF_H_
#define ANONLOG_RULES_KEYS_HKDF_H_

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace anonlog {

using ByteSpan = std::span<const std::uint8_t>;

constexpr std::size_t kSha256Bytes = 32;

// Extract, then expand. An empty salt is that of the RFC: as many zeros as the hash has bytes.
[[nodiscard]] bool hkdf(ByteSpan key, ByteSpan salt, std::string_view info, std::span<std::uint8_t> out);

// Expand alone, for keys that are uniformly random already.
[[nodiscard]] bool hkdf_expand(ByteSpan key, std::string_view info, std::span<std::uint8_t> out);

[[nodiscard]] bool hmac_sha256(ByteSpan key, ByteSpan message, std::span<std::uint8_t, kSha256Bytes> out);

}  // namespace anonlog

#endif  // ANONLOG_RULES_KEYS_HKDF_H_
