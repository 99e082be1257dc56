#include "parsers/json_wrapper.h"

#include <gtest/gtest.h>

#include "tests/parsers/unwrapped.h"

namespace anonlog {
namespace {

std::string docker(std::string_view log) {
  return R"({"log":")" + std::string(log) + R"(","stream":"stdout","time":"2024-05-07T08:39:37.3Z"})";
}

TEST(JsonWrapper, Docker) {
  const struct {
    const char* log;
    const char* within;
  } cases[] = {
      {R"(text\n)", "|0|F|text"},
      {R"(a piece of 16 KiB)", "|0|P|a piece of 16 KiB"},
      {R"()", "|0|P|"},
      {R"(\n)", "|0|F|"},
      {R"(text\r\n)", "|0|F|text\r"},
      {R"(\"GET / HTTP/1.1\" \"q=\\x22\\\\\"\n)", R"(|0|F|"GET / HTTP/1.1" "q=\x22\\")"},
      {R"(a\u0026b\u003cc\u003e\u001b[0m\t\b\f\/\n)", "|0|F|a&b<c>\x1B[0m\t\b\f/"},
      {R"(\u00e4\u20AC\ud83d\ude00\n)", "|0|F|\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80"},
      {R"(\ud83d \ude00\n)", "|0|F|\xEF\xBF\xBD \xEF\xBF\xBD"},
      {R"(\ud83d\u0041\n)",
       "|0|F|\xEF\xBF\xBD"
       "A"},
      // A newline within stays escaped: one record stays one line.
      {R"(one\ntwo\u000athree\n)", R"(|0|F|one\ntwo\nthree)"},
      {R"(one\n\n)", R"(|0|F|one\n)"},
      // No escapes of JSON: as they are.
      {R"(\x16\x03\q \u12 \uzzzz\n)", R"(|0|F|\x16\x03\q \u12 \uzzzz)"},
  };
  for (const auto& c : cases) EXPECT_EQ(unwrapped(read_docker_json, docker(c.log)), c.within) << c.log;
}

TEST(JsonWrapper, TextsOfEveryLengthAreDecodedWhole) {
  for (std::size_t before = 0; before < 70; ++before) {
    for (std::size_t after = 0; after < 40; after += 3) {
      const std::string a(before, 'a');
      const std::string b(after, 'b');
      EXPECT_EQ(unwrapped(read_docker_json, docker(a + "\\\"" + b + "\\n")), "|0|F|" + a + "\"" + b);
    }
  }
}

TEST(JsonWrapper, MembersOfDockerMayStandInAnyOrder) {
  EXPECT_EQ(unwrapped(read_docker_json, R"({"time":"t","stream":"stderr","log":"x\n"})"), "|1|F|x");
  EXPECT_EQ(unwrapped(read_docker_json,
                      R"({"log":"x\n","stream":"stdout","attrs":{"a":"}\"","b":[1,{}]},"time":"t"})"),
            "|0|F|x");
  EXPECT_EQ(
      unwrapped(read_docker_json, "{ \"log\" : \"x\\n\" , \"stream\" : \"stdout\" , \"time\" : \"t\" } \r"),
      "|0|F|x");
}

TEST(JsonWrapper, WhatIsNotDockers) {
  for (const auto* line : {
           R"({"log":"x\n","time":"t"})",                      // nginx's own JSON may have a key `log`
           R"({"log":"x\n","stream":"live","time":"t"})",      //
           R"({"log":"x\n","stream":"stdout"})",               //
           R"({"log":{"a":1},"stream":"stdout","time":"t"})",  //
           R"({"stream":"stdout","time":"t"})",                //
           R"({"log":"x\n","stream":"stdout","time":"t")",     // torn
           R"({"log":"x\n","stream":"stdout","time":"t)",      //
           R"({"log":"x\n)",
           R"({"log":"x\)",
           R"({"log":)",                                        //
           R"(x\n","stream":"stdout","time":"t"})",             //
           R"({"log":"x\n","stream":"stdout","time":"t"}{"l)",  // two in one line
           R"([{"log":"x\n","stream":"stdout","time":"t"}])",
           "{",
           "{}",
           "",
           "203.0.113.7 - -",
       }) {
    EXPECT_EQ(unwrapped(read_docker_json, line), "no") << line;
  }
  const std::string whole = docker(R"(a\u00e4\"b\n)");
  for (std::size_t cut = 0; cut < whole.size(); ++cut) {
    EXPECT_EQ(unwrapped(read_docker_json, std::string_view(whole).substr(0, cut)), "no") << cut;
  }
}

TEST(JsonWrapper, Journal) {
  const std::string time = R"("__REALTIME_TIMESTAMP":"1715071177326492")";
  EXPECT_EQ(
      unwrapped(read_journal_json, "{" + time + R"(,"_COMM":"nginx","MESSAGE":"a \"b\"\n","_PID":"1"})"),
      "nginx|0|F|a \"b\"");
  EXPECT_EQ(unwrapped(read_journal_json,
                      R"({"MESSAGE":"a","SYSLOG_IDENTIFIER":"web","_COMM":"nginx",)" + time + "}"),
            "web|0|F|a");
  EXPECT_EQ(unwrapped(read_journal_json, "{" + time + R"(,"MESSAGE":[97, 10,98,255 ]})"), "|0|F|a\\nb\xFF");
  EXPECT_EQ(unwrapped(read_journal_json, "{" + time + R"(,"MESSAGE":[]})"), "|0|F|");
  EXPECT_EQ(unwrapped(read_journal_json, "{" + time + R"(,"MESSAGE":[256]})"), "no");
  EXPECT_EQ(unwrapped(read_journal_json, "{" + time + R"(,"MESSAGE":["a"]})"), "no");
  EXPECT_EQ(unwrapped(read_journal_json, "{" + time + R"(,"MESSAGE":null})"),
            "no");  // too long for journalctl
  EXPECT_EQ(unwrapped(read_journal_json, R"({"MESSAGE":"a"})"), "no");
  EXPECT_EQ(unwrapped(read_journal_json, "{" + time + "}"), "no");
}

}  // namespace
}  // namespace anonlog
