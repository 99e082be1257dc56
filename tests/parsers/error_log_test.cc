#include "parsers/error_log.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>

#include "parsers/format_set.h"
#include "parsers/formats.h"

namespace anonlog {
namespace {

using Fields = std::map<std::string, std::string>;

// The fields of a line that are there, by key; of a time in parts all of them, joined by "|". "not read" alone when no
// variant of the format reads it.
Fields read(std::string_view format, std::string_view line) {
  std::vector<std::unique_ptr<const Parser>> parsers;
  for (const FormatSource& source : format_sources(*find_format(format))) {
    parsers.push_back(make_parser(source).value());
  }
  const FormatSet set(std::move(parsers));
  std::vector<RecordBatch> batches;
  for (std::size_t i = 0; i < set.size(); ++i) batches.emplace_back(set[i].slots());
  LineCursor lines(line);
  Tally tally;
  const auto variant = set.fill(lines, {}, batches, tally);
  if (!variant || batches[*variant].rows() != 1) return {{"not read", ""}};
  Fields fields;
  for (std::size_t slot = 0; slot < set[*variant].slots().size(); ++slot) {
    const RawBytes value = batches[*variant].column(slot)[0];
    if (value.absent()) continue;
    std::string& field = fields[set[*variant].slots()[slot].key];
    field += (field.empty() ? "" : "|") + std::string(value.bytes());
  }
  return fields;
}

const Fields kNotRead = {{"not read", ""}};

struct Line {
  const char* line;
  Fields fields;
};

void expect_lines(std::string_view format, const std::vector<Line>& lines) {
  for (const Line& line : lines) EXPECT_EQ(read(format, line.line), line.fields) << line.line;
}

TEST(NginxErrorLog, LinesHoldTheirFields) {
  const Fields base = {
      {"time", "2025/11/23 17:37:28"}, {"level", "error"}, {"process", "7#8"}, {"connection", "9"}};
  const auto with = [&base](Fields more) {
    more.insert(base.begin(), base.end());
    return more;
  };
  const std::string begin = "2025/11/23 17:37:28 [error] 7#8: *9 ";
  const std::vector<std::pair<std::string, Fields>> lines = {
      {R"(open() "/srv/a b" failed (2: No such file or directory), client: 203.0.113.7, server: a.example, request: "GET /a%20b HTTP/1.1", host: "a.example", referrer: "https://b.example/?q=1")",
       with({{"message", R"(open() "/srv/a b" failed (2: No such file or directory))"},
             {"client_ip", "203.0.113.7"},
             {"server_name", "a.example"},
             {"request", "GET /a%20b HTTP/1.1"},
             {"host", "a.example"},
             {"referrer", "https://b.example/?q=1"}})},
      {R"(connect() failed (111: Connection refused) while connecting to upstream, client: 2001:db8::1, server: _, request: "POST / HTTP/2.0", subrequest: "/auth", upstream: "http://[::1]:81/", host: "x")",
       with({{"message", "connect() failed (111: Connection refused) while connecting to upstream"},
             {"client_ip", "2001:db8::1"},
             {"server_name", "_"},
             {"request", "POST / HTTP/2.0"},
             {"subrequest", "/auth"},
             {"upstream", "http://[::1]:81/"},
             {"host", "x"}})},
      // nginx escapes nothing.
      {R"(access forbidden by rule, client: 203.0.113.7, server: a, request: "GET /"x" HTTP/1.1", host: "a")",
       with({{"message", "access forbidden by rule"},
             {"client_ip", "203.0.113.7"},
             {"server_name", "a"},
             {"request", R"(GET /"x" HTTP/1.1)"},
             {"host", "a"}})},
      // An odd quote hides nothing.
      {R"(open() "/srv/a"b" failed (2: No such file or directory), client: 203.0.113.7, server: a, request: "GET /a"b HTTP/1.1", host: "a")",
       with({{"message", R"(open() "/srv/a"b" failed (2: No such file or directory))"},
             {"client_ip", "203.0.113.7"},
             {"server_name", "a"},
             {"request", R"(GET /a"b HTTP/1.1)"},
             {"host", "a"}})},
      // Of two contexts one is a client's: the path's or the referrer's.
      {R"(open() "/srv/x, client: 192.0.2.1, server: evil" failed (2: No such file or directory), client: 203.0.113.7, server: a)",
       with({{"message", R"(open() "/srv/x)"}})},
      {R"(open() "/srv/x", client: 192.0.2.1, server: evil.example, request: "GET /y HTTP/1.1"" failed (2: No such file or directory), client: 203.0.113.7, server: a, request: "GET /x HTTP/1.1", host: "a")",
       with({{"message", R"(open() "/srv/x")"}})},
      {R"(access forbidden by rule, client: 203.0.113.7, server: a, request: "GET / HTTP/1.1", host: "a", referrer: "https://b/", client: 192.0.2.1, host: "c")",
       with({{"message", "access forbidden by rule"}})},
      {R"(SSL_do_handshake() failed (SSL: error:0A00006C:SSL routines::bad key share) while SSL handshaking, client: 203.0.113.7, server: 0.0.0.0:443)",
       with({{"message",
              "SSL_do_handshake() failed (SSL: error:0A00006C:SSL routines::bad key share) while SSL "
              "handshaking"},
             {"client_ip", "203.0.113.7"},
             {"server_name", "0.0.0.0:443"}})},
      // Cut: what is left of the request may look harmless.
      {R"(client sent too long URI while reading client request line, client: 203.0.113.7, server: a, request: "GET /aaaa)",
       with({{"message", "client sent too long URI while reading client request line"},
             {"client_ip", "203.0.113.7"},
             {"server_name", "a"}})},
      {"a message of a connection without a client",
       with({{"message", "a message of a connection without a client"}})},
      {"client sent invalid request, client: unix:, server: ",
       with({{"message", "client sent invalid request"}, {"client_ip", "unix:"}, {"server_name", ""}})},
      {R"(recv() failed, client: 203.0.113.7, server: a, host: "only.example")",
       with({{"message", "recv() failed"},
             {"client_ip", "203.0.113.7"},
             {"server_name", "a"},
             {"host", "only.example"}})},
  };
  for (const auto& [line, fields] : lines) EXPECT_EQ(read("nginx-error", begin + line), fields) << line;
}

TEST(NginxErrorLog, TheLastValueOfALineOfFullLengthIsAbsent) {
  const std::string begin = "2025/11/23 17:37:28 [error] 7#8: x, client: 203.0.113.7, server: a";
  const std::string open = begin + ", request: \"GET /";
  const auto filled = [](std::string text, std::string_view end, std::size_t bytes) {
    text.resize(bytes - end.size(), 'a');
    return text + std::string(end);
  };
  EXPECT_TRUE(read("nginx-error", filled(open, "\"", 2046)).contains("request"));
  EXPECT_FALSE(read("nginx-error", filled(open, "\"", 2047)).contains("request"));
  EXPECT_FALSE(read("nginx-error", filled(open, "", 2047)).contains("request"));
  EXPECT_TRUE(read("nginx-error", filled(open, "\", host: \"a\"", 2047)).contains("request"));
  EXPECT_FALSE(read("nginx-error", filled(open, "\", host: \"a\"", 2047)).contains("host"));
  EXPECT_TRUE(read("nginx-error", filled(begin, "", 2046)).contains("server_name"));
  EXPECT_FALSE(read("nginx-error", filled(begin, "", 2047)).contains("server_name"));
  const std::string address = "2025/11/23 17:37:28 [error] 7#8: " + std::string(1996, 'x') + ", client: ";
  EXPECT_FALSE(read("nginx-error", filled(address, "1", 2047)).contains("client_ip"));
}

TEST(NginxErrorLog, LinesWithoutAConnectionAreRead) {
  expect_lines("nginx-error", {{"2025/11/23 17:37:28 [notice] 7#7: signal process started",
                                {{"time", "2025/11/23 17:37:28"},
                                 {"level", "notice"},
                                 {"process", "7#7"},
                                 {"message", "signal process started"}}}});
}

TEST(NginxErrorLog, WhatDoesNotBeginAsOneIsRejected) {
  for (const char* line :
       {"2025/11/23 17:37:28 error 7#7: x", "2025/11/23 [error] 7#7: x", "#0 /srv/x.php(3)",
        "2025/11/23 17:37:28 [error] 77: x", "2025/11/23 17:37:28 [ERROR] 7#7: x", "PHP message: x",
        "2025/11/23 17:37:28 [error] 7#7"}) {
    EXPECT_EQ(read("nginx-error", line), kNotRead) << line;
  }
}

TEST(ApacheErrorLog, LinesHoldTheirFields) {
  const Fields base = {{"time", "Sun Nov 23 17:37:28|000456|2025"},
                       {"level", "error"},
                       {"module", "core"},
                       {"process", "1:tid 2"}};
  const auto with = [&base](Fields more) {
    more.insert(base.begin(), base.end());
    return more;
  };
  const std::string begin = "[Sun Nov 23 17:37:28.000456 2025] [core:error] [pid 1:tid 2] ";
  const std::vector<std::pair<std::string, Fields>> lines = {
      {"(2)No such file or directory: [client 203.0.113.7:51234] AH00036: access to /a failed (filesystem "
       "path '/srv/a'), referer: https://b.example/?x=1",
       with({{"client_ip", "203.0.113.7"},
             {"client_port", "51234"},
             {"message", "AH00036: access to /a failed (filesystem path '/srv/a')"},
             {"referrer", "https://b.example/?x=1"}})},
      {"[client 2001:db8::1:51234] AH00128: File does not exist: /srv/a",
       with({{"client_ip", "2001:db8::1"},
             {"client_port", "51234"},
             {"message", "AH00128: File does not exist: /srv/a"}})},
      {"[remote 203.0.113.7:80] AH01102: error reading status line from remote server b.example:80",
       with({{"upstream_addr", "203.0.113.7:80"},
             {"message", "AH01102: error reading status line from remote server b.example:80"}})},
      {R"([client 203.0.113.7:1] AH00126: Invalid URI in request GET /\xe4\"x\\y HTTP/1.1)",
       with({{"client_ip", "203.0.113.7"},
             {"client_port", "1"},
             {"message", "AH00126: Invalid URI in request GET /\xe4\"x\\y HTTP/1.1"}})},
      {"mod_authz_core.c(815): [client 203.0.113.7:1] AH01626: authorization result of <RequireAny>: granted",
       with({{"client_ip", "203.0.113.7"},
             {"client_port", "1"},
             {"message", "AH01626: authorization result of <RequireAny>: granted"}})},
      {"protocol.c(1118): (28)No space left on device: [client 203.0.113.7:1] Failed to read request header",
       with({{"client_ip", "203.0.113.7"},
             {"client_port", "1"},
             {"message", "Failed to read request header"}})},
      {"a(1) b: [client 203.0.113.7:1] c", with({{"message", "a(1) b: [client 203.0.113.7:1] c"}})},
      {"a(): b", with({{"message", "a(): b"}})},
      {"a b(1): c", with({{"message", "a b(1): c"}})},
      {"AH00094: Command line: '/usr/sbin/apache2'",
       with({{"message", "AH00094: Command line: '/usr/sbin/apache2'"}})},
      {"(98)Address already in use: AH00072: make_sock: could not bind to address [::]:80",
       with({{"message", "AH00072: make_sock: could not bind to address [::]:80"}})},
      {"[client 203.0.113.7:1] , referer: x, referer: https://b.example/",
       with({{"client_ip", "203.0.113.7"},
             {"client_port", "1"},
             {"message", ", referer: x"},
             {"referrer", "https://b.example/"}})},
  };
  for (const auto& [line, fields] : lines) EXPECT_EQ(read("apache-error", begin + line), fields) << line;
}

TEST(ApacheErrorLog, ModulesMayBeNamelessAndProcessesWithoutThreads) {
  expect_lines("apache-error",
               {{"[Sun Nov 23 17:37:28.123456 2025] [:error] [pid 12] [client 203.0.113.7:1] x",
                 {{"time", "Sun Nov 23 17:37:28|123456|2025"},
                  {"level", "error"},
                  {"process", "12"},
                  {"client_ip", "203.0.113.7"},
                  {"client_port", "1"},
                  {"message", "x"}}},
                {"[Sun Nov 23 17:37:28.123456 2025] [ssl:trace4] [pid 12] y",
                 {{"time", "Sun Nov 23 17:37:28|123456|2025"},
                  {"level", "trace4"},
                  {"module", "ssl"},
                  {"process", "12"},
                  {"message", "y"}}}});
}

TEST(ApacheErrorLog, AReferrerOfALineOfFullLengthIsAbsent) {
  std::string line =
      "[Sun Nov 23 17:37:28.123456 2025] [core:error] [pid 1] [client 203.0.113.7:1] x, referer: https://";
  line.resize(8189, 'a');
  EXPECT_TRUE(read("apache-error", line).contains("referrer"));
  EXPECT_FALSE(read("apache-error", line + "a").contains("referrer"));
}

TEST(ApacheErrorLog, LinesOfApache22AreRead) {
  expect_lines("apache-error", {{"[Sun Nov 23 17:37:28 2025] [error] [client 2001:db8::1] File does not "
                                 "exist: /srv/a, referer: http://b/",
                                 {{"time", "Sun Nov 23 17:37:28 2025"},
                                  {"level", "error"},
                                  {"client_ip", "2001:db8::1"},
                                  {"message", "File does not exist: /srv/a"},
                                  {"referrer", "http://b/"}}},
                                // An ErrorLogFormat as of 2.2, in 2.4.
                                {"[Sun Nov 23 17:37:28 2025] [info] [client 203.0.113.7:51234] x",
                                 {{"time", "Sun Nov 23 17:37:28 2025"},
                                  {"level", "info"},
                                  {"client_ip", "203.0.113.7"},
                                  {"client_port", "51234"},
                                  {"message", "x"}}},
                                {"[Sun Nov 23 17:37:28 2025] [notice] caught SIGTERM, shutting down",
                                 {{"time", "Sun Nov 23 17:37:28 2025"},
                                  {"level", "notice"},
                                  {"message", "caught SIGTERM, shutting down"}}}});
}

TEST(ApacheErrorLog, WhatDoesNotBeginAsOneIsRejected) {
  for (const char* line : {"[Sun Nov 23 17:37:28 2025] error x", "Sun Nov 23 17:37:28 2025 [error] x",
                           "[Sun Nov 23 17:37:28.12 2025] [core:error] [pid 1] x", "[error] x",
                           "[Sun Nov 23 17:37:28.123456 2025] [core:error] x",
                           "[Sun Nov 23 17:37:28.123456 2025] [co re:error] [pid 1] x"}) {
    EXPECT_EQ(read("apache-error", line), kNotRead) << line;
  }
}

}  // namespace
}  // namespace anonlog
