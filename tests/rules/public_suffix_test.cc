#include "rules/public_suffix.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>

namespace anonlog {
namespace {

TEST(PublicSuffix, TheRegistrableDomainIsOneLabelMoreThanTheSuffix) {
  for (const auto& [host, domain] : std::initializer_list<std::pair<std::string, std::string_view>>{
           {"example.org", "example.org"},
           {"www.example.org", "example.org"},
           {"a.b.c.example.org", "example.org"},
           {"example.co.uk", "example.co.uk"},
           {"www.example.co.uk", "example.co.uk"},
           {"city.kawasaki.jp", "city.kawasaki.jp"},  // an exception of *.kawasaki.jp
           {"www.shop.example.kawasaki.jp", "shop.example.kawasaki.jp"},
           {"www.xn--bcher-kva.example.com", "example.com"},
           {"www.example.xn--p1ai", "example.xn--p1ai"},
       }) {
    EXPECT_EQ(registrable_domain(host), domain) << host;
  }
}

TEST(PublicSuffix, NamesUnderPrivateRulesLoseTheUsersLabel) {
  EXPECT_EQ(registrable_domain("alice.github.io"), "github.io");
  EXPECT_EQ(registrable_domain("alice.blogspot.com"), "blogspot.com");
  EXPECT_EQ(registrable_domain("www.alice.wordpress.com"), "wordpress.com");
}

TEST(PublicSuffix, BareSuffixesAndUnknownTopLevelsHaveNone) {
  for (const std::string_view host :
       {"", "org", "co.uk", "localhost", "laptop.local", "printer.lan", "alice.internal", ".", "..", ".org",
        "203.0.113.7", "example.unknown-tld"}) {
    EXPECT_EQ(registrable_domain(std::string(host)), "") << host;
  }
}

TEST(PublicSuffix, AHostWithANulHasNone) {
  EXPECT_EQ(registrable_domain(std::string("example.org\0.com", 16)), "");
}

TEST(PublicSuffix, TheResultPointsIntoTheHost) {
  const std::string host = "www.example.org";
  EXPECT_EQ(registrable_domain(host).data(), host.data() + 4);
}

}  // namespace
}  // namespace anonlog
