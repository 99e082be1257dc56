#include "parsers/unescape.h"

#include <gtest/gtest.h>

#include <string>

namespace anonlog {
namespace {

std::string unescaped(Escapes escapes, std::string_view from) {
  std::string to(from.size(), '?');
  to.resize(unescape(escapes, from, to.data()));
  return to;
}

TEST(Unescape, BackslashesAreThoseOfAllServers) {
  EXPECT_EQ(unescaped(Escapes::kBackslash, R"(a\x22\xe4\\\"\/\n)"), "a\"\xe4\\\"/\n");
  EXPECT_EQ(unescaped(Escapes::kBackslash, R"(\u20ac\u0041)"),
            "\xe2\x82\xac"
            "A");
  EXPECT_EQ(unescaped(Escapes::kBackslash, R"(\101\377\0017)"),
            "A\xff\x01"
            "7");
}

TEST(Unescape, WhatIsNoEscapeStays) {
  for (const char* text : {R"(\q)", R"(\x2)", R"(\xzz)", R"(\u12)", R"(\477)", R"(\18)", "\\"}) {
    EXPECT_EQ(unescaped(Escapes::kBackslash, text), text);
  }
  for (const char* text : {"#", "#2", "#g0", "#2g", "\\x22"}) {
    EXPECT_EQ(unescaped(Escapes::kHash, text), text);
  }
}

TEST(Unescape, OfAQuoteAloneOnlyThat) {
  EXPECT_EQ(unescaped(Escapes::kQuote, R"(\"a\" \x41 \\ \)"), R"("a" \x41 \\ \)");
}

TEST(Unescape, HashesAreBytes) { EXPECT_EQ(unescaped(Escapes::kHash, "#22#23#7B#7c|#E4#"), "\"#{||\xe4#"); }

}  // namespace
}  // namespace anonlog
