// Reversible pseudonyms of addresses: who holds the key can turn them back.
//
//     deterministic  ipcrypt-deterministic, a block of AES-128; 16 bytes
//     nd             ipcrypt-nd, KIASU-BC with a random tweak of 8 bytes; 24 bytes
//     ndx            ipcrypt-ndx, AES-128-XTS with a random tweak of 16 bytes; 32 bytes
//     pfx            ipcrypt-pfx, prefix-preserving; 4 bytes of IPv4, 16 of IPv6
//     cryptopan      Crypto-PAn, prefix-preserving; 4 bytes of IPv4, 16 of IPv6
//
// Source:  draft-denis-ipcrypt; Fan, Xu, Ammar, Moon: "Prefix-preserving IP address anonymization" (2004).
// Input:   canonical addresses (address.h): an address of IPv4 and its mapped form are the same.
// Errors:  false, when the crypto library failed, for a key that the algorithm refuses (two equal halves), and from decrypt()
//          for what is no token of this kind. What was to be filled is then any.
// Memory:  what is needed for a batch, kept; key schedules are wiped.
// Threads: one per worker.
#ifndef ANONLOG_RULES_KEYS_ADDRESS_CIPHER_H_
#define ANONLOG_RULES_KEYS_ADDRESS_CIPHER_H_

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "rules/address.h"
#include "rules/keys/hkdf.h"

namespace anonlog {

enum class AddressCipherKind : std::uint8_t { kDeterministic, kNd, kNdx, kPfx, kCryptoPan };

struct AddressToken {
  static constexpr std::size_t kMaxBytes = 32;

  std::array<std::uint8_t, kMaxBytes> bytes{};
  std::uint8_t size = 0;
};

struct AddressCipherInfo {
  AddressCipherKind kind;
  std::string_view name;  // of the action and of the key's label
  std::size_t key_bytes;
  bool has_tweak;       // random, so that no two tokens are the same, and in none is there an address
  bool keeps_prefixes;  // and so tells which addresses are neighbours
};

inline constexpr AddressCipherInfo kAddressCiphers[] = {
    {AddressCipherKind::kDeterministic, "deterministic", 16, false, false},
    {AddressCipherKind::kNd, "nd", 16, true, false},
    {AddressCipherKind::kNdx, "ndx", 32, true, false},
    {AddressCipherKind::kPfx, "pfx", 32, false, true},
    {AddressCipherKind::kCryptoPan, "cryptopan", 32, false, true},
};

class AddressCipher {
 public:
  virtual ~AddressCipher() = default;

  // Requires: as many bytes as the table says.
  [[nodiscard]] virtual bool set_key(ByteSpan key) = 0;

  // Requires: a key; spans of one size.
  [[nodiscard]] virtual bool encrypt(std::span<const Address> addresses, std::span<AddressToken> tokens) = 0;
  [[nodiscard]] virtual bool decrypt(const AddressToken& token, Address* address) = 0;
};

std::unique_ptr<AddressCipher> make_address_cipher(AddressCipherKind kind);

}  // namespace anonlog

#endif  // ANONLOG_RULES_KEYS_ADDRESS_CIPHER_H_
