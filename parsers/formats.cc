#include "parsers/formats.h"

#include <algorithm>

#include "parsers/apache_log_format.h"
#include "parsers/nginx_log_format.h"

namespace anonlog {
namespace {

// Apache's formats are written as the nginx strings that read the same lines: `ident` is what Apache's %l
// gives ("-" in nginx), and the escapes of both servers are decoded alike.
constexpr Format kFormats[] = {
    {"vhost_combined", "Apache's vhost_combined of Debian: combined behind host:port",
     R"($server_name:$server_port $remote_addr $ident $remote_user [$time_local] "$request" $status )"
     R"($body_bytes_sent "$http_referer" "$http_user_agent")",
     R"(www.example.org:443 203.0.113.7 - - [10/Oct/2025:13:55:36 +0000] "GET /a HTTP/1.1" 200 2326 )"
     R"("https://example.com/" "Mozilla/5.0")"},
    {"main", "nginx main, of nginx's own packages: combined and X-Forwarded-For",
     R"($remote_addr $ident $remote_user [$time_local] "$request" $status $body_bytes_sent )"
     R"("$http_referer" "$http_user_agent" "$http_x_forwarded_for")",
     R"(203.0.113.7 - - [10/Oct/2025:13:55:36 +0000] "GET /a HTTP/1.1" 200 2326 "https://example.com/" )"
     R"("Mozilla/5.0" "198.51.100.9")"},
    {"combined", "nginx and Apache combined, the default of most servers",
     R"($remote_addr $ident $remote_user [$time_local] "$request" $status $body_bytes_sent )"
     R"("$http_referer" "$http_user_agent")",
     R"(203.0.113.7 - - [10/Oct/2025:13:55:36 +0000] "GET /a HTTP/1.1" 200 2326 "https://example.com/" )"
     R"("Mozilla/5.0")"},
    {"common", "Apache common, the NCSA common log format",
     R"($remote_addr $ident $remote_user [$time_local] "$request" $status $body_bytes_sent)",
     R"(203.0.113.7 - - [10/Oct/2025:13:55:36 +0000] "GET /a HTTP/1.1" 200 2326)"},
};

}  // namespace

std::span<const Format> formats() { return kFormats; }

const Format* find_format(std::string_view name) {
  const auto* row = std::find_if(std::begin(kFormats), std::end(kFormats),
                                 [name](const Format& format) { return format.name == name; });
  return row == std::end(kFormats) ? nullptr : row;
}

namespace {

Result<LineGrammar> compile(std::string_view name_or_string) {
  if (const Format* format = find_format(name_or_string)) {
    return compile_nginx_log_format("--format", format->grammar);
  }
  if (is_apache_log_format(name_or_string)) return compile_apache_log_format("--format", name_or_string);
  if (name_or_string.find('$') != std::string_view::npos) {
    return compile_nginx_log_format("--format", name_or_string);
  }
  std::string names;
  for (const Format& row : kFormats) names += (names.empty() ? "" : ", ") + std::string(row.name);
  return fail(ErrorKind::kUsage, locate("--format", name_or_string, 0,
                                        "neither the name of a format (" + names +
                                            ") nor the string of one: an nginx log_format, which has "
                                            "$variables, or an Apache LogFormat, which has %directives"));
}

}  // namespace

Result<std::unique_ptr<Parser>> make_parser(std::string_view name_or_string) {
  return compile(name_or_string).map([](LineGrammar&& grammar) -> std::unique_ptr<Parser> {
    return std::make_unique<LineGrammar>(std::move(grammar));
  });
}

}  // namespace anonlog
