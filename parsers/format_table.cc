// The rows of formats(), from the most specific to the most general.
#include "parsers/formats.h"
#include "parsers/key_map_texts.h"
#include "parsers/w3c_extended.h"

namespace anonlog {
namespace {

// Fields are only ever appended: a shorter variant reads what is older, and the text behind the longest is ignored.
#define ANONLOG_ALB                                                                                           \
  R"(other=aws {other.type} {time:iso} {other.elb} {client_ip:endpoint}{client_port} {upstream_addr:token} )" \
  R"({other.request_processing_time:number:s:part} {upstream_duration_us:s:part} )"                           \
  R"({other.response_processing_time:number:s:part} )"                                                        \
  R"({status} {upstream_status} {request_bytes} {bytes_sent} {request:quoted:absolute} {user_agent:quoted} )" \
  R"({tls_cipher} {tls_protocol} {other.target_group_arn} {request_id:quoted})"
#define ANONLOG_ALB_CERTIFICATE ANONLOG_ALB R"( {other.domain_name:quoted} {other.chosen_cert_arn:quoted})"
#define ANONLOG_ALB_ACTIONS                                                                          \
  ANONLOG_ALB_CERTIFICATE                                                                            \
  R"( {other.matched_rule_priority} {other.request_creation_time} {other.actions_executed:quoted} )" \
  R"({other.redirect_url:quoted} {other.error_reason:quoted} {other.target_port_list:quoted} )"      \
  R"({other.target_status_code_list:quoted} {other.classification:quoted} {other.classification_reason:quoted})"
#define ANONLOG_ELB                                                                                      \
  R"(other=aws lines=2 {time:iso} {other.elb} {client_ip:endpoint}{client_port} {upstream_addr:token} )" \
  R"({other.request_processing_time:number:s:part} {upstream_duration_us:s:part} )"                      \
  R"({other.response_processing_time:number:s:part} )"                                                   \
  R"({status} {upstream_status} {request_bytes} {bytes_sent} {request:quoted:absolute})"
#define ANONLOG_S3                                                                                           \
  R"(escape=none {other.bucket_owner} {other.bucket} [{time:clf}] {client_ip:token} {other.requester} )"     \
  R"({request_id} {other.operation} {other.key} {request:quoted} {status} {other.error_code} {body_bytes} )" \
  R"({other.object_size:number} {duration_us:ms} {other.turn_around_time:number} {referrer:quoted} )"        \
  R"({user_agent:quoted:last} {other.version_id})"
#define ANONLOG_HAPROXY                                                                                              \
  R"(escape=hash other=haproxy {client_ip:endpoint}{client_port} [{time=%d/%b/%Y:%H:%M:%S}.{time=msec_frac}] )"      \
  R"({other.frontend} {other.backend:word}/{other.server} {other.request_timer:number}/{other.queue_timer:number}/)" \
  R"({other.connect_timer:number}/{other.response_timer:number}/{duration_us:ms} {status} {bytes_sent} )"
#define ANONLOG_HAPROXY_COUNTERS                                                                    \
  R"( {other.termination} {other.active_connections:number}/{other.frontend_connections:number}/)"  \
  R"({other.backend_connections:number}/{other.server_connections:number}/{other.retries:number} )" \
  R"({other.server_queue:number}/{other.backend_queue:number}{other.captures:groups} )"
#define ANONLOG_HAPROXY_COOKIES R"({cookie:token} {other.response_cookie})"
#define ANONLOG_ENVOY(TARGET, BEHIND_FLAGS)                                                           \
  R"([{time:iso}] "{method} )" TARGET R"( {protocol}" {status} {other.response_flags} )" BEHIND_FLAGS \
  R"({request_bytes} {body_bytes} {duration_us:ms} {upstream_duration_us:ms} "{forwarded_for}" )"     \
  R"("{user_agent}" "{request_id:text}" "{host:text}" "{upstream_addr:text}")"
#define ANONLOG_ISTIO_FAILURE                                                \
  R"({other.response_code_details} {other.connection_termination_details} )" \
  R"("{other.upstream_transport_failure_reason:text}" )"
#define ANONLOG_ISTIO                                                                             \
  R"( {other.upstream_cluster} {other.upstream_local_address} {other.downstream_local_address} )" \
  R"({client_ip:endpoint}{client_port} {other.requested_server_name} {other.route_name})"
// A user is logged with its spaces: only a target without any keeps it out of the path.
#define ANONLOG_SQUID(TARGET_AND_USER)                                                                  \
  R"(escape=none {time:epoch} {duration_us:ms} {client_ip} {cache_status:word}/{status} {bytes_sent} )" \
  R"({method} )" TARGET_AND_USER R"( {other.hierarchy:word}/{upstream_addr:token})"
#define ANONLOG_INGRESS                                                                                             \
  R"({remote_user} [{time:clf}] {request:quoted} {status} {body_bytes} {referrer:quoted} {user_agent:quoted} )"     \
  R"({request_bytes} {duration_us:s} [{other.proxy_upstream_name}]{other.proxy_alternative_upstream_name:groups} )" \
  R"({upstream_addr:list} {other.upstream_response_length:list} {upstream_duration_us:list:s} {upstream_status:list})"
#define ANONLOG_INGRESS_OLD \
  "other=ingress-nginx {client_ip} - [{other.the_real_ip:address}] - " ANONLOG_INGRESS
#define ANONLOG_TRAEFIK                                                                                         \
  R"(other=traefik {client_ip} - {remote_user} [{time:clf}] "{request}" {status} {body_bytes} )"                \
  R"({referrer:quoted} {user_agent:quoted} {other.count:number} {other.router:quoted} {upstream_addr:quoted} )" \
  R"({duration_us:ms}ms)"
#define ANONLOG_LITESPEED                                                                                        \
  R"({client_ip} - {remote_user:quoted} [{time:clf}] {request:quoted} {status} {body_bytes} {referrer:quoted} )" \
  R"({user_agent:quoted})"
#define ANONLOG_NPM \
  R"(- {method} {scheme} {host} "{target}" [Client {client_ip}] [Length {body_bytes}] [Gzip {other.gzip_ratio}] )"

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
    {"alb",
     "Application Load Balancer of AWS",
     {{{FormatLanguage::kFieldText, ANONLOG_ALB_ACTIONS R"( {other.conn_trace_id})"},
       {FormatLanguage::kFieldText, ANONLOG_ALB_ACTIONS},
       {FormatLanguage::kFieldText, ANONLOG_ALB_CERTIFICATE},
       {FormatLanguage::kFieldText, ANONLOG_ALB}}},
     R"(https 2025-10-10T13:55:36.186641Z app/my-loadbalancer/50dc6c495c0c9188 203.0.113.7:2817 10.0.0.1:80 )"
     R"(0.086 0.048 0.037 200 200 34 366 "GET https://www.example.com:443/a HTTP/1.1" "Mozilla/5.0" )"
     R"(ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 )"
     R"(arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/my-targets/73e2d6bc24d8a067 )"
     R"("Root=1-58337281-1d84f3d73c47ec4e58577259" "www.example.com" "session-reused" 1 )"
     R"(2025-10-10T13:55:36.080000Z "authenticate,forward" "-" "-" "10.0.0.1:80" "200" "-" "-" TID_1234abcd)"},
    {"elb",
     "Classic Load Balancer of AWS",
     {{{FormatLanguage::kFieldText, ANONLOG_ELB R"( {user_agent:quoted} {tls_cipher} {tls_protocol})"},
       {FormatLanguage::kFieldText, ANONLOG_ELB}}},
     R"(2025-10-10T13:55:36.945958Z my-loadbalancer 203.0.113.7:2817 10.0.0.1:80 0.000073 0.001048 0.000057 )"
     R"(200 200 0 29 "GET http://www.example.com:80/ HTTP/1.1" "Mozilla/5.0" - -)"},
    {"s3",
     "server access log of Amazon S3",
     {{{FormatLanguage::kFieldText, ANONLOG_S3
        R"( {other.host_id} {other.signature_version} {tls_cipher} {other.authentication_type} {host} {tls_protocol})"},
       {FormatLanguage::kFieldText, ANONLOG_S3}}},
     R"(79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be my-bucket [10/Oct/2025:13:55:36 +0000] )"
     R"(203.0.113.7 - 3E57427F3EXAMPLE WEBSITE.GET.OBJECT a.html "GET /a.html HTTP/1.1" 200 - 2326 2326 41 28 )"
     R"("https://example.com/" "Mozilla/5.0" - s9lzHYrFp76ZVxRcpX9+5cjAnEH2ROuNkd2BHfIa6UkFVdtjf5mKR3/eTPFvsiP= )"
     R"(- ECDHE-RSA-AES128-GCM-SHA256 - my-bucket.s3.us-west-1.amazonaws.com TLSv1.2 - -)"},
    {"haproxy",
     "HAProxy's httplog and httpslog",
     {{{FormatLanguage::kFieldText, ANONLOG_HAPROXY ANONLOG_HAPROXY_COOKIES ANONLOG_HAPROXY_COUNTERS
        R"({request:quoted} {other.frontend_error:number}/{other.frontend_tls_error:word}/)"
        R"({other.client_certificate_error:number}/{other.client_ca_error:number}/{other.tls_resumed:number} )"
        R"({host:word}/{tls_protocol:word}/{tls_cipher})"},
       {FormatLanguage::kFieldText,
        ANONLOG_HAPROXY ANONLOG_HAPROXY_COOKIES ANONLOG_HAPROXY_COUNTERS R"({request:quoted})"},
       {FormatLanguage::kFieldText,
        ANONLOG_HAPROXY ANONLOG_HAPROXY_COOKIES ANONLOG_HAPROXY_COUNTERS R"("{request})"},
       {FormatLanguage::kFieldText,
        ANONLOG_HAPROXY R"({cookie})" ANONLOG_HAPROXY_COUNTERS R"({request:quoted})"}}},
     R"(203.0.113.7:33317 [10/Oct/2025:13:55:36.655] www~ static/srv1 10/0/30/69/109 200 2750 - - ---- )"
     R"(1/1/1/1/0 0/0 {www.example.org} {} "GET /a HTTP/1.1" 0/0/0/0/0 www.example.org/TLSv1.3/TLS_AES_256_GCM_SHA384)"},
    {"haproxy-clf",
     "HAProxy's httplog clf",
     {{{FormatLanguage::kFieldText,
        R"(escape=hash other=haproxy {client_ip} - - [{time:clf}] {request:quoted} {status} {bytes_sent} "" "" )"
        R"({client_port:number} {time=msec_frac} {other.frontend:quoted} {other.backend:quoted} )"
        R"({other.server:quoted} {other.request_timer:number} {other.queue_timer:number} )"
        R"({other.connect_timer:number} {other.response_timer:number} {duration_us:ms} )"
        R"({other.termination:quoted} {other.active_connections:number} {other.frontend_connections:number} )"
        R"({other.backend_connections:number} {other.server_connections:number} {other.retries:number} )"
        R"({other.server_queue:number} {other.backend_queue:number} {cookie:quoted} )"
        R"({other.response_cookie:quoted})"}}},
     R"(203.0.113.7 - - [10/Oct/2025:13:55:36 +0000] "GET /a HTTP/1.1" 200 2750 "" "" 33317 655 "www" "static" )"
     R"("srv1" 10 0 30 69 109 "----" 1 1 1 1 0 0 0 "-" "-")"},
    {"envoy",
     "Envoy's default text, Istio's and Ambassador's",
     // A path with spaces could end anywhere: that Istio's lines have it is tried last.
     {{{FormatLanguage::kFieldText,
        "escape=none other=envoy " ANONLOG_ENVOY("{target:token}", ANONLOG_ISTIO_FAILURE) ANONLOG_ISTIO},
       {FormatLanguage::kFieldText, "escape=none other=envoy " ANONLOG_ENVOY("{target}", "")},
       {FormatLanguage::kFieldText, "escape=none other=envoy ACCESS " ANONLOG_ENVOY("{target}", "")},
       {FormatLanguage::kFieldText,
        "escape=none other=envoy " ANONLOG_ENVOY(
            "{target:token}",
            R"("{other.mixer_status:text}" "{other.upstream_transport_failure_reason:text}" )")
            ANONLOG_ISTIO},
       {FormatLanguage::kFieldText,
        R"(escape=none other=envoy [{time:iso}] "{request}" {status} {other.response_flags} )" ANONLOG_ISTIO_FAILURE
        R"({request_bytes} {body_bytes} {duration_us:ms} {upstream_duration_us:ms} "{forwarded_for}" )"
        R"("{user_agent}")"}}},
     R"([2025-10-10T13:55:36.310Z] "GET /a HTTP/1.1" 200 - via_upstream - "-" 0 2326 7 5 "198.51.100.9" )"
     R"("Mozilla/5.0" "cc21d9b0-cf5c-432b-8c7e-98aeb7988cd2" "www.example.org" "10.0.35.28:80" )"
     R"(inbound|80|| 127.0.0.1:40305 10.0.35.28:80 203.0.113.7:60874 )"
     R"(outbound_.80_._.web.default.svc.cluster.local default)"},
    {"squid",
     "Squid's own format",
     {{{FormatLanguage::kFieldText,
        ANONLOG_SQUID("{target:token:absolute} {remote_user}") R"( {other.mime_type}{other.headers:groups})"},
       {FormatLanguage::kFieldText, ANONLOG_SQUID("{target:token:absolute} {remote_user}")},
       // A token has no quotes; a target that has some is read where nobody is logged in.
       {FormatLanguage::kFieldText,
        ANONLOG_SQUID("{target:absolute} -") R"( {other.mime_type}{other.headers:groups})"},
       {FormatLanguage::kFieldText, ANONLOG_SQUID("{target:absolute} -")}}},
     R"(1760104536.123    180 203.0.113.7 TCP_MISS/200 2326 GET http://www.example.org/a - )"
     R"(HIER_DIRECT/198.51.100.9 text/html [Accept:%20*/*] [Server:%20nginx])"},
    {"ingress-nginx",
     "ingress-nginx of Kubernetes, upstreaminfo of all versions",
     {{{FormatLanguage::kFieldText, "other=ingress-nginx {client_ip} - " ANONLOG_INGRESS R"( {request_id})"},
       {FormatLanguage::kFieldText, ANONLOG_INGRESS_OLD R"( {request_id})"},
       {FormatLanguage::kFieldText, ANONLOG_INGRESS_OLD}}},
     R"(203.0.113.7 - - [10/Oct/2025:13:55:36 +0000] "GET /a HTTP/1.1" 200 2326 "https://example.com/" )"
     R"("Mozilla/5.0" 489 0.104 [default-web-80] [] 172.17.0.6:8080, 172.17.0.7:8080 0, 2326 0.100, 0.004 )"
     R"(502, 200 3666a1ab1fbe8ab5b4fd0b4e1e5e8a14)"},
    {"traefik-clf",
     "Traefik's common format",
     {{{FormatLanguage::kFieldText, "escape=quote " ANONLOG_TRAEFIK},
       {FormatLanguage::kFieldText, "escape=none " ANONLOG_TRAEFIK}}},
     R"(203.0.113.7 - - [10/Oct/2025:13:55:36 +0000] "GET /a HTTP/1.1" 200 2326 "https://example.com/" )"
     R"("Mozilla/5.0" 13 "web@docker" "http://172.19.0.3:80" 5ms)"},
    {"nginx-proxy-manager",
     "Nginx Proxy Manager, of proxy hosts and of all others",
     {{{FormatLanguage::kFieldText,
        "other=nginx-proxy-manager [{time:clf}] {cache_status} {upstream_status:list} {status} " ANONLOG_NPM
        R"([Sent-to {upstream_addr:token}] "{user_agent}" "{referrer}")"},
       {FormatLanguage::kFieldText,
        "other=nginx-proxy-manager [{time:clf}] {status} " ANONLOG_NPM R"("{user_agent}" "{referrer}")"}}},
     R"([10/Oct/2025:13:55:36 +0000] - 200 200 - GET https www.example.org "/a" [Client 203.0.113.7] )"
     R"([Length 2326] [Gzip 2.10] [Sent-to 192.168.1.5] "Mozilla/5.0" "https://example.com/")"},
    {"litespeed",
     "LiteSpeed and OpenLiteSpeed, with the virtual host before or behind",
     {{{FormatLanguage::kFieldText,
        R"(["{server_name}"] )" ANONLOG_LITESPEED R"( "{host:hostname}{server_port:port}")"},
       {FormatLanguage::kFieldText, R"(["{server_name}"] )" ANONLOG_LITESPEED},
       {FormatLanguage::kFieldText, ANONLOG_LITESPEED R"( "{host:hostname}{server_port:port}")"},
       {FormatLanguage::kFieldText, ANONLOG_LITESPEED}}},
     R"(["Example"] 203.0.113.7 - - [10/Oct/2025:13:55:36 +0000] "GET /a HTTP/2" 200 2326 )"
     R"("https://example.com/" "Mozilla/5.0" "www.example.org")"},
    {"vhost_combined",
     "Apache's vhost_combined of Debian: combined behind host:port",
     {{{FormatLanguage::kNginx,
        R"($server_name:$server_port $remote_addr $ident $remote_user [$time_local] "$request" $status )"
        R"($body_bytes_sent "$http_referer" "$http_user_agent")"}}},
     R"(www.example.org:443 203.0.113.7 - - [10/Oct/2025:13:55:36 +0000] "GET /a HTTP/1.1" 200 2326 )"
     R"("https://example.com/" "Mozilla/5.0")"},
    {"combinedio",
     "Apache combinedio: combined and the bytes of request and response",
     {{{FormatLanguage::kNginx,
        R"($remote_addr $ident $remote_user [$time_local] "$request" $status $body_bytes_sent )"
        R"("$http_referer" "$http_user_agent" $request_length $bytes_sent)"}}},
     R"(203.0.113.7 - - [10/Oct/2025:13:55:36 +0000] "GET /a HTTP/1.1" 200 2326 "https://example.com/" )"
     R"("Mozilla/5.0" 412 2710)"},
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
    {"varnishncsa",
     "varnishncsa: combined with the host in the request",
     {{{FormatLanguage::kFieldText,
        R"({client_ip} - {remote_user} [{time:clf}] "{method} {target:url:absolute} {protocol}" {status} )"
        R"({body_bytes} "{referrer}" "{user_agent}")"},
       {FormatLanguage::kFieldText,
        R"({client_ip} - {remote_user} [{time:clf}] "{request:absolute}" {status} {body_bytes} )"
        R"("{referrer}" "{user_agent}")"}}},
     R"(203.0.113.7 - - [10/Oct/2025:13:55:36 +0000] "GET http://www.example.org/a HTTP/1.1" 200 2326 )"
     R"("https://example.com/" "Mozilla/5.0")"},
    {"lighttpd",
     "lighttpd's default: combined with the host in second place",
     {{{FormatLanguage::kFieldText,
        R"({client_ip} {host:hostname}{server_port:port} {remote_user} [{time:clf}] "{request}" {status} )"
        R"({body_bytes} "{referrer}" "{user_agent}")"},
       {FormatLanguage::kFieldText,
        R"({client_ip} {host} {remote_user} [{time:clf}] "{request}" {status} {body_bytes} "{referrer}" )"
        R"("{user_agent}")"}}},
     R"(203.0.113.7 www.example.org - [10/Oct/2025:13:55:36 +0000] "GET /a HTTP/1.1" 200 2326 )"
     R"("https://example.com/" "Mozilla/5.0")"},
    // Without a port the first word may be what a log daemon put there: it is not trusted as the server's own name.
    {"vcommon",
     "Apache's common behind the virtual host, with or without its port",
     {{{FormatLanguage::kNginx,
        R"($server_name:$server_port $remote_addr $ident $remote_user [$time_local] "$request" $status )"
        R"($body_bytes_sent)"},
       {FormatLanguage::kNginx,
        R"($host $remote_addr $ident $remote_user [$time_local] "$request" $status $body_bytes_sent)"}}},
     R"(www.example.org:443 203.0.113.7 - - [10/Oct/2025:13:55:36 +0000] "GET /a HTTP/1.1" 200 2326)"},
    {"common",
     "Apache common, the NCSA common log format",
     {{{FormatLanguage::kNginx,
        R"($remote_addr $ident $remote_user [$time_local] "$request" $status $body_bytes_sent)"}}},
     R"(203.0.113.7 - - [10/Oct/2025:13:55:36 +0000] "GET /a HTTP/1.1" 200 2326)"},
};

}  // namespace

std::span<const Format> formats() { return kFormats; }

}  // namespace anonlog
