// Bech32 (BIP 173), as age spells its keys: a readable part, "1", and data with a checksum, 5 bits a character.
//
// Without BIP 173's limit of 90 characters, which age does not have. The checksum is that of Bech32, not of Bech32m.
#ifndef ANONLOG_FILTER_OUTPUT_AGE_BECH32_H_
#define ANONLOG_FILTER_OUTPUT_AGE_BECH32_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace anonlog {

struct Bech32Text {
  std::string readable_part;  // as it stands there: of lower or upper case
  std::vector<std::uint8_t> bytes;
};

// Nothing when it is no Bech32: of mixed case, with another checksum, or with bits that no byte holds.
std::optional<Bech32Text> decode_bech32(std::string_view text);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_OUTPUT_AGE_BECH32_H_
