// Bytes as hex digits in lower case, two a byte, and back.
//
// Threads: any.
#ifndef ANONLOG_RULES_KEYS_HEX_TEXT_H_
#define ANONLOG_RULES_KEYS_HEX_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace anonlog {

// Returns how many digits were written. Requires: room for them.
std::size_t write_hex(std::span<const std::uint8_t> bytes, char* out);

// False unless `text` is the digits of as many bytes, as write_hex() writes them; `bytes` are then any.
[[nodiscard]] bool read_hex(std::string_view text, std::span<std::uint8_t> bytes);

}  // namespace anonlog

#endif  // ANONLOG_RULES_KEYS_HEX_TEXT_H_
