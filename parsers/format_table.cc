// The rows of formats(), from the most specific to the most general.
#include "parsers/formats.h"

namespace anonlog {
namespace {

// Fields are only ever appended: a shorter variant reads what is older, and the text behind the longest is ignored.
#define ANONLOG_ALB                                                                                             \
  R"(other=aws {other.type} {time:iso} {other.elb} {client_ip:endpoint}{client_port} {upstream_addr:token} )"   \
  R"({other.request_processing_time:number} {upstream_duration_us:s} {other.response_processing_time:number} )" \
  R"({status} {upstream_status} {request_bytes} {bytes_sent} {request:quoted:absolute} {user_agent:quoted} )"   \
  R"({tls_cipher} {tls_protocol} {other.target_group_arn} {request_id:quoted})"
#define ANONLOG_ALB_CERTIFICATE ANONLOG_ALB R"( {other.domain_name:quoted} {other.chosen_cert_arn:quoted})"
#define ANONLOG_ALB_ACTIONS                                                                          \
  ANONLOG_ALB_CERTIFICATE                                                                            \
  R"( {other.matched_rule_priority} {other.request_creation_time} {other.actions_executed:quoted} )" \
  R"({other.redirect_url:quoted} {other.error_reason:quoted} {other.target_port_list:quoted} )"      \
  R"({other.target_status_code_list:quoted} {other.classification:quoted} {other.classification_reason:quoted})"
#define ANONLOG_ELB                                                                                             \
  R"(other=aws lines=2 {time:iso} {other.elb} {client_ip:endpoint}{client_port} {upstream_addr:token} )"        \
  R"({other.request_processing_time:number} {upstream_duration_us:s} {other.response_processing_time:number} )" \
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
#define ANONLOG_SQUID                                                                                \
  R"({time:epoch} {duration_us:ms} {client_ip} {cache_status:word}/{status} {bytes_sent} {method} )" \
  R"({target:absolute} {remote_user:token} {other.hierarchy:word}/{upstream_addr:token})"
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
     {{{FormatLanguage::kFieldText, ANONLOG_SQUID R"( {other.mime_type}{other.headers:groups})"},
       {FormatLanguage::kFieldText, ANONLOG_SQUID}}},
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
    {"vcommon",
     "Apache's common behind the virtual host, with or without its port",
     {{{FormatLanguage::kNginx,
        R"($server_name:$server_port $remote_addr $ident $remote_user [$time_local] "$request" $status )"
        R"($body_bytes_sent)"},
       {FormatLanguage::kNginx,
        R"($server_name $remote_addr $ident $remote_user [$time_local] "$request" $status $body_bytes_sent)"}}},
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
