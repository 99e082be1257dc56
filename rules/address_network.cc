#include "rules/address_network.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cstring>

namespace anonlog {
namespace {

constexpr unsigned kIpv4Bits = 32;
constexpr unsigned kIpv6Bits = 128;

std::string network_text(const Address& address, unsigned prefix_bits) {
  std::array<char, Address::kMaxNetworkText> text{};
  const bool ipv4 = address.is_ipv4();
  const std::size_t size = address.write_network(ipv4 ? prefix_bits : 0, ipv4 ? 0 : prefix_bits, text.data());
  return {text.data(), size};
}

bool read_prefix(std::string_view text, unsigned* bits) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *bits);
  return error == std::errc() && end == text.data() + text.size() && text.front() != '-';
}

}  // namespace

AddressNetwork::AddressNetwork(const Address& first, unsigned prefix_bits)
    : first_(words_of(first)), is_ipv4_(first.is_ipv4()) {
  std::array<std::uint8_t, Address::kBytes> mask{};
  const unsigned bits = prefix_bits + (is_ipv4_ ? kIpv6Bits - kIpv4Bits : 0);
  for (unsigned i = 0; i < bits; ++i) mask[i / 8] = static_cast<std::uint8_t>(mask[i / 8] | 0x80U >> i % 8);
  std::memcpy(&mask_.high, mask.data(), 8);
  std::memcpy(&mask_.low, mask.data() + 8, 8);
}

AddressNetwork::Words AddressNetwork::words_of(const Address& address) {
  Words words;
  std::memcpy(&words.high, address.bytes().data(), 8);
  std::memcpy(&words.low, address.bytes().data() + 8, 8);
  return words;
}

tl::expected<AddressNetwork, std::string> AddressNetwork::parse(std::string_view text) {
  const std::size_t slash = text.find('/');
  Address address;
  if (!Address::parse(text.substr(0, slash), &address)) {
    return tl::unexpected<std::string>(
        "a network is an address and its bits, as 10.0.0.0/8 or 2001:db8::/32");
  }
  const bool ipv4 = address.is_ipv4();
  if (ipv4 && text.find(':') != std::string_view::npos) {
    return tl::unexpected<std::string>(fmt::format("this address stands for IPv4 {}; write a network of IPv4",
                                                   network_text(address, kIpv4Bits)));
  }
  const unsigned most_bits = ipv4 ? kIpv4Bits : kIpv6Bits;
  unsigned bits = most_bits;
  if (slash != std::string_view::npos && (!read_prefix(text.substr(slash + 1), &bits) || bits > most_bits)) {
    return tl::unexpected<std::string>(
        fmt::format("behind / stand the bits of the network, 1 to {}", most_bits));
  }
  if (bits == 0)
    return tl::unexpected<std::string>("this network holds every address: no client would be left");
  const AddressNetwork network(address, bits);
  Address first;
  const std::string cut = network_text(address, bits);
  Address::parse(std::string_view(cut).substr(0, cut.find('/')), &first);
  if (first.bytes() != address.bytes()) {
    return tl::unexpected<std::string>(
        fmt::format("the address has bits behind the network's {}; write {} or {}", bits, cut,
                    network_text(address, most_bits)));
  }
  return network;
}

}  // namespace anonlog
