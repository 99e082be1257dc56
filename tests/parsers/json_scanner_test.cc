#include "parsers/json_scanner.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "tests/parsers/json_reference.h"

namespace anonlog {
namespace {

std::string scanned(std::string_view line) { return ScannedJson(line).values().value_or("bad"); }

TEST(JsonScanner, ReadsWhatServersWriteBeyondJson) {
  EXPECT_EQ(scanned(R"({"a":,"b":})"), ".a=null\n.b=null\n");
  EXPECT_EQ(scanned(R"({"a":1,})"), ".a=1\n");
  EXPECT_EQ(scanned(R"({"a":[1,]})"), ".a[]=1\n");
  EXPECT_EQ(scanned(R"({"a":"\x41\xc3\xA4\v\a"})"), ".a=\"A\xC3\xA4\v\a\"\n");
  EXPECT_EQ(scanned(R"({"a":"\q\x4"})"), ".a=\"\\q\\x4\"\n");
  EXPECT_EQ(scanned("{\"a\":\"\t\x01\xFF\xFE\"}"), ".a=\"\t\x01\xFF\xFE\"\n");
  EXPECT_EQ(scanned(R"({"a":0.5, 0.25, "b":2})"), ".a=0.5\n.b=2\n");
  EXPECT_EQ(scanned(R"({"a":1} behind "it)"), ".a=1\n");
  EXPECT_EQ(scanned("  {\t\"a\" : 1 , \"b\" : [ ] } "), ".a=1\n");
}

TEST(JsonScanner, DecodesPairsOfSurrogates) {
  EXPECT_EQ(scanned(R"({"a":"\ud83d\ude00\uD834\uDD1E"})"), ".a=\"\xF0\x9F\x98\x80\xF0\x9D\x84\x9E\"\n");
  EXPECT_EQ(scanned(R"({"a":"\ud83dx"})"), ".a=\"\xED\xA0\xBDx\"\n");  // half a pair: no UTF-8
  EXPECT_EQ(scanned(R"({"a":"\ud83d\u0041"})"),
            ".a=\"\xED\xA0\xBD"
            "A\"\n");  // and not of what follows
  EXPECT_EQ(scanned(R"({"a":"\ude00"})"), ".a=\"\xED\xB8\x80\"\n");
}

TEST(JsonScanner, RejectsWhatItCannotRead) {
  for (const char* line : {"",
                           "{",
                           "[]",
                           "[1]",
                           "x",
                           "\"a\"",
                           R"({"a")",
                           R"({"a":)",
                           R"({"a":1)",
                           R"({"a":"b)",
                           R"({"a":"b\)",
                           R"({"a":"b\"})",
                           R"({"a":1 "b":2})",
                           R"({"a":"b"c"})",
                           R"({"a" 1})",
                           R"({a:1})",
                           R"({"a":[1})",
                           R"({"a":{1]})",
                           R"({"a":[1}]})",
                           R"({"a":{"b":1]})",
                           R"({,"a":1})",
                           R"({"a":[,1]})",
                           R"({1,"a":1})"}) {
    EXPECT_EQ(scanned(line), "bad") << line;
  }
}

TEST(JsonScanner, NestsToItsLimit) {
  const auto nested = [](unsigned depth) {
    std::string line;
    for (unsigned i = 0; i < depth; ++i) line += "{\"a\":";
    return line + "1" + std::string(depth, '}');
  };
  EXPECT_NE(scanned(nested(JsonScanner::kMaxDepth)), "bad");
  EXPECT_EQ(scanned(nested(JsonScanner::kMaxDepth + 1)), "bad");
}

TEST(JsonScanner, SkipsAsItReads) {
  for (const char* text : {R"({"b":[1,{"c":"}]\"{["},"x"],"d":{}})", "[[],[[\"]\"]],{}]", "{}", "[]"}) {
    const std::string line = std::string("{\"a\":") + text + ",\"z\":1}";
    JsonScanner json(line, true);
    JsonScanner::Value key;
    ASSERT_TRUE(json.open());
    ASSERT_EQ(json.next_member(key), JsonScanner::Next::kOne);
    static_cast<void>(json.value());
    EXPECT_TRUE(json.skip()) << line;
    ASSERT_EQ(json.next_member(key), JsonScanner::Next::kOne) << line;
    EXPECT_EQ(key.text, "z");
  }
  for (const char* line : {"{\"a\":[1}", "{\"a\":{\"b\":]", "{\"a\":[\"]", "{\"a\":["}) {
    JsonScanner json(line, true);
    JsonScanner::Value key;
    ASSERT_TRUE(json.open());
    ASSERT_EQ(json.next_member(key), JsonScanner::Next::kOne);
    static_cast<void>(json.value());
    EXPECT_FALSE(json.skip()) << line;
  }
}

// Valid JSON of all kinds of values, spaces and escapes.
class RandomJson {
 public:
  explicit RandomJson(unsigned seed) : random_(seed) {}

  std::string object(int depth = 0) {
    std::string out = "{";
    for (int i = pick(5); i > 0; --i)
      out += space() + string() + space() + ":" + value(depth) + (i > 1 ? "," : "");
    return out + space() + "}";
  }

 private:
  int pick(int below) { return std::uniform_int_distribution<int>(0, below - 1)(random_); }
  std::string space() {
    return pick(4) == 0 ? std::string(static_cast<std::size_t>(pick(3)), " \t\r"[pick(3)]) : "";
  }

  std::string value(int depth) {
    static constexpr const char* kScalars[] = {"null",
                                               "true",
                                               "false",
                                               "0",
                                               "-1",
                                               "12345678901",
                                               "1.5",
                                               "-0.25e-7",
                                               "1E+3",
                                               "-0",
                                               "18446744073709551615"};
    std::string out = space();
    const int kind = pick(depth > 5 ? 3 : 5);
    if (kind == 0) out += kScalars[pick(11)];
    if (kind == 1 || kind == 2) out += string();
    if (kind == 3) out += object(depth + 1);
    if (kind == 4) {
      out += "[";
      for (int i = pick(4); i > 0; --i) out += value(depth + 1) + (i > 1 ? "," : "");
      out += space() + "]";
    }
    return out + space();
  }

  std::string string() {
    static constexpr const char* kPieces[] = {"a",
                                              "key",
                                              "\\\"",
                                              "\\\\",
                                              "\\/",
                                              "\\n",
                                              "\\t",
                                              "\\b\\f\\r",
                                              "\\u00e4",
                                              "\xC3\xA4",
                                              "{",
                                              "}",
                                              "[",
                                              "]",
                                              ":",
                                              ",",
                                              "\\ud83d\\ude00",
                                              "\\u0000",
                                              "\xF0\x9F\x98\x80",
                                              "sixteen bytes ok",
                                              " "};
    std::string out = "\"";
    for (int i = pick(pick(8) == 0 ? 40 : 6); i > 0; --i) out += kPieces[pick(21)];
    return out + "\"";
  }

  std::mt19937 random_;
};

TEST(JsonScanner, ReadsAllValidJsonAsSimdjson) {
  RandomJson random(1);
  for (int i = 0; i < 100000; ++i) {
    const std::string line = random.object();
    const JsonValues wanted = simdjson_values(line);
    ASSERT_TRUE(wanted) << line;
    ASSERT_EQ(scanned(line), *wanted) << line;
  }
}

}  // namespace
}  // namespace anonlog
