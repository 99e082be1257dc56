// A network of addresses, as policies write it: 10.0.0.0/8, 2001:db8::/32, or one address.
//
// Addresses are canonical (address.h), so an IPv4 network holds its IPv4-mapped spellings too, and no IPv6
// network holds IPv4.
#ifndef ANONLOG_RULES_ADDRESS_NETWORK_H_
#define ANONLOG_RULES_ADDRESS_NETWORK_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "parsers/error.h"  // for tl::expected
#include "rules/address.h"

namespace anonlog {

class AddressNetwork {
 public:
  // An error says what is wrong and what to write.
  static tl::expected<AddressNetwork, std::string> parse(std::string_view text);

  [[nodiscard]] bool contains(const Address& address) const {
    const Words words = words_of(address);
    const std::uint64_t differing =
        ((words.high ^ first_.high) & mask_.high) | ((words.low ^ first_.low) & mask_.low);
    return differing == 0 && address.is_ipv4() == is_ipv4_;
  }

 private:
  struct Words {
    std::uint64_t high = 0;
    std::uint64_t low = 0;
  };

  AddressNetwork(const Address& first, unsigned prefix_bits);
  static Words words_of(const Address& address);

  Words first_;  // in the machine's byte order: comparing needs no other
  Words mask_;
  bool is_ipv4_;
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_ADDRESS_NETWORK_H_
