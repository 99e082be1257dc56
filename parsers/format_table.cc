// The rows of formats(), from the most specific to the most general.
#include "parsers/formats.h"
#include "parsers/key_map_texts.h"
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
    {"caddy",
     "Caddy's access log: JSON of the loggers http.log.access",
     {{{FormatLanguage::kJson, kCaddyKeys}}},
     R"({"level":"info","ts":1760104536.123456,"logger":"http.log.access.log0","msg":"handled request",)"
     R"("request":{"remote_ip":"203.0.113.7","remote_port":"50312","client_ip":"203.0.113.7",)"
     R"("proto":"HTTP/2.0","method":"GET","host":"www.example.org","uri":"/a?b=1","headers":{"User-Agent":)"
     R"(["Mozilla/5.0"],"Referer":["https://example.com/"]},"tls":{"resumed":false,"version":772,)"
     R"("cipher_suite":4865,"proto":"h2","server_name":"www.example.org"}},"bytes_read":0,"user_id":"",)"
     R"("duration":0.001234,"size":2326,"status":200,"resp_headers":{"Server":["Caddy"]}})"},
    {"traefik-json",
     "Traefik's access log as JSON, of all its versions",
     {{{FormatLanguage::kJson, kTraefikKeys}}},
     R"({"ClientAddr":"203.0.113.7:50312","ClientHost":"203.0.113.7","ClientPort":"50312","ClientUsername":"-",)"
     R"("DownstreamContentSize":2326,"DownstreamStatus":200,"Duration":1234567,"OriginDuration":1000000,)"
     R"("OriginStatus":200,"RequestAddr":"www.example.org","RequestHost":"www.example.org",)"
     R"("RequestMethod":"GET","RequestPath":"/a","RequestPort":"-","RequestProtocol":"HTTP/2.0",)"
     R"("RequestScheme":"https","StartUTC":"2025-10-10T13:55:36.123456789Z","level":"info","msg":"",)"
     R"("request_User-Agent":"Mozilla/5.0","time":"2025-10-10T13:55:36Z"})"},
    {"gcp-lb",
     "Google Cloud's load balancers: entries of Cloud Logging with a httpRequest",
     {{{FormatLanguage::kJson, kGcpKeys}}},
     R"({"httpRequest":{"latency":"0.058927s","remoteIp":"203.0.113.7","requestMethod":"GET","requestSize":"512",)"
     R"("requestUrl":"https://www.example.org/a","responseSize":"2326","status":200,"userAgent":"Mozilla/5.0"},)"
     R"("insertId":"1f2gz3g1","resource":{"type":"http_load_balancer"},"timestamp":"2025-10-10T13:55:36.123456Z"})"},
    {"cloudflare",
     "Cloudflare's Logpush of HTTP requests",
     {{{FormatLanguage::kJson, kCloudflareKeys}}},
     R"({"ClientIP":"203.0.113.7","ClientRequestHost":"www.example.org","ClientRequestMethod":"GET",)"
     R"("ClientRequestURI":"/a","ClientRequestProtocol":"HTTP/2","ClientRequestUserAgent":"Mozilla/5.0",)"
     R"("EdgeResponseBytes":2326,"EdgeResponseStatus":200,"EdgeStartTimestamp":"2025-10-10T13:55:36Z",)"
     R"("RayID":"98c1d2e3f4a5b6c7"})"},
    {"envoy-json",
     "Envoy's access log as JSON, of Istio, Contour and Envoy Gateway",
     {{{FormatLanguage::kJson, kEnvoyKeys}}},
     R"({":authority":"www.example.org","bytes_received":0,"bytes_sent":2326,)"
     R"("downstream_remote_address":"203.0.113.7:50312","duration":12,"method":"GET","protocol":"HTTP/2",)"
     R"("response_code":200,"response_flags":"-","start_time":"2025-10-10T13:55:36.123Z",)"
     R"("user-agent":"Mozilla/5.0","x-envoy-origin-path":"/a","x-forwarded-for":"203.0.113.7"})"},
    {"nginx-json",
     "nginx with a log_format of JSON that names the variables as they are",
     {{{FormatLanguage::kJson, as_text(kNginxJsonByTarget)},
       {FormatLanguage::kJson, as_text(kNginxJsonByRequest)}}},
     R"({"time_iso8601":"2025-10-10T13:55:36+00:00","remote_addr":"203.0.113.7","request_method":"GET",)"
     R"("request_uri":"/a?b=1","server_protocol":"HTTP/1.1","status":200,"body_bytes_sent":2326,)"
     R"("request_time":0.012,"http_referer":"https://example.com/","http_user_agent":"Mozilla/5.0",)"
     R"("upstream_response_time":"0.011"})"},
    {"json",
     "one JSON object per line with usual names, or those of the policy's [json]",
     {{{FormatLanguage::kJson, as_text(kJsonByTarget)},
       {FormatLanguage::kJson, as_text(kJsonByVerb)},
       {FormatLanguage::kJson, as_text(kJsonByRequest)}}},
     R"({"@timestamp":"2025-10-10T13:55:36.123Z","client":{"ip":"203.0.113.7"},"http":{"request":)"
     R"({"method":"GET","referrer":"https://example.com/"},"response":{"status_code":200,"body":)"
     R"({"bytes":2326}}},"url":{"original":"/a?b=1"},"user_agent":{"original":"Mozilla/5.0"}})"},
    {"ltsv",
     "labeled tab-separated values: host:203.0.113.7, time:[...], req:GET /a HTTP/1.1, ...",
     {{{FormatLanguage::kLtsv, as_text(kLtsvByRequest)}, {FormatLanguage::kLtsv, as_text(kLtsvByTarget)}}},
     "host:203.0.113.7\tident:-\tuser:-\ttime:[10/Oct/2025:13:55:36 +0000]\treq:GET /a HTTP/1.1\tstatus:200\t"
     "size:2326\treferer:https://example.com/\tua:Mozilla/5.0\tvhost:www.example.org"},
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
