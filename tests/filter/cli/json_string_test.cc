#include "filter/cli/json_string.h"

#include <gtest/gtest.h>

namespace anonlog {
namespace {

std::string json(std::string_view bytes) {
  std::string text = "x";
  append_json_string(bytes, text);
  return text.substr(1);
}

TEST(JsonString, PlainTextStandsForItself) {
  EXPECT_EQ(json(""), R"("")");
  EXPECT_EQ(json("GET /a?b=c~ 100%"), R"("GET /a?b=c~ 100%")");
  EXPECT_EQ(json("caf\xC3\xA9 \xF0\x9F\x8D\xB5"), "\"caf\xC3\xA9 \xF0\x9F\x8D\xB5\"");
}

TEST(JsonString, QuotesAndControlsAreEscaped) {
  EXPECT_EQ(json("\"a\\b\""), R"("\"a\\b\"")");
  EXPECT_EQ(json(std::string_view("\0\n\x1F\x7F", 4)), R"("\u0000\u000a\u001f\u007f")");
}

TEST(JsonString, WhatIsNoUtf8IsLatin1) {
  EXPECT_EQ(json("\xE9"), R"("\u00e9")");
  EXPECT_EQ(json("a\xC3"), R"("a\u00c3")");
  EXPECT_EQ(json("\xC3\xA9\xA9z"), "\"\xC3\xA9\\u00a9z\"");
  EXPECT_EQ(json("\xED\xA0\x80"), R"("\u00ed\u00a0\u0080")");
}

}  // namespace
}  // namespace anonlog
