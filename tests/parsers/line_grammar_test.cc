#include "parsers/line_grammar.h"

#include <gtest/gtest.h>

#include <ctime>
#include <string>
#include <string_view>
#include <vector>

#include "tests/parsers/parsed_chunk.h"

namespace anonlog {
namespace {

using namespace std::string_view_literals;
using Values = std::vector<std::string>;

// What read() gives for a line that is not of the format.
Values rejected() { return {"<rejected>"}; }

// The values of one line.
Values read(std::string_view format, std::string_view line) {
  const ParsedChunk parsed = parse_chunk(format, line);
  EXPECT_LE(parsed.rows.size(), 1u);
  return parsed.rows.empty() ? rejected() : parsed.rows[0];
}

// The values of a combined line around its user, request, referrer and user agent.
std::string combined(std::string_view user, std::string_view request, std::string_view agent = "curl/8") {
  std::string line = "203.0.113.7 - ";
  line.append(user).append(" [10/Oct/2025:13:55:36 +0000] \"").append(request);
  return line.append("\" 200 5 \"-\" \"").append(agent).append("\"");
}

std::string user_of(std::string_view line) {
  const Values values = read("combined", line);
  return values.size() == 9 ? values[2] : values[0];
}
std::string request_of(std::string_view request) {
  const Values values = read("combined", combined("-", request));
  return values.size() == 9 ? values[4] : values[0];
}
std::string agent_of(std::string_view agent) {
  const Values values = read("combined", combined("-", "GET / HTTP/1.1", agent));
  return values.size() == 9 ? values[8] : values[0];
}

TEST(LineGrammar, ReadsTheFieldsOfALine) {
  EXPECT_EQ(read("combined", combined("jane", "GET /a HTTP/1.1")),
            (Values{"203.0.113.7", "<absent>", "jane", "10/Oct/2025:13:55:36 +0000", "GET /a HTTP/1.1", "200",
                    "5", "<absent>", "curl/8"}));
}

TEST(LineGrammar, UserNamesMayHoldSpacesBracketsAndQuotes) {
  EXPECT_EQ(user_of(combined("jane doe", "GET / HTTP/1.1")), "jane doe");
  EXPECT_EQ(user_of(combined("jane [admin] doe", "GET / HTTP/1.1")), "jane [admin] doe");
  EXPECT_EQ(user_of(combined(R"(jane \"j\" doe)", "GET / HTTP/1.1")), R"(jane "j" doe)");
  EXPECT_EQ(user_of(combined(R"(EXAMPLE\\jane)", "GET / HTTP/1.1")), R"(EXAMPLE\jane)");
  EXPECT_EQ(user_of(combined(R"("")", "GET / HTTP/1.1")), R"("")");  // an empty user of Apache
  EXPECT_EQ(user_of(combined("", "GET / HTTP/1.1")), "");
}

TEST(LineGrammar, AUserNameThatEndsLikeATimeDoesNotEndTheField) {
  EXPECT_EQ(user_of(combined("x [10/Oct", "GET / HTTP/1.1")), "x [10/Oct");
  EXPECT_EQ(user_of(combined("x [10/Oct/2025:13:55:36 +0000 y", "GET / HTTP/1.1")),
            "x [10/Oct/2025:13:55:36 +0000 y");
}

TEST(LineGrammar, RequestsMayBeAnything) {
  EXPECT_EQ(request_of(""), "");
  EXPECT_EQ(request_of("-"), "<absent>");
  EXPECT_EQ(request_of("GET /"), "GET /");
  EXPECT_EQ(request_of("GET /a b c HTTP/1.1"), "GET /a b c HTTP/1.1");
  EXPECT_EQ(request_of(R"(\x16\x03\x01\x02\x00)"), std::string("\x16\x03\x01\x02\0"sv));
  EXPECT_EQ(request_of("GET /\xC3\xA4 HTTP/1.1"), "GET /\xC3\xA4 HTTP/1.1");
  EXPECT_EQ(request_of(R"(GET /a\"b HTTP/1.1)"), R"(GET /a"b HTTP/1.1)");
  EXPECT_EQ(request_of(R"(GET /a\\\" HTTP/1.1)"), R"(GET /a\" HTTP/1.1)");
}

TEST(LineGrammar, AQuoteThatIsNotEscapedDoesNotEndTheFieldUnlessTheRestFits) {
  EXPECT_EQ(request_of(R"(GET /a"b HTTP/1.1)"), R"(GET /a"b HTTP/1.1)");
  EXPECT_EQ(request_of(R"(GET /a" b HTTP/1.1)"), R"(GET /a" b HTTP/1.1)");
}

TEST(LineGrammar, AnEscapedQuoteNeverEndsAField) {
  EXPECT_EQ(read(R"("$host" $status)", R"("a\" 200)"), rejected());
  EXPECT_EQ(read(R"("$host" $status)", R"("a\\" 200)"), (Values{R"(a\)", "200"}));
  EXPECT_EQ(read(R"("$upstream_addr" $status)", R"("a\" 200)"), rejected());
  EXPECT_EQ(read(R"(escape=none x"$host" $status)", R"(x"a\" 200)"), (Values{R"(a\)", "200"}));
}

TEST(LineGrammar, DecodesTheEscapesOfAllWriters) {
  EXPECT_EQ(agent_of(R"(a\x22b\x5Cc\xe4)"), "a\"b\\c\xE4");
  EXPECT_EQ(agent_of(R"(\" \\ \/ \b\f\n\r\t\v\a)"), "\" \\ / \b\f\n\r\t\v\a");
  EXPECT_EQ(agent_of(R"(\u0041\u00e4\u20AC)"), "A\xC3\xA4\xE2\x82\xAC");
  EXPECT_EQ(agent_of(R"(\x00)"), std::string(1, '\0'));
}

TEST(LineGrammar, WhatIsNoEscapeStays) {
  EXPECT_EQ(agent_of(R"(\q \x2 \xZZ \u00g0 \u12)"), R"(\q \x2 \xZZ \u00g0 \u12)");
  EXPECT_EQ(read("escape=none $status|$my", R"(200|a\x22\\\")"), (Values{"200", R"(a\x22\\\")"}));
}

TEST(LineGrammar, ADashIsAbsentAndAnEscapedDashIsNot) {
  EXPECT_EQ(agent_of("-"), "<absent>");
  EXPECT_EQ(agent_of("--"), "--");
  EXPECT_EQ(agent_of(R"(\x2d)"), "-");
  EXPECT_EQ(agent_of(""), "");
}

TEST(LineGrammar, RunsOfSpacesCountAsOne) {
  EXPECT_EQ(read("$remote_addr $status $body_bytes_sent", "a   200  5"), (Values{"a", "200", "5"}));
}

TEST(LineGrammar, AFieldBetweenTwoSpacesIsEmptyWhenNothingElseFits) {
  EXPECT_EQ(read("$status $server_name $body_bytes_sent", "200  5"), (Values{"200", "", "5"}));
  EXPECT_EQ(read("$status [$time_local] $scheme", "200  [10/Oct/2025:13:55:36 +0000] http"),
            (Values{"200", "10/Oct/2025:13:55:36 +0000", "http"}));
}

TEST(LineGrammar, TextBehindTheLastLiteralIsIgnored) {
  EXPECT_EQ(read("common", combined("jane", "GET / HTTP/1.1")).back(), "5");
  EXPECT_EQ(read("$status x", "200 xyz"), (Values{"200"}));
}

TEST(LineGrammar, ALastTextWithoutALiteralTakesTheWholeRest) {
  EXPECT_EQ(read("$status $my", "200 a b \"c\" "), (Values{"200", "a b \"c\" "}));
  EXPECT_EQ(read("$my $upstream_addr", "a b, c : "sv), (Values{"a", "b, c : "}));
  EXPECT_EQ(read("$my $upstream_addr", "a b\0c, d"sv), (Values{"a", std::string("b\0c, d"sv)}));
  EXPECT_EQ(read("$status $remote_addr", "200 a, b, "), (Values{"200", "a, b"}));
  EXPECT_EQ(read("$status $remote_addr", "200 a, b, ,"), (Values{"200", "a, b"}));
}

TEST(LineGrammar, AddressesOfEveryFormAreOneField) {
  for (const std::string address :
       {"203.0.113.7", "2001:db8::1", "::ffff:203.0.113.7", "fe80::1%br0", "unix:", "host.example.org",
        "203.0.113.7:8080", "[2001:db8::1]:443", "203.0.113.7, 198.51.100.2", "a, b, c", ""}) {
    const Values values = read("combined", address + combined("-", "GET / HTTP/1.1").substr(11));
    ASSERT_EQ(values.size(), 9u) << address;
    EXPECT_EQ(values[0], address);
  }
}

TEST(LineGrammar, ForwardedListsAreOneField) {
  const std::string line = combined("-", "GET / HTTP/1.1") + R"( "203.0.113.7, 2001:db8::1, unknown")";
  EXPECT_EQ(read("main", line).back(), "203.0.113.7, 2001:db8::1, unknown");
}

TEST(LineGrammar, UpstreamListsHaveCommasAndColonsBetweenTheirElements) {
  constexpr auto kFormat = "$upstream_addr $upstream_status $status";
  EXPECT_EQ(read(kFormat, "a:80 200 404"), (Values{"a:80", "200", "404"}));
  EXPECT_EQ(read(kFormat, "a, b : c 502, 502 : 200 404"), (Values{"a, b : c", "502, 502 : 200", "404"}));
  EXPECT_EQ(read(kFormat, "- - 404"), (Values{"<absent>", "<absent>", "404"}));
  EXPECT_EQ(read(kFormat, "a, - 502, - 404"), (Values{"a, -", "502, -", "404"}));
  EXPECT_EQ(read("$upstream_addr|$status", "a : |404"), (Values{"a : ", "404"}));
  EXPECT_EQ(read("[$upstream_addr] $status", "[] 404"), (Values{"", "404"}));
}

TEST(LineGrammar, AnIsoTimeIsNotCutAtALiteralInsideOfIt) {
  EXPECT_EQ(read("$time_iso8601-$status", "2025-10-10T13:55:36-200"), (Values{"2025-10-10T13:55:36", "200"}));
  EXPECT_EQ(read("$time_iso8601-$status", "2025-10-200"), rejected());
}

TEST(LineGrammar, LinesOfAnotherShapeAreRejected) {
  const std::string good = combined("-", "GET / HTTP/1.1");
  EXPECT_EQ(read("combined", good.substr(0, good.size() - 1)), rejected());  // no last quote
  EXPECT_EQ(read("combined", std::string(1, 'x') + good.substr(good.find(' '))).size(), 9u);
  EXPECT_EQ(read("combined", good.substr(good.find('['))), rejected());
  std::string no_status = good;
  no_status.replace(no_status.find("200"), 3, "abc");
  EXPECT_EQ(read("combined", no_status), rejected());
  std::string no_time = good;
  no_time.replace(no_time.find("13:55"), 5, "13.55");
  EXPECT_EQ(read("combined", no_time), rejected());
}

TEST(LineGrammarFill, LineEndsAreNewlineOrCarriageReturnAndNewlineOrTheEnd) {
  const std::string line = combined("-", "GET / HTTP/1.1");
  for (const std::string end : {"\n", "\r\n", ""}) {
    const ParsedChunk parsed = parse_chunk("combined", line + "\n" + line + end);
    ASSERT_EQ(parsed.rows.size(), 2u);
    EXPECT_EQ(parsed.rows[0], parsed.rows[1]);
  }
}

TEST(LineGrammarFill, BlankLinesAndCommentsAreSkipped) {
  const std::string line = combined("-", "GET / HTTP/1.1") + "\n";
  const ParsedChunk parsed = parse_chunk("combined", "\n# a comment\n" + line + " \t \r\n#\n");
  EXPECT_EQ(parsed.rows.size(), 1u);
  EXPECT_EQ(parsed.tally.counts.lines, 5u);
  EXPECT_EQ(parsed.tally.counts.skipped[static_cast<std::size_t>(SkipReason::kBlank)], 2u);
  EXPECT_EQ(parsed.tally.counts.skipped[static_cast<std::size_t>(SkipReason::kComment)], 2u);
  EXPECT_EQ(parsed.tally.rejected_line_count, 0u);
}

TEST(LineGrammarFill, NulRunsBeforeALineAreIgnored) {
  const std::string line = combined("-", "GET / HTTP/1.1") + "\n";
  const ParsedChunk parsed =
      parse_chunk("combined", std::string(5000, '\0') + line + std::string(3, '\0') + "\n");
  EXPECT_EQ(parsed.rows.size(), 1u);
  EXPECT_EQ(parsed.tally.counts.skipped_total(), 1u);
}

TEST(LineGrammarFill, OverLongLinesAreRejectedAndTheirNeighboursRead) {
  const std::string line = combined("-", "GET / HTTP/1.1") + "\n";
  const std::string at_limit = combined("-", "GET /", std::string(2000, 'x')) + "\n";
  const ParsedChunk parsed =
      parse_chunk("combined", line + at_limit + combined("-", "GET /", std::string(2001, 'x')) + "\n" + line,
                  {.max_line_bytes = at_limit.size() - 1});
  EXPECT_EQ(parsed.rows.size(), 3u);
  EXPECT_EQ(parsed.tally.counts.rejected[static_cast<std::size_t>(RejectReason::kTooLong)], 1u);
  EXPECT_EQ(parsed.tally.rejected_lines[0].line, 3u);
}

TEST(LineGrammarFill, LinesLongerThanABatchAreRead) {
  const std::string line = combined("-", "GET / HTTP/1.1") + "\n";
  const std::string agent(2 * RecordBatch::kMaxBytes, 'x');
  const ParsedChunk parsed =
      parse_chunk("combined", line + combined("-", "GET /", R"(\x41)" + agent) + "\n" + line);
  ASSERT_EQ(parsed.rows.size(), 3u);
  EXPECT_EQ(parsed.rows[1].back(), std::string(1, 'A') + agent);
}

TEST(LineGrammarFill, ManyBatchesHoldAllLinesInOrder) {
  std::string chunk;
  constexpr std::size_t kLines = 3 * RecordBatch::kMaxRows + 7;
  for (std::size_t i = 0; i < kLines; ++i) {
    chunk += std::to_string(i) + (i % 2 == 0 ? R"( a\x41)" : " bad") + (i % 5 == 0 ? "|junk\n" : "|\n");
  }
  const ParsedChunk parsed = parse_chunk("$status $my|", chunk);
  ASSERT_EQ(parsed.rows.size(), kLines);
  for (std::size_t i = 0; i < kLines; ++i) {
    ASSERT_EQ(parsed.rows[i], (Values{std::to_string(i), i % 2 == 0 ? "aA" : "bad"}));
  }
}

// The bound is on steps, and this checks it by what it is for: each of these lines of a megabyte would take
// minutes if any scan of it were quadratic, and takes some ten milliseconds. So the limit of seconds is not
// about speed.
TEST(LineGrammar, HostileLinesOfAMegabyteCostLittle) {
  constexpr std::size_t kBytes = 1'000'000;  // below the limit of a line
  const auto repeated = [](std::string_view part) {
    std::string out;
    while (out.size() < kBytes) out += part;
    return out;
  };
  constexpr auto kLists = R"($http_foo $upstream_addr "$http_bar" $upstream_status [$status])";
  constexpr auto kTexts = "$http_a $http_b $http_c $http_d $http_e $http_f|";
  const std::pair<std::string_view, std::string> cases[] = {
      {"combined", "203.0.113.7 - a" + repeated(" ")},
      {"combined", "203.0.113.7 - " + repeated(" [")},
      {"combined", "203.0.113.7 - " + repeated(" [10/Oct/2025:13:55:36 +0000")},
      {"combined", "203.0.113.7 - " + repeated(" [10/Oct/2025:13:55:36 +0000] \"")},
      {"combined", combined("-", repeated("\" "))},
      {"combined", combined("-", repeated("\" 200 5 \""))},
      {"combined", combined("-", repeated("\\")) + "\" \""},
      {"combined", repeated("a, ")},
      {"combined", repeated(", ")},
      {kLists, repeated("x, ")},
      {kLists, repeated("x : ")},
      {kLists, repeated(" : ")},
      {kTexts, repeated("a ")},
      {kTexts, repeated("a  ")},
      {R"(escape=none x"$http_a" "$http_b" [$status])", R"(x")" + repeated("\" \"    ")},
      {"$host $status $host $status $host $status|", repeated("1 ")},
      {"$remote_addr]$remote_addr]$remote_addr]x", repeated("]")},
      {"%h %{User-Agent}i %>s %b", std::string(1, 'a') + repeated(" ")},
      {"%h %{User-Agent}i %>s %b", repeated("1 ")},
      {"%h %{User-Agent}i %>s %b", repeated("1  ") + "x"},
      {"%u %{X-Forwarded-For}i %{X-Forwarded-For}i", repeated("a, ")},
      {"%u|%{Host}i|%v|%H", repeated("|")},
      {"%m%U%q %H", repeated("A")},
  };
  for (const auto& [format, line] : cases) {
    const std::clock_t before = std::clock();
    const ParsedChunk parsed = parse_chunk(format, line);
    const double seconds = static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC;
    EXPECT_EQ(parsed.tally.counts.rejected[static_cast<std::size_t>(RejectReason::kTooLong)], 0u);
    EXPECT_LT(seconds, 2.0) << format << " on " << line.substr(0, 60);
  }
}

}  // namespace
}  // namespace anonlog
