// The key maps (key_map.h) of the formats of the table that name their values.
//
// A line tells its request either as a whole or as method, target and protocol: where both are usual a format has two
// variants, since a column is made from the first of its fields that the variant has.
#ifndef ANONLOG_PARSERS_KEY_MAP_TEXTS_H_
#define ANONLOG_PARSERS_KEY_MAP_TEXTS_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace anonlog {

// Both texts, to be joined while compiling.
template <std::size_t A, std::size_t B>
constexpr std::array<char, A + B - 2> joined_keys(const char (&a)[A], const char (&b)[B]) {
  std::array<char, A + B - 2> both{};
  std::copy_n(b, B - 1, std::copy_n(a, A - 1, both.begin()));
  return both;
}
template <std::size_t N>
constexpr std::string_view as_text(const std::array<char, N>& text) {
  return {text.data(), N};
}

// https://caddyserver.com/docs/caddyfile/directives/log. Its other loggers write to the same file.
inline constexpr std::string_view kCaddyKeys =
    "+request +logger=http.log.access* ~level "
    "client_ip=request.client_ip|request.remote_ip|request.remote_addr client_port=request.remote_port "
    "time=ts "
    "method=request.method target=request.uri protocol=request.proto status=status body_bytes=size "
    "request_bytes=bytes_read duration_us=duration|latency referrer=request.headers.Referer "
    "user_agent=request.headers.User-Agent accept_language=request.headers.Accept-Language host=request.host "
    "sec_ch_ua=request.headers.Sec-Ch-Ua sec_ch_ua_mobile=request.headers.Sec-Ch-Ua-Mobile "
    "sec_ch_ua_platform=request.headers.Sec-Ch-Ua-Platform sec_gpc=request.headers.Sec-Gpc "
    "dnt=request.headers.Dnt "
    "forwarded_for=request.headers.X-Forwarded-For remote_user=user_id cookie=request.headers.Cookie "
    "request_id=uuid|request.headers.X-Request-Id tls_protocol=request.tls.version "
    "tls_cipher=request.tls.cipher_suite";

// https://doc.traefik.io/traefik/observability/access-logs/, and the names of version 1.
inline constexpr std::string_view kTraefikKeys =
    "!status !method +RequestPath ~level "
    "client_ip=ClientHost|ClientAddr client_port=ClientPort time=StartUTC|StartLocal|time "
    "method=RequestMethod "
    "target=RequestPath protocol=RequestProtocol status=DownstreamStatus body_bytes=DownstreamContentSize "
    "request_bytes=RequestContentSize duration_us=Duration:ns referrer=request_Referer "
    "user_agent=request_User-Agent accept_language=request_Accept-Language host=RequestHost|RequestAddr "
    "sec_ch_ua=request_Sec-Ch-Ua sec_ch_ua_mobile=request_Sec-Ch-Ua-Mobile "
    "sec_ch_ua_platform=request_Sec-Ch-Ua-Platform sec_gpc=request_Sec-Gpc dnt=request_Dnt "
    "forwarded_for=request_X-Forwarded-For remote_user=ClientUsername cookie=request_Cookie "
    "request_id=request_X-Request-Id scheme=RequestScheme server_port=RequestPort "
    "upstream_addr=ServiceAddr|BackendAddr upstream_status=OriginStatus "
    "upstream_duration_us=OriginDuration:ns "
    "tls_protocol=TLSVersion tls_cipher=TLSCipher";

// https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry#HttpRequest. What has none is another log's.
inline constexpr std::string_view kGcpKeys =
    "!status !target +httpRequest ~logName ~insertId "
    "client_ip=httpRequest.remoteIp time=timestamp|receiveTimestamp method=httpRequest.requestMethod "
    "target=httpRequest.requestUrl protocol=httpRequest.protocol status=httpRequest.status "
    "bytes_sent=httpRequest.responseSize request_bytes=httpRequest.requestSize "
    "duration_us=httpRequest.latency "
    "referrer=httpRequest.referer user_agent=httpRequest.userAgent upstream_addr=httpRequest.serverIp "
    "cache_status=httpRequest.cacheHit request_id=trace";

// https://developers.cloudflare.com/logs/reference/log-fields/zone/http_requests/. Users choose the fields.
inline constexpr std::string_view kCloudflareKeys =
    "!status !time !client_ip|target|method|host|request_id "
    "client_ip=ClientIP client_port=ClientSrcPort time=EdgeStartTimestamp|EdgeEndTimestamp "
    "method=ClientRequestMethod target=ClientRequestURI|ClientRequestPath protocol=ClientRequestProtocol "
    "status=EdgeResponseStatus body_bytes=EdgeResponseBodyBytes|EdgeResponseBytes "
    "request_bytes=ClientRequestBytes referrer=ClientRequestReferer user_agent=ClientRequestUserAgent "
    "accept_language=RequestHeaders.accept-language host=ClientRequestHost "
    "forwarded_for=RequestHeaders.x-forwarded-for scheme=ClientRequestScheme request_id=RayID "
    "upstream_addr=OriginIP upstream_status=OriginResponseStatus upstream_duration_us=OriginResponseTime:ns "
    "cache_status=CacheCacheStatus tls_protocol=ClientSSLProtocol tls_cipher=ClientSSLCipher";

// Keys are the user's: those of Envoy's own names, Istio, Contour and Envoy Gateway. What has neither method nor
// protocol is a connection of TCP.
inline constexpr std::string_view kEnvoyKeys =
    "!time !status !method|protocol ~response_code "
    "client_ip=downstream_remote_address|downstream_remote_address_without_port|downstream_direct_remote_"
    "address "
    "client_port=downstream_remote_port time=start_time|@timestamp method=method|:method|request_method "
    "target=x-envoy-origin-path|x-envoy-original-path|x_envoy_original_path|path|:path|uri_path "
    "protocol=protocol status=response_code body_bytes=bytes_sent request_bytes=bytes_received "
    "duration_us=duration:ms referrer=referer|referrer user_agent=user_agent|user-agent "
    "accept_language=accept-language|accept_language host=:authority|authority "
    "forwarded_for=x-forwarded-for|x_forwarded_for request_id=x-request-id|x_request_id|request_id "
    "upstream_addr=upstream_host "
    "upstream_duration_us=upstream_service_time:ms|x-envoy-upstream-service-time:ms "
    "tls_protocol=downstream_tls_version tls_cipher=downstream_tls_cipher";

// The variables of nginx under their own names.
inline constexpr char kNginxJsonCommon[] =
    "!status !time !client_ip "
    "client_ip=remote_addr client_port=remote_port peer_ip=realip_remote_addr "
    "time=msec|time_iso8601|time_local|@timestamp|timestamp|time status=status "
    "body_bytes=body_bytes_sent|bytes_sent request_bytes=request_length duration_us=request_time "
    "referrer=http_referer|http_referrer user_agent=http_user_agent accept_language=http_accept_language "
    "sec_ch_ua=http_sec_ch_ua sec_ch_ua_mobile=http_sec_ch_ua_mobile "
    "sec_ch_ua_platform=http_sec_ch_ua_platform sec_gpc=http_sec_gpc dnt=http_dnt "
    "host=host|http_host|server_name forwarded_for=http_x_forwarded_for|proxy_add_x_forwarded_for "
    "remote_user=remote_user scheme=scheme server_port=server_port cookie=http_cookie "
    "request_id=request_id|req_id upstream_addr=upstream_addr upstream_status=upstream_status "
    "upstream_duration_us=upstream_response_time cache_status=upstream_cache_status "
    "tls_protocol=ssl_protocol "
    "tls_cipher=ssl_cipher ";
inline constexpr auto kNginxJsonByTarget = joined_keys(
    kNginxJsonCommon, "!target method=request_method target=request_uri|uri protocol=server_protocol");
inline constexpr auto kNginxJsonByRequest = joined_keys(kNginxJsonCommon, "request=request");

// The usual names, in snake_case, camelCase and those of the Elastic Common Schema. Not the lines of the formats above,
// of which these names would read a part.
inline constexpr char kJsonCommon[] =
    "!status !time -request.headers -httpRequest -DownstreamStatus -EdgeResponseStatus "
    "client_ip=client_ip|clientip|remote_addr|remote_ip|remoteip|remoteaddr|remoteaddress|remote_address|"
    "remote_host|remotehost|client.ip|client.address|source.ip|source.address|ip|src_ip|ip_address|client|"
    "remote "
    "client_port=client_port|remote_port|client.port|source.port "
    "time=msec|@timestamp|timestamp|time_iso8601|time_local|time|ts|datetime|date_time|start_time|date "
    "status=status|status_code|statuscode|response_status|response_code|http_status|http.response.status_"
    "code|"
    "response.status|response|code "
    "body_bytes=body_bytes_sent|body_bytes|bytes|size|response_size|responsesize|bytes_sent|bytes_out|"
    "response_bytes|http.response.body.bytes|http.response.bytes|content_length|length "
    "request_bytes=request_length|request_bytes|request_size|bytes_received|bytes_in|http.request.bytes "
    "duration_us=request_time|request_duration|latency_human|duration_ms:ms|request_time_ms:ms|latency_ms:ms|"
    "response_time_ms:ms|elapsed_ms:ms|duration_us:us|duration_ns:ns|event.duration:ns|duration|latency|"
    "response_time|elapsed "
    "referrer=http_referer|http_referrer|referer|referrer|http.request.referrer "
    "user_agent=http_user_agent|user_agent|useragent|user-agent|user_agent.original|agent|ua "
    "accept_language=http_accept_language|accept_language|accept-language "
    "sec_ch_ua=http_sec_ch_ua|sec_ch_ua|sec-ch-ua "
    "sec_ch_ua_mobile=http_sec_ch_ua_mobile|sec_ch_ua_mobile|sec-ch-ua-mobile "
    "sec_ch_ua_platform=http_sec_ch_ua_platform|sec_ch_ua_platform|sec-ch-ua-platform "
    "sec_gpc=http_sec_gpc|sec_gpc|sec-gpc dnt=http_dnt|dnt "
    "host=host|http_host|server_name|vhost|virtual_host|domain|url.domain|request_host "
    "forwarded_for=http_x_forwarded_for|x_forwarded_for|x-forwarded-for|xff|forwarded_for|"
    "proxy_add_x_forwarded_for "
    "remote_user=remote_user|user|username|user.name|auth_user scheme=scheme|url.scheme "
    "server_port=server_port cookie=http_cookie|cookie|cookies "
    "request_id=request_id|req_id|x_request_id|x-request-id|trace_id|trace.id|id "
    "upstream_addr=upstream_addr|upstream upstream_status=upstream_status "
    "upstream_duration_us=upstream_response_time|upstream_time "
    "cache_status=upstream_cache_status|cache_status "
    "tls_protocol=ssl_protocol|tls_protocol|tls.version tls_cipher=ssl_cipher|tls_cipher|tls.cipher ";
inline constexpr auto kJsonByTarget = joined_keys(
    kJsonCommon,
    "!target "
    "method=request_method|method|http_method|verb|requestmethod|http.request.method|request.method "
    "target=request_uri|uri|url|path|request_path|request_url|requesturl|url.original|url.path|"
    "request.uri|request.url|request.path|target "
    "protocol=server_protocol|protocol|proto|http_version|httpversion|http.version");
inline constexpr auto kJsonByRequest =
    joined_keys(kJsonCommon, "!request|client_ip request=request|request_line|http_request");
// What grok makes of a combined line in Logstash: the request is its target alone.
inline constexpr auto kJsonByVerb =
    joined_keys(kJsonCommon, "!method !target method=verb target=request|rawrequest protocol=httpversion");

// http://ltsv.org/#labels, and the variables of nginx under their own names.
inline constexpr char kLtsvCommon[] =
    "!time !status !client_ip|request_id|host|user_agent "
    "client_ip=host|remote_addr|remoteaddr|remotehost|client_ip|clientip|ip client_port=remote_port|port "
    "ident=ident remote_user=user|remote_user time=time|msec|time_iso8601|time_local|@timestamp|timestamp "
    "status=status|code body_bytes=size|body_bytes_sent|bytes|bytes_sent "
    "request_bytes=reqsize|request_length "
    "duration_us=reqtime_microsec:us|reqtime|request_time|taken_sec|taken|reqtime_millisec:ms "
    "referrer=referer|referrer|http_referer user_agent=ua|user_agent|useragent|http_user_agent "
    "accept_language=accept_language|http_accept_language host=vhost|http_host|server_name|domain "
    "sec_ch_ua=http_sec_ch_ua|sec_ch_ua|sec-ch-ua "
    "sec_ch_ua_mobile=http_sec_ch_ua_mobile|sec_ch_ua_mobile|sec-ch-ua-mobile "
    "sec_ch_ua_platform=http_sec_ch_ua_platform|sec_ch_ua_platform|sec-ch-ua-platform "
    "sec_gpc=http_sec_gpc|sec_gpc|sec-gpc dnt=http_dnt|dnt "
    "forwarded_for=forwardedfor|xff|x_forwarded_for|forwarded_for|http_x_forwarded_for "
    "cookie=cookie|http_cookie "
    "request_id=reqid|request_id|uniqid|uuid scheme=scheme server_port=server_port "
    "upstream_addr=upstream_addr|upstream|backend upstream_status=upstream_status "
    "upstream_duration_us=apptime|upstream_response_time|upstream_resptime|runtime cache_status=cache "
    "tls_protocol=ssl_protocol tls_cipher=ssl_cipher ";
inline constexpr auto kLtsvByTarget =
    joined_keys(kLtsvCommon,
                "!target method=method|request_method target=uri|request_uri|path "
                "protocol=protocol|server_protocol");
inline constexpr auto kLtsvByRequest = joined_keys(kLtsvCommon, "request=req|request");

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_KEY_MAP_TEXTS_H_
