#include "rules/country/address_ranges.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "rules/country/address_database.h"
#include "rules/country/country_list.h"
#include "rules/country/country_text.h"
#include "tests/rules/published.h"

namespace anonlog {
namespace {

Address address(const std::string& text) {
  Address parsed;
  EXPECT_TRUE(Address::parse_as_written(text, &parsed)) << text;
  return parsed;
}

std::string text_of(Uint128 number) {
  in6_addr bytes{};
  for (int i = 15; i >= 0; --i, number >>= 8U) bytes.s6_addr[i] = static_cast<std::uint8_t>(number & 0xFFU);
  char text[INET6_ADDRSTRLEN];
  return ::inet_ntop(AF_INET6, &bytes, text, sizeof text);
}

std::string text_of(std::uint32_t number) {
  const in_addr bytes{htonl(number)};
  char text[INET_ADDRSTRLEN];
  return ::inet_ntop(AF_INET, &bytes, text, sizeof text);
}

Result<AddressRanges> read(const std::string& lines) {
  CountryText text("db");
  if (Status status = text.add_lines(lines); !status) return tl::unexpected(status.error());
  return text.finish();
}

std::string country_of(const AddressRanges& ranges, const std::string& text) {
  const std::uint32_t id = ranges.find(address(text));
  return id == AddressRanges::kNone ? "null" : std::string(countries()[id]);
}

TEST(Countries, AreThoseOfIso3166) {
  EXPECT_EQ(countries().size(), 250U) << "with XK";
  for (const std::string_view code : countries()) EXPECT_EQ(countries()[country_id(code)], code);
  EXPECT_EQ(countries()[country_id("UK")], "GB");
  for (const char* none : {"??", "EU", "AP", "ZZ", "", "A", "DEU", "D1"}) {
    EXPECT_EQ(country_id(none), PublicColumn::kNullId) << none;
  }
}

TEST(CountryText, IsReadAsTheDebianPackageHasIt) {
  const AddressRanges ranges =
      read(
          "# comment\n16777216,16777471,AU\n16777472,16778239,CN\r\n1.0.16.0,1.0.16.255,jp\n\n"
          "2001:200::,2001:200:134:ffff:ffff:ffff:ffff:ffff,JP\n"
          "2001:506:9::4,2001:506:9::5,BR,more\n2001:506:9::6,2001:506:9::2d,US")
          .value();
  const std::pair<const char*, const char*> kCases[] = {{"0.255.255.255", "null"},
                                                        {"1.0.0.0", "AU"},
                                                        {"1.0.0.255", "AU"},
                                                        {"1.0.1.0", "CN"},
                                                        {"1.0.3.255", "CN"},
                                                        {"1.0.4.0", "null"},
                                                        {"1.0.16.7", "JP"},
                                                        {"1.0.17.0", "null"},
                                                        {"255.255.255.255", "null"},
                                                        {"2001:1ff:ffff::", "null"},
                                                        {"2001:200::", "JP"},
                                                        {"2001:200:134:ffff:ffff:ffff:ffff:ffff", "JP"},
                                                        {"2001:200:135::", "null"},
                                                        {"2001:506:9::3", "null"},
                                                        {"2001:506:9::4", "BR"},
                                                        {"2001:506:9::5", "BR"},
                                                        {"2001:506:9::6", "US"},
                                                        {"2001:506:9::2d", "US"},
                                                        {"2001:506:9::2e", "null"},
                                                        {"2001:506:9:1::", "null"},
                                                        {"3fff::", "null"},
                                                        {"ffff::", "null"},
                                                        {"::", "null"},
                                                        {"4000::", "null"}};
  for (const auto& [text, country] : kCases) EXPECT_EQ(country_of(ranges, text), country) << text;
}

TEST(CountryText, SaysInWhichLineItIsWrong) {
  for (const char* line :
       {"x", "1,2", "1,2,", "1,2,DEU", "2,1,DE", "1,x,DE", "1,1.0.0.0,DE", "1.0.0.0,::1,DE", "::1,1.0.0.0,DE",
        "1,99999999999,DE", "-1,2,DE", "1,2 ,DE", "2001::1::2,2001::3,DE"}) {
    const auto result = read("# a comment\n" + std::string(line) + "\n");
    ASSERT_FALSE(result) << line;
    EXPECT_EQ(result.error().kind, ErrorKind::kBadInput);
    EXPECT_EQ(result.error().message.substr(0, 6), "db:2: ") << line;
  }
  for (const char* lines :
       {"1,5,DE\n5,9,FR\n", "5,9,DE\n1,2,FR\n", "2001::5,2001::9,DE\n2001::9,2001::a,FR\n"}) {
    EXPECT_EQ(read(lines).error().message.substr(0, 6), "db:2: ") << lines;
  }
  EXPECT_FALSE(read(""));
  EXPECT_FALSE(read("# nothing\n"));
}

TEST(CountryText, IsTheSameInWhateverPiecesItComes) {
  CountryText text("db");
  for (const char* line : {"1.0.0.0,1.0.0.255,DE\n", "# x\n", "2001:200::,2001:200::ffff,FR"})
    ASSERT_TRUE(text.add_lines(line));
  const AddressRanges ranges = text.finish().value();
  EXPECT_EQ(country_of(ranges, "1.0.0.9"), "DE");
  EXPECT_EQ(country_of(ranges, "2001:200::9"), "FR");
}

TEST(AddressRanges, HaveNothingForAddressesOfNoOneInParticular) {
  const AddressRanges ranges =
      read("0,4294967295,DE\n::,ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff,FR\n").value();
  for (const char* text : {"0.0.0.1",
                           "10.1.2.3",
                           "100.64.0.0",
                           "100.127.255.255",
                           "127.0.0.1",
                           "169.254.169.254",
                           "172.16.0.1",
                           "172.31.255.255",
                           "192.0.0.8",
                           "192.0.2.1",
                           "192.88.99.1",
                           "192.168.1.1",
                           "198.18.0.1",
                           "198.19.255.255",
                           "198.51.100.1",
                           "203.0.113.255",
                           "224.0.0.1",
                           "239.255.255.255",
                           "240.0.0.1",
                           "255.255.255.255",
                           "::",
                           "::1",
                           "64:ff9b:1::1",
                           "100::1",
                           "1fff:ffff::",
                           "2001::1",
                           "2001:2::1",
                           "2001:1ff::",
                           "2001:db8::1",
                           "2001:db8:ffff::",
                           "2002::1",
                           "3fff::1",
                           "3fff:fff:ffff::",
                           "4000::",
                           "fc00::1",
                           "fd12::1",
                           "fe80::1",
                           "ff02::1",
                           "ffff::"}) {
    EXPECT_EQ(country_of(ranges, text), "null") << text;
  }
  for (const char* text : {"1.0.0.0", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
                           "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.0.3.0", "198.17.255.255",
                           "198.20.0.0", "203.0.112.255", "203.0.114.0", "223.255.255.255"}) {
    EXPECT_EQ(country_of(ranges, text), "DE") << text;
  }
  for (const char* text : {"2000::", "2001:200::", "2001:db7:ffff::", "2001:db9::", "2003::", "3ffe:ffff::",
                           "3fff:1000::", "3fff:ffff:ffff::"}) {
    EXPECT_EQ(country_of(ranges, text), "FR") << text;
  }
}

TEST(AddressRanges, TakeWhatTheyLackFromOthers) {
  AddressRanges ranges = read("1.0.0.0,1.0.0.255,DE\n").value();
  AddressRanges both = read("1.0.0.0,1.0.0.255,FR\n2001:200::,2001:200::ffff,FR\n").value();
  EXPECT_TRUE(ranges.take_missing(both));
  EXPECT_EQ(country_of(ranges, "1.0.0.1"), "DE");
  EXPECT_EQ(country_of(ranges, "2001:200::1"), "FR");
  AddressRanges more = read("2001:200::,2001:200::ffff,IT\n").value();
  EXPECT_FALSE(ranges.take_missing(more));
}

// Against a scan of all ranges, in which special ones count for nothing: sparse ranges of all sizes, ends and their
// neighbours looked up.
template <typename Number, typename Make>
void compare_with_scan(unsigned seed, Make make_bounds) {
  struct Range {
    Number first, last;
    std::uint32_t value;
  };
  std::mt19937_64 random(seed);
  std::vector<Number> bounds = make_bounds(random);
  std::sort(bounds.begin(), bounds.end());
  bounds.erase(std::unique(bounds.begin(), bounds.end()), bounds.end());
  AddressRanges ranges;
  std::vector<Range> kept;
  std::vector<Number> probes = {0, static_cast<Number>(~Number{0})};
  for (std::size_t i = 0; i + 1 < bounds.size(); ++i) {
    if (random() % 4 == 0) continue;  // a gap
    const auto value = random() % 5 == 0 ? AddressRanges::kNone : static_cast<std::uint32_t>(random() % 3);
    const Range range = {bounds[i], bounds[i + 1] - 1, value};
    if constexpr (sizeof(Number) == 4) {
      ASSERT_TRUE(ranges.add_ipv4(range.first, range.last, value));
    } else {
      ASSERT_TRUE(ranges.add_ipv6(range.first, range.last, value));
    }
    kept.push_back(range);
  }
  ranges.finish();
  AddressRanges special;
  if constexpr (sizeof(Number) == 4) {
    special.add_ipv4(0, ~Number{0}, 1);
  } else {
    special.add_ipv6(0, ~Number{0}, 1);
  }
  special.finish();
  for (const Number bound : bounds)
    probes.insert(probes.end(), {bound, static_cast<Number>(bound - 1), static_cast<Number>(bound + 1)});
  for (const Number probe : probes) {
    const Address at = address(text_of(probe));
    if (at.is_ipv4() != (sizeof(Number) == 4)) continue;
    std::uint32_t expected = AddressRanges::kNone;
    for (const Range& range : kept) {
      if (range.first <= probe && probe <= range.last) expected = range.value;
    }
    if (special.find(at) == AddressRanges::kNone) expected = AddressRanges::kNone;
    ASSERT_EQ(ranges.find(at), expected) << text_of(probe);
  }
}

TEST(AddressRanges, FindWhatAScanFindsOfIpv4) {
  for (unsigned seed = 0; seed < 60; ++seed) {
    compare_with_scan<std::uint32_t>(seed, [](std::mt19937_64& random) {
      std::vector<std::uint32_t> bounds;
      for (auto i = random() % 300 + 2; i > 0; --i) {
        const auto wide = static_cast<std::uint32_t>(random());
        bounds.push_back(random() % 2 == 0 ? wide : (wide & 0x3FFFU) | 0x05060000U);
      }
      if (random() % 2 == 0) bounds.push_back(0);
      return bounds;
    });
  }
}

TEST(AddressRanges, FindWhatAScanFindsOfIpv6) {
  for (unsigned seed = 0; seed < 60; ++seed) {
    compare_with_scan<Uint128>(seed, [](std::mt19937_64& random) {
      std::vector<Uint128> bounds;
      for (auto i = random() % 300 + 2; i > 0; --i) {
        const Uint128 wide = Uint128{random()} << 64U | random();
        switch (random() % 4) {
          case 0:
            bounds.push_back(wide);
            break;
          case 1:  // many in one bucket of the index
            bounds.push_back((wide >> 40U) | Uint128{0x2a10} << 112U);
            break;
          case 2:  // many in one word
            bounds.push_back((wide & 0x3FU) | Uint128{0x2a100506} << 96U);
            break;
          default:
            bounds.push_back(Uint128{0x2a100000 + random() % 64} << 96U);
        }
      }
      return bounds;
    });
  }
}

// Through a plan.

std::string published_country(const std::string& client, Column column = Column::kCountry) {
  AddressDatabase database;
  database.countries = read("5.0.0.0,5.255.255.255,DE\n").value();
  database.systems.add_ipv4(0x05000000, 0x05FFFFFF, 4200000000U);
  database.systems.finish();
  const Policy policy =
      read_policy("p.toml", "extends = \"standard\"\n[columns]\nasn = \"lookup\"\n").value();
  return publish(policy, "combined", line("GET / HTTP/1.1", "-", client), column, DayKeys({}), database)
      .at(0);
}

TEST(CountryStep, IsOfTheWholeAddress) {
  EXPECT_EQ(published_country("5.1.2.3"), "DE");
  EXPECT_EQ(published_country("::ffff:5.1.2.3"), "DE");
  EXPECT_EQ(published_country("2002:0501:0203::1"), "DE") << "6to4";
  for (const char* client : {"6.1.2.3", "unknown", "-", "2a00::1"})
    EXPECT_EQ(published_country(client), "null");
}

TEST(CountryStep, IsNullWithoutADatabase) {
  EXPECT_EQ(publish(standard(), "combined", line("GET / HTTP/1.1", "-", "5.1.2.3"), Column::kCountry).at(0),
            "null");
}

TEST(AsnStep, IsTheNumberOfTheSystem) {
  EXPECT_EQ(published_country("5.1.2.3", Column::kAsn), "4200000000");
  EXPECT_EQ(published_country("6.1.2.3", Column::kAsn), "null");
}

}  // namespace
}  // namespace anonlog
