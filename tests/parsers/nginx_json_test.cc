// Lines of JSON that users wrote themselves, after the documentation of who writes them, with the odd cases: every field of each.
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

TEST(NginxJson, ByRequest) {
  expect("nginx-json",
         R"({"time_local":"10/Oct/2025:13:55:36 +0200","remote_addr":"203.0.113.7","remote_user":"","request)"
         R"(":"GET /a?b=1 HTTP/1.1","status": "200","body_bytes_sent":"2326","request_time":"0.012","http_re)"
         R"(ferrer":"","http_user_agent":"Mozilla/5.0"})",
         "client_ip=203.0.113.7\ntime=10/Oct/2025:13:55:36 +0200\nstatus=200\n"
         "body_bytes=2326\nduration_us=12000\nreferrer=\nuser_agent=Mozilla/5.0\n"
         "remote_user=\nrequest=GET /a?b=1 HTTP/1.1\n",
         "");
}

TEST(NginxJson, ByTarget) {
  expect("nginx-json",
         R"({"msec":"1760104536.123","remote_addr":"203.0.113.7","request_method":"GET","request_uri":"/a?b=)"
         R"(1","uri":"/a","args":"b=1","server_protocol":"HTTP/2.0","status":200,"bytes_sent":2600,"body_byt)"
         R"(es_sent":2326,"request_length":300,"request_time":1.5,"http_host":"www.example.org:8443","host":)"
         R"("www.example.org","scheme":"https"})",
         "client_ip=203.0.113.7\ntime=1760104536.123\nstatus=200\nbody_bytes=2326\n"
         "request_bytes=300\nduration_us=1500000\nhost=www.example.org\n"
         "scheme=https\nmethod=GET\ntarget=/a?b=1\nprotocol=HTTP/2.0\n",
         "uri=/a\nargs=b=1\nbytes_sent=2600\nhttp_host=www.example.org:8443\n");
}

TEST(NginxJson, EmptyValues) {
  expect("nginx-json",
         R"({"time_iso8601":"2025-10-10T13:55:36+00:00","remote_addr":"203.0.113.7","upstream_response_time")"
         R"(:,"request":"GET / HTTP/1.1","status":304,"upstream_status":})",
         "client_ip=203.0.113.7\ntime=2025-10-10T13:55:36+00:00\nstatus=304\n"
         "request=GET / HTTP/1.1\n",
         "");
}

TEST(NginxJson, DefaultEscaping) {
  expect("nginx-json",
         R"({"time_iso8601":"2025-10-10T13:55:36+00:00","remote_addr":"203.0.113.7","request":"GET /\x22a\x5)"
         R"(Cb\xC3\xA4 HTTP/1.1","status":200,"http_referer":"-","http_user_agent":"\x22x\x22"})",
         "client_ip=203.0.113.7\ntime=2025-10-10T13:55:36+00:00\nstatus=200\n"
         "user_agent=\"x\"\nrequest=GET /\"a\\b\303\244 HTTP/1.1\n",
         "");
}

TEST(NginxJson, UpstreamLists) {
  expect("nginx-json",
         R"({"time_iso8601":"2025-10-10T13:55:36+00:00","remote_addr":"203.0.113.7","request":"GET / HTTP/1.)"
         R"(1","status":200,"upstream_addr":"10.0.0.1:80, 10.0.0.2:80 : 10.0.0.3:80","upstream_response_time)"
         R"(":"0.001, 0.002 : 0.003","upstream_status":"502, 502 : 200"})",
         "client_ip=203.0.113.7\ntime=2025-10-10T13:55:36+00:00\nstatus=200\n"
         "upstream_addr=10.0.0.1:80, 10.0.0.2:80 : 10.0.0.3:80\nupstream_status=502, 502 : 200\n"
         "upstream_duration_us=6000\nrequest=GET / HTTP/1.1\n",
         "");
}

TEST(NginxJson, UpstreamListsWithoutQuotes) {
  expect("nginx-json",
         R"({"time_iso8601":"2025-10-10T13:55:36+00:00","upstream_response_time":0.001, 0.002,"remote_addr":)"
         R"("203.0.113.7","upstream_status":502, 200,"request":"GET / HTTP/1.1","status":200})",
         "client_ip=203.0.113.7\ntime=2025-10-10T13:55:36+00:00\nstatus=200\n"
         "upstream_status=502\nupstream_duration_us=1000\nrequest=GET / HTTP/1.1\n",
         "");
}

TEST(NginxJson, TrailingComma) {
  expect("nginx-json",
         R"({"time_iso8601":"2025-10-10T13:55:36+00:00","remote_addr":"203.0.113.7","request":"GET / HTTP/1.)"
         R"(1","status":200,})",
         "client_ip=203.0.113.7\ntime=2025-10-10T13:55:36+00:00\nstatus=200\n"
         "request=GET / HTTP/1.1\n",
         "");
}

TEST(NginxJson, TextWithoutQuotes) {
  expect("nginx-json",
         R"({"time_iso8601":2025-10-10T13:55:36+00:00,"remote_addr":2001:db8::7,"request":"GET / HTTP/1.1",")"
         R"(status":200,"ssl_protocol":-})",
         "client_ip=2001:db8::7\ntime=2025-10-10T13:55:36+00:00\nstatus=200\n"
         "request=GET / HTTP/1.1\n",
         "");
}

TEST(NginxJson, TlsOnAPlainPort) {
  expect("nginx-json",
         R"({"time_iso8601":"2025-10-10T13:55:36+00:00","remote_addr":"203.0.113.7","request":"\u0016\u0003\)"
         R"(u0001","status":400})",
         "client_ip=203.0.113.7\ntime=2025-10-10T13:55:36+00:00\nstatus=400\n"
         "request=\026\003\001\n",
         "");
}

TEST(NginxJson, UnixSocket) {
  expect("nginx-json",
         R"({"time_iso8601":"2025-10-10T13:55:36+00:00","remote_addr":"unix:","realip_remote_addr":"10.0.0.1)"
         R"(","request":"GET / HTTP/1.1","status":"009"})",
         "client_ip=unix:\npeer_ip=10.0.0.1\ntime=2025-10-10T13:55:36+00:00\n"
         "status=009\nrequest=GET / HTTP/1.1\n",
         "");
}

TEST(NginxJson, JunkBehindTheObject) {
  expect("nginx-json",
         R"({"time_iso8601":"2025-10-10T13:55:36+00:00","remote_addr":"203.0.113.7","request":"GET / HTTP/1.)"
         R"(1","status":200} junk "x)",
         "client_ip=203.0.113.7\ntime=2025-10-10T13:55:36+00:00\nstatus=200\n"
         "request=GET / HTTP/1.1\n",
         "");
}

TEST(Json, Logstash) {
  expect("json",
         R"({"@timestamp":"2025-10-10T13:55:36.000Z","@version":1,"clientip":"203.0.113.7","ident":"-","auth)"
         R"(":"-","verb":"GET","request":"/a","httpversion":"1.1","response":200,"bytes":2326,"referrer":"-")"
         R"(,"agent":"Mozilla/5.0"})",
         "client_ip=203.0.113.7\ntime=2025-10-10T13:55:36.000Z\nstatus=200\n"
         "body_bytes=2326\nuser_agent=Mozilla/5.0\nmethod=GET\ntarget=/a\n"
         "protocol=1.1\n",
         "@version=1\nident=-\nauth=-\n");
}

TEST(Json, ElasticCommonSchema) {
  expect("json",
         R"({"@timestamp":"2025-10-10T13:55:36.000Z","source":{"ip":"203.0.113.7"},"http":{"request":{"metho)"
         R"(d":"GET","referrer":"https://e.com/"},"response":{"status_code":200,"body":{"bytes":5}},"version)"
         R"(":"1.1"},"url":{"original":"/a"},"user_agent":{"original":"x"},"event":{"duration":1500000}})",
         "client_ip=203.0.113.7\ntime=2025-10-10T13:55:36.000Z\nstatus=200\n"
         "body_bytes=5\nduration_us=1500\nreferrer=https://e.com/\nuser_agent=x\n"
         "method=GET\ntarget=/a\nprotocol=1.1\n",
         "");
}

TEST(Json, ElasticCommonSchemaFlat) {
  expect("json",
         R"({"@timestamp":"2025-10-10T13:55:36.000Z","source.ip":"203.0.113.7","http.request.method":"GET",")"
         R"(http.response.status_code":200,"url.path":"/a","user_agent.original":"x"})",
         "client_ip=203.0.113.7\ntime=2025-10-10T13:55:36.000Z\nstatus=200\n"
         "user_agent=x\nmethod=GET\ntarget=/a\n",
         "");
}

TEST(Json, Camel) {
  expect("json",
         R"({"timestamp":1760104536123,"remoteAddr":"203.0.113.7","remoteAddress":"203.0.113.8:55","requestM)"
         R"(ethod":"GET","requestUrl":"/a","statusCode":200,"responseSize":5,"userAgent":"x"})",
         "client_ip=203.0.113.7\ntime=1760104536123\nstatus=200\nbody_bytes=5\n"
         "user_agent=x\nmethod=GET\ntarget=/a\n",
         "remoteAddress=203.0.113.8:55\n");
}

TEST(Json, Echo) {
  expect("json",
         "{\"time\":\"2025-10-10T13:55:36.5+02:00\",\"id\":\"r1\",\"remote_ip\":\"203.0.113.7\",\"host\":\""
         "localhost:1323\",\"method\":\"GET\",\"uri\":\"/a\",\"user_agent\":\"curl\",\"status\":200,\"erro"
         "r\":\"\",\"latency\":31234,\"latency_human\":\"31.234\302\265s\",\"bytes_in\":0,\"bytes_out\":13"
         "}",
         "client_ip=203.0.113.7\ntime=2025-10-10T13:55:36.5+02:00\nstatus=200\n"
         "body_bytes=13\nrequest_bytes=0\nduration_us=31\nuser_agent=curl\n"
         "host=localhost:1323\nrequest_id=r1\nmethod=GET\ntarget=/a\n",
         "error=\nlatency=31234\n");
}

TEST(Json, Morgan) {
  expect("json",
         R"({"date":"2025-10-10T13:55:36.000Z","remote_addr":"::ffff:203.0.113.7","method":"GET","url":"/a",)"
         R"("status":"200","response_time_ms":"1.234","referrer":null})",
         "client_ip=::ffff:203.0.113.7\ntime=2025-10-10T13:55:36.000Z\n"
         "status=200\nduration_us=1234\nmethod=GET\ntarget=/a\n",
         "");
}

TEST(Json, MicrosecondTime) {
  expect("json", R"({"ts":1760104536123456,"ip":"203.0.113.7","path":"/","code":200})",
         "client_ip=203.0.113.7\ntime=1760104536123456\nstatus=200\ntarget=/\n", "");
}

TEST(Json, RequestLine) {
  expect("json",
         R"({"time":"[10/Oct/2025:13:55:36 +0000]","client":"203.0.113.7:99","request_line":"GET / HTTP/1.0")"
         R"(,"status":200,"duration_us":77})",
         "client_ip=203.0.113.7\nclient_port=99\ntime=[10/Oct/2025:13:55:36 +0000]\n"
         "status=200\nduration_us=77\nrequest=GET / HTTP/1.0\n",
         "");
}

TEST(Json, ExponentOfDuration) {
  expect("json",
         R"({"time":1760104536.25,"client_ip":"203.0.113.7","path":"/","status":200,"duration":5.3e-05})",
         "client_ip=203.0.113.7\ntime=1760104536.25\nstatus=200\nduration_us=53\n"
         "target=/\n",
         "");
}

TEST(Json, InvalidUtf8) {
  expect("json",
         "{\"time\":1760104536,\"client_ip\":\"203.0.113.7\",\"path\":\"/\\xff\\xfe\t\",\"status\":200}",
         "client_ip=203.0.113.7\ntime=1760104536\nstatus=200\ntarget=/\377\376\t\n", "");
}

}  // namespace
}  // namespace anonlog
