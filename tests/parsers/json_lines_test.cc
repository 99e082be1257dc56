#include "parsers/json_lines.h"

#include <gtest/gtest.h>

#include "tests/parsers/keyed_lines.h"

namespace anonlog {
namespace {

constexpr auto kOtherLog = static_cast<std::size_t>(SkipReason::kOtherLog);
constexpr auto kFormat = static_cast<std::size_t>(RejectReason::kFormat);

// "record", "other log" or "rejected".
std::string fate(std::string_view format, std::string_view line) {
  const KeyedLine read = read_keyed(format, line);
  if (read.tally.counts.skipped[kOtherLog] == 1) return "other log";
  if (read.tally.counts.rejected[kFormat] == 1) return "rejected";
  return read.fields.empty() ? "lost" : "record";
}

TEST(JsonLines, OtherLoggersOfTheSameFileAreSkipped) {
  EXPECT_EQ(fate("caddy", R"({"level":"info","ts":1.5,"logger":"admin","msg":"admin endpoint started"})"),
            "other log");
  EXPECT_EQ(fate("caddy", R"({"level":"info","ts":1.5,"msg":"using provided configuration"})"), "other log");
  EXPECT_EQ(
      fate("caddy",
           R"({"level":"error","ts":1.5,"logger":"http.log.error.log0","msg":"x","request":{"uri":"/"},)"
           R"("status":502})"),
      "other log");
  EXPECT_EQ(fate("gcp-lb", R"({"insertId":"a","logName":"x","textPayload":"hello"})"), "other log");
  EXPECT_EQ(
      fate("traefik-json", R"({"level":"info","msg":"Starting provider","time":"2022-09-05T14:27:07Z"})"),
      "other log");
  EXPECT_EQ(fate("envoy-json", R"({"start_time":"2020-11-25T21:26:18.409Z","method":null,"protocol":null,)"
                               R"("response_code":0,"bytes_sent":5})"),
            "other log");
}

// A line of Caddy with these members of its headers.
std::string caddy_line(const std::string& headers) {
  return R"({"ts":1.5,"logger":"http.log.access","status":200,"request":{"remote_ip":"203.0.113.7",)"
         R"("headers":{)" +
         headers + "}}}";
}

// What a line takes of the arena beyond its own bytes, which is all the room that a batch has for it.
std::ptrdiff_t bytes_too_many(const std::string& line) {
  const FormatSet caddy = format_set("caddy");
  RecordBatch batch(caddy[0].slots());
  EXPECT_TRUE(batch.has_room(line.size()));
  const char* const before = batch.arena();
  caddy[0].read_line(line, true, batch);
  return batch.arena() - before - static_cast<std::ptrdiff_t>(line.size());
}

// Where quotes are not escaped, what a client sent are keys as well.
TEST(JsonLines, ALineWithAKeyTwiceIsRejected) {
  const std::string line =
      R"({"time":1,"remote_addr":"203.0.113.7","status":200,"request":"GET / HTTP/1.1","http_user_agent":"a")";
  ASSERT_EQ(fate("nginx-json", line + "}"), "record");
  for (const char* added :
       {R"("remote_addr":"192.0.2.1")", R"("Remote_Addr":"192.0.2.1")", R"("remote\u005faddr":"192.0.2.1")",
        R"("remote_addr":"")", R"("remote_addr":null)", R"("remote_addr":{})", R"("remote_addr":["1"])",
        R"("request_uri":"/a","request_uri":"/b")", R"("status":-,"status":-)"}) {
    EXPECT_EQ(fate("nginx-json", line + "," + added + "}"), "rejected") << added;
    EXPECT_EQ(fate("nginx-json", "{" + std::string(added) + "," + line.substr(1) + "}"), "rejected") << added;
  }
  EXPECT_EQ(fate("nginx-json", line + R"(,"x":1,"x":2,"y":{"status":1},"z":[{"status":1}]})"), "record");
}

TEST(JsonLines, AKeyTwiceIsTheSameByBothWaysToWriteIt) {
  const std::string line = R"({"ts":1.5,"logger":"http.log.access","status":200,)";
  EXPECT_EQ(fate("caddy", line + R"("request":{"uri":"/a","client_ip":"203.0.113.7"}})"), "record");
  EXPECT_EQ(fate("caddy", line + R"("request":{"uri":"/a"},"request.uri":"/b"})"), "rejected");
  EXPECT_EQ(fate("caddy", line + R"("request":{"uri":"/a","uri":"/b"}})"), "rejected");
  EXPECT_EQ(fate("caddy", line + R"("request":{"uri":"/a"},"request":{"client_ip":"192.0.2.1"}})"),
            "rejected");
  EXPECT_EQ(fate("caddy", line + R"("request":{"uri":"/a"},"logger":"http.log.access"})"), "rejected");
}

TEST(JsonLines, OtherLoggersMayWriteKeysTwice) {
  EXPECT_EQ(fate("caddy", R"({"level":"info","level":"warn","logger":"admin"})"), "other log");
}

TEST(JsonLines, AListThatComesTwiceTakesNoMoreThanItsLine) {
  const std::string line = caddy_line(R"("X-Forwarded-For":[")" + std::string(2000, '1') +
                                      R"(","a"],"User-Agent":["\n"],"X-Forwarded-For":["c"],"Cookie":["\n)" +
                                      std::string(2200, 'z') + "\"]");
  EXPECT_LE(bytes_too_many(line), 0);
  EXPECT_EQ(fate("caddy", line), "rejected");
}

TEST(JsonLines, AListThatOutgrowsItsLineIsRejected) {
  std::string list = "1";
  for (int i = 0; i < 1000; ++i) list += ",1";
  const std::string line =
      caddy_line("\"X-Forwarded-For\":[" + list + R"(],"Cookie":["\n)" + std::string(2000, 'z') + "\"]");
  EXPECT_LE(bytes_too_many(line), 0);
  EXPECT_EQ(fate("caddy", line), "rejected");
}

TEST(JsonLines, TextBehindAStringIsTheRestOfOneWithABareQuote) {
  EXPECT_EQ(fate("caddy", caddy_line(R"("User-Agent":["x"],"Cookie":"a", b, c,"Referer":["d"])")),
            "rejected");
}

TEST(JsonLines, WhatIsOfNoLogIsRejected) {
  for (const char* line :
       {R"({"a":1})", "{}", "{", "[]", "x", R"({"level":"info","logger":"http.log.access")",
        R"(203.0.113.7 - - [10/Oct/2025:13:55:36 +0000] "GET /a HTTP/1.1" 200 2326)"}) {
    for (const char* format :
         {"caddy", "traefik-json", "gcp-lb", "cloudflare", "envoy-json", "nginx-json", "json"}) {
      EXPECT_EQ(fate(format, line), "rejected") << format << " " << line;
    }
  }
}

TEST(JsonLines, GeneralNamesDoNotReadLinesOfOtherFormats) {
  for (const char* format : {"caddy", "traefik-json", "gcp-lb", "cloudflare"}) {
    EXPECT_EQ(fate("json", find_format(format)->sample), "rejected") << format;
  }
}

TEST(JsonLines, ApplicationLogsAreNoAccessLogs) {
  EXPECT_EQ(fate("json", R"({"time":"2025-10-10T13:55:36Z","level":"info","msg":"hi","status":"ok"})"),
            "rejected");
  EXPECT_EQ(fate("json", R"({"time":"2025-10-10T13:55:36Z","level":30,"msg":"hi","hostname":"h","pid":1})"),
            "rejected");
}

TEST(JsonLines, KeysWithEscapesAreKeys) {
  EXPECT_EQ(read_keyed("json", R"({"\u0074ime":1,"c\x6cient_ip":"203.0.113.7","status":200})").fields,
            "client_ip=203.0.113.7\ntime=1\nstatus=200\n");
}

// What is decoded must fit in the line's own bytes: here a duration of one digit becomes one of seven.
TEST(JsonLines, ArenaHoldsWhatIsMadeOfShortLines) {
  const JsonLines parser(*KeyMap::compile("map", "duration_us=d upstream_duration_us=u forwarded_for=f"));
  for (const std::string_view line : {R"({"d":1})", R"({"d":1,"u":1})", R"({"d":9,"u":"1h"})",
                                      R"({"f":["a","b","\u0063","d"],"d":1})", R"({"f":["\t","b"],"d":1})"}) {
    RecordBatch batch(parser.slots());
    ASSERT_TRUE(batch.has_room(line.size()));
    const char* const arena = batch.arena();
    EXPECT_EQ(parser.read_line(line, true, batch), LineRead::kRecord);
    EXPECT_LE(batch.arena() - arena, static_cast<std::ptrdiff_t>(line.size())) << line;
  }
}

// Several headers of one name: the nearest proxy wrote the last of them.
TEST(JsonLines, AllForwardedAddressesCount) {
  const JsonLines parser(*KeyMap::compile("map", "forwarded_for=f"));
  const auto read = [&parser](std::string_view line) {
    RecordBatch batch(parser.slots());
    static_cast<void>(batch.has_room(line.size()));
    static_cast<void>(parser.read_line(line, true, batch));
    return std::string(batch.column(0)[0].bytes());
  };
  EXPECT_EQ(read(R"({"f":["192.0.2.1","","-","198.51.100.2, 203.0.113.7"]})"),
            "192.0.2.1, 198.51.100.2, 203.0.113.7");
  EXPECT_EQ(read(R"({"f":["a\u0062","c",["x"],{"y":1},"\u0064"]})"), "ab, c, d");
  EXPECT_EQ(read(R"({"f":"a"})"), "a");
}

TEST(JsonLines, OthersAreNeverInTheBatch) {
  const KeyedLine read =
      read_keyed("nginx-json", R"({"time":1,"remote_addr":"203.0.113.7","status":200,)"
                               R"("secret":"a\"b","deep":{"er":{"x":[1,{"y":"z"}]}},"request":{"q":2}})");
  EXPECT_EQ(read.fields, "client_ip=203.0.113.7\ntime=1\nstatus=200\n");
  EXPECT_EQ(read.others, "secret=a\"b\ndeep.er.x=1\ndeep.er.x.y=z\nrequest.q=2\n");
}

}  // namespace
}  // namespace anonlog
