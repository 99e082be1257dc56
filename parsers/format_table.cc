// The rows of formats(), from the most specific to the most general.
#include "parsers/formats.h"
#include "parsers/w3c_extended.h"

namespace anonlog {
namespace {

// Apache's formats are written as the nginx strings that read the same lines: `ident` is what Apache's %l
// gives ("-" in nginx), and the escapes of both servers are decoded alike.
constexpr Format kFormats[] = {
    {"cloudfront",
     "Amazon CloudFront standard log, by its #Fields line or, without one, its 33 columns",
     {{{FormatLanguage::kW3cCloudFront,
        "exactly date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status "
        "cs(Referer) "
        "cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id x-host-header "
        "cs-protocol cs-bytes time-taken x-forwarded-for ssl-protocol ssl-cipher x-edge-response-result-type "
        "cs-protocol-version fle-status fle-encrypted-fields c-port time-to-first-byte "
        "x-edge-detailed-result-type sc-content-type sc-content-len sc-range-start sc-range-end"}}},
     "2025-10-10\t13:55:36\tFRA56-P4\t2326\t203.0.113.7\tGET\td111111abcdef8.cloudfront.net\t/a\t200\t"
     "https://example.com/\tMozilla/5.0%20(X11)\t-\t-\tHit\tSOX4xwn4XV6Q4rgb7XiVGOHms_BGlTAC4KyHmureZmBNrjGd"
     "RLiNIQ==\twww.example.org\thttps\t23\t0.001\t-\tTLSv1.3\tTLS_AES_128_GCM_SHA256\tHit\tHTTP/2.0\t-\t-\t"
     "11040\t0.001\tHit\ttext/html\t78\t-\t-"},
    {"iis",
     "Microsoft IIS, by its #Fields line or, without one, the columns that IIS 7.5 or 8.5 logs by default",
     {{{FormatLanguage::kW3cIis,
        "exactly date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) "
        "cs(Referer) sc-status sc-substatus sc-win32-status time-taken"},
       {FormatLanguage::kW3cIis,
        "exactly date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) "
        "sc-status sc-substatus sc-win32-status time-taken"}}},
     "2025-10-10 13:55:36 198.51.100.1 GET /a x=1 443 - 203.0.113.7 Mozilla/5.0+(X11) https://example.com/ "
     "200 0 0 23"},
    {"w3c",
     "W3C extended log of any other server, by its #Fields line or --fields",
     {{{FormatLanguage::kW3c, W3cExtended::kNoLayout}}},
     "#Fields: date time c-ip cs-method cs-uri sc-status bytes\n"
     "2025-10-10 13:55:36 203.0.113.7 GET /a?x=1 200 2326"},
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
