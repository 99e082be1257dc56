#include "rules/address.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstring>

#include "rules/byte_block.h"

namespace anonlog {
namespace {

constexpr std::size_t kGroups = Address::kBytes / 2;
constexpr std::size_t kMinIpv4Text = 7;
constexpr std::size_t kMaxIpv4Text = 15;
constexpr std::size_t kMaxIpv6Text = 45;  // six groups and an IPv4 tail

// The 16 bytes as two numbers, so that all of them are in registers: bytes written one by one and read back
// eight at a time wait for the store.
struct Words {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
};

std::uint64_t big_endian(std::uint64_t word) {
  if constexpr (std::endian::native == std::endian::big) return word;
  return __builtin_bswap64(word);
}

Words load_words(const std::uint8_t* bytes) {
  Words words;
  std::memcpy(&words.high, bytes, 8);
  std::memcpy(&words.low, bytes + 8, 8);
  return {big_endian(words.high), big_endian(words.low)};
}

void store_words(const Words& words, std::uint8_t* bytes) {
  const Words stored = {big_endian(words.high), big_endian(words.low)};
  std::memcpy(bytes, &stored.high, 8);
  std::memcpy(bytes + 8, &stored.low, 8);
}

constexpr std::uint64_t kMapped = std::uint64_t{0xFFFF} << 32U;  // the low word of ::ffff:0:0, above IPv4

bool is_mapped(const Words& words) { return words.high == 0 && words.low >> 32U == 0xFFFF; }

// The first `count` of 64 bits; all of them beyond that.
std::uint64_t first_bits(unsigned count) {
  return count == 0 ? 0 : count >= 64 ? ~std::uint64_t{0} : ~std::uint64_t{0} << (64 - count);
}

// Four decimal numbers up to 255 without leading zeros, joined by dots: exactly [p, end).
bool parse_ipv4(const char* p, const char* end, std::uint32_t* address) {
  for (int i = 0; i < 4; ++i) {
    if (i != 0) {
      if (p == end || *p != '.') return false;
      ++p;
    }
    const char* begin = p;
    unsigned number = 0;
    while (p != end && *p >= '0' && *p <= '9' && p - begin < 3) {
      number = number * 10 + static_cast<unsigned>(*p++ - '0');
    }
    if (p == begin || number > 255 || (*begin == '0' && p - begin > 1)) return false;
    *address = *address << 8U | number;
  }
  return p == end;
}

constexpr std::array<std::int8_t, 256> make_hex_values() {
  std::array<std::int8_t, 256> values{};
  for (auto& value : values) value = -1;
  for (int i = 0; i < 10; ++i) values[static_cast<std::size_t>('0' + i)] = static_cast<std::int8_t>(i);
  for (int i = 0; i < 6; ++i) {
    values[static_cast<std::size_t>('a' + i)] = values[static_cast<std::size_t>('A' + i)] =
        static_cast<std::int8_t>(10 + i);
  }
  return values;
}
constexpr auto kHexValues = make_hex_values();

int hex_value(char c) { return kHexValues[static_cast<unsigned char>(c)]; }

// RFC 4291 section 2.2: groups of one to four hexadecimal digits, one "::", an IPv4 tail.
bool parse_ipv6(const char* p, const char* end, Words* words) {
  std::array<unsigned, kGroups> groups{};
  std::size_t count = 0;
  std::size_t gap_at = kGroups + 1;
  if (end - p >= 2 && p[0] == ':' && p[1] == ':') {
    gap_at = 0;
    p += 2;
  }
  while (p != end) {
    if (count == kGroups) return false;
    const char* begin = p;
    unsigned group = 0;
    while (p != end && p - begin < 4 && hex_value(*p) >= 0) {
      group = group * 16 + static_cast<unsigned>(hex_value(*p++));
    }
    if (p != end && *p == '.') {
      std::uint32_t tail = 0;
      if (count > kGroups - 2 || !parse_ipv4(begin, end, &tail)) return false;
      groups[count++] = tail >> 16U;
      groups[count++] = tail & 0xFFFFU;
      break;
    }
    if (p == begin) return false;
    groups[count++] = group;
    if (p == end) break;
    if (*p != ':') return false;
    if (++p == end) return false;  // a single colon at the end
    if (*p == ':') {
      if (gap_at <= kGroups) return false;
      gap_at = count;
      ++p;
    }
  }
  const bool has_gap = gap_at <= kGroups;
  if (has_gap == (count == kGroups)) return false;  // "::" stands for at least one group
  if (has_gap) std::rotate(groups.begin() + gap_at, groups.begin() + count, groups.end());
  for (std::size_t i = 0; i < 4; ++i) {
    words->high = words->high << 16U | groups[i];
    words->low = words->low << 16U | groups[i + 4];
  }
  return true;
}

#if defined(__SSE2__)
// The usual shapes without a branch on single bytes: the sizes of an address's groups are as good as random,
// so a loop over bytes is mispredicted in nearly each of them. False: not of that shape; the plain loops
// decide.

// Four bytes of text as a number, the first of them lowest.
std::uint32_t load_four(const char* p) {
  std::uint32_t text = 0;
  std::memcpy(&text, p, sizeof(text));
  return text;
}

// Moves what is behind the first `digits` of four bytes out: the last digit is the highest byte then.
std::uint32_t last_highest(std::uint32_t text, unsigned digits) {
  return static_cast<std::uint32_t>(std::uint64_t{text} << (32 - 8 * digits));
}

// Four numbers of up to three digits, their last digits highest. False: one is above 255.
bool weigh_ipv4(const std::array<std::uint32_t, 4>& groups, std::uint32_t* address) {
  const auto lane = [&groups](std::size_t i) { return _mm_cvtsi32_si128(static_cast<int>(groups[i])); };
  const __m128i text =
      _mm_unpacklo_epi64(_mm_unpacklo_epi32(lane(0), lane(1)), _mm_unpacklo_epi32(lane(2), lane(3)));
  const __m128i digits = _mm_and_si128(text, _mm_set1_epi8(0x0F));
  const __m128i odd = _mm_madd_epi16(_mm_srli_epi16(digits, 8), _mm_set1_epi32(1 << 16 | 100));
  const __m128i even = _mm_madd_epi16(_mm_and_si128(digits, _mm_set1_epi16(0xFF)), _mm_set1_epi32(10 << 16));
  const __m128i numbers = _mm_add_epi32(odd, even);
  const __m128i words = _mm_packs_epi32(numbers, numbers);
  const auto bytes = static_cast<std::uint32_t>(_mm_cvtsi128_si32(_mm_packus_epi16(words, words)));
  *address = __builtin_bswap32(bytes);
  return bits_of(_mm_cmpgt_epi32(numbers, _mm_set1_epi32(255))) == 0;
}

// Requires: kMinIpv4Text <= bytes <= kMaxIpv4Text.
bool read_ipv4(const char* p, std::size_t bytes, std::uint32_t* address) {
  const __m128i block = load_short_block(p, bytes);
  const auto dots = static_cast<std::uint32_t>(bits_of(equals(block, '.')));
  const auto digits = static_cast<std::uint32_t>(bits_of(is_between(block, '0', '9')));
  const auto zeros = static_cast<std::uint32_t>(bits_of(equals(block, '0')));
  const std::uint32_t behind = 1U << bytes;
  const std::uint32_t second_on = dots & (dots - 1);
  const std::uint32_t third_on = second_on & (second_on - 1);
  const bool three_dots = third_on != 0 && (third_on & (third_on - 1)) == 0;
  const std::uint32_t ends = dots | behind;
  const std::uint32_t begins = dots << 1U | 1U;
  const std::uint32_t empty = begins & ends;
  const std::uint32_t four_digits = digits & digits >> 1U & digits >> 2U & digits >> 3U;
  const std::uint32_t leading_zeros = zeros & begins & digits >> 1U;
  if ((dots | digits) != behind - 1 || !three_dots || (empty | four_digits | leading_zeros) != 0)
    return false;

  alignas(16) std::array<char, 16> text;
  _mm_store_si128(reinterpret_cast<__m128i*>(text.data()), block);
  std::array<std::uint32_t, 4> groups;
  std::uint32_t left = ends;
  unsigned begin = 0;
  for (std::uint32_t& group : groups) {
    const auto end = static_cast<unsigned>(std::countr_zero(left));
    group = last_highest(load_four(text.data() + begin), end - begin);
    left &= left - 1;
    begin = end + 1;
  }
  return weigh_ipv4(groups, address);
}

// Not std::popcount: without the instruction, which is no part of the baseline, it is a call.
unsigned count_bits(std::uint64_t mask) {
  mask -= mask >> 1U & 0x5555555555555555U;
  mask = (mask & 0x3333333333333333U) + (mask >> 2U & 0x3333333333333333U);
  mask = (mask + (mask >> 4U)) & 0x0F0F0F0F0F0F0F0FU;
  return static_cast<unsigned>(mask * 0x0101010101010101U >> 56U);
}

// The 16 bytes of eight groups of up to four hexadecimal digits, their last digits highest, zeros below.
__m128i weigh_ipv6(const std::array<std::uint32_t, kGroups>& groups) {
  const auto bytes_of = [](__m128i text) {
    const __m128i letters = _mm_and_si128(_mm_cmpgt_epi8(text, _mm_set1_epi8('9')), _mm_set1_epi8(9));
    const __m128i values = _mm_add_epi8(_mm_and_si128(text, _mm_set1_epi8(0x0F)), letters);
    const __m128i pairs = either(_mm_slli_epi16(values, 4), _mm_srli_epi16(values, 8));
    return _mm_and_si128(pairs, _mm_set1_epi16(0xFF));
  };
  const auto* text = reinterpret_cast<const char*>(groups.data());
  return _mm_packus_epi16(bytes_of(load_block(text)), bytes_of(load_block(text + 16)));
}

constexpr std::size_t kMinReadIpv6 = 4;  // bytes; for load_four()
constexpr std::size_t kMaxReadIpv6 = kGroups * 4 + kGroups - 1;

// Groups only, no IPv4 tail. Requires: kMinReadIpv6 <= bytes <= kMaxReadIpv6.
bool read_ipv6(const char* p, std::size_t bytes, Words* words) {
  std::uint64_t colons = 0;
  std::uint64_t digits = 0;
  each_block(p, bytes, [&colons, &digits](__m128i block, std::size_t offset) {
    const __m128i letters = is_between(either(block, _mm_set1_epi8(0x20)), 'a', 'f');
    colons |= bits_of(equals(block, ':')) << offset;
    digits |= bits_of(either(letters, is_between(block, '0', '9'))) << offset;
  });
  const std::uint64_t gap = colons & colons >> 1U;
  const std::uint64_t last = std::uint64_t{1} << (bytes - 1);
  const std::uint64_t lone = (colons & ~gap & 1U) | (colons & last & ~(gap << 1U));  // a colon at either end
  const std::uint64_t two_digits = digits & digits >> 1U;
  const std::uint64_t five_digits = two_digits & two_digits >> 2U & digits >> 4U;
  if ((colons | digits) != last * 2 - 1 || ((gap & (gap - 1)) | lone | five_digits) != 0) return false;

  // With one colon of a gap at either end left away, "::" is an empty group between colons everywhere.
  const auto starts_with_gap = static_cast<unsigned>(gap & 1U);
  std::uint64_t ends = (colons ^ starts_with_gap) | (last << 1U >> ((colons & last) != 0 ? 1U : 0U));
  const std::size_t groups = count_bits(ends);
  const std::size_t empty_group = count_bits(ends & (gap | (gap - 1)));  // kGroups: none
  if (groups > kGroups || (gap == 0 && groups != kGroups)) return false;
  std::array<std::uint32_t, kGroups> texts{};
  unsigned begin = starts_with_gap;
  for (std::size_t i = 0; i < groups; ++i, ends &= ends - 1) {
    const auto end = static_cast<unsigned>(std::countr_zero(ends));
    const unsigned at = std::min(begin, static_cast<unsigned>(bytes) - 4);
    const std::uint32_t text = load_four(p + at) >> (8 * (begin - at) & 31U);
    texts[i + (i > empty_group ? kGroups - groups : 0)] = last_highest(text, end - begin);
    begin = end + 1;
  }
  _mm_storeu_si128(reinterpret_cast<__m128i*>(words), weigh_ipv6(texts));
  *words = {big_endian(words->high), big_endian(words->low)};
  return true;
}
#endif

bool take_ipv4(std::string_view text, std::uint32_t* address) {
  if (text.size() < kMinIpv4Text || text.size() > kMaxIpv4Text) return false;
#if defined(__SSE2__)
  return read_ipv4(text.data(), text.size(), address);
#else
  return parse_ipv4(text.data(), text.data() + text.size(), address);
#endif
}

// Not inlined: the short way of IPv4 would save and restore the registers of the long one.
[[gnu::noinline]] bool take_ipv6(std::string_view text, Words* words) {
  const std::size_t bytes = text.size();
  if (bytes < 2 || bytes > kMaxIpv6Text) return false;
#if defined(__SSE2__)
  if (bytes >= kMinReadIpv6 && bytes <= kMaxReadIpv6 && read_ipv6(text.data(), bytes, words)) return true;
#endif
  return parse_ipv6(text.data(), text.data() + bytes, words);
}

// The address with the IPv4 client that it may carry in its place.
Words canonical(const Words& words) {
  std::uint64_t inside = 0;
  if (words.high >> 48U == 0x2002) {  // 6to4
    inside = words.high >> 16U;
  } else if (words.high >> 32U == 0x20010000) {  // Teredo
    inside = ~words.low;
  } else if (words.high == 0x0064FF9B00000000 && words.low >> 32U == 0) {  // NAT64
    inside = words.low;
  } else {
    return words;
  }
  return {0, kMapped | (inside & 0xFFFFFFFFU)};
}

// The decimal text of every byte and a dot, in one load.
struct Octet {
  char text[4];
  std::uint8_t digits;
};

constexpr std::array<Octet, 256> make_octets() {
  std::array<Octet, 256> octets{};
  for (unsigned i = 0; i < 256; ++i) {
    Octet& octet = octets[i];
    if (i >= 100) octet.text[octet.digits++] = static_cast<char>('0' + i / 100);
    if (i >= 10) octet.text[octet.digits++] = static_cast<char>('0' + i / 10 % 10);
    octet.text[octet.digits++] = static_cast<char>('0' + i % 10);
    octet.text[octet.digits] = '.';
  }
  return octets;
}
constexpr auto kOctets = make_octets();

// A dot behind each number, the last one too.
char* write_ipv4(std::uint32_t address, char* out) {
  for (unsigned shift = 32; shift != 0; shift -= 8) {
    const Octet& octet = kOctets[address >> (shift - 8) & 0xFFU];
    std::memcpy(out, octet.text, sizeof(octet.text));
    out += octet.digits + 1;
  }
  return out;
}

// Writes four bytes, of which those behind the result count for nothing.
char* write_group(unsigned group, char* out) {
  constexpr char kDigits[] = "0123456789abcdef";
  const auto digits = static_cast<unsigned>(std::bit_width(group | 1U) + 3) / 4;
  const unsigned moved = group << (4 * (4 - digits));
  for (unsigned i = 0; i < 4; ++i) out[i] = kDigits[moved >> (12 - 4 * i) & 0xFU];
  return out + digits;
}

// Groups of zeros that are written as "::".
struct ZeroRun {
  std::uint8_t begin;
  std::uint8_t end;
};

// RFC 5952 section 4.2: the longest run of two or more, the first of equal ones; {8, 8} if there is none.
constexpr ZeroRun longest_zero_run(unsigned zero_groups) {
  ZeroRun best{kGroups, kGroups};
  for (unsigned i = 0; i < kGroups; ++i) {
    unsigned end = i;
    while (end < kGroups && (zero_groups >> end & 1U) != 0) ++end;
    if (end - i >= 2 && end - i > static_cast<unsigned>(best.end - best.begin)) {
      best = {static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(end)};
    }
  }
  return best;
}

// By the set of groups that are zero, group i as bit i.
constexpr std::array<ZeroRun, 256> make_zero_runs() {
  std::array<ZeroRun, 256> runs{};
  for (unsigned zero_groups = 0; zero_groups < runs.size(); ++zero_groups) {
    runs[zero_groups] = longest_zero_run(zero_groups);
  }
  return runs;
}
constexpr auto kZeroRuns = make_zero_runs();

char* write_ipv6(const Words& words, char* out) {
  std::array<std::uint16_t, kGroups> groups{};
  unsigned zero_groups = 0;
  for (unsigned i = 0; i < kGroups; ++i) {
    groups[i] = static_cast<std::uint16_t>((i < 4 ? words.high : words.low) >> (48 - i % 4 * 16));
    zero_groups |= static_cast<unsigned>(groups[i] == 0) << i;
  }
  const ZeroRun zeros = kZeroRuns[zero_groups];
  for (std::size_t i = 0; i < zeros.begin; ++i) {
    out = write_group(groups[i], out);
    *out++ = ':';
  }
  if (zeros.begin == 0) *out++ = ':';
  if (zeros.end == kGroups) return zeros.begin == kGroups ? out - 1 : (*out = ':', out + 1);
  *out++ = ':';
  for (std::size_t i = zeros.end; i < kGroups; ++i) {
    out = write_group(groups[i], out);
    *out++ = ':';
  }
  return out - 1;
}

}  // namespace

bool Address::parse(std::string_view text, Address* address) {
  Words words;
  std::uint32_t ipv4 = 0;
  if (take_ipv4(text, &ipv4)) {
    words.low = kMapped | ipv4;
  } else {
    if (!take_ipv6(text, &words)) return false;
    words = canonical(words);
  }
  store_words(words, address->bytes_.data());
  return true;
}

bool Address::parse_as_written(std::string_view text, Address* address) {
  Words words;
  std::uint32_t ipv4 = 0;
  if (take_ipv4(text, &ipv4)) {
    words.low = kMapped | ipv4;
  } else if (!take_ipv6(text, &words)) {
    return false;
  }
  store_words(words, address->bytes_.data());
  return true;
}

Address Address::from_bytes(const std::array<std::uint8_t, kBytes>& bytes) {
  Address address;
  address.bytes_ = bytes;
  return address;
}

bool Address::is_ipv4() const { return is_mapped(load_words(bytes_.data())); }

std::array<std::uint8_t, Address::kBytes> Address::prefix(unsigned ipv4_prefix_bits,
                                                          unsigned ipv6_prefix_bits) const {
  const unsigned bits = is_ipv4() ? 128 - 32 + ipv4_prefix_bits : ipv6_prefix_bits;
  std::array<std::uint8_t, kBytes> cut = bytes_;
  for (std::size_t i = bits / 8; i < kBytes; ++i) cut[i] = 0;
  if (bits % 8 != 0) cut[bits / 8] = static_cast<std::uint8_t>(bytes_[bits / 8] & 0xFF00U >> bits % 8);
  return cut;
}

std::size_t Address::write_network(unsigned ipv4_prefix_bits, unsigned ipv6_prefix_bits, char* out) const {
  assert(ipv4_prefix_bits <= 32 && ipv6_prefix_bits <= 128);
  char* const begin = out;
  unsigned prefix_bits = 0;
  const Words words = load_words(bytes_.data());
  if (is_mapped(words)) {
    prefix_bits = ipv4_prefix_bits;
    out = write_ipv4(static_cast<std::uint32_t>(words.low & first_bits(32 + prefix_bits)), out);
    out[-1] = '/';
  } else {
    prefix_bits = ipv6_prefix_bits;
    out = write_ipv6(
        {words.high & first_bits(prefix_bits), words.low & first_bits(std::max(prefix_bits, 64U) - 64)}, out);
    *out++ = '/';
  }
  const Octet& bits = kOctets[prefix_bits];
  std::memcpy(out, bits.text, 3);
  return static_cast<std::size_t>(out - begin) + bits.digits;
}

std::size_t Address::write(char* out) const {
  const Words words = load_words(bytes_.data());
  char* const end =
      is_mapped(words) ? write_ipv4(static_cast<std::uint32_t>(words.low), out) - 1 : write_ipv6(words, out);
  return static_cast<std::size_t>(end - out);
}

}  // namespace anonlog
