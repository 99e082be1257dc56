// Finds the IP addresses in a text, whatever way they are spelled; inet_pton(3) decides what is one.
//
// Spellings, in a text of any kind:
//     IPv4   203.0.113.7   203-0-113-7   203_0_113_7, with leading zeros, with octal (0313) or hexadecimal (0xcb) numbers;
//            what they are backwards, as in names of PTR records
//     IPv6   2001:db8::7 in every spelling of RFC 4291, with "-" for ":" (2001-db8--7), eight groups joined by "-", "_" or
//            ".", 32 hexadecimal digits in a row, and as single digits, forwards or backwards (ip6.arpa)
//     numbers  3405803783, 0xcb007107, cb007107, 031300070407, 203000113007, 203.28935: IPv4 that is also something else
// Reading::kRaw takes of these only what is hardly anything else: dotted IPv4 and IPv6 with colons; and the others within
// names that have other labels (203-0-113-7.isp.example, ip6.arpa).
//
// Output:   canonical: IPv4 as ::ffff:0:0/96; IPv4-mapped, 6to4, NAT64 and Teredo addresses as the IPv4 address within. Not
//           what is its own mask: IPv4 that ends in .0, IPv6 without its last 80 bits.
// Why not rules/address.h: what looks for mistakes must not make the same ones.
// Threads:  one.
#ifndef ANONLOG_FILTER_AUDIT_ADDRESS_FINDER_H_
#define ANONLOG_FILTER_AUDIT_ADDRESS_FINDER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace anonlog {

struct FoundAddress {
  using Bytes = std::array<std::uint8_t, 16>;

  Bytes bytes{};
  bool is_number = false;  // one of the last row of spellings; always IPv4

  [[nodiscard]] std::string_view text() const;
  // Of IPv4: as a number.
  [[nodiscard]] std::uint32_t ipv4() const;
  [[nodiscard]] bool is_ipv4() const;

  friend bool operator==(const FoundAddress&, const FoundAddress&) = default;
};

class AddressFinder {
 public:
  enum class Reading : std::uint8_t { kRaw, kPublished };

  // Appends the addresses of a run of letters, digits and . : _ - that ends at no such byte. One may be appended twice.
  void find(std::string_view run, Reading reading, std::vector<FoundAddress>& found);

 private:
  struct Group {
    std::string_view text;  // letters and digits
    char after = '\0';      // the one byte behind it, where another group follows
  };

  void split(std::string_view run);
  void find_quads(Reading reading, std::vector<FoundAddress>& found) const;
  void find_numbers(std::vector<FoundAddress>& found) const;
  void find_short_forms(std::string_view run, std::vector<FoundAddress>& found) const;
  void find_colons(std::string_view run, std::vector<FoundAddress>& found);
  void find_dashes(std::string_view run, Reading reading, std::vector<FoundAddress>& found);
  void find_groups_of_eight(Reading reading, std::vector<FoundAddress>& found);
  void find_nibbles(Reading reading, std::vector<FoundAddress>& found) const;
  void take_ipv6(std::string_view text, std::vector<FoundAddress>& found);

  std::vector<Group> groups_;  // of the present run
  static constexpr std::size_t kMinDashedBytes = 6;

  bool has_name_ = false;  // one of them has a letter beyond hexadecimal digits, and dots join them
  std::string text_;       // with a NUL, as inet_pton() reads it
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_AUDIT_ADDRESS_FINDER_H_
