#include "parsers/line_escapes.h"

#include <gtest/gtest.h>

#include "tests/parsers/unwrapped.h"

namespace anonlog {
namespace {

TEST(LineEscapes, Colours) {
  EXPECT_EQ(unwrapped(read_colours, "\x1B[36mweb-1  |\x1B[0m GET \x1B[1;32m200\x1B[m\x1B[K"),
            "|0|F|web-1  | GET 200");
  EXPECT_EQ(unwrapped(read_colours, "\x1B[38;5;200mx"), "|0|F|x");
  EXPECT_EQ(unwrapped(read_colours, "a\x1B[31m \x1B[\tb\x1B"),
            "|0|F|a "
            "\x1B[\tb\x1B");
  EXPECT_EQ(unwrapped(read_colours, "no colour"), "no");
  EXPECT_EQ(unwrapped(read_colours, "\x1B]0;title\a"), "no");
  EXPECT_EQ(unwrapped(read_colours, "\x1B["), "no");
  EXPECT_EQ(unwrapped(read_colours, "\x1B[31"), "no");
}

TEST(LineEscapes, OctalOfRsyslog) {
  EXPECT_EQ(unwrapped(read_octal_escapes, "a#011b#033[0m#177"), "|0|F|a\tb\x1B[0m\x7F");
  EXPECT_EQ(unwrapped(read_octal_escapes, "a#011b#012c#040#200#08 #9"), "|0|F|a\tb#012c#040#200#08 #9");
  EXPECT_EQ(unwrapped(read_octal_escapes, "#22 #01"), "no");
  EXPECT_EQ(unwrapped(read_octal_escapes, "#012"), "no");
  EXPECT_EQ(unwrapped(read_octal_escapes, ""), "no");
}

TEST(LineEscapes, QuotesOfSyslogNg) {
  EXPECT_EQ(unwrapped(read_escaped_quotes, R"(\"GET /\\x22 \'a\' \n\")"), R"(|0|F|"GET /\x22 'a' \n")");
  EXPECT_EQ(unwrapped(read_escaped_quotes, R"(\x22 \)"), "no");
}

TEST(LineEscapes, LinesInQuotes) {
  EXPECT_EQ(unwrapped(read_quoted_line, R"("a ""GET / HTTP/1.1"" 200")"), R"(|0|F|a "GET / HTTP/1.1" 200)");
  EXPECT_EQ(unwrapped(read_quoted_line, R"("")"), "|0|F|");
  EXPECT_EQ(unwrapped(read_quoted_line, R"("""")"), "|0|F|\"");
  EXPECT_EQ(unwrapped(read_quoted_line, R"(""")"), "no");
  EXPECT_EQ(unwrapped(read_quoted_line, R"("a "GET" b")"), "no");
  EXPECT_EQ(unwrapped(read_quoted_line, R"("a", "b")"), "no");
  EXPECT_EQ(unwrapped(read_quoted_line, R"(")"), "no");
  EXPECT_EQ(unwrapped(read_quoted_line, R"("a)"), "no");
}

}  // namespace
}  // namespace anonlog
