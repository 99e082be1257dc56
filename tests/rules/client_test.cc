#include "rules/client.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "tests/rules/client_reference.h"

namespace anonlog {
namespace {

struct Trusted {
  TrustedProxies proxies;
  reference::Networks networks;

  explicit Trusted(const std::vector<std::string>& texts) {
    for (const std::string& text : texts) {
      proxies.networks.push_back(AddressNetwork::parse(text).value());
      const std::size_t slash = text.find('/');
      const std::string first = reference::address_bytes(text.substr(0, slash));
      const bool ipv4 = text.find(':') == std::string::npos;
      const int most = ipv4 ? 32 : 128;
      const int bits = slash == std::string::npos ? most : std::stoi(text.substr(slash + 1));
      networks.emplace_back(first, bits + (ipv4 ? 96 : 0));
    }
  }
};

// The client in RFC 5952 text, "none" without one.
std::string client_of(const std::string& list, const std::string& client_ip, const TrustedProxies& trusted) {
  Address address;
  if (!find_forwarded_client(list, client_ip, trusted, &address)) return "none";
  std::array<char, Address::kMaxNetworkText> text{};
  const std::size_t size = address.write_network(32, 128, text.data());
  const std::string network(text.data(), size);
  return network.substr(0, network.find('/'));
}

struct Case {
  const char* list;
  const char* client_ip;
  const char* client;
};

// Trusted: 10.0.0.0/8, 192.0.2.1, 2001:db8:ffff::/48.
constexpr Case kCases[] = {
    // The usual ones.
    {"203.0.113.7", "10.0.0.1", "203.0.113.7"},
    {"203.0.113.7, 10.0.0.2", "10.0.0.1", "203.0.113.7"},
    {"203.0.113.7,10.0.0.2,10.0.0.3", "10.0.0.1", "203.0.113.7"},
    {"2001:db8::1", "10.0.0.1", "2001:db8::1"},
    {"203.0.113.7, 192.0.2.1", "2001:db8:ffff::2", "203.0.113.7"},
    {"203.0.113.7, 2001:db8:ffff:9::9", "10.255.255.255", "203.0.113.7"},
    // Forged: what stands left of the first untrusted address was sent by it.
    {"203.0.113.7", "198.51.100.9", "198.51.100.9"},
    {"10.0.0.9", "198.51.100.9", "198.51.100.9"},
    {"", "198.51.100.9", "198.51.100.9"},
    {"nonsense", "198.51.100.9", "198.51.100.9"},
    {"203.0.113.7, 198.51.100.9", "10.0.0.1", "198.51.100.9"},
    {"10.0.0.5, 198.51.100.9, 10.0.0.2", "10.0.0.1", "198.51.100.9"},
    {"unknown, 198.51.100.9", "10.0.0.1", "198.51.100.9"},
    {"' OR 1=1 --, 198.51.100.9", "10.0.0.1", "198.51.100.9"},
    {", 198.51.100.9", "10.0.0.1", "198.51.100.9"},
    {"192.0.2.2", "192.0.2.1", "192.0.2.2"},
    // An invalid hop: whoever asked the proxy that wrote it is not known.
    {"203.0.113.7, unknown", "10.0.0.1", "none"},
    {"203.0.113.7, _hidden", "10.0.0.1", "none"},
    {"203.0.113.7, _SEVKISEK:4711", "10.0.0.1", "none"},
    {"203.0.113.7, -", "10.0.0.1", "none"},
    {"203.0.113.7, ", "10.0.0.1", "none"},
    {"203.0.113.7,, 10.0.0.2", "10.0.0.1", "none"},
    {"203.0.113.7, proxy.example.org", "10.0.0.1", "none"},
    {"203.0.113.7, 203.0.113.007", "10.0.0.1", "none"},
    {"203.0.113.7, 300.1.1.1", "10.0.0.1", "none"},
    {"203.0.113.7 198.51.100.9", "10.0.0.1", "none"},
    {"for=203.0.113.7", "10.0.0.1", "none"},
    {"fe80::1%eth0", "10.0.0.1", "none"},
    {"unknown", "10.0.0.1", "none"},
    {",", "10.0.0.1", "none"},
    // Nothing but proxies, or no list.
    {"", "10.0.0.1", "none"},
    {"10.0.0.2", "10.0.0.1", "none"},
    {"10.0.0.4, 10.0.0.3, 192.0.2.1", "10.0.0.1", "none"},
    // No address of the one who asked: nothing of the list is proved.
    {"203.0.113.7", "", "none"},
    {"203.0.113.7", "unix:", "none"},
    {"203.0.113.7", "unknown", "none"},
    {"203.0.113.7", "fe80::1%eth0", "none"},
    // Ports, brackets, spaces, tabs, quotes.
    {"203.0.113.7:4711", "10.0.0.1", "203.0.113.7"},
    {"203.0.113.7:4711, 10.0.0.2:80", "10.0.0.1:12345", "203.0.113.7"},
    {"[2001:db8::1]:4711", "10.0.0.1", "2001:db8::1"},
    {"[2001:db8::1]", "[2001:db8:ffff::2]:443", "2001:db8::1"},
    {"\"[2001:db8::1]:4711\"", "10.0.0.1", "2001:db8::1"},
    {"\"203.0.113.7, 10.0.0.2\"", "10.0.0.1", "203.0.113.7"},
    {" \t203.0.113.7\t ,\t10.0.0.2 ", "10.0.0.1", "203.0.113.7"},
    {"203.0.113.7:", "10.0.0.1", "none"},
    {"203.0.113.7:port", "10.0.0.1", "none"},
    {"203.0.113.7:123456", "10.0.0.1", "none"},
    {"[2001:db8::1", "10.0.0.1", "none"},
    {"[2001:db8::1]x", "10.0.0.1", "none"},
    {"[]", "10.0.0.1", "none"},
    {"2001:db8:1:2:3:4:5:6:4711", "10.0.0.1", "none"},
    // Other spellings of one address.
    {"::ffff:203.0.113.7", "::ffff:10.0.0.1", "203.0.113.7"},
    {"203.0.113.7, ::ffff:10.0.0.2", "::FFFF:a00:1", "203.0.113.7"},
    {"2002:cb00:7107::1", "10.0.0.1", "203.0.113.7"},
    {"203.0.113.7", "2002:0a00:0001::1", "203.0.113.7"},
    {"2001:0DB8:0:0:0:0:0:1", "10.0.0.1", "2001:db8::1"},
};

TEST(Client, IsTheRightmostAddressThatIsNoTrustedProxys) {
  const Trusted trusted({"10.0.0.0/8", "192.0.2.1", "2001:db8:ffff::/48"});
  static_assert(std::size(kCases) >= 40);
  for (const Case& c : kCases) {
    EXPECT_EQ(client_of(c.list, c.client_ip, trusted.proxies), c.client) << c.list << " | " << c.client_ip;
    const std::string bytes = reference::forwarded_client(c.list, c.client_ip, trusted.networks, false);
    EXPECT_EQ(bytes, reference::address_bytes(c.client))
        << "the reference: " << c.list << " | " << c.client_ip;
  }
}

TEST(Client, ASocketIsAProxyWhereThePolicySaysSo) {
  Trusted trusted({"10.0.0.0/8"});
  trusted.proxies.unix_socket = true;
  EXPECT_EQ(client_of("203.0.113.7", "unix:", trusted.proxies), "203.0.113.7");
  EXPECT_EQ(client_of("203.0.113.7, 10.0.0.2", "unix:", trusted.proxies), "203.0.113.7");
  EXPECT_EQ(client_of("", "unix:", trusted.proxies), "none");
  EXPECT_EQ(client_of("203.0.113.7, unix:", "10.0.0.1", trusted.proxies), "none")
      << "in a list it proves nothing";
}

TEST(Client, AHugeListIsWalkedFromItsEnd) {
  const Trusted trusted({"10.0.0.0/8"});
  std::string list = "203.0.113.7";
  for (int i = 0; i < 100'000; ++i) list += ", 10.0.0." + std::to_string(i % 256);
  EXPECT_EQ(client_of(list, "10.0.0.1", trusted.proxies), "203.0.113.7");
  EXPECT_EQ(client_of("unknown" + list, "10.0.0.1", trusted.proxies), "none");
  EXPECT_EQ(client_of(std::string(1'000'000, ','), "10.0.0.1", trusted.proxies), "none");
  EXPECT_EQ(client_of(std::string(1'000'000, ' '), "10.0.0.1", trusted.proxies), "none");
}

TEST(AddressNetwork, NoIpv6NetworkHoldsIpv4) {
  const Trusted trusted({"::/1"});
  EXPECT_EQ(client_of("203.0.113.7", "10.0.0.1", trusted.proxies), "10.0.0.1");
  EXPECT_EQ(client_of("203.0.113.7", "1::1", trusted.proxies), "203.0.113.7");
}

class RandomLists {
 public:
  explicit RandomLists(unsigned seed) : rng_(seed) {}

  std::string client_ip() {
    return chance(20) ? element() : pick({"10.0.0.1", "10.9.9.9", "::ffff:10.0.0.1", "unix:"});
  }

  std::string list() {
    std::string text;
    for (std::size_t i = number(5); i > 0; --i) {
      text += element();
      if (i > 1 || chance(20)) text += pick({",", ", ", ", ", " , ", ",\t"});
    }
    return text;
  }

 private:
  std::size_t number(std::size_t below) {
    return std::uniform_int_distribution<std::size_t>(0, below - 1)(rng_);
  }
  bool chance(std::size_t percent) { return number(100) < percent; }
  std::string pick(const std::vector<std::string>& texts) { return texts[number(texts.size())]; }

  std::string address() {
    switch (number(6)) {
      case 0:
        return "10." + std::to_string(number(300)) + ".0." + std::to_string(number(3));
      case 1:
        return "203.0.113." + std::to_string(number(300));
      case 2:
        return "2001:db8:" + pick({"", "ffff:", ":", "0:0:"}) + pick({":1", "1:2", "f", "::"});
      case 3:
        return "::ffff:" + pick({"10.0.0.1", "a00:1", "203.0.113.7", "cb00:7107"});
      case 4:
        return pick({"2002:a00:1::", "2002:cb00:7107::1", "64:ff9b::10.0.0.1", "2001:0::f5ff:fffe"});
      default:
        return "192.0.2." + std::to_string(number(3));
    }
  }

  std::string element() {
    std::string text =
        chance(10) ? pick({"unknown", "_x", "-", "", "fe80::1%1", "x.example.org", "1.2.3", "[", "]", "::"})
                   : address();
    if (chance(10)) text.insert(0, 1, '[').append(chance(90) ? "]" : "");
    if (chance(10)) text.append(":").append(pick({"80", "65535", "123456", "", "x", "1:2"}));
    if (chance(5)) text.insert(0, 1, '"').append(chance(70) ? "\"" : "");
    // A byte anywhere, so that all ends of all rules are reached.
    if (chance(10)) text.insert(number(text.size() + 1), pick({" ", "\t", "\"", "[", ":", "0", ".", "%"}));
    return text;
  }

  std::mt19937 rng_;
};

TEST(Client, IsWhatTheReferenceSays) {
  Trusted trusted({"10.0.0.0/8", "192.0.2.1", "2001:db8:ffff::/48", "203.0.113.128/25"});
  RandomLists lists(1);
  std::size_t found = 0;
  for (int i = 0; i < 500'000; ++i) {
    const std::string list = lists.list();
    const std::string client_ip = lists.client_ip();
    trusted.proxies.unix_socket = i % 2 == 0;
    Address address;
    const bool has = find_forwarded_client(list, client_ip, trusted.proxies, &address);
    const std::string expected =
        reference::forwarded_client(list, client_ip, trusted.networks, trusted.proxies.unix_socket);
    const std::string actual =
        has ? std::string(reinterpret_cast<const char*>(address.bytes().data()), Address::kBytes)
            : std::string();
    ASSERT_EQ(actual, expected) << list << " | " << client_ip;
    found += has ? 1 : 0;
  }
  EXPECT_GT(found, 100'000U);
  EXPECT_LT(found, 400'000U);
}

}  // namespace
}  // namespace anonlog
