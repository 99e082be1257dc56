// The rows of formats(), from the most specific to the most general.
#include "parsers/formats.h"

namespace anonlog {
namespace {

// Apache's formats are written as the nginx strings that read the same lines: `ident` is what Apache's %l
// gives ("-" in nginx), and the escapes of both servers are decoded alike.
constexpr Format kFormats[] = {
    {"nginx-error",
     "nginx's error log; for its columns see `anonlog policy show errors`",
     {{{FormatLanguage::kErrorLog, "nginx"}}},
     R"(2025/11/23 17:37:28 [error] 123#123: *45 open() "/srv/www/a" failed (2: No such file or directory), )"
     R"(client: 203.0.113.7, server: www.example.org, request: "GET /a HTTP/1.1", host: "www.example.org")"},
    {"apache-error",
     "Apache's error log, of 2.4 and 2.2; for its columns see `anonlog policy show errors`",
     {{{FormatLanguage::kErrorLog, "apache"}, {FormatLanguage::kErrorLog, "apache-2.2"}}},
     R"([Sun Nov 23 17:37:28.123456 2025] [authz_core:error] [pid 123:tid 456] [client 203.0.113.7:51234] )"
     R"(AH01630: client denied by server configuration: /srv/www/a)"},
    {"vhost_combined",
     "Apache's vhost_combined of Debian: combined behind host:port",
     {{{FormatLanguage::kNginx,
        R"($server_name:$server_port $remote_addr $ident $remote_user [$time_local] "$request" $status )"
        R"($body_bytes_sent "$http_referer" "$http_user_agent")"}}},
     R"(www.example.org:443 203.0.113.7 - - [10/Oct/2025:13:55:36 +0000] "GET /a HTTP/1.1" 200 2326 )"
     R"("https://example.com/" "Mozilla/5.0")"},
    {"main",
     "nginx main, of nginx's own packages: combined and X-Forwarded-For",
     {{{FormatLanguage::kNginx,
        R"($remote_addr $ident $remote_user [$time_local] "$request" $status $body_bytes_sent )"
        R"("$http_referer" "$http_user_agent" "$http_x_forwarded_for")"}}},
     R"(203.0.113.7 - - [10/Oct/2025:13:55:36 +0000] "GET /a HTTP/1.1" 200 2326 "https://example.com/" )"
     R"("Mozilla/5.0" "198.51.100.9")"},
    {"combined",
     "nginx and Apache combined, the default of most servers",
     {{{FormatLanguage::kNginx,
        R"($remote_addr $ident $remote_user [$time_local] "$request" $status $body_bytes_sent )"
        R"("$http_referer" "$http_user_agent")"}}},
     R"(203.0.113.7 - - [10/Oct/2025:13:55:36 +0000] "GET /a HTTP/1.1" 200 2326 "https://example.com/" )"
     R"("Mozilla/5.0")"},
    {"common",
     "Apache common, the NCSA common log format",
     {{{FormatLanguage::kNginx,
        R"($remote_addr $ident $remote_user [$time_local] "$request" $status $body_bytes_sent)"}}},
     R"(203.0.113.7 - - [10/Oct/2025:13:55:36 +0000] "GET /a HTTP/1.1" 200 2326)"},
};

}  // namespace

std::span<const Format> formats() { return kFormats; }

}  // namespace anonlog
