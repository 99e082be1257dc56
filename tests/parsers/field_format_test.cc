#include "parsers/field_format.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace anonlog {
namespace {

using Values = std::vector<std::optional<std::string>>;

std::string error_of(std::string_view text) {
  const auto grammar = compile_field_format("x", text);
  if (grammar) return "no error";
  EXPECT_EQ(grammar.error().kind, ErrorKind::kUsage);
  return grammar.error().message;
}

// "<none>" alone: the line is not of the format.
Values read(std::string_view text, std::string_view line) {
  const auto grammar = compile_field_format("x", text);
  EXPECT_TRUE(grammar) << grammar.error().message;
  if (!grammar) return {};
  std::vector<RawBytes> cells(grammar->slots().size() * RecordBatch::kColumnStride);
  std::string space(line.size(), '\0');
  char* arena = space.data();
  if (!grammar->match(line, cells.data(), arena)) return {"<none>"};
  Values values;
  for (std::size_t i = 0; i < grammar->slots().size(); ++i) {
    const RawBytes& cell = cells[i * RecordBatch::kColumnStride];
    values.push_back(cell.absent() ? std::nullopt : std::optional<std::string>(cell.bytes()));
  }
  return values;
}

TEST(FieldFormat, FieldsHaveTheirUsualShapesAndUnits) {
  const auto grammar =
      compile_field_format("x", "{client_ip} {status} {duration_us:ms} {other.a.b:text} {time=%d/%b/%Y}");
  ASSERT_TRUE(grammar);
  const auto slots = grammar->slots();
  ASSERT_EQ(slots.size(), 5U);
  EXPECT_EQ(slots[0].field, Field::kClientIp);
  EXPECT_EQ(slots[0].shape, FieldShape::kAddress);
  EXPECT_EQ(slots[1].shape, FieldShape::kNumber);
  EXPECT_EQ(slots[2].unit, FieldUnit::kMilliseconds);
  EXPECT_EQ(slots[3].field, Field::kOther);
  EXPECT_EQ(slots[3].key, "a.b");
  EXPECT_EQ(slots[3].shape, FieldShape::kText);
  EXPECT_EQ(slots[4].shape, FieldShape::kTimeFormat);
  EXPECT_EQ(slots[4].time_format, "%d/%b/%Y");
}

TEST(FieldFormat, ErrorsTellThePlace) {
  EXPECT_EQ(error_of("{status} {statsu}"),
            "x:1:11: this is no field of the catalogue, nor other.KEY\n  {status} {statsu}\n            ^");
  EXPECT_EQ(error_of("{status:nubmer}"),
            "x:1:9: this says nothing of a field\n  {status:nubmer}\n          ^");
  EXPECT_EQ(error_of("{time}"), "x:1:1: how is this time written? clf, iso, epoch or =FORMAT\n  {time}\n  ^");
  EXPECT_EQ(error_of("{duration_us}"),
            "x:1:1: in which unit is this duration? s, ms or us\n  {duration_us}\n  ^");
  EXPECT_EQ(error_of("a {status"), "x:1:3: this { is never closed\n  a {status\n    ^");
  EXPECT_EQ(error_of("no field"), "x:1:1: no {field} in this format\n  no field\n  ^");
  EXPECT_EQ(error_of("escape=some {status}"),
            "x:1:8: this is no value of the option escape\n  escape=some {status}\n         ^");
  EXPECT_EQ(error_of("other=none {status}").substr(0, 47),
            "x:1:7: this is no value of the option other\n  o");
  EXPECT_EQ(error_of("{status}{bytes_sent}").substr(0, 20), "x:1:9: {status} and ");
  EXPECT_EQ(error_of("{time=%Y-%Q}").substr(0, 10), "x:1:10: %Q");
  for (const char* text : {"{other}", "{other.}", "{}", "{other.a:}", "lines=3 {status}"}) {
    EXPECT_NE(error_of(text), "no error") << text;
  }
}

TEST(FieldFormat, ABraceIsWrittenTwice) { EXPECT_EQ(read("{{{status}} x", "{200} x"), (Values{"200"})); }

TEST(FieldFormat, QuotedValuesMayBeBare) {
  const std::string_view text = "{referrer:quoted} {status};";
  EXPECT_EQ(read(text, R"("a b" 200;)"), (Values{"a b", "200"}));
  EXPECT_EQ(read(text, R"(a 200;)"), (Values{"a", "200"}));
  EXPECT_EQ(read(text, R"(- 200;)"), (Values{std::nullopt, "200"}));
  EXPECT_EQ(read(text, R"("-" 200;)"), (Values{std::nullopt, "200"}));
  EXPECT_EQ(read(text, R"("" 200;)"), (Values{"", "200"}));
  EXPECT_EQ(read(text, R"("a\" 200" 404;)"), (Values{"a\" 200", "404"}));
  EXPECT_EQ(read(text, R"("a" b" 200;)"),
            (Values{"<none>"}));  // it ends at the first quote that is not escaped
  EXPECT_EQ(read(text, R"("a 200;)"), (Values{"<none>"}));
  EXPECT_EQ(read(text, R"(" 200;)"), (Values{"<none>"}));
}

TEST(FieldFormat, WithoutEscapesAQuotedValueEndsWhereTheRestCanBeRead) {
  EXPECT_EQ(read("escape=none {referrer:quoted} {status};", R"("a" b" 200;)"), (Values{"a\" b", "200"}));
  EXPECT_EQ(read("escape=none {referrer:quoted} {status};", R"("a" 1 b" 200;)"), (Values{"a\" 1 b", "200"}));
  EXPECT_EQ(read("escape=none {referrer:quoted} {other.a}", R"("a" 1 b" 200)"), (Values{"a", "1"}));
  EXPECT_EQ(read("escape=none {referrer:quoted:last} {status};", R"("a" 1 b" 200;)"),
            (Values{"a\" 1 b", "200"}));
  EXPECT_EQ(read("escape=none {referrer:quoted:last} {other.a}", R"("a" b "c)"), (Values{"a", "b"}));
}

TEST(FieldFormat, EndpointsAreAddressAndPort) {
  const std::string_view text = "{client_ip:endpoint}{client_port} {status}";
  EXPECT_EQ(read(text, "203.0.113.7:80 200"), (Values{"203.0.113.7", "80", "200"}));
  EXPECT_EQ(read(text, "2001:db8::7:80 200"), (Values{"2001:db8::7", "80", "200"}));
  EXPECT_EQ(read(text, "[2001:db8::7]:80 200"), (Values{"2001:db8::7", "80", "200"}));
  EXPECT_EQ(read(text, "[2001:db8::7] 200"), (Values{"2001:db8::7", std::nullopt, "200"}));
  EXPECT_EQ(read(text, "203.0.113.7 200"), (Values{"203.0.113.7", std::nullopt, "200"}));
  EXPECT_EQ(read(text, "203.0.113.7: 200"), (Values{"203.0.113.7:", std::nullopt, "200"}));
  EXPECT_EQ(read(text, "- 200"), (Values{std::nullopt, std::nullopt, "200"}));
  EXPECT_EQ(read(text, "unix:1 200"), (Values{"unix", "1", "200"}));
}

TEST(FieldFormat, AHostNameIsNoAddress) {
  const std::string_view text = "{host:hostname}{server_port:port} {status}";
  EXPECT_EQ(read(text, "www.Example.org:8080 200"), (Values{"www.Example.org", "8080", "200"}));
  EXPECT_EQ(read(text, "www.example.org 200"), (Values{"www.example.org", std::nullopt, "200"}));
  for (const char* line : {"- 200", " 200", "localhost 200", "203.0.113.7 200", "[::1]:80 200",
                           "::ffff:1.2.3.4 200", "a.b/c 200"}) {
    EXPECT_EQ(read(text, line), (Values{"<none>"})) << line;
  }
}

TEST(FieldFormat, GroupsMayBeMissing) {
  const std::string_view text = R"({status}{other.groups:groups} "{request}")";
  EXPECT_EQ(read(text, R"(200 "a")"), (Values{"200", std::nullopt, "a"}));
  EXPECT_EQ(read(text, R"(200 {x y} "a")"), (Values{"200", "{x y}", "a"}));
  EXPECT_EQ(read(text, R"(200 {x|y} {} "a")"), (Values{"200", "{x|y} {}", "a"}));
  EXPECT_EQ(read(text, R"(200  {x}  "a")"), (Values{"200", "{x}", "a"}));
  EXPECT_EQ(read(text, R"(200 {x "a")"), (Values{"<none>"}));
}

TEST(FieldFormat, AUrlHasAScheme) {
  EXPECT_EQ(read("{target:url} {status}", "http://a/b 200"), (Values{"http://a/b", "200"}));
  EXPECT_EQ(read("{target:url} {status}", "/b 200"), (Values{"<none>"}));
}

TEST(FieldFormat, TheRestOfARecordOfTwoLinesHasNoOpenQuote) {
  EXPECT_EQ(read("lines=2 {status}", R"(200 "a")"), (Values{"200"}));
  EXPECT_EQ(read("lines=2 {status}", R"(200 "a)"), (Values{"<none>"}));
  EXPECT_TRUE(compile_field_format("x", "lines=2 {status}")->may_span_lines());
  EXPECT_FALSE(compile_field_format("x", "{status}")->may_span_lines());
}

}  // namespace
}  // namespace anonlog
