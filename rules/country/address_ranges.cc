#include "rules/country/address_ranges.h"

#include <array>
#include <bit>
#include <cstring>
#include <iterator>
#include <utility>

namespace anonlog {
namespace {

template <typename Key>
struct Network {
  Key first;
  Key last;
};

constexpr Network<std::uint32_t> ipv4(std::uint32_t a, std::uint32_t b, std::uint32_t c,
                                      unsigned prefix_bits) {
  const std::uint32_t first = a << 24U | b << 16U | c << 8U;
  return {first, first | static_cast<std::uint32_t>((std::uint64_t{1} << (32 - prefix_bits)) - 1)};
}

// https://www.iana.org/assignments/iana-ipv4-special-registry, what is not globally reachable; and multicast.
constexpr Network<std::uint32_t> kSpecialIpv4[] = {
    ipv4(0, 0, 0, 8),        // this network
    ipv4(10, 0, 0, 8),       // private
    ipv4(100, 64, 0, 10),    // shared by the clients of a provider
    ipv4(127, 0, 0, 8),      // loopback
    ipv4(169, 254, 0, 16),   // link-local
    ipv4(172, 16, 0, 12),    // private
    ipv4(192, 0, 0, 24),     // IETF protocol assignments
    ipv4(192, 0, 2, 24),     // documentation
    ipv4(192, 88, 99, 24),   // 6to4 relays
    ipv4(192, 168, 0, 16),   // private
    ipv4(198, 18, 0, 15),    // benchmarks
    ipv4(198, 51, 100, 24),  // documentation
    ipv4(203, 0, 113, 24),   // documentation
    ipv4(224, 0, 0, 4),      // multicast
    ipv4(240, 0, 0, 4),      // reserved, broadcast
};

constexpr Network<Uint128> ipv6(std::uint32_t first_32_bits, unsigned prefix_bits) {
  const Uint128 first = Uint128{first_32_bits} << 96U;
  return {first, first | ((Uint128{1} << (128 - prefix_bits)) - 1)};
}

// https://www.iana.org/assignments/iana-ipv6-special-registry.
constexpr Network<Uint128> kSpecialIpv6[] = {
    {0, (Uint128{1} << 125U) - 1},      // all that is not in 2000::/3: loopback, mapped, ...
    ipv6(0x20010000, 23),               // IETF protocol assignments: Teredo, benchmarks, ORCHID
    ipv6(0x20010db8, 32),               // documentation
    ipv6(0x20020000, 16),               // 6to4: an IPv4 address each
    ipv6(0x3fff0000, 20),               // documentation
    {Uint128{1} << 126U, ~Uint128{0}},  // ... private, link-local, multicast
};

// What of [first, last] is in no special network goes to `add`. *next: the first special network that can meet a range
// behind those that were cut before.
template <typename Key, std::size_t kCount, typename Add>
bool cut(const Network<Key> (&special)[kCount], std::size_t* next, Key first, Key last, Add add) {
  while (*next < kCount && special[*next].last < first) ++*next;
  for (std::size_t i = *next; i < kCount && special[i].first <= last; ++i) {
    if (first < special[i].first && !add(first, special[i].first - 1)) return false;
    if (special[i].last >= last) return true;
    first = special[i].last + 1;
  }
  return add(first, last);
}

std::uint64_t load_word(const std::uint8_t* bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  return std::endian::native == std::endian::big ? word : __builtin_bswap64(word);
}

}  // namespace

bool AddressRanges::add_ipv4(std::uint32_t first, std::uint32_t last, std::uint32_t value) {
  if (first > last || (has_ipv4_ && first <= last_ipv4_)) return false;
  has_ipv4_ = true;
  last_ipv4_ = last;
  return cut(kSpecialIpv4, &next_special_ipv4_, first, last,
             [this, value](std::uint32_t a, std::uint32_t b) { return ipv4_.add(a, b, value); });
}

bool AddressRanges::add_ipv6(Uint128 first, Uint128 last, std::uint32_t value) {
  if (first > last || (has_ipv6_ && first <= last_ipv6_)) return false;
  has_ipv6_ = true;
  last_ipv6_ = last;
  return cut(kSpecialIpv6, &next_special_ipv6_, first, last,
             [this, value](Uint128 a, Uint128 b) { return ipv6_.add(a, b, value); });
}

bool AddressRanges::add(const Address& first, const Address& last, std::uint32_t value) {
  const std::uint8_t* const a = first.bytes().data();
  const std::uint8_t* const b = last.bytes().data();
  const std::uint64_t first_low = load_word(a + 8);
  const std::uint64_t last_low = load_word(b + 8);
  if (first.is_ipv4() != last.is_ipv4()) return false;
  if (first.is_ipv4()) {
    return add_ipv4(static_cast<std::uint32_t>(first_low), static_cast<std::uint32_t>(last_low), value);
  }
  return add_ipv6(Uint128{load_word(a)} << 64U | first_low, Uint128{load_word(b)} << 64U | last_low, value);
}

void AddressRanges::finish() {
  ipv4_.finish();
  ipv6_.finish();
}

bool AddressRanges::take_missing(AddressRanges& other) {
  const bool takes_ipv4 = !has_ipv4_ && other.has_ipv4_;
  const bool takes_ipv6 = !has_ipv6_ && other.has_ipv6_;
  if (takes_ipv4) ipv4_ = std::move(other.ipv4_);
  if (takes_ipv6) ipv6_ = std::move(other.ipv6_);
  has_ipv4_ = has_ipv4_ || takes_ipv4;
  has_ipv6_ = has_ipv6_ || takes_ipv6;
  return takes_ipv4 || takes_ipv6;
}

std::uint32_t AddressRanges::find(const Address& address) const {
  const std::uint64_t high = load_word(address.bytes().data());
  const std::uint64_t low = load_word(address.bytes().data() + 8);
  if (high == 0 && low >> 32U == 0xFFFF) return ipv4_.find(static_cast<std::uint32_t>(low));
  return ipv6_.find(Uint128{high} << 64U | low);
}

}  // namespace anonlog
