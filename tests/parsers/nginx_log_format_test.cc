#include "parsers/nginx_log_format.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "tests/parsers/parsed_chunk.h"

namespace anonlog {
namespace {

using Values = std::vector<std::string>;

std::string error_of(std::string_view text) {
  const auto grammar = compile_nginx_log_format("nginx.conf", text);
  if (grammar) return "no error";
  EXPECT_EQ(grammar.error().kind, ErrorKind::kUsage);
  return grammar.error().message;
}

Values read(std::string_view format, std::string_view line) {
  const ParsedChunk parsed = parse_chunk(format, line);
  return parsed.rows.empty() ? Values{"<rejected>"} : parsed.rows[0];
}

std::vector<std::string> keys_of(std::string_view text) {
  std::vector<std::string> keys;
  const auto grammar = compile_nginx_log_format("nginx.conf", text);
  EXPECT_TRUE(grammar) << grammar.error().message;
  if (!grammar) return keys;
  for (const Slot& slot : grammar->slots()) keys.push_back(slot.key);
  return keys;
}

TEST(NginxLogFormat, ADollarWithoutANameIsAnError) {
  EXPECT_EQ(error_of("$remote_addr $ $status"),
            "nginx.conf:1:14: no variable name behind $ (it is $name or ${name})\n"
            "  $remote_addr $ $status\n"
            "               ^");
  EXPECT_EQ(error_of("$status costs 5$"),
            "nginx.conf:1:16: no variable name behind $ (it is $name or ${name})\n"
            "  $status costs 5$\n"
            "                 ^");
  EXPECT_EQ(error_of("${status"),
            "nginx.conf:1:1: no variable name behind $ (it is $name or ${name})\n"
            "  ${status\n"
            "  ^");
  EXPECT_EQ(error_of("a ${}"),
            "nginx.conf:1:3: no variable name behind $ (it is $name or ${name})\n"
            "  a ${}\n"
            "    ^");
}

TEST(NginxLogFormat, VariablesThatTouchAreAnError) {
  EXPECT_EQ(error_of("$status$body_bytes_sent"),
            "nginx.conf:1:8: $status and $body_bytes_sent touch: nothing tells where the first one ends\n"
            "  $status$body_bytes_sent\n"
            "         ^");
  EXPECT_EQ(error_of("escape=json '$my_one'\n '$my_two'"),
            "nginx.conf:2:3: $my_one and $my_two touch: nothing tells where the first one ends\n"
            "   '$my_two'\n"
            "    ^");
}

TEST(NginxLogFormat, VariablesThatTouchAreReadWhereTheirShapesTellThemApart) {
  EXPECT_EQ(read("$uri$is_args$args $status", "/a b?c=d 200"), (Values{"/a b?c=d", "200"}));
  EXPECT_EQ(keys_of("$uri$is_args$query_string"), (Values{"target"}));
  EXPECT_EQ(read("$request_method$uri", "GET/a"), (Values{"GET", "/a"}));
  EXPECT_EQ(read("$request_method$request_uri $status", "GET/a?b 200"), (Values{"GET", "/a?b", "200"}));
  EXPECT_EQ(read("$time_local$status", "10/Oct/2025:13:55:36 +0000200"),
            (Values{"10/Oct/2025:13:55:36 +0000", "200"}));
  EXPECT_EQ(keys_of("$is_args $args"), (Values{"is_args", "query"}));
  for (const char* text :
       {"$uri$args", "$uri$is_args", "$is_args$uri", "$args$uri", "$host$uri", "$time_iso8601$uri"}) {
    EXPECT_NE(error_of(text).find("touch"), std::string::npos) << text;
  }
}

TEST(NginxLogFormat, ATextThatOnlyTheEndOfTheLineTellsTakesAllOfIt) {
  EXPECT_EQ(read("$http_user_agent $status", "a b 200"), (Values{"a b", "200"}));
  EXPECT_EQ(read("$http_user_agent $status", "a b 200 c"), (Values{"<rejected>"}));
  EXPECT_EQ(read("$http_user_agent|$host", "a|b|c"), (Values{"a|b", "c"}));
  EXPECT_EQ(read("$http_user_agent $upstream_addr", "a (b, c) d, e, f"), (Values{"a (b, c)", "d, e, f"}));
  EXPECT_EQ(read(R"("$http_user_agent" $status)", R"("a b" 200 c)"), (Values{"a b", "200"}));
  EXPECT_EQ(read(R"(escape=none '"$http_user_agent" $status')", R"("a" 1 "b" 200)"),
            (Values{R"(a" 1 "b)", "200"}));
}

TEST(NginxLogFormat, CommentsOfTheConfigurationAreSkipped) {
  EXPECT_EQ(keys_of("# log_format '$x'\n\n#\nlog_format a '$status '  # it's\n  #x\n '$my'; # $y\n"),
            (Values{"status", "my"}));
  EXPECT_EQ(read("#$status", "#200"), (Values{"200"}));
}

TEST(NginxLogFormat, TheNamesInAnErrorAreTheOnesThatTheUserWrote) {
  EXPECT_EQ(error_of("$remote_addr$http_referer"),
            "nginx.conf:1:13: $remote_addr and $http_referer touch: nothing tells where the first one ends\n"
            "  $remote_addr$http_referer\n"
            "              ^");
}

TEST(NginxLogFormat, AnUnknownEscapeIsAnError) {
  EXPECT_EQ(error_of("escape=xml '$status'"),
            "nginx.conf:1:8: the escape is not one of default, json, none\n"
            "  escape=xml '$status'\n"
            "         ^");
  EXPECT_EQ(error_of("escape="),
            "nginx.conf:1:8: the escape is not one of default, json, none\n"
            "  escape=\n"
            "         ^");
}

TEST(NginxLogFormat, AnOpenStringIsAnError) {
  EXPECT_EQ(error_of("'$status ' '$request"),
            "nginx.conf:1:12: this string is never closed\n"
            "  '$status ' '$request\n"
            "             ^");
  EXPECT_EQ(error_of(R"('$status\')"),
            "nginx.conf:1:1: this string is never closed\n"
            R"(  '$status\')"
            "\n  ^");
}

TEST(NginxLogFormat, TextBesideTheStringsIsAnError) {
  EXPECT_EQ(error_of("'$status' $request"),
            "nginx.conf:1:11: expected a string in quotes, as log_format in nginx.conf has them\n"
            "  '$status' $request\n"
            "            ^");
  EXPECT_EQ(error_of("'$status'; x"),
            "nginx.conf:1:10: there is text behind the semicolon that ends the log_format\n"
            "  '$status'; x\n"
            "           ^");
}

TEST(NginxLogFormat, AFormatWithoutAVariableIsAnError) {
  constexpr std::string_view kMessage =
      "no $variable in this format, and `anonlog formats` lists no format of this name";
  EXPECT_EQ(error_of("combnied"), "nginx.conf:1:1: " + std::string(kMessage) + "\n  combnied\n  ^");
  EXPECT_EQ(error_of(""), "nginx.conf:1:1: " + std::string(kMessage) + "\n  \n  ^");
}

TEST(NginxLogFormat, MoreVariablesThanAGrammarHoldsAreAnError) {
  std::string text;
  for (std::size_t i = 0; i < LineGrammar::kMaxFields; ++i) text += "$a ";
  EXPECT_EQ(error_of(text), "no error");
  EXPECT_EQ(error_of(text + "$b").substr(0, 61),
            "nginx.conf:1:385: more than 128 variables in one format\n  $a ");
}

TEST(NginxLogFormat, StringsAreJoinedWithNothingBetween) {
  EXPECT_EQ(keys_of("'$status ' \"$my \"\n\t'x$request';"), (Values{"status", "my", "request"}));
  EXPECT_EQ(read("'$status ' \"$my \"\n 'x$request';", "200 a xGET /"), (Values{"200", "a", "GET /"}));
}

TEST(NginxLogFormat, TheConfigurationsOwnEscapesAreUndone) {
  EXPECT_EQ(read(R"('$status \"$my\" \'$request\' \\ $host')", R"(200 "a" 'b' \ c)"),
            (Values{"200", "a", "b", "c"}));
  EXPECT_EQ(read(R"('$status\t$my')", "200\ta"), (Values{"200", "a"}));
  EXPECT_EQ(read(R"('$status\q$my')", R"(200\qa)"), (Values{"200", "a"}));
}

TEST(NginxLogFormat, BareTextIsOneStringAsItStands) {
  EXPECT_EQ(read(R"("$status" \t $my)", R"("200" \t a)"), (Values{"200", "a"}));
  EXPECT_EQ(read(R"(escape=none $status $my)", R"(200 a\x22)"), (Values{"200", R"(a\x22)"}));
}

TEST(NginxLogFormat, BracesEndAName) {
  EXPECT_EQ(keys_of("${status}x$my_Name9-${request}"), (Values{"status", "my_Name9", "request"}));
  EXPECT_EQ(read("${status}x", "200x"), (Values{"200"}));
}

TEST(NginxLogFormat, EscapesAreDecodedUnlessTheFormatHasNone) {
  EXPECT_EQ(read("escape=default '$status \"$my\"'", R"(200 "a\x22b")"), (Values{"200", "a\"b"}));
  EXPECT_EQ(read("escape=json '$status \"$my\"'", R"(200 "a\"b\u0001")"), (Values{"200", "a\"b\x01"}));
  EXPECT_EQ(read("escape=none '$status \"$my\"'", R"(200 "a\x22"b")"), (Values{"200", R"(a\x22)"}));
}

TEST(NginxLogFormat, JsonFormatsAreReadAsText) {
  constexpr auto kFormat =
      R"(escape=json '{"time":"$time_iso8601","status":$status,"ua":"$http_user_agent","t":$upstream_response_time}')";
  EXPECT_EQ(
      read(kFormat, R"({"time":"2025-10-10T13:55:36+00:00","status":200,"ua":"a \"b\" c","t":0.1, 0.2})"),
      (Values{"2025-10-10T13:55:36+00:00", "200", "a \"b\" c", "0.1, 0.2"}));
  EXPECT_EQ(read(kFormat, R"({"time":"2025-10-10T13:55:36+00:00","status":200,"ua":"","t":})"),
            (Values{"2025-10-10T13:55:36+00:00", "200", "", ""}));
}

TEST(NginxLogFormat, UpstreamVariablesAreLists) {
  constexpr auto kFormat =
      "$remote_addr [$proxy_upstream_name] $upstream_addr $upstream_response_length $upstream_response_time "
      "$upstream_status $req_id";
  EXPECT_EQ(read(kFormat, "203.0.113.7 [a-b-80] 10.0.0.1:80, 10.0.0.2:80 61, 100 0.100, 0.004 502, 200 f00"),
            (Values{"203.0.113.7", "a-b-80", "10.0.0.1:80, 10.0.0.2:80", "61, 100", "0.100, 0.004",
                    "502, 200", "f00"}));
  EXPECT_EQ(read(kFormat, "203.0.113.7 [] - - - - f00"),
            (Values{"203.0.113.7", "", "<absent>", "<absent>", "<absent>", "<absent>", "f00"}));
}

TEST(NginxVariableSlot, KnownVariablesMapToFields) {
  EXPECT_EQ(nginx_variable_slot("remote_addr").field, Field::kClientIp);
  EXPECT_EQ(nginx_variable_slot("remote_addr").key, "client_ip");
  EXPECT_EQ(nginx_variable_slot("args").field, Field::kQuery);  // the first row
  EXPECT_EQ(nginx_variable_slot("uri").field, Field::kPath);    // the last row
  EXPECT_EQ(nginx_variable_slot("msec").unit, FieldUnit::kEpochSeconds);
  EXPECT_EQ(nginx_variable_slot("request_time").unit, FieldUnit::kSeconds);
  EXPECT_EQ(nginx_variable_slot("upstream_connect_time").shape, FieldShape::kList);
}

TEST(NginxVariableSlot, ConnectionsAndCachesMapToFields) {
  EXPECT_EQ(nginx_variable_slot("remote_port").field, Field::kClientPort);
  EXPECT_EQ(nginx_variable_slot("ssl_protocol").field, Field::kTlsProtocol);
  EXPECT_EQ(nginx_variable_slot("ssl_cipher").field, Field::kTlsCipher);
  EXPECT_EQ(nginx_variable_slot("upstream_cache_status").field, Field::kCacheStatus);
  EXPECT_EQ(nginx_variable_slot("http_x_request_id").field, Field::kRequestId);
  // One cookie of many keeps its name.
  EXPECT_EQ(nginx_variable_slot("cookie_session").field, Field::kOther);
}

TEST(NginxVariableSlot, AnUnknownVariableIsOtherUnderItsOwnName) {
  const Slot slot = nginx_variable_slot("my_session_token");
  EXPECT_EQ(slot.field, Field::kOther);
  EXPECT_EQ(slot.key, "my_session_token");
  EXPECT_EQ(slot.shape, FieldShape::kText);
  EXPECT_EQ(field_info(slot.field).identity, IdentityClass::kDirect);
}

}  // namespace
}  // namespace anonlog
