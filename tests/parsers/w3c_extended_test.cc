#include "parsers/w3c_extended.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "tests/parsers/parsed_chunk.h"

namespace anonlog {
namespace {

using Fields = std::map<std::string, std::string>;

constexpr std::string_view kIisColumns =
    "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) "
    "sc-status sc-substatus sc-win32-status time-taken";
constexpr std::string_view kCloudFrontColumns =
    "date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) "
    "cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id x-host-header cs-protocol "
    "cs-bytes time-taken x-forwarded-for ssl-protocol ssl-cipher x-edge-response-result-type "
    "cs-protocol-version";

W3cExtended compiled(std::string_view columns, W3cDialect dialect) {
  return W3cExtended::compile("test", columns, dialect).value();
}

// The values of one line by their keys; of a line that is not read {"", ""}.
Fields read(const W3cExtended& parser, std::string_view line) {
  const ParsedChunk parsed = parse_chunk(parser, line);
  if (parsed.rows.size() != 1) return {{"", ""}};
  Fields fields;
  for (std::size_t i = 0; i < parser.slots().size(); ++i) fields[parser.slots()[i].key] = parsed.rows[0][i];
  return fields;
}

Fields read(std::string_view columns, W3cDialect dialect, std::string_view line) {
  return read(compiled(columns, dialect), line);
}

bool is_read(std::string_view columns, W3cDialect dialect, std::string_view line) {
  return !read(columns, dialect, line).contains("");
}

struct Case {
  std::string_view columns;
  std::string_view line;
  Fields expected;  // some of the fields
};

void check(W3cDialect dialect, const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    const Fields fields = read(c.columns, dialect, c.line);
    for (const auto& [key, value] : c.expected) {
      ASSERT_TRUE(fields.contains(key)) << key << " of " << c.line;
      EXPECT_EQ(fields.at(key), value) << key << " of " << c.line;
    }
  }
}

const std::string kAbsentText(kAbsent);

TEST(W3cExtended, ReadsLinesOfIis) {
  check(W3cDialect::kIis,
        {{kIisColumns,
          "2025-11-23 17:37:28 10.0.0.1 GET /a/b.aspx id=1&x=a+b 443 - 203.0.113.7 "
          "Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64) https://example.com/x 200 0 0 15",
          {{"time", "2025-11-23 17:37:28"},
           {"method", "GET"},
           {"path", "/a/b.aspx"},
           {"query", "id=1&x=a+b"},
           {"server_port", "443"},
           {"remote_user", kAbsentText},
           {"client_ip", "203.0.113.7"},
           {"user_agent", "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"},
           {"referrer", "https://example.com/x"},
           {"status", "200"},
           {"duration_us", "15"},
           {"s-ip", "10.0.0.1"}}},
         // IPv6 with the zone that is none; another zone stays, and is no address then.
         {"date time c-ip sc-status", "2025-11-23 17:37:28 ::1%0 200", {{"client_ip", "::1"}}},
         {"date time c-ip sc-status", "2025-11-23 17:37:28 fe80::1%12 200", {{"client_ip", "fe80::1%12"}}},
         // A user of a domain, with bytes beyond ASCII as IIS has them.
         {"date time cs-username sc-status",
          "2025-11-23 17:37:28 DOMAIN\\j\xC3\xB6rg 401",
          {{"remote_user", "DOMAIN\\j\xC3\xB6rg"}}},
         // The real client behind a proxy, in a custom column at the end.
         {"date time c-ip sc-status X-Forwarded-For",
          "2025-11-23 17:37:28 10.0.0.9 200 198.51.100.9,+203.0.113.7",
          {{"client_ip", "10.0.0.9"}, {"forwarded_for", "198.51.100.9, 203.0.113.7"}}},
         {"date time c-ip OriginalIP",
          "2025-11-23 17:37:28 10.0.0.9 198.51.100.9",
          {{"forwarded_for", "198.51.100.9"}}},
         // Fewer values than columns, more of them, runs of spaces, CRLF.
         {"date time c-ip cs-method sc-status",
          "2025-11-23 17:37:28 203.0.113.7 GE",
          {{"client_ip", "203.0.113.7"}, {"method", kAbsentText}, {"status", kAbsentText}}},
         {"date time c-ip", "2025-11-23 17:37:28 203.0.113.7 and more", {{"client_ip", "203.0.113.7"}}},
         {"date time c-ip sc-status",
          "  2025-11-23   17:37:28 203.0.113.7  200 \r\n",
          {{"time", "2025-11-23 17:37:28"}, {"status", "200"}}},
         // A quote is a byte like others: clients choose where theirs stand.
         {"date time cs(User-Agent) cs(Referer) sc-status",
          "2025-11-23 17:37:28 \"a b\" 200",
          {{"user_agent", "\"a"}, {"referrer", "b\""}, {"status", "200"}}},
         // A fraction, columns in another order, FTP.
         {"date time sc-status", "2025-11-23 17:37:28.123 200", {{"time", "2025-11-23 17:37:28.123"}}},
         {"time c-ip date sc-status",
          "17:37:28 203.0.113.7 2025-11-23 200",
          {{"time", "2025-11-23 17:37:28"}, {"client_ip", "203.0.113.7"}}},
         {"time c-ip cs-method cs-uri-stem sc-status",
          "17:37:28 203.0.113.7 [2]USER anonymous 331",
          {{"time", "17:37:28"}, {"method", "[2]USER"}}},
         // Names in any case.
         {"Date TIME cs(user-agent)", "2025-11-23 17:37:28 a+b", {{"user_agent", "a b"}}}});
}

TEST(W3cExtended, ReadsLinesOfCloudFront) {
  check(
      W3cDialect::kCloudFront,
      {{kCloudFrontColumns,
        "2025-11-23\t17:37:28\tFRA56-P4\t2326\t203.0.113.7\tGET\td111.cloudfront.net\t/a%2520b\t200\t"
        "https://example.com/%3Fq=1\tMozilla/5.0%20(X11)\tq=a%2520b\ts=1;%20t=2\tHit\tid==\twww.example.org\t"
        "https\t23\t0.001\t198.51.100.9,%20203.0.113.8\tTLSv1.3\tTLS_AES_128_GCM_SHA256\tHit\tHTTP/2.0",
        {{"time", "2025-11-23\t17:37:28"},
         {"bytes_sent", "2326"},
         {"client_ip", "203.0.113.7"},
         {"path", "/a%2520b"},
         {"referrer", "https://example.com/?q=1"},
         {"user_agent", "Mozilla/5.0 (X11)"},
         {"query", "q=a b"},
         {"cookie", "s=1; t=2"},
         {"cache_status", "Hit"},
         {"request_id", "id=="},
         {"host", "www.example.org"},
         {"cs(Host)", "d111.cloudfront.net"},
         {"scheme", "https"},
         {"request_bytes", "23"},
         {"duration_us", "0.001"},
         {"forwarded_for", "198.51.100.9, 203.0.113.8"},
         {"tls_protocol", "TLSv1.3"},
         {"tls_cipher", "TLS_AES_128_GCM_SHA256"},
         {"protocol", "HTTP/2.0"}}},
       // Encoded twice, as until 2019; a lone %; %25 that was one.
       {"date time cs(User-Agent)",
        "2019-01-01\t00:00:00\tMozilla/5.0%2520(X11)",
        {{"user_agent", "Mozilla/5.0 (X11)"}}},
       {"date time cs(User-Agent)", "2019-01-01\t00:00:00\t100%", {{"user_agent", "100%"}}},
       {"date time cs(User-Agent)", "2019-01-01\t00:00:00\t5%25+x", {{"user_agent", "5%+x"}}},
       // A + is one here, and a space is a byte of a value.
       {"date time cs(Referer)",
        "2025-11-23\t17:37:28\thttps://e.org/a+b c",
        {{"referrer", "https://e.org/a+b c"}}},
       // The viewer left; an empty value; without x-host-header the other host counts.
       {"date time sc-status cs(Host)",
        "2025-11-23\t17:37:28\t000\td1.cloudfront.net",
        {{"status", "000"}, {"host", "d1.cloudfront.net"}}},
       {"date time sc-status cs(Referer) c-ip",
        "2025-11-23\t17:37:28\t200\t\t203.0.113.7",
        {{"referrer", ""}, {"client_ip", "203.0.113.7"}}},
       // The forwarded list is free text; IPv6; what is cut.
       {"date time x-forwarded-for",
        "2025-11-23\t17:37:28\tlocalhost:8080",
        {{"forwarded_for", "localhost:8080"}}},
       {"date time c-ip c-port",
        "2025-11-23\t17:37:28\t2001:db8::1\t4711",
        {{"client_ip", "2001:db8::1"}, {"client_port", "4711"}}},
       {kCloudFrontColumns,
        "2025-11-23\t17:37:28\tFRA56-P4\t23\t203.0.11",
        {{"bytes_sent", "23"}, {"client_ip", kAbsentText}}},
       // Of real-time logs: seconds since 1970.
       {"timestamp c-ip sc-status",
        "1763919448.123\t203.0.113.7\t200",
        {{"time", "1763919448.123"}, {"status", "200"}}}});
}

TEST(W3cExtended, ReadsLinesOfOtherServers) {
  check(
      W3cDialect::kGeneric,
      {{"date time c-ip cs(User-Agent) sc-status",
        "2025-11-23 17:37:28 203.0.113.7 \"Mozilla/5.0 (X11)\" 200",
        {{"user_agent", "Mozilla/5.0 (X11)"}, {"status", "200"}}},
       // "" is a quote; a + in quotes is one; outside of them a space.
       {"date time cs(User-Agent) cs(Referer)",
        "2025-11-23 17:37:28 \"say \"\"a+b\"\"\" c+d",
        {{"user_agent", "say \"a+b\""}, {"referrer", "c d"}}},
       {"date time cs(User-Agent) sc-status",
        "2025-11-23 17:37:28 \"\" 200",
        {{"user_agent", ""}, {"status", "200"}}},
       {"date time cs(User-Agent) sc-status",
        "2025-11-23 17:37:28 \"\"\"\" 200",
        {{"user_agent", "\""}, {"status", "200"}}},
       {"date time cs(User-Agent) sc-status", "2025-11-23 17:37:28 \"-\" 200", {{"user_agent", kAbsentText}}},
       // An open quote is a byte.
       {"date time cs(User-Agent) sc-status",
        "2025-11-23 17:37:28 \"open 200",
        {{"user_agent", "\"open"}, {"status", "200"}}},
       // Quoted dates and times, tabs, runs of spaces, an empty value between tabs.
       {"date time sc-status",
        "\"2025-11-23\" \"17:37:28\" \"200\"",
        {{"time", "2025-11-23 17:37:28"}, {"status", "200"}}},
       {"date time cs(User-Agent) sc-status",
        "2025-11-23\t17:37:28\ta b\t200",
        {{"user_agent", "a b"}, {"status", "200"}}},
       {"date time sc-status",
        "2025-11-23     17:37:28      200",
        {{"time", "2025-11-23 17:37:28"}, {"status", "200"}}},
       {"date time cs(Referer) sc-status",
        "2025-11-23\t17:37:28\t\t200",
        {{"referrer", ""}, {"status", "200"}}},
       {"date time cs(Referer) sc-status",
        "2025-11-23\t17:37:28\t\"a\tb\"\t200",
        {{"referrer", "a\tb"}, {"status", "200"}}},
       // A list in quotes; SHOUTcast's order; hours and minutes alone; local times where there are no others.
       {"date time c-ip x-forwarded-for",
        "2025-11-23 17:37:28 10.0.0.1 \"198.51.100.9, 203.0.113.7\"",
        {{"forwarded_for", "198.51.100.9, 203.0.113.7"}}},
       {"c-ip c-dns date time cs-uri-stem c-status sc-bytes x-duration",
        "203.0.113.7 - 2025-11-23 17:37:28 /stream 200 1000 60",
        {{"time", "2025-11-23 17:37:28"}, {"status", "200"}, {"bytes_sent", "1000"}, {"duration_us", "60"}}},
       {"date time sc-status", "2025-11-23 17:37 200", {{"time", "2025-11-23 17:37"}}},
       {"date-local time-local sc-status", "2025-11-23 17:37:28 200", {{"time", "2025-11-23 17:37:28"}}},
       {"date-local time-local date time",
        "2025-11-23 18:37:28 2025-11-23 17:37:28",
        {{"time", "2025-11-23 17:37:28"}, {"time-local", "18:37:28"}}},
       // One column twice: the first counts. A comment behind the columns.
       {"date time c-ip c-ip",
        "2025-11-23 17:37:28 203.0.113.7 198.51.100.9",
        {{"client_ip", "203.0.113.7"}, {"c-ip", "198.51.100.9"}}},
       {"date \t time  sc-status # as configured", "2025-11-23 17:37:28 200", {{"status", "200"}}},
       // No time at all.
       {"c-ip sc-status", "203.0.113.7 200", {{"client_ip", "203.0.113.7"}}}});
}

TEST(W3cExtended, AbsentTimesAreAbsent) {
  check(W3cDialect::kIis, {{"date time c-ip", "- - 203.0.113.7", {{"time", kAbsentText}}},
                           {"date time c-ip", "2025-11-23 - 203.0.113.7", {{"time", kAbsentText}}},
                           {"time c-ip", "- 203.0.113.7", {{"time", kAbsentText}}}});
}

TEST(W3cExtended, WhatIsNoDateTimeOrNumberRejectsTheLine) {
  constexpr std::string_view kColumns = "date time cs(User-Agent) sc-status";
  for (const W3cDialect dialect : {W3cDialect::kIis, W3cDialect::kGeneric}) {
    EXPECT_TRUE(is_read(kColumns, dialect, "2025-11-23 17:37:28 x 200"));
    for (const std::string_view line :
         {"2025-11-2 17:37:28 x 200", "2025/11/23 17:37:28 x 200", "2025-11-23 17:37:2x x 200",
          "2025-11-23 17-37-28 x 200", "2025-11-23 17:37:28, x 200", "2025-11-23 17:37:28.1x x 200",
          "2025-11-23 17:37: x 200",
          // A space that should not be there moves all values behind it.
          "2025-11-23 17:37:28 x y 200", "2025-11-23T17:37:28 x 200 y", "203.0.113.7 - - [x]"}) {
      EXPECT_FALSE(is_read(kColumns, dialect, line)) << line;
    }
  }
}

TEST(W3cExtended, ALineNeedsItsTimeAndOneValueMore) {
  constexpr std::string_view kColumns = "date time c-ip sc-status";
  EXPECT_TRUE(is_read(kColumns, W3cDialect::kIis, "2025-11-23 17:37:28 203.0.113.7 2"));
  for (const std::string_view line : {"2025-11-23 17:37:28 203.0.113.7", "2025-11-23 17:37:28 ",
                                      "2025-11-23 17:37:28", "   ", "2025-11-23", "2", "2025-11-23 17:3"}) {
    EXPECT_FALSE(is_read(kColumns, W3cDialect::kIis, line)) << line;
  }
  EXPECT_FALSE(is_read("c-ip sc-status", W3cDialect::kIis, "203.0.113.7"));
  EXPECT_FALSE(is_read("c-ip sc-status cs-method", W3cDialect::kIis, "203.0.113.7 20"));
  // The last value of a line that was cut may be the beginning of an address.
  EXPECT_EQ(read("date time c-ip cs-uri-stem sc-status", W3cDialect::kIis,
                 "2025-11-23 17:37:28 203.0.113.7 /users/jane")["path"],
            kAbsentText);
  // A layout may have one column only.
  EXPECT_TRUE(is_read("c-ip", W3cDialect::kIis, "203.0.113.7"));
  EXPECT_TRUE(is_read("time", W3cDialect::kIis, "17:37:28"));
  EXPECT_FALSE(is_read("c-ip sc-status date time", W3cDialect::kIis, "203.0.113.7 200 2025-11-23"));
}

TEST(W3cExtended, DirectivesAndBlankLinesAreSkipped) {
  const W3cExtended parser = compiled("c-ip sc-status", W3cDialect::kIis);
  const ParsedChunk parsed =
      parse_chunk(parser, "#Fields: c-ip sc-status\n\n#Date: 2025-11-23\n203.0.113.7 200\n");
  EXPECT_EQ(parsed.rows.size(), 1U);
  EXPECT_EQ(parsed.tally.counts.skipped_total(), 3U);
  EXPECT_EQ(parsed.tally.counts.rejected_total(), 0U);
}

TEST(W3cExtended, AGuessedLayoutReadsOnlyWhatFitsIt) {
  const std::string columns = "exactly " + std::string(kIisColumns);
  const std::string line = "2025-11-23 17:37:28 10.0.0.1 GET /a - 443 - 203.0.113.7 Mozilla/5.0 - 200 0 0 15";
  EXPECT_TRUE(is_read(columns, W3cDialect::kIis, line));
  EXPECT_FALSE(is_read(columns, W3cDialect::kIis, line + " 1"));
  EXPECT_FALSE(is_read(columns, W3cDialect::kIis, line.substr(0, line.rfind(' '))));
  for (const auto& [from, to] : {std::pair("203.0.113.7", "www"), std::pair("443", "GET"),
                                 std::pair("17:37:28", "-"), std::pair("203.0.113.7", "1234")}) {
    std::string other = line;
    other.replace(other.find(from), std::string_view(from).size(), to);
    EXPECT_FALSE(is_read(columns, W3cDialect::kIis, other)) << other;
  }
}

TEST(W3cExtended, DurationsAreInTheUnitOfWhoWrites) {
  const auto unit = [](std::string_view columns, W3cDialect dialect) {
    return compiled(columns, dialect).slots().back().unit;
  };
  EXPECT_EQ(unit("date time time-taken", W3cDialect::kIis), FieldUnit::kMilliseconds);
  EXPECT_EQ(unit("date time time-taken", W3cDialect::kCloudFront), FieldUnit::kSeconds);
  EXPECT_EQ(unit("date time time-taken", W3cDialect::kGeneric), FieldUnit::kSeconds);
  // Advanced Logging of IIS.
  EXPECT_EQ(unit("date time sc-win32-status time-taken", W3cDialect::kGeneric), FieldUnit::kMilliseconds);
}

TEST(W3cExtended, TimesAreOneSlotOfTheShapeThatTheyHave) {
  const auto shapes = [](std::string_view columns) {
    std::vector<FieldShape> found;
    const W3cExtended parser = compiled(columns, W3cDialect::kGeneric);
    for (const Slot& slot : parser.slots()) {
      if (slot.field == Field::kTime) found.push_back(slot.shape);
    }
    return found;
  };
  EXPECT_EQ(shapes("c-ip time date"), std::vector{FieldShape::kIsoTime});
  EXPECT_EQ(shapes("c-ip time"), std::vector{FieldShape::kTimeOfDay});
  EXPECT_EQ(shapes("c-ip date"), std::vector{FieldShape::kTimeFormat});
  EXPECT_EQ(shapes("c-ip timestamp date"), std::vector{FieldShape::kNumber});
  EXPECT_EQ(shapes("date time date-local time-local timestamp"), std::vector{FieldShape::kIsoTime});
  EXPECT_EQ(shapes("date time-local time"), std::vector{FieldShape::kIsoTime});
  EXPECT_EQ(shapes("date date time time"), std::vector{FieldShape::kIsoTime});
  EXPECT_TRUE(compiled("time c-ip", W3cDialect::kIis).time_of_day_slot());
  EXPECT_FALSE(compiled("date time c-ip", W3cDialect::kIis).time_of_day_slot());
  EXPECT_FALSE(compiled("date c-ip", W3cDialect::kIis).time_of_day_slot());
}

TEST(W3cExtended, UnknownColumnsIdentify) {
  const W3cExtended parser =
      compiled("date time x-edge-location sc-win32-status Session-Id", W3cDialect::kGeneric);
  for (const std::size_t slot : {1U, 2U, 3U}) {
    EXPECT_EQ(parser.slots()[slot].field, Field::kOther);
  }
  EXPECT_EQ(field_info(Field::kOther).identity, IdentityClass::kDirect);
}

TEST(W3cExtended, ErrorsSayWhere) {
  const auto message = [](std::string_view columns) {
    return W3cExtended::compile("--fields", columns, W3cDialect::kGeneric).error().message;
  };
  EXPECT_EQ(message(" "),
            "--fields:1:1: no column: it is a list as behind #Fields:, as \"date time c-ip\"\n   \n  ^");
  EXPECT_TRUE(message("a b\x01").starts_with("--fields:1:3: a control character in the name of a column"));
  std::string many = "c";
  for (std::size_t i = 1; i <= W3cExtended::kMaxColumns; ++i) many += " c";
  EXPECT_TRUE(message(many).starts_with("--fields:1:257: more than 128 columns"));
  EXPECT_TRUE(W3cExtended::compile("--fields", many.substr(2), W3cDialect::kGeneric));
}

TEST(W3cExtended, NoLayoutReadsNoLine) {
  const W3cExtended parser = compiled(W3cExtended::kNoLayout, W3cDialect::kGeneric);
  EXPECT_TRUE(parser.slots().empty());
  const ParsedChunk parsed = parse_chunk(parser, "2025-11-23 17:37:28\n#x\n");
  EXPECT_EQ(parsed.tally.counts.rejected_total(), 1U);
  EXPECT_EQ(parsed.tally.counts.skipped_total(), 1U);
}

}  // namespace
}  // namespace anonlog
