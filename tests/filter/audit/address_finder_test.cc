#include "filter/audit/address_finder.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <vector>

namespace anonlog {
namespace {

using Reading = AddressFinder::Reading;

std::vector<FoundAddress> find(std::string_view run, Reading reading = Reading::kPublished) {
  std::vector<FoundAddress> found;
  AddressFinder().find(run, reading, found);
  return found;
}

// As inet_pton() reads it.
FoundAddress address(const std::string& text, bool is_number = false) {
  FoundAddress address;
  in_addr ipv4{};
  if (::inet_pton(AF_INET, text.c_str(), &ipv4) == 1) {
    address.bytes[10] = address.bytes[11] = 0xFF;
    std::memcpy(address.bytes.data() + 12, &ipv4, 4);
  } else {
    EXPECT_EQ(::inet_pton(AF_INET6, text.c_str(), address.bytes.data()), 1) << text;
  }
  address.is_number = is_number;
  return address;
}

bool holds(const std::vector<FoundAddress>& found, const FoundAddress& wanted) {
  return std::ranges::find(found, wanted) != found.end();
}

std::string text_of(const std::array<unsigned, 4>& b, const char* form) {
  return fmt::format(fmt::runtime(form), b[0], b[1], b[2], b[3]);
}

TEST(AddressFinderTest, FindsIpv4InEverySpelling) {
  std::mt19937 random(1);
  for (int i = 0; i < 2000; ++i) {
    std::array<unsigned, 4> b{};
    for (unsigned& byte : b) byte = random() % 256;
    b[0] = std::max(b[0], 16U);
    b[3] = std::max(b[3], 1U);
    const std::string dotted = text_of(b, "{}.{}.{}.{}");
    const FoundAddress wanted = address(dotted);
    for (const char* form :
         {"{}.{}.{}.{}", "{}-{}-{}-{}", "{}_{}_{}_{}", "{:03}.{:03}.{:03}.{:03}", "ip{}-{}-{}-{}.a",
          "x-{}-{}-{}-{}-y", "{}.{}.{}.{}:443", "{}-{}-{}-{}dsl", "0x{:x}.0x{:x}.0x{:x}.0x{:x}",
          "{3}.{2}.{1}.{0}.in-addr.arpa", "{3}-{2}-{1}-{0}.pool", "::ffff:{}.{}.{}.{}",
          "::ffff:{:x}{:02x}:{:x}{:02x}", "2002:{:02x}{:02x}:{:02x}{:02x}::1", "64:ff9b::{}.{}.{}.{}",
          "0{:03o}.0{:03o}.0{:03o}.0{:03o}"}) {
      const std::string text = text_of(b, form);
      if (text.front() == '0' && form[0] == '0' && form[1] == '{') continue;  // five digits are none
      EXPECT_TRUE(holds(find(text), wanted)) << text;
    }
    const FoundAddress number = address(dotted, true);
    for (const std::string& text :
         {fmt::format("{}", wanted.ipv4()), fmt::format("0x{:x}", wanted.ipv4()),
          fmt::format("{:08x}", wanted.ipv4()), fmt::format("{:08X}", wanted.ipv4()),
          fmt::format("0{:o}", wanted.ipv4()), text_of(b, "{:03}{:03}{:03}{:03}")}) {
      EXPECT_TRUE(holds(find(text), number)) << text;
      EXPECT_FALSE(holds(find(text, Reading::kRaw), number)) << text;
    }
  }
}

TEST(AddressFinderTest, FindsIpv6InEverySpelling) {
  std::mt19937 random(2);
  for (int i = 0; i < 2000; ++i) {
    FoundAddress wanted;
    for (std::uint8_t& byte : wanted.bytes)
      byte = random() % 3 == 0 ? 0 : static_cast<std::uint8_t>(random());
    wanted.bytes[0] = 0x26;
    wanted.bytes[15] = 0x77;
    std::array<char, INET6_ADDRSTRLEN> shortest{};
    ::inet_ntop(AF_INET6, wanted.bytes.data(), shortest.data(), shortest.size());
    std::string full;
    std::string nibbles;
    std::string hex;
    for (std::size_t byte = 0; byte < 16; ++byte) {
      full += fmt::format("{}{:02x}", byte % 2 == 0 && byte != 0 ? ":" : "", wanted.bytes[byte]);
      hex += fmt::format("{:02x}", wanted.bytes[byte]);
    }
    for (auto digit = hex.rbegin(); digit != hex.rend(); ++digit) nibbles += fmt::format("{}.", *digit);
    const auto joined = [](std::string text, char joint) {
      std::ranges::replace(text, ':', joint);
      return text;
    };
    for (const std::string& text :
         {std::string(shortest.data()), full, joined(full, '-'), joined(full, '_'), joined(full, '.'),
          joined(shortest.data(), '-') + ".ipv6-literal.net", nibbles + "ip6.arpa", hex, full + ":443"}) {
      EXPECT_TRUE(holds(find(text), wanted)) << text;
    }
    for (const std::string& text :
         {std::string(shortest.data()), full, joined(full, '-') + ".isp.example",
          joined(shortest.data(), '-') + ".ipv6-literal.net", nibbles + "ip6.arpa"}) {
      EXPECT_TRUE(holds(find(text, Reading::kRaw), wanted)) << text;
    }
  }
}

// What is found in any text stands in it, as inet_pton() reads it.
TEST(AddressFinderTest, FindsNothingElseInRawText) {
  std::mt19937 random(3);
  constexpr std::string_view kBytes = "0123456789:::...f";
  std::size_t addresses = 0;
  for (int i = 0; i < 200'000; ++i) {
    std::string text;
    for (std::size_t size = 1 + random() % 24; text.size() < size;) text += kBytes[random() % kBytes.size()];
    for (const FoundAddress& found : find(text, Reading::kRaw)) {
      ++addresses;
      bool stands_there = false;
      for (std::size_t begin = 0; begin < text.size(); ++begin) {
        for (std::size_t bytes = 2; bytes <= text.size() - begin; ++bytes) {
          std::string part = text.substr(begin, bytes);
          // Leading zeros of IPv4, which inet_pton() refuses.
          if (part.find(':') == std::string::npos) {
            std::string without;
            for (std::size_t at = 0; at < part.size(); ++at) {
              const bool begins = at == 0 || part[at - 1] == '.' || without.empty() || without.back() == '.';
              const bool more = at + 1 < part.size() && part[at + 1] != '.';
              if (part[at] != '0' || !begins || !more) without += part[at];
            }
            part = without;
          }
          FoundAddress read;
          in_addr ipv4{};
          if (::inet_pton(AF_INET, part.c_str(), &ipv4) == 1) {
            read.bytes[10] = read.bytes[11] = 0xFF;
            std::memcpy(read.bytes.data() + 12, &ipv4, 4);
          } else if (::inet_pton(AF_INET6, part.c_str(), read.bytes.data()) != 1) {
            continue;
          }
          stands_there = stands_there || read.bytes == found.bytes;
        }
      }
      EXPECT_TRUE(stands_there) << text;
    }
  }
  EXPECT_GT(addresses, 1000U);
}

TEST(AddressFinderTest, WhatIsItsOwnMaskIsNone) {
  for (const char* text : {"203.0.113.0", "0.0.0.0", "2001:db8::", "2001:db8:1::", "::", "::ffff:10.0.0.0"}) {
    EXPECT_FALSE(holds(find(text), address(text))) << text;
  }
  EXPECT_TRUE(holds(find("2001:db8:1:1::"), address("2001:db8:1:1::")));
  EXPECT_TRUE(holds(find("::1"), address("::1")));
}

TEST(AddressFinderTest, RawDatesVersionsAndTimesAreNone) {
  for (const char* text :
       {"2025-11-23-10-11", "24-11-12-05", "1.2.3.4.5", "1.2.3", "23:17:37:28", "10:20:30", "256.1.2.3",
        "3405803783", "cb007107", "v1.2.3-4", "1.2.3.4a", "face--book", "a1b2-c3d4-e5f6"}) {
    EXPECT_TRUE(find(text, Reading::kRaw).empty()) << text;
  }
}

}  // namespace
}  // namespace anonlog
