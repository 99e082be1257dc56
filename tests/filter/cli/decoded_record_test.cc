#include "filter/cli/decoded_record.h"

#include <gtest/gtest.h>

#include <memory>

#include "parsers/formats.h"

namespace anonlog {
namespace {

// One line, which is of the format; without the line feed and the key "format".
std::string decoded(std::string_view format, std::string_view line, const TimeZone& zone = {}) {
  const std::unique_ptr<Parser> parser = make_parser(format).value();
  RecordBatch batch(parser->slots());
  LineCursor lines(line);
  Tally tally;
  EXPECT_TRUE(parser->fill(lines, ParserLimits{}, batch, tally));
  EXPECT_EQ(batch.rows(), 1U) << line;
  OtherValues named;
  parser->visit_others(line,
                       [&named](std::string_view key, std::string_view value) { named.add(key, value); });
  std::string text;
  DecodedRecord("f", parser->slots(), zone).append(batch, 0, named, text);
  constexpr std::string_view kBegin = R"({"format":"f",)";
  EXPECT_EQ(text.substr(0, kBegin.size()), kBegin);
  EXPECT_EQ(text.substr(text.size() - 2), "}\n");
  return text.substr(kBegin.size(), text.size() - kBegin.size() - 2);
}

TEST(DecodedRecord, FieldsStandInTheOrderOfTheCatalogue) {
  EXPECT_EQ(decoded("$status $http_user_agent $remote_addr", "200 curl 203.0.113.7"),
            R"("client_ip":"203.0.113.7","status":200,"user_agent":"curl")");
}

TEST(DecodedRecord, ARequestIsTakenApart) {
  EXPECT_EQ(decoded("$request", "GET /a?b=c HTTP/1.1"),
            R"("method":"GET","target":"/a?b=c","protocol":"HTTP/1.1")");
  EXPECT_EQ(decoded("$request", "brew /a b HTTP/9.x"),
            R"("method":"brew","target":"/a b","protocol":"HTTP/9.x")");
  EXPECT_EQ(decoded("$request", "GET /"), R"("method":"GET","target":"/","protocol":null)");
}

TEST(DecodedRecord, WhatIsNoRequestStandsAsItIs) {
  EXPECT_EQ(decoded("$request", R"(\x16\x03\xE9)"),
            R"("request":"\u0016\u0003\u00e9","method":null,"target":null,"protocol":null)");
  EXPECT_EQ(decoded("[$request]", "[]"), R"("request":"","method":null,"target":null,"protocol":null)");
  EXPECT_EQ(decoded("[$request]", "[-]"), R"("method":null,"target":null,"protocol":null)");
}

TEST(DecodedRecord, TimesAreUtcWithTheDigitsOfTheLog) {
  EXPECT_EQ(decoded("[$time_local]", "[23/Nov/2025:00:37:28 +0100]"), R"("time":"2025-11-22T23:37:28Z")");
  EXPECT_EQ(decoded("$msec", "1763919448.120"), R"("time":"2025-11-23T17:37:28.120Z")");
  EXPECT_EQ(decoded("$time_iso8601", "2025-11-23T17:37:28.1+00:00"), R"("time":"2025-11-23T17:37:28.1Z")");
  EXPECT_EQ(decoded("[$time_local]", "[23/Nov/1969:00:37:28 +0100]"), R"("time":null)");
}

TEST(DecodedRecord, OfSeveralTimesThereIsOne) {
  EXPECT_EQ(decoded("[$time_local] $msec $status", "[23/Nov/2025:00:37:28 +0100] 1763854648.500 200"),
            R"("time":"2025-11-22T23:37:28.500Z","status":200)");
  EXPECT_EQ(decoded("%{%Y-%m-%d %H:%M:%S}t.%{msec_frac}t %{%z}t", "2025-11-23 17:37:28.123 +0100"),
            R"("time":"2025-11-23T16:37:28.123Z")");
}

TEST(DecodedRecord, ATimeWithoutAZoneIsOfTheZone) {
  EXPECT_EQ(decoded("%{%Y-%m-%d %H:%M:%S}t", "2025-07-01 10:00:00", *TimeZone::load("Europe/Berlin")),
            R"("time":"2025-07-01T08:00:00Z")");
}

TEST(DecodedRecord, NumbersAreNumbers) {
  EXPECT_EQ(decoded("[$status]", "[009]"), R"("status":9)");
  EXPECT_EQ(decoded("[$body_bytes_sent]", "[+4294967296]"), R"("body_bytes":4294967296)");
  EXPECT_EQ(decoded("$remote_port $server_port", "65535 443"), R"("client_port":65535,"server_port":443)");
  for (const char* none : {"[]", "[-]", "[-1]"})
    EXPECT_EQ(decoded("[$status]", none), R"("status":null)") << none;
}

TEST(DecodedRecord, WhatIsNoNumberIsAText) {
  EXPECT_EQ(decoded("[$status]", "[+]"), R"("status":"+")");
  EXPECT_EQ(decoded("[$status]", "[-2]"), R"("status":"-2")");
  EXPECT_EQ(decoded("[$body_bytes_sent]", "[1.5]"), R"("body_bytes":"1.5")");
  EXPECT_EQ(decoded("[$body_bytes_sent]", "[99999999999999999999]"),
            R"("body_bytes":"99999999999999999999")");
  EXPECT_EQ(decoded("$upstream_response_time", "0.1, 0.2x"), R"("upstream_duration_us":"0.1, 0.2x")");
}

TEST(DecodedRecord, DurationsAreMicrosecondsOfTheirUnits) {
  EXPECT_EQ(decoded("$request_time", "0.012"), R"("duration_us":12000)");
  EXPECT_EQ(decoded("%{ms}T", "12"), R"("duration_us":12000)");
  EXPECT_EQ(decoded("%D", "1234"), R"("duration_us":1234)");
  EXPECT_EQ(decoded("%T", "2"), R"("duration_us":2000000)");
}

TEST(DecodedRecord, OfUpstreamsTheDurationsAreAddedUpAndTheLastStatusCounts) {
  constexpr std::string_view kFormat = "[$upstream_status] [$upstream_response_time]";
  EXPECT_EQ(decoded(kFormat, "[502, 200 : 204] [0.1, - : 0.02]"),
            R"("upstream_status":204,"upstream_duration_us":120000)");
  EXPECT_EQ(decoded(kFormat, "[204 : ] [0.001 : ]"), R"("upstream_status":204,"upstream_duration_us":1000)");
  EXPECT_EQ(decoded(kFormat, "[502, -] [-, -]"), R"("upstream_status":null,"upstream_duration_us":null)");
  EXPECT_EQ(decoded("$upstream_response_time", "18446744073709.551614, 0.000001"),
            R"("upstream_duration_us":"18446744073709.551614, 0.000001")");
}

TEST(DecodedRecord, TheSecondFieldOfANameIsNumbered) {
  EXPECT_EQ(decoded("$request|$request_method|$host|$http_host", "GET / HTTP/1.1|POST|a|b"),
            R"("method":"GET","target":"/","protocol":"HTTP/1.1","method_2":"POST","host":"a","host_2":"b")");
}

TEST(DecodedRecord, WhatIsNoFieldStandsByItsOwnKey) {
  EXPECT_EQ(decoded("[$foo] $status [$bar] [$foo]", R"([a\x22] 200 [-] [b])"),
            R"("status":200,"other":{"foo":"a\"","bar":null,"foo_2":"b"})");
  const std::string json =
      decoded("json", R"({"time":"2025-11-23T17:37:28Z","client_ip":"203.0.113.7","uri":"/","status":"200",)"
                      R"("x":{"y":[1,"2\u0041"]},"k\n":true,"n":null})");
  EXPECT_EQ(json.substr(json.find("\"other\"")), R"("other":{"x.y":["1","2A"],"k\u000a":"true"})");
  const std::string ltsv =
      decoded("ltsv", "time:[23/Nov/2025:17:37:28 +0000]\thost:203.0.113.7\tstatus:200\treq:GET /");
  EXPECT_EQ(ltsv.find("other"), std::string::npos);
}

TEST(DecodedRecord, ALaterRowOfABatchIsWritten) {
  const std::unique_ptr<Parser> parser = make_parser("$status [$time_iso8601]").value();
  RecordBatch batch(parser->slots());
  LineCursor lines("200 [2025-11-23T17:37:28Z]\n404 [2025-11-24T17:37:28Z]\n");
  Tally tally;
  ASSERT_TRUE(parser->fill(lines, ParserLimits{}, batch, tally));
  std::string text;
  DecodedRecord("f", parser->slots(), {}).append(batch, 1, {}, text);
  EXPECT_EQ(text, "{\"format\":\"f\",\"time\":\"2025-11-24T17:37:28Z\",\"status\":404}\n");
}

}  // namespace
}  // namespace anonlog
