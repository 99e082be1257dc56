// Most paths are clean. One look at 64 bytes at a time, by bit masks with one bit per byte, rules out that
// anything is to be cut or redacted; only where it can not does the exact search run, byte by byte. The look
// may err to the suspect side only. Why it is sound: whatever the exact search finds leaves its mark in some
// run of 20 bytes, and every run of 20 bytes lies whole in a window, since windows overlap by 19. The marks:
//   '@' '%' '\\'          the byte itself
//   IPv6 with colons      a colon
//   IPv4                  three joints (a '.' or '-' with a digit on both sides) in at most 11 bytes
//   IPv6 with '-', UUID   four joints with a hexadecimal digit on both sides in at most 18 bytes
//   32 hex digits, token  20 letters and digits in a row
//   token of base64url    20 of [A-Za-z0-9_-] in a row. Each change from small to capital or digit in it is
//                         part of such a run, so the windows that hold one see every change
#include "rules/text_guard.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "rules/byte_block.h"

namespace anonlog {
namespace {

constexpr std::size_t kTokenBytes = 20;
constexpr std::size_t kTokenChanges = 3;
constexpr std::size_t kHexBytes = 32;
constexpr std::size_t kWindowBytes = 64;
constexpr std::size_t kWindowStep = kWindowBytes - (kTokenBytes - 1);

enum Class : std::uint16_t {
  kDigit = 1U << 0U,
  kSmall = 1U << 1U,
  kCapital = 1U << 2U,
  kHex = 1U << 3U,
  kJoiner = 1U << 4U,    // joins the groups of an address: '.' and '-'
  kWordOnly = 1U << 5U,  // '-' and '_'
  kSafe = 1U << 6U,      // neither alphanumeric nor of any meaning, and plain: '.' '-' '_' '/' '~'
  kMark = 1U << 7U,      // '@', '%' and '\\'
  kColon = 1U << 8U,
  kPathEnd = 1U << 9U,      // '?' and '#'
  kSegmentEnd = 1U << 10U,  // ';' '=' and '&'
  kNoUrl = 1U << 11U        // space and control bytes
};

constexpr unsigned kAlphanumeric = kDigit | kSmall | kCapital;
constexpr unsigned kWord = kAlphanumeric | kWordOnly;

constexpr std::array<std::uint16_t, 256> make_classes() {
  std::array<std::uint16_t, 256> classes{};
  const auto add = [&classes](std::string_view bytes, unsigned what) {
    for (const char c : bytes) {
      auto& of_byte = classes[static_cast<unsigned char>(c)];
      of_byte = static_cast<std::uint16_t>(of_byte | what);
    }
  };
  add("0123456789", kDigit | kHex);
  add("abcdefghijklmnopqrstuvwxyz", kSmall);
  add("ABCDEFGHIJKLMNOPQRSTUVWXYZ", kCapital);
  add("abcdefABCDEF", kHex);
  add(".-", kJoiner);
  add("-_", kWordOnly);
  add(".-_/~", kSafe);
  add("@%\\", kMark);
  add(":", kColon);
  add("?#", kPathEnd);
  add(";=&", kSegmentEnd);
  for (std::size_t byte = 0; byte <= 0x20; ++byte) classes[byte] = kNoUrl;
  classes[0x7F] = kNoUrl;
  return classes;
}
constexpr auto kClasses = make_classes();

unsigned class_of(char c) { return kClasses[static_cast<unsigned char>(c)]; }

// The exact search.

// The end of the run of bytes of a class that begins at `begin`.
std::size_t run_end(std::string_view text, std::size_t begin, unsigned of_class) {
  while (begin < text.size() && (class_of(text[begin]) & of_class) != 0) ++begin;
  return begin;
}

// Of a run [begin, end): whether one joiner ties it to the run before, which ended at `last_end`.
bool is_joined(std::string_view text, std::size_t last_end, std::size_t begin) {
  return begin == last_end + 1 && (class_of(text[last_end]) & kJoiner) != 0;
}

// All groups are whole runs of digits: those inside stand between joiners, those outside must not go on.
bool holds_ipv4(std::string_view text) {
  std::size_t groups = 0;
  std::size_t last_end = text.size();
  for (std::size_t begin = 0; begin < text.size();) {
    if ((class_of(text[begin]) & kDigit) == 0) {
      ++begin;
      continue;
    }
    const std::size_t end = run_end(text, begin, kDigit);
    unsigned number = 0;
    for (std::size_t i = begin; i < end && end - begin <= 3; ++i) {
      number = number * 10 + static_cast<unsigned>(text[i] - '0');
    }
    const bool fits = end - begin <= 3 && number <= 255;
    groups = !fits ? 0 : is_joined(text, last_end, begin) ? groups + 1 : 1;
    if (groups == 4) return true;
    last_end = begin = end;
  }
  return false;
}

bool holds_colon_ipv6(std::string_view text) {
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = run_end(text, begin, kHex | kColon);
    const std::string_view run = text.substr(begin, end - begin);
    const auto colons = std::count(run.begin(), run.end(), ':');
    const bool has_digit = static_cast<std::size_t>(colons) < run.size();
    if (has_digit && (colons >= 5 || run.find("::") != std::string_view::npos)) return true;
    begin = end + 1;
  }
  return false;
}

// IPv6 of eight groups without colons, UUID, and 32 digits in a row. The outer groups of an address or UUID
// may be part of a longer run: a name may stand glued to it.
bool holds_hex_groups(std::string_view text) {
  std::size_t groups = 0;      // of an address, the last of them the last run
  std::size_t uuid_parts = 0;  // of 8-4-4-4-12 that the last run ends
  std::size_t last_bytes = 0;
  std::size_t last_end = text.size();
  for (std::size_t begin = 0; begin < text.size();) {
    if ((class_of(text[begin]) & kHex) == 0) {
      ++begin;
      continue;
    }
    const std::size_t end = run_end(text, begin, kHex);
    const std::size_t bytes = end - begin;
    const bool joined = is_joined(text, last_end, begin);
    groups = !joined ? 1 : last_bytes <= 4 ? groups + 1 : 2;
    const bool goes_on = joined && text[last_end] == '-' && uuid_parts != 0;
    if (bytes >= kHexBytes || groups == 8 || (goes_on && uuid_parts == 4 && bytes >= 12)) return true;
    uuid_parts = goes_on && uuid_parts < 4 && bytes == 4 ? uuid_parts + 1 : bytes >= 8 ? 1 : 0;
    last_bytes = bytes;
    last_end = begin = end;
  }
  return false;
}

bool holds_token(std::string_view text) {
  std::size_t word_bytes = 0;  // of the run that ends here
  std::size_t changes = 0;     // in it
  std::size_t bytes = 0;       // letters and digits that end here
  unsigned seen = 0;           // among them
  unsigned last = 0;
  for (const char c : text) {
    const unsigned now = class_of(c);
    if ((now & kWord) == 0) word_bytes = changes = 0;
    if ((now & kAlphanumeric) == 0) bytes = seen = 0;
    word_bytes += (now & kWord) != 0 ? 1 : 0;
    changes += (last & kSmall) != 0 && (now & (kCapital | kDigit)) != 0 ? 1 : 0;
    bytes += (now & kAlphanumeric) != 0 ? 1 : 0;
    seen |= now & kAlphanumeric;
    const bool mixed = (seen & kDigit) != 0 && (seen & (kSmall | kCapital)) != 0;
    if ((bytes >= kTokenBytes && mixed) || (word_bytes >= kTokenBytes && changes >= kTokenChanges))
      return true;
    last = now;
  }
  return false;
}

// The look.

// Bit i is byte i of a window.
struct Masks {
  std::uint64_t other = 0;   // neither alphanumeric nor kSafe
  std::uint64_t word = 0;    // kWord
  std::uint64_t hex = 0;     // kHex
  std::uint64_t joiner = 0;  // kJoiner
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
    const __m128i dash = equals(block, '-');
    const __m128i dot = equals(block, '.');
    const __m128i word = either(is_between(small, 'a', 'z'), digit, dash, equals(block, '_'));
    const __m128i known = either(word, dot, equals(block, '/'), equals(block, '~'));
    masks.other |= (bits_of(known) ^ 0xFFFFU) << offset;
    masks.word |= bits_of(word) << offset;
    masks.hex |= bits_of(either(is_between(small, 'a', 'f'), digit)) << offset;
    masks.joiner |= bits_of(either(dash, dot)) << offset;
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
    const unsigned of_byte = class_of(p[i]);
    const std::uint64_t bit = std::uint64_t{1} << i;
    if ((of_byte & (kAlphanumeric | kSafe)) == 0) masks.other |= bit;
    if ((of_byte & kWord) != 0) masks.word |= bit;
    if ((of_byte & kHex) != 0) masks.hex |= bit;
    if ((of_byte & kJoiner) != 0) masks.joiner |= bit;
  }
  return masks;
}

FineMasks fine_masks_of(const char* p, std::size_t bytes) {
  FineMasks masks;
  for (std::size_t i = 0; i < bytes; ++i) {
    const unsigned of_byte = class_of(p[i]);
    const std::uint64_t bit = std::uint64_t{1} << i;
    if ((of_byte & kDigit) != 0) masks.digit |= bit;
    if ((of_byte & kSmall) != 0) masks.small |= bit;
    if ((of_byte & kCapital) != 0) masks.capital |= bit;
  }
  return masks;
}
#endif

// Whether 20 bits in a row are set: doubling the length of the runs known to be whole, 16 and 4 at last.
bool has_token_run(std::uint64_t mask) {
  static_assert(kTokenBytes == 16 + 4);
  const std::uint64_t two = mask & mask >> 1U;
  const std::uint64_t four = two & two >> 2U;
  const std::uint64_t eight = four & four >> 4U;
  const std::uint64_t sixteen = eight & eight >> 8U;
  return (sixteen & four >> 16U) != 0;
}

// Not std::popcount: without the instruction, which is no part of the baseline, it is a call.
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

// What may be in a text, and so which exact searches are due.
enum Suspicion : unsigned {
  kNothing = 0,
  kMarkSeen = 1U << 0U,
  kColonSeen = 1U << 1U,
  kGroupsSeen = 1U << 2U,  // IPv4, IPv6 without colons, UUID
  kRunSeen = 1U << 3U,     // a token, 32 hexadecimal digits
  kCutSeen = 1U << 4U      // a segment ends early
};

struct Look {
  unsigned suspicions = kNothing;
  bool is_url = true;
  bool plain = true;      // no byte that publishable() would call anything but plain
  std::size_t bytes = 0;  // of the path, up to a '?' or '#'
};

// Second thoughts about a window with three joints or a long word.
unsigned suspicions_of(const char* p, std::size_t bytes, const Masks& masks, std::size_t* changes) {
  const FineMasks fine = fine_masks_of(p, bytes);
  const bool groups =
      may_be_hex_groups(joints(masks.joiner, masks.hex)) || may_be_ipv4(joints(masks.joiner, fine.digit));
  unsigned suspicions = groups ? kGroupsSeen : kNothing;
  if (!has_token_run(masks.word)) return suspicions;
  *changes += count_to_three(fine.small << 1U & (fine.digit | fine.capital));
  if (*changes >= kTokenChanges || has_token_run(fine.digit | fine.small | fine.capital))
    suspicions |= kRunSeen;
  return suspicions;
}

constexpr unsigned suspicion_of_class(unsigned of_byte) {
  return ((of_byte & kMark) != 0 ? kMarkSeen : 0U) | ((of_byte & kColon) != 0 ? kColonSeen : 0U) |
         ((of_byte & kSegmentEnd) != 0 ? kCutSeen : 0U);
}

// Looks at all windows: of a path, at those before its end.
template <bool is_path>
inline Look look_at(std::string_view text) {
  Look look;
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  std::size_t changes = 0;
  for (const char* p = begin;;) {
    std::size_t bytes = std::min(static_cast<std::size_t>(end - p), kWindowBytes);
    Masks masks = masks_of(p, bytes);
    bool is_last = p + bytes == end;
    for (std::uint64_t other = masks.other; other != 0; other = without_lowest(other)) {
      const auto at = static_cast<std::size_t>(std::countr_zero(other));
      const unsigned of_byte = class_of(p[at]);
      if (is_path && (of_byte & kPathEnd) != 0) {
        bytes = at;
        is_last = true;
        masks = {0, masks.word & low_bits(at), masks.hex & low_bits(at), masks.joiner & low_bits(at)};
        break;
      }
      look.plain = false;
      look.is_url &= (of_byte & kNoUrl) == 0;
      look.suspicions |= suspicion_of_class(of_byte);
    }
    if (has_token_run(masks.word) || has_three(joints(masks.joiner, masks.hex))) {
      look.suspicions |= suspicions_of(p, bytes, masks, &changes);
    }
    if (is_last) {
      look.bytes = static_cast<std::size_t>(p - begin) + bytes;
      return look;
    }
    p += kWindowStep;
  }
}

// What is published of a segment: all, its beginning, or that it was redacted.
std::string_view guard_segment(std::string_view segment) {
  const auto* const end =
      std::find_if(segment.begin(), segment.end(), [](char c) { return (class_of(c) & kSegmentEnd) != 0; });
  const std::string_view kept = segment.substr(0, static_cast<std::size_t>(end - segment.begin()));
  return is_identifying(kept) ? kRedacted : kept;
}

// Room for a path behind a segment that changes: each that is not empty may be redacted.
std::size_t most_bytes(std::string_view path) {
  const auto segments = static_cast<std::size_t>(std::count(path.begin(), path.end(), '/')) + 1;
  return path.size() + std::min(segments, path.size() / 2 + 1) * kRedacted.size();
}

char* append(char* out, std::string_view text) {
  if (!text.empty()) std::memcpy(out, text.data(), text.size());
  return out + text.size();
}

// The length from which a segment can hold any of what is suspected of the path.
std::size_t least_bytes(unsigned suspicions) {
  constexpr std::size_t kShortestGroups = std::string_view("1.1.1.1").size();
  if ((suspicions & ~unsigned{kRunSeen}) == 0) return kTokenBytes;
  return (suspicions & ~unsigned{kRunSeen | kGroupsSeen}) == 0 ? kShortestGroups : 1;
}

std::string_view guard_segments(std::string_view path, unsigned suspicions, TextArena& arena) {
  const std::size_t least = least_bytes(suspicions);
  char* space = nullptr;  // until the first segment that changes
  char* out = nullptr;
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    const std::string_view segment = path.substr(begin, end - begin);
    const std::string_view guarded = segment.size() < least ? segment : guard_segment(segment);
    const bool is_changed = guarded.data() != segment.data() || guarded.size() != segment.size();
    if (is_changed && space == nullptr) {
      space = arena.allocate(begin + most_bytes(path.substr(begin)));
      out = append(space, path.substr(0, begin));
    }
    if (space != nullptr) {
      out = append(out, guarded);
      if (end != path.size()) *out++ = '/';
    }
    begin = end + 1;
  }
  return space == nullptr ? path : std::string_view(space, static_cast<std::size_t>(out - space));
}

}  // namespace

GuardedPath guard_path(std::string_view path, TextArena& arena) {
  const Look look = look_at<true>(path);
  if (look.suspicions == kNothing) return {path.substr(0, look.bytes), look.is_url, look.plain};
  path = path.substr(0, look.bytes);
  if (!look.is_url) return {path, false, false};
  return {guard_segments(path, look.suspicions, arena), true, false};
}

bool is_identifying(std::string_view text) {
  const unsigned seen = look_at<false>(text).suspicions;
  if ((seen & kMarkSeen) != 0) return true;
  if ((seen & kRunSeen) != 0 && holds_token(text)) return true;
  if ((seen & kColonSeen) != 0 && holds_colon_ipv6(text)) return true;
  if ((seen & kGroupsSeen) != 0 && holds_ipv4(text)) return true;
  return (seen & (kGroupsSeen | kRunSeen)) != 0 && holds_hex_groups(text);
}

}  // namespace anonlog
