// KIASU-BC: AES-128 in which a tweak of 8 bytes is added to every round key. The one cipher that the crypto library does
// not have, and so the one of ours.
//
// Source:  Jean, Nikolic, Peyrin: "Tweaks and keys for block ciphers: the TWEAKEY framework" (2014), as ipcrypt-nd uses
//          it (draft-denis-ipcrypt): each two bytes of the tweak stand at the top of a column of the state.
// Speed:   by the processor's AES instructions where it has them. Else, and for decrypt(), which only whoever turns
//          tokens back needs, by arithmetic on eight bytes at a time: some 50 times slower, and like the
//          instructions free of branches and of loads that depend on a secret. Tables of the S-box are not.
// Memory:  the round keys are wiped.
// Threads: immutable between keys.
#ifndef ANONLOG_RULES_KEYS_CIPHERS_TWEAKABLE_AES_H_
#define ANONLOG_RULES_KEYS_CIPHERS_TWEAKABLE_AES_H_

#include <array>
#include <cstdint>
#include <span>

#include "rules/keys/day_keys.h"
#include "rules/keys/hkdf.h"

namespace anonlog {

class TweakableAes {
 public:
  static constexpr std::size_t kKeyBytes = 16;
  using Tweak = std::array<std::uint8_t, 8>;

  TweakableAes() = default;
  ~TweakableAes();
  TweakableAes(const TweakableAes&) = delete;
  TweakableAes& operator=(const TweakableAes&) = delete;

  // Whether encrypt() has instructions for it.
  static bool has_instructions();

  // Requires: kKeyBytes bytes.
  void set_key(ByteSpan key);

  // Requires: spans of one size; `out` may be `in`.
  void encrypt(std::span<const Block> in, std::span<const Tweak> tweaks, std::span<Block> out) const;

  // The same by arithmetic alone.
  void encrypt_portably(std::span<const Block> in, std::span<const Tweak> tweaks, std::span<Block> out) const;

  [[nodiscard]] Block decrypt(const Block& block, const Tweak& tweak) const;

 private:
  static constexpr std::size_t kRounds = 10;

  std::array<Block, kRounds + 1> round_keys_{};
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_KEYS_CIPHERS_TWEAKABLE_AES_H_
