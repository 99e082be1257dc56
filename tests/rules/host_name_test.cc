#include "rules/host_name.h"

#include <gtest/gtest.h>

namespace anonlog {
namespace {

TEST(HostName, NormalFormHasNoPortNoCapitalsNoLastDot) {
  TextArena arena;
  EXPECT_EQ(normal_host("Example.ORG:8080", arena), "example.org");
  EXPECT_EQ(normal_host("example.org.", arena), "example.org");
  EXPECT_EQ(normal_host("example.org", arena), "example.org");
  EXPECT_EQ(normal_host("[2001:DB8::1]:443", arena), "[2001:db8::1]");
  EXPECT_EQ(normal_host("[2001:db8::1]", arena), "[2001:db8::1]");
  EXPECT_EQ(normal_host("", arena), "");
}

TEST(HostName, TheHostOfAUrlHasNoUserInformation) {
  std::string_view host;
  EXPECT_TRUE(url_host("https://alice:secret@example.org:8443/path", &host));
  EXPECT_EQ(host, "example.org:8443");
  EXPECT_TRUE(url_host("HTTP://example.org?x=@y", &host));
  EXPECT_EQ(host, "example.org");
  EXPECT_TRUE(url_host("https://example.org\\@evil.example", &host));
  EXPECT_EQ(host, "example.org");
}

TEST(HostName, OtherSchemesHaveNoHost) {
  std::string_view host;
  for (const char* url :
       {"android-app://com.example", "example.org", "", "http://", "https:///path", "/path"}) {
    EXPECT_FALSE(url_host(url, &host)) << url;
  }
}

TEST(HostName, ATargetHasOneThatIsAUrlOrAnAuthority) {
  std::string_view host;
  EXPECT_TRUE(target_host("http://example.org:8080/a?b", &host));
  EXPECT_EQ(host, "example.org:8080");
  EXPECT_TRUE(target_host("example.org:443", &host));
  EXPECT_EQ(host, "example.org:443");
  EXPECT_TRUE(target_host("[2001:db8::1]:443", &host));
  EXPECT_EQ(host, "[2001:db8::1]:443");
  for (const char* target : {"/a:80", "*", "", "example.org", "error:invalid-request", "example.org:", ":80x",
                             "cache_object://localhost/info", "alice@example.org:443", "a b:80"}) {
    EXPECT_FALSE(target_host(target, &host)) << target;
  }
}

TEST(HostName, AddressesInEverySpellingAreIpLiterals) {
  for (const char* host :
       {"203.0.113.7", "[2001:db8::1]", "2001:db8::1", "3405803783", "0xcb007107", "1.0x2", "", "127.1"}) {
    EXPECT_TRUE(is_ip_literal(host)) << host;
  }
  for (const char* host : {"example.org", "203.0.113.7.example.org", "localhost", "x"}) {
    EXPECT_FALSE(is_ip_literal(host)) << host;
  }
}

TEST(HostName, WwwIsTheSameHost) {
  EXPECT_TRUE(is_same_host("www.example.org", "example.org"));
  EXPECT_TRUE(is_same_host("example.org", "example.org"));
  EXPECT_FALSE(is_same_host("shop.example.org", "example.org"));
}

}  // namespace
}  // namespace anonlog
