// An IP address in canonical form: 16 bytes, so that every spelling of one address is the same value.
//
// IPv4 is ::ffff:a.b.c.d; addresses that carry an IPv4 client inside (IPv4-mapped RFC 4291, 6to4 RFC 3056,
// NAT64 RFC 6052 with the well-known prefix, Teredo RFC 4380) become that IPv4 address: a cut to /48 would
// leave it whole or merge all of them.
#ifndef ANONLOG_RULES_ADDRESS_H_
#define ANONLOG_RULES_ADDRESS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace anonlog {

class Address {
 public:
  static constexpr std::size_t kBytes = 16;
  // The longest text of a network: eight groups of four, seven colons, "/128".
  static constexpr std::size_t kMaxNetworkText = 8 * 4 + 7 + 4;
  // What write() may touch; a text has at most 39 bytes.
  static constexpr std::size_t kMaxText = kMaxNetworkText;

  // Reads the text of one address, and nothing else: no port, zone, bracket, name, space or leading zeros of
  // IPv4 (which some read as octal). False: not an address; *address is then unchanged.
  static bool parse(std::string_view text, Address* address);

  // The same without looking for an IPv4 client inside: for the ends of networks.
  static bool parse_as_written(std::string_view text, Address* address);

  // As they are, without looking for an IPv4 client inside.
  static Address from_bytes(const std::array<std::uint8_t, kBytes>& bytes);

  [[nodiscard]] bool is_ipv4() const;
  [[nodiscard]] const std::array<std::uint8_t, kBytes>& bytes() const { return bytes_; }

  // The address with the bits behind its prefix 0. Requires: prefix lengths of at most 32 and 128 bits.
  [[nodiscard]] std::array<std::uint8_t, kBytes> prefix(unsigned ipv4_prefix_bits,
                                                        unsigned ipv6_prefix_bits) const;

  // Writes the network as "203.0.113.0/24" or, as RFC 5952, "2001:db8::/32"; returns the bytes written.
  // Requires: prefix lengths of at most 32 and 128 bits, room for kMaxNetworkText bytes.
  std::size_t write_network(unsigned ipv4_prefix_bits, unsigned ipv6_prefix_bits, char* out) const;

  // The address alone, written likewise. Requires: room for kMaxText bytes.
  std::size_t write(char* out) const;

 private:
  std::array<std::uint8_t, kBytes> bytes_{};
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_ADDRESS_H_
