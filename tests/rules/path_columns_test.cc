// Column path: its actions and their parameters, and the attacks that a client or a foreign site can try on it and on the
// other redacted columns.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/rules/published.h"

namespace anonlog {
namespace {

Policy policy_of(const std::string& toml) { return read_policy("p.toml", toml).value(); }

std::string path_of(const std::string& request, const Policy& policy) {
  return publish(policy, "combined", line(request), Column::kPath).at(0);
}

std::string path_of_status(const std::string& request, const std::string& status, const Policy& policy) {
  return publish(policy, "\"$request\" $status", "\"" + request + "\" " + status + "\n", Column::kPath).at(0);
}

TEST(PathStep, PathsOfFailedRequestsGoWhereAPolicyAsks) {
  const Policy policy = policy_of("[columns]\npath = { action = \"redact\", not_found = true }\n");
  for (const char* status : {"400", "404", "405", "414"}) {
    EXPECT_EQ(path_of_status("GET /alice HTTP/1.1", status, policy), "{not_found}");
    EXPECT_EQ(path_of_status("\\x16\\x03", status, policy), "{not_found}");
    EXPECT_EQ(path_of_status("", status, policy), "null");
    EXPECT_EQ(path_of_status("GET /alice HTTP/1.1", status, standard()), "/alice");
  }
  for (const char* status : {"200", "401", "403", "410", "500", "-"}) {
    EXPECT_EQ(path_of_status("GET /alice HTTP/1.1", status, policy), "/alice");
  }
  EXPECT_EQ(publish(policy, "\"$request\"", "\"GET /alice HTTP/1.1\"\n", Column::kPath).at(0), "/alice");
}

TEST(PathStep, LongNumbersGoWhereAPolicyAsks) {
  const Policy policy = policy_of("[columns]\npath = { action = \"redact\", numbers = true }\n");
  EXPECT_EQ(path_of("GET /a/3405803783/x1234/CB007107?q=12345 HTTP/1.1", policy), "/a/{n}/x1234/{n}");
  EXPECT_EQ(path_of("GET /a/3405803783 HTTP/1.1", standard()), "/a/3405803783");
}

TEST(PathStep, OnlyListedFirstSegmentsArePublished) {
  const Policy policy = policy_of("paths = [\"/docs\", \"/\"]\n[columns]\npath = \"listed\"\n");
  EXPECT_EQ(path_of("GET /docs/secret/alice HTTP/1.1", policy), "/docs");
  EXPECT_EQ(path_of("GET /docs?alice HTTP/1.1", policy), "/docs");
  EXPECT_EQ(path_of("GET / HTTP/1.1", policy), "/");
  EXPECT_EQ(path_of("GET /?alice HTTP/1.1", policy), "/");
  EXPECT_EQ(path_of("GET /docsalice HTTP/1.1", policy), "{other}");
  EXPECT_EQ(path_of("GET /d%6fcs HTTP/1.1", policy), "{other}");
  EXPECT_EQ(path_of("GET //docs HTTP/1.1", policy), "{other}");
  EXPECT_EQ(path_of("GET /alice HTTP/1.1", policy), "{other}");
  EXPECT_EQ(path_of("OPTIONS * HTTP/1.1", policy), "{other}");
  EXPECT_EQ(path_of("CONNECT alice.example.org:443 HTTP/1.1", policy), "{malformed}");
  EXPECT_EQ(path_of("\\x16\\x03alice", policy), "{malformed}");
  EXPECT_EQ(path_of("", policy), "null");
}

TEST(PathStep, ListedKeysAreTakenFromAQueryThatIsLoggedApart) {
  const Policy policy = policy_of("[redact]\nquery = [\"page\"]\n[columns]\npath = \"redact\"\n");
  const auto path = [&policy](const std::string& format, const std::string& text) {
    return publish(policy, format, text, Column::kPath).at(0);
  };
  EXPECT_EQ(path_of("GET /a?q=alice&page=2 HTTP/1.1", policy), "/a?page=2");
  EXPECT_EQ(path("$uri|$args|$status", "/a|page=2&q=alice|200\n"), "/a?page=2");
  EXPECT_EQ(path("$uri|$args|$status", "/a|?page=2|200\n"), "/a?page=2");
  EXPECT_EQ(path("$uri|$args|$status", "/a|-|200\n"), "/a");
  EXPECT_EQ(publish(standard(), "$uri|$args|$status", "/a|page=2|200\n", Column::kPath).at(0), "/a");
}

TEST(PathStep, WhatIsRedactedIsCounted) {
  const Policy policy = policy_of(
      "[redact]\nclasses = { order = 'ORD-\\d+' }\n[columns]\npath = \"redact\"\nhost = \"site\"\n");
  const auto parser = make_parser("vhost_combined").value();
  const DayKeys keys({});
  const auto rules = AgentRules::make().value();
  const Plan plan(policy, parser->slots(), *rules, keys);
  PlanWorker worker(plan);
  RecordBatch batch(parser->slots());
  Tally tally;
  const std::string lines = "0a1b2c3d4e5f60718293a4b5.com:80 " +
                            line("GET /ORD-7/alice@example.org HTTP/1.1") + "www.example.org:80 " +
                            line("GET /bob@example.org HTTP/1.1");
  LineCursor cursor(lines);
  ASSERT_TRUE(parser->fill(cursor, ParserLimits{}, batch, tally));
  ASSERT_EQ(batch.rows(), 2U);
  worker.apply(batch);
  RedactionCounts counts;
  worker.move_redactions_to(counts);
  EXPECT_EQ(counts.of(Column::kPath, kEmailClass), 2U);
  EXPECT_EQ(counts.of(Column::kPath, kBuiltinClasses), 1U);
  EXPECT_EQ(counts.of(Column::kHost, kTokenClass), 1U);
  RedactionCounts more;
  worker.move_redactions_to(more);
  EXPECT_FALSE(more.any());
}

// What someone may try who wants his text, or another's, in the published record.
TEST(RedactedColumns, LeakNothingToAnAttacker) {
  const Policy policy = policy_of(
      "extends = \"standard\"\n[columns]\ntarget = \"redact\"\nreferrer_url = \"redact\"\nuser_agent = "
      "\"redact\"\n");
  const std::string secrets[] = {
      "mallory@example.org",
      "mallory%40example.org",
      "mallory%2540example.org",
      "mallory%252540example.org",
      "mallory%25252540example.org",
      "m%61llory%u0040example.org",
      "mallory%C1%80example.org",
      "mallory%e0%81%80example.org",
      "mallory%EF%BC%A0example.org",
      "mallory\\xC1\\x80example.org",
      "mallory:pw@example.org",
      "%6d%61%6C%6c%6F%72%79%4fX%40example.org",
      "203-0-113-77.mallory",
      "77.113.0.203.in-addr.arpa.mallory",
      "%65yJhbGciOiJub25lIn0.eyJzdWIiOiJtYWxsb3J5In0.mallory",
      "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJtYWxsb3J5In0.mallory",
      "%2565yJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9mallory",
      "c%2532VjcmV0Y2FuYXJ5U2VjcmV0Q2FuYXJ5mallory",
      "mallory+4111%201111%201111%201111",
      "mallory-DE89-3704-0044-0532-0130-00",
      "mallory%2B4917012345678",
      "(S(lit3py55t21z5v55mallory))",
      "x%3Bjsessionid%3Dmallory",
      "x%253Bjsessionid%253Dmallory",
  };
  for (const std::string& secret : secrets) {
    const std::string request = "GET /a/" + secret + "/b?q=mallory#mallory HTTP/1.1";
    for (const std::string& url :
         {"https://example.com/" + secret + "?q=mallory", "https://mallory.github.io/" + secret,
          "https://mallory:" + secret + "@example.com/"}) {
      const std::string text =
          line(request, url, "203.0.113.7", "23/Nov/2025:17:37:28 +0000", "x/1 (" + secret + ")");
      for (const ColumnInfo& info : kColumns) {
        if (info.type != ColumnType::kText) continue;
        const std::string published = publish(policy, "combined", text, info.column).at(0);
        EXPECT_EQ(published.find("mallory"), std::string::npos) << info.name << ": " << published;
        EXPECT_EQ(published.find("203-0-113"), std::string::npos) << info.name;
        EXPECT_EQ(published.find("eyJ"), std::string::npos) << info.name;
      }
    }
  }
}

TEST(RedactedColumns, APtrNameAsHostLeavesNoAddress) {
  for (const std::string& host :
       {std::string("ec2-203-0-113-77.compute.example.org"), std::string("77.113.0.203.in-addr.arpa"),
        std::string("203.0.113.77.example.org"), std::string("2001-db8--77.ipv6-literal.net")}) {
    const std::string text = host + ":80 " + line("GET / HTTP/1.1", "http://" + host + "/");
    for (const Column column : {Column::kHost, Column::kReferrer}) {
      const std::string published = publish(standard(), "vhost_combined", text, column).at(0);
      EXPECT_EQ(published.find("113"), std::string::npos) << published;
      EXPECT_EQ(published.find("77"), std::string::npos) << published;
    }
  }
}

}  // namespace
}  // namespace anonlog
