// The steps, through the one door that they have: lines in, a PublicBatch out.
#include "rules/plan.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "tests/rules/published.h"

namespace anonlog {
namespace {

std::string path_of(const std::string& target) {
  return publish(standard(), "combined", line("GET " + target + " HTTP/1.1"), Column::kPath).at(0);
}

std::string referrer_of(const std::string& url, const Policy& policy = standard()) {
  return publish(policy, "combined", line("GET / HTTP/1.1", url), Column::kReferrer).at(0);
}

TEST(Plan, APolicyThatNamesNothingPublishesNothing) {
  for (const ColumnInfo& info : kColumns) {
    EXPECT_EQ(publish(Policy{}, "combined", line("GET /a HTTP/1.1"), info.column),
              std::vector<std::string>{"null"});
  }
}

TEST(Plan, EveryColumnOfTheStandardPolicyIsMade) {
  const std::string chunk =
      "www.example.org 1763919448.123 0.004 \"GET /a HTTP/2.0\" 200 77 203.0.113.7 \"https://example.com/x\" "
      "\"" +
      std::string(kFirefox) + "\"\n";
  const std::string format =
      "$server_name $msec $request_time \"$request\" $status $body_bytes_sent $remote_addr \"$http_referer\" "
      "\"$http_user_agent\"";
  const std::map<Column, std::string> expected = {{Column::kTime, "1763919448123000"},
                                                  {Column::kHost, "www.example.org"},
                                                  {Column::kMethod, "GET"},
                                                  {Column::kPath, "/a"},
                                                  {Column::kProtocol, "HTTP/2.0"},
                                                  {Column::kStatus, "200"},
                                                  {Column::kBytes, "77"},
                                                  {Column::kDurationUs, "4000"},
                                                  {Column::kReferrer, "example.com"},
                                                  {Column::kBrowser, "Firefox"},
                                                  {Column::kBrowserMajor, "132"},
                                                  {Column::kOs, "Linux"},
                                                  {Column::kNetwork, "203.0.113.0/24"}};
  for (const auto& [column, text] : expected) {
    EXPECT_EQ(publish(standard(), format, chunk, column).at(0), text) << column_info(column).name;
  }
}

TEST(Plan, AFieldThatTheFormatLacksIsANullColumn) {
  for (const Column column : {Column::kHost, Column::kDurationUs, Column::kReferrer, Column::kBrowser}) {
    EXPECT_EQ(publish(standard(), "common",
                      "203.0.113.7 - - [23/Nov/2025:17:37:28 +0000] \"GET / HTTP/1.1\" 200 5\n", column)
                  .at(0),
              "null");
  }
}

TEST(PathStep, TheQueryIsDropped) {
  EXPECT_EQ(path_of("/a/b?email=alice@example.org"), "/a/b");
  EXPECT_EQ(path_of("/a#alice"), "/a");
}

TEST(PathStep, WhatIsNoUrlIsMalformed) {
  EXPECT_EQ(path_of("example.org:443"), "{malformed}");
  EXPECT_EQ(path_of("/a b"), "{malformed}");
  EXPECT_EQ(publish(standard(), "combined", line("\\x16\\x03"), Column::kPath).at(0), "{malformed}");
  EXPECT_EQ(publish(standard(), "combined", line(""), Column::kPath).at(0), "null");
  EXPECT_EQ(path_of("*"), "*");
}

TEST(PathStep, BytesThatAreNoUtf8ArePercentEncoded) {
  EXPECT_EQ(path_of("/caf\\xE9/x"), "/caf%E9/x");
  EXPECT_EQ(path_of("/caf\\xC3\\xA9"), "/caf\xC3\xA9");
}

TEST(ReferrerStep, OnlyTheRegistrableDomainIsPublished) {
  EXPECT_EQ(referrer_of("https://www.google.com/search?q=secret"), "google.com");
  EXPECT_EQ(referrer_of("https://Shop.Example.co.uk:8443/x"), "example.co.uk");
  EXPECT_EQ(referrer_of("https://alice-smith.github.io/"), "github.io");
  EXPECT_EQ(referrer_of("-"), "null");
  for (const char* url :
       {"http://198.51.100.9/", "http://localhost/", "http://[2001:db8::1]/", "android-app://com.example",
        "alice@example.org", "https://co.uk/", "https://printer.lan/"}) {
    EXPECT_EQ(referrer_of(url), "(other)") << url;
  }
}

TEST(ReferrerStep, WhatIsNoHostNameIsOther) {
  for (const char* url :
       {"http://exa\\xD9mple.org/", "http://a\\x0Ainjected\\x0A.com", "http://x.com&user=bob&pin=1234.org/",
        "http://x.alice smith.com/", "http://203.0.113.77,evil.com", "http://+1-202-555.com",
        "http://=cmd|calc.com", "http://<script>.com/", "http://...com", "http://alice..com"}) {
    EXPECT_EQ(referrer_of(url), "(other)") << url;
  }
}

TEST(ReferrerStep, AnAddressInFrontOfADomainLeavesNoNumberInIt) {
  EXPECT_EQ(referrer_of("http://a.203.0.113.77-x.com/"), "{ip}");
  EXPECT_EQ(referrer_of("http://203.0.113.77.com/"), "{ip}");
  EXPECT_EQ(referrer_of("http://www.77.com/"), "77.com");
}

TEST(HostStep, WhatIsNoHostNameIsNull) {
  const std::string line = "203.0.113.7 \"x.com&user=bob smith.com\" [23/Nov/2025:17:37:28 +0000]\n";
  EXPECT_EQ(publish(standard(), "$remote_addr \"$http_host\" [$time_local]", line, Column::kHost).at(0),
            "null");
}

TEST(PathStep, ABackslashIsAnEncoding) { EXPECT_EQ(path_of("/a/alice\\x5Cx40example.org"), "/a/{email}"); }

TEST(ReferrerStep, OwnHostsAreInternal) {
  Policy policy = standard();
  policy.hosts = {"www.example.org"};
  EXPECT_EQ(referrer_of("https://www.example.org/secret", policy), "(internal)");
  EXPECT_EQ(referrer_of("https://shop.example.org/secret", policy), "example.org");
  const std::string vhost = "www.example.org:443 " + line("GET / HTTP/1.1", "https://example.org/secret");
  EXPECT_EQ(publish(standard(), "vhost_combined", vhost, Column::kReferrer).at(0), "(internal)");
}

TEST(HostStep, AHostHeaderBecomesItsRegistrableDomain) {
  const std::string format = "$remote_addr \"$http_host\" [$time_local]";
  const auto host_of = [&](const std::string& host, const Policy& policy = standard()) {
    return publish(policy, format, "203.0.113.7 \"" + host + "\" [23/Nov/2025:17:37:28 +0000]\n",
                   Column::kHost)
        .at(0);
  };
  EXPECT_EQ(host_of("customer-42.example.org:443"), "example.org");
  EXPECT_EQ(host_of("203.0.113.9"), "null");
  EXPECT_EQ(host_of("[2001:db8::1]:80"), "null");
  EXPECT_EQ(host_of("localhost"), "null");
  EXPECT_EQ(host_of("-"), "null");
  EXPECT_EQ(host_of("a1b2c3d4e5f6a7b8c9d0e1f2.com"), "{token}");
  Policy policy = standard();
  policy.hosts = {"customer-42.example.org"};
  EXPECT_EQ(host_of("Customer-42.example.org", policy), "customer-42.example.org");
}

TEST(NumberSteps, WhatIsOutOfRangeIsNull) {
  const std::string format = "$status $body_bytes_sent $request_time $remote_addr";
  const auto numbers = [&](const std::string& values, Column column) {
    return publish(standard(), format, values + " 203.0.113.7\n", column).at(0);
  };
  EXPECT_EQ(numbers("099 1 1", Column::kStatus), "null");
  EXPECT_EQ(numbers("600 1 1", Column::kStatus), "null");
  EXPECT_EQ(numbers("599 1 1", Column::kStatus), "599");
  EXPECT_EQ(numbers("200 -1 1", Column::kBytes), "null");
  EXPECT_EQ(numbers("200 9999999999999999999 1", Column::kBytes), "9999999999999999999");
  EXPECT_EQ(numbers("200 99999999999999999999 1", Column::kBytes), "null");
  EXPECT_EQ(numbers("200 1 12.0000019", Column::kDurationUs), "12000001");
  EXPECT_EQ(numbers("200 1 1.2.3", Column::kDurationUs), "null");
  EXPECT_EQ(numbers("200 1 -", Column::kDurationUs), "null");
  EXPECT_EQ(numbers("200 1 9999999999999999999", Column::kDurationUs), "null");
}

// HAProxy's option logasap.
TEST(NumberSteps, APlusDoesNotCount) {
  const std::string format = "$status $body_bytes_sent $request_time $remote_addr";
  const auto numbers = [&](const std::string& values, Column column) {
    return publish(standard(), format, values + " 203.0.113.7\n", column).at(0);
  };
  EXPECT_EQ(numbers("200 +243 +0.5", Column::kBytes), "243");
  EXPECT_EQ(numbers("200 +243 +0.5", Column::kDurationUs), "500000");
  EXPECT_EQ(numbers("200 + +", Column::kBytes), "null");
  EXPECT_EQ(numbers("200 ++1 1", Column::kBytes), "null");
  EXPECT_EQ(numbers("+200 1 1", Column::kStatus), "null");
}

TEST(HostStep, AFormatOfWholeUrlsHasItInTheRequest) {
  const auto host_of = [](std::string_view format, std::string text) {
    return publish(standard(), format, text + "\n", Column::kHost).at(0);
  };
  const auto squid = [&](const std::string& target) {
    return host_of("squid", "1286536308.779 180 203.0.113.7 TCP_HIT/200 411 GET " + target +
                                " - NONE/- text/html [a] [b]");
  };
  EXPECT_EQ(squid("http://customer-42.example.org/a"), "example.org");
  EXPECT_EQ(squid("www.example.org:443"), "example.org");
  EXPECT_EQ(squid("http://198.51.100.9/a"), "null");
  EXPECT_EQ(squid("error:invalid-request"), "null");
  EXPECT_EQ(squid("/a"), "null");
  const auto elb = [&](const std::string& request) {
    return host_of(
        "elb", "2015-05-13T23:39:43.945958Z lb 203.0.113.7:2817 10.0.0.1:80 0 0 0 200 200 0 29 \"" + request +
                   "\" \"-\" - -");
  };
  EXPECT_EQ(elb("GET http://www.example.org:80/a HTTP/1.1"), "example.org");
  EXPECT_EQ(elb("- - - "), "null");
  EXPECT_EQ(elb(""), "null");
  // Of other formats a request says nothing of the host: any client can send an absolute URL.
  EXPECT_EQ(host_of("combined",
                    "203.0.113.7 - - [23/Nov/2025:17:37:28 +0000] \"GET http://example.org/ HTTP/1.1\" 200 "
                    "5 \"-\" \"x\""),
            "null");
}

TEST(NetworkStep, PrefixesAreThePolicys) {
  Policy policy = standard();
  policy.columns[static_cast<std::size_t>(Column::kNetwork)]->parameters = {16, 48};
  EXPECT_EQ(publish(policy, "combined", line("GET / HTTP/1.1"), Column::kNetwork).at(0), "203.0.0.0/16");
  EXPECT_EQ(
      publish(policy, "combined", line("GET / HTTP/1.1", "-", "2001:db8:1:2::9"), Column::kNetwork).at(0),
      "2001:db8:1::/48");
  EXPECT_EQ(publish(policy, "combined", line("GET / HTTP/1.1", "-", "unix:"), Column::kNetwork).at(0),
            "null");
}

class VisitorStep : public testing::Test {
 protected:
  static std::string visitor(const std::string& address, const std::string& time, const std::string& agent,
                             const Policy& policy = standard(), const DayKeys& keys = DayKeys({})) {
    return publish(policy, "combined", line("GET / HTTP/1.1", "-", address, time, agent), Column::kVisitor,
                   keys)
        .at(0);
  }

  static constexpr const char* kTime = "23/Nov/2025:17:37:28 +0000";
};

TEST_F(VisitorStep, IsTheSameForOneAddressAgentSiteAndDay) {
  const std::string one = visitor("203.0.113.7", kTime, "a");
  EXPECT_EQ(one.size(), 16U);
  EXPECT_EQ(one.find_first_not_of("0123456789abcdef"), std::string::npos);
  EXPECT_EQ(visitor("203.0.113.7", "23/Nov/2025:23:59:59 +0000", "a"), one);
  EXPECT_EQ(visitor("::ffff:203.0.113.7", kTime, "a"), one) << "another spelling of the same address";
  EXPECT_NE(visitor("203.0.113.8", kTime, "a"), one);
  EXPECT_NE(visitor("203.0.113.7", kTime, "b"), one);
  EXPECT_NE(visitor("203.0.113.7", "24/Nov/2025:00:00:00 +0000", "a"), one);
  EXPECT_NE(visitor("203.0.113.7", kTime, "a", standard(), DayKeys({1})), one);
  Policy policy = standard();
  policy.site = "example.org";
  EXPECT_NE(visitor("203.0.113.7", kTime, "a", policy), one);
}

TEST_F(VisitorStep, TheDayIsThatOfTheLineInUtc) {
  EXPECT_EQ(visitor("203.0.113.7", "24/Nov/2025:00:30:00 +0100", "a"), visitor("203.0.113.7", kTime, "a"));
}

TEST_F(VisitorStep, WithoutAddressOrTimeItIsNull) {
  EXPECT_EQ(visitor("unknown", kTime, "a"), "null");
  EXPECT_EQ(visitor("203.0.113.7", "01/Jan/1970:00:00:00 +0100", "a"), "null");
}

TEST_F(VisitorStep, DoesNotDependOnWhatStandsInTheSameBatch) {
  // Days come and go within a batch, more of them than ciphers are kept.
  std::string chunk;
  std::vector<std::string> alone;
  for (int i = 0; i < 600; ++i) {
    const std::string day = std::to_string(10 + i * 7 % 19);
    const std::string address = i % 5 == 0 ? "unknown" : "203.0.113." + std::to_string(i % 200);
    const std::string time = day + "/Nov/2025:17:37:28 +0000";
    chunk += line("GET / HTTP/1.1", "-", address, time, "agent " + std::to_string(i % 7));
    if (i % 37 == 0) alone.push_back(visitor(address, time, "agent " + std::to_string(i % 7)));
  }
  const auto together = publish(standard(), "combined", chunk, Column::kVisitor);
  for (std::size_t i = 0; i < alone.size(); ++i) EXPECT_EQ(together[i * 37], alone[i]);
}

TEST_F(VisitorStep, SitesOfOneLogAreKeptApart) {
  const std::string chunk = "www.example.org:443 " + line("GET / HTTP/1.1") + "www.example.com:443 " +
                            line("GET / HTTP/1.1") + "www.example.org:443 " + line("GET / HTTP/1.1");
  const auto visitors = publish(standard(), "vhost_combined", chunk, Column::kVisitor);
  EXPECT_NE(visitors[0], visitors[1]);
  EXPECT_EQ(visitors[0], visitors[2]);
}

TEST(Plan, ATimeInPartsIsOneTime) {
  constexpr auto kFormat = "[%{%Y-%m-%d %H:%M:%S}t.%{msec_frac}t %{%z}t] %h %{end:%T}t";
  EXPECT_EQ(
      publish(standard(), kFormat, "[2025-10-10 13:55:36.007 +0200] 203.0.113.7 99:99:99\n", Column::kTime),
      (std::vector<std::string>{"1760097336007000"}));
  EXPECT_EQ(publish(standard(), "%t.%{usec_frac}t", "[10/Oct/2025:13:55:36 +0000].000007\n", Column::kTime),
            (std::vector<std::string>{"1760104536000007"}));
  EXPECT_EQ(publish(standard(), "%{%T}t %h", "13:55:36 203.0.113.7\n", Column::kTime),
            (std::vector<std::string>{"null"}));
  EXPECT_EQ(
      publish(standard(), "%200t \"%r\"", "- \"x\"\n[10/Oct/2025:13:55:36 +0000] \"x\"\n", Column::kTime),
      (std::vector<std::string>{"null", "1760104536000000"}));
}

TEST(Plan, ApacheDirectivesFillTheirColumns) {
  constexpr auto kFormat = "%m%U%q %H %s %>s %T/%D %b";
  constexpr auto kLine = "GET/a?secret HTTP/1.1 301 200 0/1234 -\n";
  const std::pair<Column, const char*> expected[] = {
      {Column::kMethod, "GET"}, {Column::kPath, "/a"},         {Column::kProtocol, "HTTP/1.1"},
      {Column::kStatus, "200"}, {Column::kDurationUs, "1234"}, {Column::kBytes, "null"}};
  for (const auto& [column, value] : expected) {
    EXPECT_EQ(publish(standard(), kFormat, kLine, column), (std::vector<std::string>{value}));
  }
}

}  // namespace
}  // namespace anonlog
