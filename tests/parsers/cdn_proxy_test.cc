// Lines of Google Cloud, Cloudflare and Envoy, after the documentation of who writes them, with the odd cases: every field of each.
#include <gtest/gtest.h>

#include "tests/parsers/keyed_lines.h"

namespace anonlog {
namespace {

// What `format` reads of a line, and what it leaves to visit_others().
void expect(std::string_view format, std::string_view line, std::string_view fields,
            std::string_view others) {
  const KeyedLine read = read_keyed(format, line);
  EXPECT_EQ(read.fields, fields);
  EXPECT_EQ(read.others, others);
}

TEST(GcpLb, OfItsDocumentation) {
  expect(
      "gcp-lb",
      R"({"httpRequest":{"latency":"0.058927s","protocol":"HTTP/1.1","referer":"https://example.com/","re)"
      R"(moteIp":"203.0.113.7","requestMethod":"GET","requestSize":"412","requestUrl":"https://www.exampl)"
      R"(e.org/a?b=1","responseSize":"10901","serverIp":"10.128.0.2","status":200,"userAgent":"Mozilla/5.)"
      R"(0"},"insertId":"1c2d3e","jsonPayload":{"@type":"type.googleapis.com/google.cloud.loadbalancing.t)"
      R"(ype.LoadBalancerLogEntry","statusDetails":"response_sent_by_backend","remoteIp":"203.0.113.7"},")"
      R"(logName":"projects/p/logs/requests","receiveTimestamp":"2025-10-10T13:55:37.5Z","resource":{"typ)"
      R"(e":"http_load_balancer","labels":{"zone":"global"}},"severity":"INFO","spanId":"a1","timestamp":)"
      R"("2025-10-10T13:55:36.123456Z","trace":"projects/p/traces/0af7651916cd43dd8448eb211c80319c"})",
      "client_ip=203.0.113.7\ntime=2025-10-10T13:55:36.123456Z\nmethod=GET\n"
      "target=https://www.example.org/a?b=1\nprotocol=HTTP/1.1\nstatus=200\n"
      "bytes_sent=10901\nrequest_bytes=412\nduration_us=58927\nreferrer=https://example.com/\n"
      "user_agent=Mozilla/5.0\nupstream_addr=10.128.0.2\nrequest_id=projects/p/traces/0af7651916cd43dd8448eb"
      "211c80319c\n",
      "insertId=1c2d3e\njsonPayload.@type=type.googleapis.com/google.cloud.loadbalancing.type.LoadBalancerLo"
      "gEntry\njsonPayload.statusDetails=response_sent_by_backend\njsonPayload.remoteIp=203.0.113.7\n"
      "logName=projects/p/logs/requests\nreceiveTimestamp=2025-10-10T13:55:37.5Z\n"
      "resource.type=http_load_balancer\nresource.labels.zone=global\n"
      "severity=INFO\nspanId=a1\n");
}

TEST(GcpLb, RemoteIpWithPort) {
  expect("gcp-lb",
         R"({"httpRequest":{"remoteIp":"203.0.113.7:41234","requestUrl":"http://h/","status":502},"timestamp)"
         R"(":"2025-10-10T13:55:36Z"})",
         "client_ip=203.0.113.7\ntime=2025-10-10T13:55:36Z\ntarget=http://h/\n"
         "status=502\n",
         "");
}

TEST(GcpLb, RemoteIpOfIpv6WithPort) {
  expect("gcp-lb",
         R"({"httpRequest":{"remoteIp":"[2001:db8::7]:41234","requestUrl":"http://h/","status":200},"timesta)"
         R"(mp":"2025-10-10T13:55:36Z"})",
         "client_ip=2001:db8::7\ntime=2025-10-10T13:55:36Z\ntarget=http://h/\n"
         "status=200\n",
         "");
}

TEST(GcpLb, RemoteIpOfIpv6) {
  expect("gcp-lb",
         R"({"httpRequest":{"remoteIp":"2001:db8::7","requestUrl":"http://h/","status":200},"timestamp":"202)"
         R"(5-10-10T13:55:36Z"})",
         "client_ip=2001:db8::7\ntime=2025-10-10T13:55:36Z\ntarget=http://h/\n"
         "status=200\n",
         "");
}

TEST(GcpLb, CacheHit) {
  expect("gcp-lb",
         R"({"httpRequest":{"cacheHit":true,"cacheLookup":true,"requestUrl":"http://h/","status":200},"times)"
         R"(tamp":"2025-10-10T13:55:36Z"})",
         "time=2025-10-10T13:55:36Z\ntarget=http://h/\nstatus=200\ncache_status=true\n",
         "httpRequest.cacheLookup=true\n");
}

TEST(GcpLb, NumbersAsNumbers) {
  expect("gcp-lb",
         R"({"httpRequest":{"requestUrl":"http://h/","status":"404","responseSize":99,"requestSize":1,"laten)"
         R"(cy":"1s"},"timestamp":"2025-10-10T13:55:36Z"})",
         "time=2025-10-10T13:55:36Z\ntarget=http://h/\nstatus=404\nbytes_sent=99\n"
         "request_bytes=1\nduration_us=1000000\n",
         "");
}

TEST(GcpLb, NanosecondsOfLatency) {
  expect("gcp-lb",
         R"({"httpRequest":{"requestUrl":"http://h/","status":200,"latency":"0.000001999s"},"timestamp":"202)"
         R"(5-10-10T13:55:36.123456789Z"})",
         "time=2025-10-10T13:55:36.123456789Z\ntarget=http://h/\nstatus=200\n"
         "duration_us=1\n",
         "");
}

TEST(GcpLb, NoTimestampButReceived) {
  expect("gcp-lb",
         R"({"httpRequest":{"requestUrl":"http://h/","status":200},"receiveTimestamp":"2025-10-10T13:55:37Z")"
         R"(})",
         "time=2025-10-10T13:55:37Z\ntarget=http://h/\nstatus=200\n", "");
}

TEST(GcpLb, EscapedUrl) {
  expect("gcp-lb",
         R"({"httpRequest":{"requestUrl":"https://h/?q=\u003cscript\u003e","status":403},"timestamp":"2025-1)"
         R"(0-10T13:55:36Z"})",
         "time=2025-10-10T13:55:36Z\ntarget=https://h/?q=<script>\nstatus=403\n", "");
}

TEST(GcpLb, StatusZero) {
  expect("gcp-lb",
         R"({"httpRequest":{"requestMethod":"GET","requestUrl":"https://h/","status":0},"timestamp":"2025-10)"
         R"(-10T13:55:36Z"})",
         "time=2025-10-10T13:55:36Z\nmethod=GET\ntarget=https://h/\nstatus=0\n", "");
}

TEST(Cloudflare, Rfc3339) {
  expect("cloudflare",
         R"({"CacheCacheStatus":"hit","ClientASN":64496,"ClientIP":"203.0.113.7","ClientRequestBytes":3212,")"
         R"(ClientRequestHost":"www.example.org","ClientRequestMethod":"GET","ClientRequestPath":"/a","Clien)"
         R"(tRequestProtocol":"HTTP/2","ClientRequestReferer":"https://example.com/","ClientRequestURI":"/a?)"
         R"(b=1","ClientRequestUserAgent":"Mozilla/5.0","ClientSSLCipher":"AEAD-AES128-GCM-SHA256","ClientSS)"
         R"(LProtocol":"TLSv1.3","ClientSrcPort":49300,"EdgeEndTimestamp":"2025-10-10T13:55:36Z","EdgeRespon)"
         R"(seBytes":69045,"EdgeResponseStatus":200,"EdgeStartTimestamp":"2025-10-10T13:55:35Z","OriginIP":")"
         R"(198.51.100.2","OriginResponseStatus":200,"OriginResponseTime":141000000,"RayID":"3a6050bcbe121a8)"
         R"(7"})",
         "client_ip=203.0.113.7\nclient_port=49300\ntime=2025-10-10T13:55:35Z\n"
         "method=GET\ntarget=/a?b=1\nprotocol=HTTP/2\nstatus=200\nbody_bytes=69045\n"
         "request_bytes=3212\nreferrer=https://example.com/\nuser_agent=Mozilla/5.0\n"
         "host=www.example.org\nrequest_id=3a6050bcbe121a87\nupstream_addr=198.51.100.2\n"
         "upstream_status=200\nupstream_duration_us=141000\ncache_status=hit\n"
         "tls_protocol=TLSv1.3\ntls_cipher=AEAD-AES128-GCM-SHA256\n",
         "ClientASN=64496\nClientRequestPath=/a\nEdgeEndTimestamp=2025-10-10T13:55:36Z\n");
}

TEST(Cloudflare, UnixSeconds) {
  expect("cloudflare",
         R"({"ClientIP":"203.0.113.7","EdgeResponseStatus":200,"EdgeStartTimestamp":1506702504,"RayID":"a"})",
         "client_ip=203.0.113.7\ntime=1506702504\nstatus=200\nrequest_id=a\n", "");
}

TEST(Cloudflare, UnixNanosecondsAsNumber) {
  expect("cloudflare",
         R"({"ClientIP":"203.0.113.7","EdgeResponseStatus":200,"EdgeStartTimestamp":1506702504433000200,"Ray)"
         R"(ID":"a"})",
         "client_ip=203.0.113.7\ntime=1506702504433000200\nstatus=200\n"
         "request_id=a\n",
         "");
}

TEST(Cloudflare, UnixNanosecondsAsText) {
  expect("cloudflare",
         R"({"ClientIP":"2001:db8::7","EdgeResponseStatus":"200","EdgeStartTimestamp":"1506702504433000200",)"
         R"("RayID":"a"})",
         "client_ip=2001:db8::7\ntime=1506702504433000200\nstatus=200\n"
         "request_id=a\n",
         "");
}

TEST(Cloudflare, BodyBytesBeforeBytes) {
  expect("cloudflare",
         R"({"ClientIP":"203.0.113.7","EdgeResponseStatus":200,"EdgeStartTimestamp":1506702504,"EdgeResponse)"
         R"(Bytes":900,"EdgeResponseBodyBytes":700})",
         "client_ip=203.0.113.7\ntime=1506702504\nstatus=200\nbody_bytes=700\n", "EdgeResponseBytes=900\n");
}

TEST(Cloudflare, PathWithoutUri) {
  expect("cloudflare",
         R"({"ClientIP":"203.0.113.7","EdgeResponseStatus":404,"EdgeStartTimestamp":1506702504,"ClientReques)"
         R"(tPath":"/p","ClientRequestScheme":"https"})",
         "client_ip=203.0.113.7\ntime=1506702504\ntarget=/p\nstatus=404\n"
         "scheme=https\n",
         "");
}

TEST(Cloudflare, NestedHeadersAndCookies) {
  expect("cloudflare",
         R"({"ClientIP":"203.0.113.7","EdgeResponseStatus":200,"EdgeStartTimestamp":1506702504,"Cookies":{"s)"
         R"(id":"x"},"RequestHeaders":{"accept-language":"de","x-forwarded-for":"192.0.2.1"}})",
         "client_ip=203.0.113.7\ntime=1506702504\nstatus=200\naccept_language=de\n"
         "forwarded_for=192.0.2.1\n",
         "Cookies.sid=x\n");
}

TEST(Cloudflare, NullsAndEmptyTexts) {
  expect("cloudflare",
         R"({"ClientIP":"203.0.113.7","EdgeResponseStatus":200,"EdgeStartTimestamp":1506702504,"ClientReques)"
         R"(tReferer":"","ClientRequestUserAgent":null,"OriginIP":""})",
         "client_ip=203.0.113.7\ntime=1506702504\nstatus=200\nreferrer=\n"
         "upstream_addr=\n",
         "");
}

TEST(Cloudflare, StatusZero) {
  expect("cloudflare", R"({"ClientIP":"203.0.113.7","EdgeResponseStatus":0,"EdgeStartTimestamp":1506702504})",
         "client_ip=203.0.113.7\ntime=1506702504\nstatus=0\n", "");
}

TEST(Cloudflare, OnlyTheEnd) {
  expect("cloudflare",
         R"({"ClientIP":"203.0.113.7","EdgeResponseStatus":200,"EdgeEndTimestamp":"2025-10-10T13:55:36Z"})",
         "client_ip=203.0.113.7\ntime=2025-10-10T13:55:36Z\nstatus=200\n", "");
}

TEST(EnvoyJson, Istio) {
  expect("envoy-json",
         R"({"authority":"httpbin:8000","bytes_received":0,"bytes_sent":135,"connection_termination_details")"
         R"(:null,"downstream_local_address":"10.44.0.7:80","downstream_remote_address":"203.0.113.7:41234",)"
         R"("duration":5,"method":"GET","path":"/status/418?x=1","protocol":"HTTP/1.1","request_id":"d209e46)"
         R"(f-9ed5-9b61-bbdd-43e22662702a","requested_server_name":null,"response_code":418,"response_code_d)"
         R"(etails":"via_upstream","response_flags":"-","route_name":"default","start_time":"2020-11-25T21:2)"
         R"(6:18.409Z","upstream_cluster":"inbound|80||","upstream_host":"10.44.1.23:80","upstream_service_t)"
         R"(ime":"4","user_agent":"curl/7.73.0","x_forwarded_for":null})",
         "client_ip=203.0.113.7\nclient_port=41234\ntime=2020-11-25T21:26:18.409Z\n"
         "method=GET\ntarget=/status/418?x=1\nprotocol=HTTP/1.1\nstatus=418\n"
         "body_bytes=135\nrequest_bytes=0\nduration_us=5000\nuser_agent=curl/7.73.0\n"
         "host=httpbin:8000\nrequest_id=d209e46f-9ed5-9b61-bbdd-43e22662702a\n"
         "upstream_addr=10.44.1.23:80\nupstream_duration_us=4000\n",
         "downstream_local_address=10.44.0.7:80\nresponse_code_details=via_upstream\n"
         "response_flags=-\nroute_name=default\nupstream_cluster=inbound|80||\n");
}

TEST(EnvoyJson, EnvoyGateway) {
  expect("envoy-json",
         R"({":authority":"www.example.com","bytes_received":0,"bytes_sent":96,"downstream_remote_address":")"
         R"([2001:db8::7]:55544","duration":1,"method":"GET","protocol":"HTTP/2","response_code":200,"start_)"
         R"(time":"2024-05-20T02:12:17.009Z","upstream_host":"10.244.0.10:3000","user-agent":"curl/8.5.0","x)"
         R"(-envoy-origin-path":"/v2","x-envoy-upstream-service-time":null,"x-forwarded-for":"10.0.0.1,203.0)"
         R"(.113.7","x-request-id":"r"})",
         "client_ip=2001:db8::7\nclient_port=55544\ntime=2024-05-20T02:12:17.009Z\n"
         "method=GET\ntarget=/v2\nprotocol=HTTP/2\nstatus=200\nbody_bytes=96\n"
         "request_bytes=0\nduration_us=1000\nuser_agent=curl/8.5.0\nhost=www.example.com\n"
         "forwarded_for=10.0.0.1,203.0.113.7\nrequest_id=r\nupstream_addr=10.244.0.10:3000\n",
         "");
}

TEST(EnvoyJson, Contour) {
  expect("envoy-json",
         R"({"@timestamp":"2020-08-21T15:12:02.105Z","authority":"h","bytes_sent":"3","downstream_remote_add)"
         R"(ress":"203.0.113.7:1","duration":"2","method":"GET","path":"/","protocol":"HTTP/1.1","response_c)"
         R"(ode":"200","uber_trace_id":null})",
         "client_ip=203.0.113.7\nclient_port=1\ntime=2020-08-21T15:12:02.105Z\n"
         "method=GET\ntarget=/\nprotocol=HTTP/1.1\nstatus=200\nbody_bytes=3\n"
         "duration_us=2000\nhost=h\n",
         "");
}

TEST(EnvoyJson, NoPort) {
  expect("envoy-json",
         R"({"start_time":"2020-11-25T21:26:18.409Z","downstream_remote_address_without_port":"203.0.113.7",)"
         R"("method":"GET","path":"/","response_code":200})",
         "client_ip=203.0.113.7\ntime=2020-11-25T21:26:18.409Z\nmethod=GET\n"
         "target=/\nstatus=200\n",
         "");
}

TEST(EnvoyJson, BadRequestWithoutMethod) {
  expect("envoy-json",
         R"({"start_time":"2020-11-25T21:26:18.409Z","downstream_remote_address":"203.0.113.7:9","method":nu)"
         R"(ll,"path":null,"protocol":"HTTP/1.1","response_code":400,"response_flags":"DPE","duration":0})",
         "client_ip=203.0.113.7\nclient_port=9\ntime=2020-11-25T21:26:18.409Z\n"
         "protocol=HTTP/1.1\nstatus=400\nduration_us=0\n",
         "response_flags=DPE\n");
}

TEST(EnvoyJson, StatusZero) {
  expect("envoy-json",
         R"({"start_time":"2020-11-25T21:26:18.409Z","downstream_remote_address":"203.0.113.7:9","method":"G)"
         R"(ET","path":"/","protocol":"HTTP/2","response_code":0,"response_flags":"DC","duration":15000})",
         "client_ip=203.0.113.7\nclient_port=9\ntime=2020-11-25T21:26:18.409Z\n"
         "method=GET\ntarget=/\nprotocol=HTTP/2\nstatus=0\nduration_us=15000000\n",
         "response_flags=DC\n");
}

TEST(EnvoyJson, OriginalPathFirst) {
  expect("envoy-json",
         R"({"start_time":"2020-11-25T21:26:18.409Z","method":"GET","path":"/rewritten","x-envoy-origin-path)"
         R"(":"/asked","response_code":200})",
         "time=2020-11-25T21:26:18.409Z\nmethod=GET\ntarget=/asked\nstatus=200\n", "path=/rewritten\n");
}

TEST(EnvoyJson, UserAgentWithQuotes) {
  expect("envoy-json",
         R"({"start_time":"2020-11-25T21:26:18.409Z","method":"GET","path":"/","response_code":200,"user_age)"
         R"(nt":"a \"b\" \\ c\/d"})",
         "time=2020-11-25T21:26:18.409Z\nmethod=GET\ntarget=/\nstatus=200\n"
         "user_agent=a \"b\" \\ c/d\n",
         "");
}

TEST(EnvoyJson, Tls) {
  expect("envoy-json",
         R"({"start_time":"2020-11-25T21:26:18.409Z","method":"GET","path":"/","response_code":200,"downstre)"
         R"(am_tls_version":"TLSv1.3","downstream_tls_cipher":"TLS_AES_128_GCM_SHA256"})",
         "time=2020-11-25T21:26:18.409Z\nmethod=GET\ntarget=/\nstatus=200\n"
         "tls_protocol=TLSv1.3\ntls_cipher=TLS_AES_128_GCM_SHA256\n",
         "");
}

TEST(EnvoyJson, Pipe) {
  expect("envoy-json",
         R"({"start_time":"2020-11-25T21:26:18.409Z","downstream_remote_address":"/var/run/envoy.sock","meth)"
         R"(od":"GET","path":"/","response_code":200})",
         "client_ip=/var/run/envoy.sock\ntime=2020-11-25T21:26:18.409Z\n"
         "method=GET\ntarget=/\nstatus=200\n",
         "");
}

}  // namespace
}  // namespace anonlog
