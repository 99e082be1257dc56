#include "parsers/apache_log_format.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "tests/parsers/parsed_chunk.h"

namespace anonlog {
namespace {

using Values = std::vector<std::string>;

std::string error_of(std::string_view text) {
  const auto grammar = compile_apache_log_format("httpd.conf", text);
  if (grammar) return "no error";
  EXPECT_EQ(grammar.error().kind, ErrorKind::kUsage);
  return grammar.error().message;
}

// The first line of the message, without the place's name.
std::string problem_of(std::string_view text) {
  std::string message = error_of(text);
  return message.substr(message.find(':') + 1, message.find('\n') - message.find(':') - 1);
}

std::vector<Slot> slots_of(std::string_view text) {
  const auto grammar = compile_apache_log_format("httpd.conf", text);
  EXPECT_TRUE(grammar) << grammar.error().message;
  if (!grammar) return {};
  return {grammar->slots().begin(), grammar->slots().end()};
}

Values keys_of(std::string_view text) {
  Values keys;
  for (const Slot& slot : slots_of(text)) keys.push_back(slot.key);
  return keys;
}

Values read(std::string_view format, std::string_view line) {
  const ParsedChunk parsed = parse_chunk(format, line);
  return parsed.rows.empty() ? Values{"<rejected>"} : parsed.rows[0];
}

TEST(ApacheLogFormat, CommonAndCombinedAreReadAsByName) {
  constexpr std::string_view kCombined = R"(%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i")";
  const std::string line(find_format("combined")->sample);
  EXPECT_EQ(read(kCombined, line), read("combined", line));
  EXPECT_EQ(read(kCombined.substr(0, 24), line), read("common", line));
  EXPECT_EQ(keys_of(kCombined), (Values{"client_ip", "ident", "remote_user", "time", "request", "status",
                                        "body_bytes", "referrer", "user_agent"}));
  EXPECT_EQ(read(R"(%v:%p %h %l %u %t "%r" %>s %O "%{Referer}i" "%{User-Agent}i")",
                 find_format("vhost_combined")->sample),
            read("vhost_combined", find_format("vhost_combined")->sample));
}

TEST(ApacheLogFormat, EveryDirectiveCompilesAlone) {
  for (const char* text : {"%a",
                           "%{c}a",
                           "%A",
                           "%b",
                           "%B",
                           "%{x}C",
                           "%D",
                           "%{x}e",
                           "%f",
                           "%h",
                           "%{c}h",
                           "%H",
                           "%{x}i",
                           "%I",
                           "%k",
                           "%l",
                           "%L",
                           "%{c}L",
                           "%m",
                           "%{x}n",
                           "%{x}o",
                           "%O",
                           "%p",
                           "%{canonical}p",
                           "%{local}p",
                           "%{remote}p",
                           "%P",
                           "%{pid}P",
                           "%{tid}P",
                           "%{hextid}P",
                           "%q",
                           "%r",
                           "%R",
                           "%s",
                           "%>s",
                           "%<s",
                           "%S",
                           "%t",
                           "%{sec}t",
                           "%{begin}t",
                           "%{end}t",
                           "%{end:%T}t",
                           "%T",
                           "%{s}T",
                           "%{ms}T",
                           "%{us}T",
                           "%u",
                           "%U",
                           "%v",
                           "%V",
                           "%{x}x",
                           "%{x}c",
                           "%c",
                           "%X",
                           "%^FB",
                           "%^FU",
                           "%{x}^ti",
                           "%{x}^to",
                           "%!200,304{x}i",
                           "%400,501{User-agent}i",
                           "%{}t"}) {
    EXPECT_EQ(error_of(text), "no error") << text;
    EXPECT_EQ(slots_of(text).size(), 1U) << text;
  }
}

TEST(ApacheLogFormat, HeadersMapToFieldsInAnyCase) {
  EXPECT_EQ(
      keys_of(
          R"("%{referer}i" "%{USER-AGENT}i" "%{Accept-language}i" "%{host}i" "%{x-forwarded-for}i" "%{cookie}i")"),
      (Values{"referrer", "user_agent", "accept_language", "host", "forwarded_for", "cookie"}));
}

TEST(ApacheLogFormat, ConnectionsAndCachesMapToFields) {
  EXPECT_EQ(keys_of("%{SSL_PROTOCOL}x %{SSL_CIPHER}x %{remote}p"),
            (Values{"tls_protocol", "tls_cipher", "client_port"}));
  EXPECT_EQ(keys_of("%{version}c %{cipher}c"), (Values{"tls_protocol", "tls_cipher"}));
  for (const char* text :
       {R"("%{X-Cache}o")", R"("%{x-cache-status}o")", R"("%{cache-status}e")", "%{Varnish:hitmiss}x"}) {
    EXPECT_EQ(keys_of(text), Values{"cache_status"}) << text;
  }
}

TEST(ApacheLogFormat, WhatTheCatalogueLacksIsOtherAndDirect) {
  const auto slots =
      slots_of(R"("%{X-Foo}i" "%{X-Foo}o" "%{sid}C" "%{A}e" "%{b}n" "%{SSL_CLIENT_S_DN}x" %k %P "%{T}^ti")");
  const Values keys = {"X-Foo:i", "X-Foo:o", "sid:C", "A:e", "b:n", "SSL_CLIENT_S_DN:x", "k", "P", "T:^ti"};
  ASSERT_EQ(slots.size(), keys.size());
  for (std::size_t i = 0; i < slots.size(); ++i) {
    EXPECT_EQ(slots[i].key, keys[i]);
    EXPECT_EQ(field_info(slots[i].field).identity, IdentityClass::kDirect) << keys[i];
  }
}

TEST(ApacheLogFormat, UnitsAreThoseOfTheDirective) {
  EXPECT_EQ(slots_of("%D")[0].unit, FieldUnit::kMicroseconds);
  EXPECT_EQ(slots_of("%T")[0].unit, FieldUnit::kSeconds);
  EXPECT_EQ(slots_of("%{ms}T")[0].unit, FieldUnit::kMilliseconds);
  EXPECT_EQ(slots_of("%{us}T")[0].unit, FieldUnit::kMicroseconds);
}

TEST(ApacheLogFormat, OfDirectivesThatSayTheSameTheBetterKeepsTheField) {
  EXPECT_EQ(keys_of("%s %>s"), (Values{"s", "status"}));
  EXPECT_EQ(keys_of("%>s %<s"), (Values{"status", "s"}));
  EXPECT_EQ(keys_of("%s"), (Values{"status"}));
  EXPECT_EQ(keys_of("%T/%D"), (Values{"T", "duration_us"}));
  EXPECT_EQ(keys_of("%h %a"), (Values{"h", "client_ip"}));
  EXPECT_EQ(keys_of("%t %{end}t"), (Values{"time", "end:t"}));
  EXPECT_EQ(keys_of("%{end:sec}t"), (Values{"time"}));
  EXPECT_EQ(keys_of("%{%F %T}t %{end:msec_frac}t"), (Values{"time", "end:msec_frac:t"}));
  EXPECT_EQ(keys_of("%{%F}t %{end:%T}t"), (Values{"time", "time"})) << "only together they tell a moment";
  EXPECT_EQ(keys_of("%{%T}t %{end:%F %T}t"), (Values{"%T:t", "time"})) << "the end alone does";
  EXPECT_EQ(keys_of("%{%T}t %{end:%T}t"), (Values{"time", "end:%T:t"}));
}

TEST(ApacheLogFormat, LiteralsAreDecodedAsApacheDoes) {
  EXPECT_EQ(read(R"(%h\t%>s\\%k\q%B%%)", "a\t200\\7\\q5%"), (Values{"a", "200", "7", "5"}));
  EXPECT_EQ(read("%h %>s\\n", "a 200"), (Values{"a", "200"}));
  EXPECT_EQ(problem_of("%h\\n%>s"),
            "1:3: a line break inside of the format: a record would be several lines");
}

TEST(ApacheLogFormat, DirectivesAreTakenWholeFromAConfiguration) {
  const Values keys = {"client_ip", "request", "user_agent"};
  constexpr std::string_view kQuoted = R"("%h \"%r\" \"%{User-Agent}i\"")";
  EXPECT_EQ(keys_of(kQuoted), keys);
  EXPECT_EQ(keys_of("LogFormat " + std::string(kQuoted) + " mine\n"), keys);
  EXPECT_EQ(keys_of("  logformat\t" + std::string(kQuoted)), keys);
  EXPECT_EQ(keys_of("CustomLog \"|/bin/x -y\" " + std::string(kQuoted) + " env=!z"), keys);
  EXPECT_EQ(keys_of(R"('%h "%r" "%{User-Agent}i"')"), keys);
  EXPECT_EQ(
      keys_of("# LogFormat \"%u\" old\n#\n LogFormat \"%h \\\n\\\"%r\\\" \\\"%{User-Agent}i\\\"\" mine"),
      keys);
  EXPECT_EQ(read("LogFormat \"%h\\t\\\\%>s\" x", "a\t\\200"), (Values{"a", "200"}));
  EXPECT_EQ(keys_of("LogFormat %h x"), (Values{"client_ip"}));
}

TEST(ApacheLogFormat, ABareFormatMayBeginWithAQuote) {
  EXPECT_EQ(read(R"("%r" %>s)", R"("GET / HTTP/1.1" 200)"), (Values{"GET / HTTP/1.1", "200"}));
  EXPECT_EQ(read(R"("%r")", R"("GET / HTTP/1.1")"), (Values{"GET / HTTP/1.1"}));
}

TEST(ApacheLogFormat, ATimeKeepsItsBracketsOutside) {
  EXPECT_EQ(read("%t", "[10/Oct/2025:13:55:36 +0000]"), (Values{"10/Oct/2025:13:55:36 +0000"}));
  EXPECT_EQ(read("%h%t%>s", "a[10/Oct/2025:13:55:36 +0000]200"),
            (Values{"a", "10/Oct/2025:13:55:36 +0000", "200"}));
  EXPECT_EQ(read("%200t \"%r\"", "- \"x\""), (Values{"<absent>", "x"}));
  EXPECT_EQ(read("%200t \"%r\"", "[10/Oct/2025:13:55:36 +0000] \"x\""),
            (Values{"[10/Oct/2025:13:55:36 +0000]", "x"}));
}

TEST(ApacheLogFormat, PartsOfATimeAreReadByTheirShape) {
  EXPECT_EQ(read("[%{%Y-%m-%d %H:%M:%S}t.%{msec_frac}t %{%z}t] %h", "[2025-10-10 13:55:36.007 -0730] a"),
            (Values{"2025-10-10 13:55:36", "007", "-0730", "a"}));
  EXPECT_EQ(read("%{%d %B %y, %I:%M:%S %p}t %h", "01 September 25, 01:02:03 PM a"),
            (Values{"01 September 25, 01:02:03 PM", "a"}));
  EXPECT_EQ(read("%>s %{%e %b}t", "200  7 Oct"),
            (Values{"200", "7 Oct"}));  // the space before it took its padding
  EXPECT_EQ(read("%>s %{%e %b}t", "200 17 Oct"), (Values{"200", "17 Oct"}));
  EXPECT_EQ(read("%{%F}t %h", "2025-10-1 a"), (Values{"<rejected>"}));
  EXPECT_EQ(read("%{%b}t %h", "Okt a"), (Values{"<rejected>"}));  // English only
}

TEST(ApacheLogFormat, FieldsThatTouchAreReadWhereTheirShapesTellThemApart) {
  EXPECT_EQ(read("%U%q %>s", "/a b?c=d 200"), (Values{"/a b?c=d", "200"}));
  EXPECT_EQ(keys_of("%U%q"), (Values{"target"}));
  EXPECT_EQ(read("%m%U %>s", "VERSION-CONTROL/a 200"), (Values{"VERSION-CONTROL", "/a", "200"}));
  EXPECT_EQ(read("%m%U%q", "GET/a?b"), (Values{"GET", "/a?b"}));
  EXPECT_EQ(read("%s%m%U", "200GET/"), (Values{"200", "GET", "/"}));
  EXPECT_EQ(read("%{%Y}t%{%m}t%{%d}t%{%T}t%D", "2025101013:55:3677"),
            (Values{"2025", "10", "10", "13:55:36", "77"}));
  EXPECT_EQ(read("%{sec}t%{%z}t", "1760104536+0000"), (Values{"1760104536", "+0000"}));
}

TEST(ApacheLogFormat, FieldsThatTouchAndCannotBeToldApartAreAnError) {
  EXPECT_EQ(error_of("%h %D%T"),
            "httpd.conf:1:6: %D and %T touch: nothing tells where the first one ends\n"
            "  %h %D%T\n"
            "       ^");
  for (const char* text : {"%h%u", "%U%s", "%r%q", "%q%U", "%b%{%Y}t", "%b%{%z}t", "%{sec}t%{usec_frac}t",
                           "%{%Z}t%{%b}t", "%{X}i%{Y}i", "%m%h", "%U%200q", "%>s%s"}) {
    EXPECT_NE(problem_of(text).find("touch"), std::string::npos) << text;
  }
}

TEST(ApacheLogFormat, OneTextMayStandBare) {
  constexpr std::string_view kFormat = "%h %{User-Agent}i %>s %b";
  EXPECT_EQ(read(kFormat, "a Mozilla 5.0 (x 200 5) 200 77"),
            (Values{"a", "Mozilla 5.0 (x 200 5)", "200", "77"}));
  EXPECT_EQ(read(kFormat, "a x 1 2 3 4"), (Values{"a", "x 1 2", "3", "4"}));
  EXPECT_EQ(read(kFormat, "a  200 5"), (Values{"a", "", "200", "5"}));
  EXPECT_EQ(read(kFormat, "a - 200 -"), (Values{"a", "<absent>", "200", "<absent>"}));
  EXPECT_EQ(read(kFormat, "a b 200 x"), (Values{"<rejected>"}));
  EXPECT_EQ(read("<%u %D>", "<jane 5> doe 7>"), (Values{"jane 5> doe", "7"}));
  EXPECT_EQ(read("%>s %{Referer}i", "200 a b  c "), (Values{"200", "a b  c "}));
  EXPECT_EQ(read("%h %l %u %t %r", "a - b c [10/Oct/2025:13:55:36 +0000] GET / x"),
            (Values{"a", "<absent>", "b c", "10/Oct/2025:13:55:36 +0000", "GET / x"}));
}

TEST(ApacheLogFormat, TextBehindAFormatIsIgnoredUnlessTheLineEndTellsAField) {
  EXPECT_EQ(read(R"("%r" %>s)", R"("a" 200 more)"), (Values{"a", "200"}));
  EXPECT_EQ(read("%u %>s", "a 200 more"), (Values{"<rejected>"}));
  EXPECT_EQ(read("%u %>s", "a 200 7"), (Values{"a 200", "7"}));
}

TEST(ApacheLogFormat, TextsThatNothingTellsApartAreAnError) {
  EXPECT_EQ(error_of("%h %{User-Agent}i %{Referer}i"),
            "httpd.conf:1:19: %{User-Agent}i and %{Referer}i are any text, and what stands between them may "
            "stand in "
            "both: nothing tells where the first one ends (in quotes they could be read)\n"
            "  %h %{User-Agent}i %{Referer}i\n"
            "                    ^");
  EXPECT_NE(problem_of("%u %>s %r").find("%u and %r are any text"), std::string::npos);
  EXPECT_NE(problem_of("%r|%{a}i|%h").find("%r and %{a}i"), std::string::npos);
  EXPECT_EQ(error_of("%r\\t%{a}i\\t%h"), "no error");  // a tab is escaped in values
  EXPECT_EQ(error_of(R"(%u "%r" %{a}i)"), "no error");
  EXPECT_EQ(error_of("%u %t %r"), "no error");
  EXPECT_EQ(error_of(R"(%t %h %{SSL_PROTOCOL}x %{SSL_CIPHER}x "%r" %b)"), "no error");
  EXPECT_EQ(error_of(R"(%{X-Forwarded-For}i %l %u %t "%r" %>s %b)"), "no error");
  EXPECT_EQ(error_of(R"("%r" %{outstream}n/%{instream}n (%{ratio}n%%))"), "no error");
}

TEST(ApacheLogFormat, BetweenQuotesAValueMayBeAnything) {
  EXPECT_EQ(read(R"("%{Host}i" "%m" %>s)", R"("a b, c" "x y" 200)"), (Values{"a b, c", "x y", "200"}));
  EXPECT_EQ(read(R"({"user":"%u","status":%>s})", R"({"user":"""","status":200})"), (Values{R"("")", "200"}));
}

TEST(ApacheLogFormat, EscapesOfApacheAreDecoded) {
  EXPECT_EQ(read(R"("%r")", R"("\"\\\b\n\r\t\v\xc3\xa9\x00")"),
            (Values{std::string("\"\\\b\n\r\t\v\xC3\xA9\0", 10)}));
}

TEST(ApacheLogFormat, AnUnknownDirectiveIsAnErrorThatListsTheKnown) {
  const std::string message = error_of("%h %Z %b");
  EXPECT_TRUE(
      message.starts_with("httpd.conf:1:4: %Z is no directive of a LogFormat; these are: %% %a %A %b"));
  EXPECT_TRUE(message.ends_with("\n  %h %Z %b\n     ^"));
  EXPECT_TRUE(problem_of("%^xy").starts_with("1:1: %^xy is no directive"));
}

TEST(ApacheLogFormat, WrongArgumentsAndOpenBracesAreErrors) {
  EXPECT_EQ(problem_of("%h %{ns}T"), "1:6: the argument of %T is one of s, ms, us");
  EXPECT_EQ(problem_of("%{peer}p"), "1:3: the argument of %p is one of canonical, local, remote");
  EXPECT_EQ(problem_of("%h %i"), "1:4: %i needs the name of what it writes, as %{NAME}i");
  EXPECT_EQ(problem_of("%h %{Referer"), "1:5: this { is never closed");
  EXPECT_EQ(problem_of("%h 100%"), "1:7: this % has no directive behind it (a percent sign is %%)");
  EXPECT_EQ(problem_of("%h %>"), "1:4: this % has no directive behind it (a percent sign is %%)");
  EXPECT_EQ(problem_of("%^F"), "1:1: this % has no directive behind it (a percent sign is %%)");
  EXPECT_TRUE(problem_of("%{end:%T %Q}t").starts_with("1:10: %Q is no part of a time that can be read"));
  EXPECT_EQ(problem_of("LogFormat \"%h"), "1:11: this string is never closed");
  EXPECT_EQ(problem_of("LogFormat "), "1:11: this LogFormat has no format");
  EXPECT_EQ(problem_of("CustomLog x"), "1:12: this CustomLog has no format");
  EXPECT_TRUE(problem_of("CustomLog x combined").starts_with("1:1: no %directive in this format"));
}

TEST(ApacheLogFormat, PlacesAreThoseOfTheUsersText) {
  EXPECT_EQ(error_of("LogFormat \"\\\"%r\\\" %Z\" x").substr(0, 17), "httpd.conf:1:19: ");
  EXPECT_EQ(error_of("# a\nLogFormat \"%h%u\"").substr(0, 17), "httpd.conf:2:14: ");
}

TEST(ApacheLogFormat, MoreDirectivesThanAGrammarHoldsAreAnError) {
  std::string text;
  for (std::size_t i = 0; i < LineGrammar::kMaxFields; ++i) text += "%k ";
  EXPECT_EQ(error_of(text), "no error");
  EXPECT_EQ(problem_of(text + "%k"), "1:385: more than 128 directives in one format");
}

TEST(IsApacheLogFormat, TellsItFromNginxStrings) {
  EXPECT_TRUE(is_apache_log_format("%h %r"));
  EXPECT_TRUE(is_apache_log_format("LogFormat \"$ %r\" x"));
  EXPECT_TRUE(is_apache_log_format("# $\nCustomLog a \"%r\""));
  EXPECT_FALSE(is_apache_log_format("$status%"));
  EXPECT_FALSE(is_apache_log_format("combined"));
}

}  // namespace
}  // namespace anonlog
