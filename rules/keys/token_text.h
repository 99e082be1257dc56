// Tokens as they are published, and back: bytes as hex digits in lower case, or those of an address as the text of one.
//
// Threads: any.
#ifndef ANONLOG_RULES_KEYS_TOKEN_TEXT_H_
#define ANONLOG_RULES_KEYS_TOKEN_TEXT_H_

#include <cstddef>
#include <string_view>

#include "rules/keys/address_cipher.h"

namespace anonlog {

inline constexpr std::size_t kMaxAddressTokenText = 2 * AddressToken::kMaxBytes;

// Writes a token of 4 bytes as an address of IPv4, of 16 as one of IPv6; returns the bytes written.
// Requires: such a token; room for kMaxAddressTokenText bytes.
std::size_t write_address_token(const AddressToken& token, char* out);

// Reads either form: it is hex digits when it has neither a dot nor a colon. False: no token; *token is then any.
[[nodiscard]] bool read_address_token(std::string_view text, AddressToken* token);

}  // namespace anonlog

#endif  // ANONLOG_RULES_KEYS_TOKEN_TEXT_H_
