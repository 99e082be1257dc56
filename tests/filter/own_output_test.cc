#include "filter/own_output.h"

#include <gtest/gtest.h>

namespace anonlog {
namespace {

constexpr std::string_view kRecord =
    R"({"time":"2025-11-23T17:37:28Z","status":200,"network":"203.0.113.0/24","visitor":"0123456789abcdef"})"
    "\n";

std::string lines(std::initializer_list<std::string_view> all) {
  std::string text;
  for (const std::string_view line : all) text.append(line) += '\n';
  return text;
}

TEST(OwnOutput, RecordsMetaLinesAndHeadersAreOurs) {
  EXPECT_TRUE(is_own_output(kRecord));
  EXPECT_TRUE(is_own_output(R"({"time":null,"visitor":"0123456789abcdef"})"));
  EXPECT_TRUE(is_own_output(R"({"referrer_kind":"ai","path":"/a\"b"})"));
  EXPECT_TRUE(is_own_output(R"({"path":"/","browser_major":131})"));
  EXPECT_TRUE(is_own_output("{\"anonlog\":{\"version\":\"9.9\"}}\nanything\n"));
  EXPECT_TRUE(is_own_output("time,path,status\nanything\n"));
  EXPECT_TRUE(is_own_output("\ntime\tclient\n"));
}

TEST(OwnOutput, ALogWithSomeKeysInCommonIsNot) {
  for (const std::string_view line :
       {R"({"time":"2025-11-23T17:37:28Z","path":"/","status":200})",
        R"({"time":"2025-11-23T17:37:28Z","visitor":"alice"})",
        R"({"time":"2025-11-23T17:37:28Z","network":"eth0"})",
        R"({"time":"2025-11-23T17:37:28Z","browser_major":"131"})",
        R"({"path":"/","referrer_kind":"newsletter"})",
        R"({"time":null,"visitor":null})",
        R"({"path":"/","referrer":"https://x.example/z?q=1","browser_major":120})",
        R"({"path":"/","network":"203.0.113.9/32"})",
        R"({"path":"/","network":"2001:db8::7/128"})",
        R"({"path":"/","visitor":"0123456789abcdef","ip":"203.0.113.7"})",
        R"({"path":"/","path":"/","visitor":"0123456789abcdef"})",
        R"({"visitor":"0123456789abcdef"})",
        R"({"path":"/","visitor":{"id":"0123456789abcdef"}})",
        R"({"path":"/","visitor":"0123456789abcdef")",
        R"({ "path": "/", "visitor": "0123456789abcdef" })",
        R"({"anonlog":true})",
        "time",
        "time,time",
        "time,path,ip",
        "203.0.113.7 - - [23/Nov/2025:17:37:28 +0000] \"GET / HTTP/1.1\" 200 5",
        "",
        "{",
        "{}"}) {
    EXPECT_FALSE(is_own_output(line)) << line;
  }
}

TEST(OwnOutput, MostOfTheFirstLinesDecide) {
  const std::string_view own = kRecord.substr(0, kRecord.size() - 1);
  EXPECT_TRUE(is_own_output(lines({own, "banner", own})));
  EXPECT_FALSE(is_own_output(lines({own, "a", "b", own})));
  EXPECT_FALSE(is_own_output(lines({"a", "time,path,status"})));
}

TEST(OwnOutput, AnyPieceOfARecordIsJudgedWithoutReadingBeyondIt) {
  for (std::size_t size = 0; size < kRecord.size(); ++size) {
    const std::string piece(kRecord.substr(0, size));  // of its own memory, for the sanitizer
    EXPECT_EQ(is_own_output(piece), size + 1 == kRecord.size()) << size;
  }
}

}  // namespace
}  // namespace anonlog
