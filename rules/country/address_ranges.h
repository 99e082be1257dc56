// What networks have, by address: the country of a client, the number of its autonomous system.
//
// Of addresses that are no one's in particular (private, documentation, multicast, ... : the special-purpose registries
// of IANA) nothing is kept, whatever was added for them.
//
// Memory:  as range_table.h.
// Threads: immutable once finish() was called.
#ifndef ANONLOG_RULES_COUNTRY_ADDRESS_RANGES_H_
#define ANONLOG_RULES_COUNTRY_ADDRESS_RANGES_H_

#include <cstdint>

#include "rules/address.h"
#include "rules/country/range_table.h"

namespace anonlog {

__extension__ typedef unsigned __int128 Uint128;

class AddressRanges {
 public:
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

  // The value of [first, last]; kNone for "not known". Ranges of a family come in ascending order; false when this one
  // does not, or is none.
  bool add(const Address& first, const Address& last, std::uint32_t value);
  bool add_ipv4(std::uint32_t first, std::uint32_t last, std::uint32_t value);
  bool add_ipv6(Uint128 first, Uint128 last, std::uint32_t value);
  void finish();

  [[nodiscard]] bool has_ipv4() const { return has_ipv4_; }
  [[nodiscard]] bool has_ipv6() const { return has_ipv6_; }
  [[nodiscard]] bool empty() const { return !has_ipv4_ && !has_ipv6_; }

  // Takes from a finished one the families that this one lacks; false: none of them.
  bool take_missing(AddressRanges& other);

  // kNone: nothing is known. Requires: finished.
  [[nodiscard]] std::uint32_t find(const Address& address) const;

 private:
  // 2000::/3 is all of IPv6 that is given to anyone; the 16 bits behind these three tell most.
  RangeTable<std::uint32_t, std::uint32_t, 16, 0> ipv4_;
  RangeTable<Uint128, std::uint64_t, 45, std::uint64_t{1} << 61> ipv6_;
  bool has_ipv4_ = false;
  bool has_ipv6_ = false;
  // The next special network that a range can meet, and the end of the last range.
  std::size_t next_special_ipv4_ = 0;
  std::size_t next_special_ipv6_ = 0;
  std::uint32_t last_ipv4_ = 0;
  Uint128 last_ipv6_ = 0;
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_COUNTRY_ADDRESS_RANGES_H_
