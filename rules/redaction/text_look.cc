// By bit masks with one bit per byte, 64 bytes at a time. Why it is sound: whatever the exact searches find leaves its mark
// in some run of 20 bytes, and every run of 20 bytes lies whole in a window, since windows overlap by 19. The marks:
//   e-mail, escapes, IPv6 with colons, phone, session   the byte itself
//   IPv4                  three joints (a joiner with a digit on both sides) in at most 11 bytes
//   IPv6 with '-', UUID   four joints with a hexadecimal digit on both sides in at most 18 bytes, or "--" between two
//   32 hex digits, token  20 letters and digits in a row
//   token of base64url    20 of [A-Za-z0-9_-] in a row. Each change from small to capital or digit in it is part of such
//                         a run, so the windows that hold one see every change
//   JWT, vendor's token   the first 16 bytes of the word
//   card, IBAN            ten digits in a row, or 12 bytes of digits with joiners between them
#include "rules/redaction/text_look.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

#include "rules/byte_block.h"
#include "rules/redaction/byte_kinds.h"

namespace anonlog {
namespace {

constexpr std::size_t kWindowBytes = 64;
constexpr std::size_t kWindowStep = kWindowBytes - (kTokenBytes - 1);

// Bit i is byte i of a window.
struct Masks {
  std::uint64_t other = 0;   // neither alphanumeric nor kSafe
  std::uint64_t word = 0;    // kWord
  std::uint64_t hex = 0;     // kHex
  std::uint64_t joiner = 0;  // kJoiner, and '_', which joins the digits of a card
};

// Asked for only where Masks leave a suspicion.
struct FineMasks {
  std::uint64_t digit = 0;
  std::uint64_t small = 0;
  std::uint64_t capital = 0;
};

std::uint64_t low_bits(std::size_t count) {
  return count >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
}

#if defined(__SSE2__)
inline Masks masks_of(const char* p, std::size_t bytes) {
  Masks masks;
  each_block(p, bytes, [&masks](__m128i block, std::size_t offset) {
    const __m128i small = either(block, _mm_set1_epi8(0x20));
    const __m128i digit = is_between(block, '0', '9');
    const __m128i joiner = either(equals(block, '-'), equals(block, '_'));
    const __m128i dot = equals(block, '.');
    const __m128i word = either(is_between(small, 'a', 'z'), digit, joiner);
    const __m128i known = either(word, dot, equals(block, '/'), equals(block, '~'));
    masks.other |= (bits_of(known) ^ 0xFFFFU) << offset;
    masks.word |= bits_of(word) << offset;
    masks.hex |= bits_of(either(is_between(small, 'a', 'f'), digit)) << offset;
    masks.joiner |= bits_of(either(joiner, dot)) << offset;
  });
  masks.other &= low_bits(bytes);
  return masks;
}

inline FineMasks fine_masks_of(const char* p, std::size_t bytes) {
  FineMasks masks;
  each_block(p, bytes, [&masks](__m128i block, std::size_t offset) {
    masks.digit |= bits_of(is_between(block, '0', '9')) << offset;
    masks.small |= bits_of(is_between(block, 'a', 'z')) << offset;
    masks.capital |= bits_of(is_between(block, 'A', 'Z')) << offset;
  });
  return masks;
}
#else
Masks masks_of(const char* p, std::size_t bytes) {
  Masks masks;
  for (std::size_t i = 0; i < bytes; ++i) {
    const std::uint64_t bit = std::uint64_t{1} << i;
    if (!is_of(p[i], kAlphanumeric | kSafe)) masks.other |= bit;
    if (is_of(p[i], kWord)) masks.word |= bit;
    if (is_of(p[i], kHex)) masks.hex |= bit;
    if (is_of(p[i], kJoiner | kWordOnly)) masks.joiner |= bit;
  }
  return masks;
}

FineMasks fine_masks_of(const char* p, std::size_t bytes) {
  FineMasks masks;
  for (std::size_t i = 0; i < bytes; ++i) {
    const std::uint64_t bit = std::uint64_t{1} << i;
    if (is_of(p[i], kDigit)) masks.digit |= bit;
    if (is_of(p[i], kSmall)) masks.small |= bit;
    if (is_of(p[i], kCapital)) masks.capital |= bit;
  }
  return masks;
}
#endif

// Where `count` bits in a row begin: doubling the length of the runs known to be whole.
template <unsigned count>
std::uint64_t runs(std::uint64_t mask) {
  if constexpr (count == 1) {
    return mask;
  } else {
    const std::uint64_t half = runs<count / 2>(mask);
    const std::uint64_t even = half & half >> (count / 2);
    return count % 2 == 0 ? even : even & mask >> (count - 1);
  }
}

// Not std::popcount: without the instruction, which is no part of the baseline, it is a call.
// 0 of 0.
std::uint64_t without_lowest(std::uint64_t mask) { return mask & (mask - 1); }
bool has_three(std::uint64_t mask) { return without_lowest(without_lowest(mask)) != 0; }

// How many bits are set, three of more.
std::size_t count_to_three(std::uint64_t mask) {
  return std::size_t{mask != 0} + std::size_t{without_lowest(mask) != 0} + std::size_t{has_three(mask)};
}

// Joiners with a byte of `groups` on both sides.
std::uint64_t joints(std::uint64_t joiner, std::uint64_t groups) {
  return joiner & groups << 1U & groups >> 1U;
}

// Two joiners in a row with a byte of `groups` on both sides: "::" of IPv6 in a host's name.
std::uint64_t gaps(std::uint64_t joiner, std::uint64_t groups) {
  return joiner & joiner >> 1U & groups << 1U & groups >> 2U;
}

// Three joints, each but the last two to four bytes before another: numbers of one to three digits.
bool may_be_ipv4(std::uint64_t joints) {
  const auto before = [](std::uint64_t next) { return next >> 2U | next >> 3U | next >> 4U; };
  return (joints & before(joints & before(joints))) != 0;
}

// Four joints, each but the last two to five bytes before another: groups of one to four digits.
bool may_be_hex_groups(std::uint64_t joints) {
  const auto before = [](std::uint64_t next) { return next >> 2U | next >> 3U | next >> 4U | next >> 5U; };
  return (joints & before(joints & before(joints & before(joints)))) != 0;
}

constexpr unsigned kAccountDigits = 10;
constexpr unsigned kAccountBytes = 12;  // of digits with joiners between them

bool may_be_account(std::uint64_t digit, std::uint64_t joiner) {
  return runs<kAccountDigits>(digit) != 0 || runs<kAccountBytes>(digit | joints(joiner, digit)) != 0;
}

// Whether a word of a window begins as a JWT or a vendor's token does. `words`: where 16 bytes of words in a row begin.
unsigned prefix_suspicions(const char* p, std::uint64_t words) {
  for (std::uint64_t begin = words & ~(words << 1U); begin != 0; begin = without_lowest(begin)) {
    if (has_known_prefix(p + std::countr_zero(begin))) return kPrefixSeen;
  }
  return kNothing;
}

// Second thoughts about a window.
[[gnu::noinline]] unsigned suspicions_of(const char* p, std::size_t bytes, const Masks& masks,
                                         std::size_t* changes) {
  const FineMasks fine = fine_masks_of(p, bytes);
  unsigned suspicions = kNothing;
  if (gaps(masks.joiner, masks.hex) != 0 || may_be_hex_groups(joints(masks.joiner, masks.hex)) ||
      may_be_ipv4(joints(masks.joiner, fine.digit))) {
    suspicions |= kGroupsSeen;
  }
  if (may_be_account(fine.digit, masks.joiner)) suspicions |= kAccountSeen;
  if (runs<kTokenBytes>(masks.word) == 0) return suspicions;
  *changes += count_to_three(fine.small << 1U & (fine.digit | fine.capital));
  if (*changes >= kTokenChanges || runs<kTokenBytes>(fine.digit | fine.small | fine.capital) != 0)
    suspicions |= kRunSeen;
  return suspicions;
}

constexpr unsigned suspicions_of_kinds(unsigned kinds) {
  const auto if_any = [kinds](unsigned of, unsigned suspicions) {
    return (kinds & of) != 0 ? suspicions : 0U;
  };
  // Behind a space or '+' the digits of a card may go on.
  return kNotPlainSeen | if_any(kAt, kAtSeen) | if_any(kEscape, kEscapeSeen) | if_any(kColon, kColonSeen) |
         if_any(kSegmentEnd | kPathEnd, kCutSeen) | if_any(kPlus, kPlusSeen | kAccountSeen) |
         if_any(kNoUrl, kNoUrlSeen | kAccountSeen) | if_any(kParenthesis, kParenthesisSeen) |
         if_any(kFoldable, kFoldableSeen);
}

constexpr std::array<std::uint16_t, 256> make_byte_suspicions() {
  std::array<std::uint16_t, 256> suspicions{};
  for (std::size_t byte = 0; byte < 256; ++byte) {
    suspicions[byte] = static_cast<std::uint16_t>(suspicions_of_kinds(kByteKinds[byte]));
  }
  return suspicions;
}
constexpr auto kByteSuspicions = make_byte_suspicions();

// Looks at all windows: of a path, at those before its end.
template <bool is_path>
inline TextLook look_at(std::string_view text) {
  TextLook look;
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  std::size_t changes = 0;
  for (const char* p = begin;;) {
    std::size_t bytes = std::min(static_cast<std::size_t>(end - p), kWindowBytes);
    Masks masks = masks_of(p, bytes);
    bool is_last = p + bytes == end;
    for (std::uint64_t other = masks.other; other != 0; other = without_lowest(other)) {
      const auto at = static_cast<std::size_t>(std::countr_zero(other));
      if (is_path && (p[at] == '?' || p[at] == '#')) {
        bytes = at;
        is_last = true;
        masks = {0, masks.word & low_bits(at), masks.hex & low_bits(at), masks.joiner & low_bits(at)};
        break;
      }
      look.suspicions |= kByteSuspicions[static_cast<unsigned char>(p[at])];
    }
    const std::uint64_t words = runs<kPrefixedBytes>(masks.word);
    if (words != 0) look.suspicions |= prefix_suspicions(p, words);
    const std::uint64_t numbers = runs<kLongestNumberDigits + 1>(masks.hex);
    if (numbers != 0) look.suspicions |= kNumberSeen;
    const std::uint64_t words_20 = words & runs<kTokenBytes - kPrefixedBytes>(masks.word) >> kPrefixedBytes;
    const std::uint64_t second_joints = without_lowest(joints(masks.joiner, masks.hex));
    // An account with fewer than three joints has five digits in a row, or two joints in twelve bytes.
    const bool may_count =
        (numbers | second_joints) != 0 && runs<kAccountDigits>(masks.hex | masks.joiner) != 0;
    if ((words_20 | (masks.joiner & masks.joiner >> 1U) | without_lowest(second_joints)) != 0 || may_count) {
      look.suspicions |= suspicions_of(p, bytes, masks, &changes);
    }
    if (is_last) {
      look.bytes = static_cast<std::size_t>(p - begin) + bytes;
      return look;
    }
    p += kWindowStep;
  }
}

// The first four bytes of what token_text.cc finds behind a known prefix.
constexpr std::string_view kPrefixes[] = {
    "AKIA", "ASIA", "ABIA", "ACCA", "AIza", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "gith", "glpa", "gldt",
    "glrt", "glcb", "glpt", "glft", "glim", "glag", "gloa", "xoxa", "xoxb", "xoxo", "xoxp", "xoxe", "xoxs",
    "xoxr", "sk_l", "sk_t", "sk_p", "rk_l", "rk_t", "rk_p", "whse", "npm_", "pypi", "hf_",  "eyJ"};

constexpr bool is_ascii_prefix(std::string_view prefix) { return prefix.size() == 3 || prefix.size() == 4; }
static_assert(std::ranges::all_of(kPrefixes, is_ascii_prefix));

// Whether a prefix begins with these two bytes, by their low six bits.
constexpr std::size_t pair_of(char first, char second) {
  return (static_cast<unsigned char>(first) & 63U) << 6U | (static_cast<unsigned char>(second) & 63U);
}
constexpr std::array<bool, 4096> make_prefix_pairs() {
  std::array<bool, 4096> pairs{};
  for (const std::string_view prefix : kPrefixes) pairs[pair_of(prefix[0], prefix[1])] = true;
  return pairs;
}
constexpr auto kPrefixPairs = make_prefix_pairs();

// The same of its third and fourth byte.
constexpr std::array<bool, 4096> make_second_pairs() {
  std::array<bool, 4096> pairs{};
  for (const std::string_view prefix : kPrefixes) {
    for (unsigned last = 0; last < 64; ++last) {
      const char fourth = prefix.size() == 4 ? prefix[3] : static_cast<char>(last);
      pairs[pair_of(prefix[2], fourth)] = true;
    }
  }
  return pairs;
}
constexpr auto kSecondPairs = make_second_pairs();

}  // namespace

TextLook look_at_path(std::string_view text) { return look_at<true>(text); }
TextLook look_at_text(std::string_view text) { return look_at<false>(text); }

bool has_known_prefix(const char* word) {
  if (!kPrefixPairs[pair_of(word[0], word[1])] || !kSecondPairs[pair_of(word[2], word[3])]) return false;
  return std::ranges::any_of(kPrefixes, [word](std::string_view prefix) {
    return std::memcmp(word, prefix.data(), prefix.size()) == 0;
  });
}

}  // namespace anonlog
