// A ratchet by the letter of RFC 5869 (2.3, one block: T(1) = HMAC(key, info || 0x01)), one step after another, with
// nothing of rules/keys/hkdf.cc in it.
#ifndef ANONLOG_TESTS_RULES_KEYS_RATCHET_REFERENCE_H_
#define ANONLOG_TESTS_RULES_KEYS_RATCHET_REFERENCE_H_

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "rules/keys/ratchet.h"

namespace anonlog {

using ReferenceChain = std::array<std::uint8_t, 32>;

inline ReferenceChain reference_expand(const ReferenceChain& key, std::string info) {
  info += '\x01';
  ReferenceChain out{};
  unsigned size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(info.data()), info.size(), out.data(), &size);
  return out;
}

// HKDF-Extract: HMAC under the salt.
inline ReferenceChain reference_extract(const ReferenceChain& salt, const ReferenceChain& key) {
  ReferenceChain out{};
  unsigned size = 0;
  HMAC(EVP_sha256(), salt.data(), static_cast<int>(salt.size()), key.data(), key.size(), out.data(), &size);
  return out;
}

inline ReferenceChain reference_chain(ReferenceChain chain, std::int64_t days) {
  for (std::int64_t i = 0; i < days; ++i) chain = reference_expand(chain, "anonlog v1 ratchet");
  return chain;
}

inline std::array<std::uint8_t, 16> reference_key(const ReferenceChain& chain, const std::string& purpose,
                                                  const std::string& site, std::int64_t day) {
  std::string info = "anonlog v1 " + purpose + std::string(1, '\0');
  for (int i = 7; i >= 0; --i) info += static_cast<char>((day >> (8 * i)) & 0xFF);
  const ReferenceChain whole = reference_expand(chain, info + site);
  std::array<std::uint8_t, 16> key{};
  std::copy_n(whole.begin(), key.size(), key.begin());
  return key;
}

// Chains of fixed bytes, each from its day on.
inline Ratchet make_ratchet(unsigned keep_days,
                            const std::vector<std::pair<std::int64_t, ReferenceChain>>& chains) {
  std::vector<std::unique_ptr<Ratchet::Chain>> made;
  for (const auto& [day, bytes] : chains) {
    made.push_back(std::make_unique<Ratchet::Chain>());
    made.back()->day = day;
    std::copy(bytes.begin(), bytes.end(), made.back()->bytes.bytes().begin());
  }
  return Ratchet("0123456789abcdef", keep_days, std::move(made));
}

inline std::vector<ReferenceChain> chains_of(const Ratchet& ratchet, std::int64_t last_day) {
  std::vector<ReferenceChain> chains;
  if (!ratchet.for_each_day(last_day, [&](std::int64_t, Ratchet::ChainBytes bytes) {
        chains.emplace_back();
        std::copy(bytes.begin(), bytes.end(), chains.back().begin());
      })) {
    chains.clear();
  }
  return chains;
}

}  // namespace anonlog

#endif  // ANONLOG_TESTS_RULES_KEYS_RATCHET_REFERENCE_H_
