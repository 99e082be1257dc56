// Lines of Caddy and Traefik, after the documentation of who writes them, with the odd cases: every field of each.
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

TEST(Caddy, OfItsDocumentation) {
  expect("caddy",
         R"({"level":"info","ts":1646861401.5241024,"logger":"http.log.access","msg":"handled request","requ)"
         R"(est":{"remote_ip":"127.0.0.1","remote_port":"41342","client_ip":"127.0.0.1","proto":"HTTP/2.0",")"
         R"(method":"GET","host":"localhost","uri":"/","headers":{"User-Agent":["curl/7.82.0"],"Accept":["*/)"
         R"(*"],"Accept-Encoding":["gzip, deflate, br"]},"tls":{"resumed":false,"version":772,"cipher_suite")"
         R"(:4865,"proto":"h2","server_name":"example.com"}},"bytes_read": 0,"user_id":"","duration":0.00092)"
         R"(9675,"size":10900,"status":200,"resp_headers":{"Server":["Caddy"],"Content-Encoding":["gzip"],"C)"
         R"(ontent-Type":["text/html; charset=utf-8"],"Vary":["Accept-Encoding"]}})",
         "client_ip=127.0.0.1\nclient_port=41342\ntime=1646861401.5241024\n"
         "method=GET\ntarget=/\nprotocol=HTTP/2.0\nstatus=200\nbody_bytes=10900\n"
         "request_bytes=0\nduration_us=929\nuser_agent=curl/7.82.0\nhost=localhost\n"
         "remote_user=\ntls_protocol=772\ntls_cipher=4865\n",
         "level=info\nlogger=http.log.access\nmsg=handled request\nrequest.remote_ip=127.0.0.1\n"
         "request.headers.Accept=*/*\nrequest.headers.Accept-Encoding=gzip, deflate, br\n"
         "request.tls.resumed=false\nrequest.tls.proto=h2\nrequest.tls.server_name=example.com\n"
         "resp_headers.Server=Caddy\nresp_headers.Content-Encoding=gzip\n"
         "resp_headers.Content-Type=text/html; charset=utf-8\nresp_headers.Vary=Accept-Encoding\n");
}

TEST(Caddy, OldWithRemoteAddr) {
  expect(
      "caddy",
      R"({"level":"error","ts":1585597114.7687502,"logger":"http.log.access","msg":"handled request","req)"
      R"(uest":{"method":"GET","uri":"/","proto":"HTTP/2.0","remote_addr":"[2001:db8::7]:50876","host":"e)"
      R"(xample.com","headers":{"Accept-Encoding":["gzip, deflate, br"],"user-agent":["curl/7.64.1"]},"tl)"
      R"(s":{"resumed":false,"version":771,"ciphersuite":49196,"proto":"h2","proto_mutual":true,"server_n)"
      R"(ame":"example.com"}},"common_log":"203.0.113.7 - - [30/Mar/2020:19:38:34 +0000] \"GET / HTTP/2.0)"
      R"(\" 500 8","latency":0.000014711,"size":8,"status":500,"resp_headers":{"Server":["Caddy"]}})",
      "client_ip=2001:db8::7\nclient_port=50876\ntime=1585597114.7687502\n"
      "method=GET\ntarget=/\nprotocol=HTTP/2.0\nstatus=500\nbody_bytes=8\n"
      "duration_us=14\nuser_agent=curl/7.64.1\nhost=example.com\ntls_protocol=771\n",
      "level=error\nlogger=http.log.access\nmsg=handled request\nrequest.headers.Accept-Encoding=gzip, defla"
      "te, br\nrequest.tls.resumed=false\nrequest.tls.ciphersuite=49196\n"
      "request.tls.proto=h2\nrequest.tls.proto_mutual=true\nrequest.tls.server_name=example.com\n"
      "common_log=203.0.113.7 - - [30/Mar/2020:19:38:34 +0000] \"GET / HTTP/2.0\" 500 8\n"
      "resp_headers.Server=Caddy\n");
}

TEST(Caddy, RemoteAddrOfIpv4) {
  expect("caddy",
         R"({"ts":1600000000,"logger":"http.log.access.log1","request":{"remote_addr":"203.0.113.7:4711","me)"
         R"(thod":"GET","uri":"/x"},"status":404})",
         "client_ip=203.0.113.7\nclient_port=4711\ntime=1600000000\nmethod=GET\n"
         "target=/x\nstatus=404\n",
         "logger=http.log.access.log1\n");
}

TEST(Caddy, IsoTimeAndGoDuration) {
  expect("caddy",
         R"({"level":"info","ts":"2022-03-09T22:30:01.524+0100","logger":"http.log.access","request":{"remot)"
         R"(e_ip":"203.0.113.7","method":"GET","uri":"/"},"duration":"1.5ms","size":0,"status":304})",
         "client_ip=203.0.113.7\ntime=2022-03-09T22:30:01.524+0100\nmethod=GET\n"
         "target=/\nstatus=304\nbody_bytes=0\nduration_us=1500\n",
         "level=info\nlogger=http.log.access\n");
}

TEST(Caddy, DurationOfMinutes) {
  expect("caddy",
         R"({"ts":1.5,"logger":"http.log.access","request":{"remote_ip":"203.0.113.7"},"duration":"1m2.5s",")"
         R"(status":200})",
         "client_ip=203.0.113.7\ntime=1.5\nstatus=200\nduration_us=62500000\n", "logger=http.log.access\n");
}

TEST(Caddy, StatusZeroOfAClosedConnection) {
  expect("caddy",
         R"({"ts":1646861401.5,"logger":"http.log.access.log0","request":{"remote_ip":"203.0.113.7","client_)"
         R"(ip":"198.51.100.9","method":"POST","uri":"/up"},"duration":30,"size":0,"status":0})",
         "client_ip=198.51.100.9\ntime=1646861401.5\nmethod=POST\ntarget=/up\n"
         "status=0\nbody_bytes=0\nduration_us=30000000\n",
         "logger=http.log.access.log0\nrequest.remote_ip=203.0.113.7\n");
}

TEST(Caddy, ClientBehindAProxy) {
  expect(
      "caddy",
      R"({"ts":1646861401.5,"logger":"http.log.access.log0","request":{"remote_ip":"10.0.0.1","client_ip")"
      R"(:"2001:db8::9","headers":{"X-Forwarded-For":["192.0.2.1, 2001:db8::9","198.51.100.2"]}},"status")"
      R"(:200})",
      "client_ip=2001:db8::9\ntime=1646861401.5\nstatus=200\nforwarded_for=192.0.2.1, 2001:db8::9, 198.51.10"
      "0.2\n",
      "logger=http.log.access.log0\nrequest.remote_ip=10.0.0.1\n");
}

TEST(Caddy, UserAndCookies) {
  expect("caddy",
         R"({"ts":1646861401.5,"logger":"http.log.access.log0","request":{"remote_ip":"203.0.113.7","headers)"
         R"(":{"Cookie":["sid=\"a\\b\""],"Authorization":["REDACTED"]}},"user_id":"fr\u00e4nz \ud83d\ude00",)"
         R"("status":200})",
         "client_ip=203.0.113.7\ntime=1646861401.5\nstatus=200\nremote_user=fr\303\244nz \360\237\230\200\n"
         "cookie=sid=\"a\\b\"\n",
         "logger=http.log.access.log0\nrequest.headers.Authorization=REDACTED\n");
}

TEST(Caddy, UuidOfALogAppendedField) {
  expect("caddy",
         R"({"ts":1646861401.5,"logger":"http.log.access","request":{"remote_ip":"203.0.113.7","uri":"/a\u00)"
         R"(26b"},"status":200,"uuid":"0b5c9c2e-6d3c-4d8b-9a44-7a2f0f6f2b11"})",
         "client_ip=203.0.113.7\ntime=1646861401.5\ntarget=/a&b\nstatus=200\n"
         "request_id=0b5c9c2e-6d3c-4d8b-9a44-7a2f0f6f2b11\n",
         "logger=http.log.access\n");
}

TEST(Caddy, HeadersThatRepeat) {
  expect("caddy",
         R"({"ts":1646861401.5,"logger":"http.log.access","request":{"remote_ip":"203.0.113.7","headers":{"U)"
         R"(ser-Agent":["a","b"],"Referer":[],"Accept-Language":["","de"]}},"status":200})",
         "client_ip=203.0.113.7\ntime=1646861401.5\nstatus=200\nuser_agent=a\n"
         "accept_language=de\n",
         "logger=http.log.access\nrequest.headers.User-Agent=b\n");
}

TEST(Caddy, WallTime) {
  expect("caddy",
         R"({"ts":"2022/03/09 22:30:01","logger":"http.log.access","request":{"remote_ip":"203.0.113.7"},"st)"
         R"(atus":200})",
         "client_ip=203.0.113.7\ntime=2022/03/09 22:30:01\nstatus=200\n", "logger=http.log.access\n");
}

TEST(TraefikJson, Version2) {
  expect(
      "traefik-json",
      R"({"ClientAddr":"203.0.113.7:33986","ClientHost":"203.0.113.7","ClientPort":"33986","ClientUsernam)"
      R"(e":"-","DownstreamContentSize":19,"DownstreamStatus":404,"Duration":50831,"OriginContentSize":0,)"
      R"("OriginDuration":0,"OriginStatus":0,"Overhead":50831,"RequestAddr":"localhost","RequestContentSi)"
      R"(ze":0,"RequestCount":1,"RequestHost":"localhost","RequestMethod":"GET","RequestPath":"/x?y=1","R)"
      R"(equestPort":"-","RequestProtocol":"HTTP/1.1","RequestScheme":"http","RetryAttempts":0,"StartLoca)"
      R"(l":"2022-09-05T14:27:07.204061381+02:00","StartUTC":"2022-09-05T12:27:07.204061381Z","entryPoint)"
      R"(Name":"web","level":"info","msg":"","time":"2022-09-05T14:27:07+02:00"})",
      "client_ip=203.0.113.7\nclient_port=33986\ntime=2022-09-05T12:27:07.204061381Z\n"
      "method=GET\ntarget=/x?y=1\nprotocol=HTTP/1.1\nstatus=404\nbody_bytes=19\n"
      "request_bytes=0\nduration_us=50\nhost=localhost\nscheme=http\n"
      "upstream_status=0\nupstream_duration_us=0\n",
      "ClientAddr=203.0.113.7:33986\nOriginContentSize=0\nOverhead=50831\n"
      "RequestAddr=localhost\nRequestCount=1\nRetryAttempts=0\nStartLocal=2022-09-05T14:27:07.204061381+02:0"
      "0\nentryPointName=web\nlevel=info\nmsg=\ntime=2022-09-05T14:27:07+02:00\n");
}

TEST(TraefikJson, ClientHostDropped) {
  expect("traefik-json",
         R"({"ClientAddr":"[::1]:56348","DownstreamStatus":200,"Duration":1500,"RequestMethod":"GET","Reques)"
         R"(tPath":"/","StartUTC":"2022-09-05T12:27:07Z"})",
         "client_ip=::1\nclient_port=56348\ntime=2022-09-05T12:27:07Z\n"
         "method=GET\ntarget=/\nstatus=200\nduration_us=1\n",
         "");
}

TEST(TraefikJson, StatusAsText) {
  expect("traefik-json",
         R"({"ClientHost":"2001:db8::7","DownstreamStatus":"302","Duration":"999","RequestMethod":"GET","Req)"
         R"(uestPath":"/","time":"2022-09-05T14:27:07+02:00"})",
         "client_ip=2001:db8::7\ntime=2022-09-05T14:27:07+02:00\nmethod=GET\n"
         "target=/\nstatus=302\nduration_us=0\n",
         "");
}

TEST(TraefikJson, Version1) {
  expect("traefik-json",
         R"({"BackendAddr":"10.0.0.2:80","BackendName":"backend1","BackendURL":{"Scheme":"http","Host":"10.0)"
         R"(.0.2:80"},"ClientAddr":"203.0.113.7:50000","ClientHost":"203.0.113.7","ClientPort":"50000","Clie)"
         R"(ntUsername":"bob","DownstreamContentSize":5,"DownstreamStatus":200,"DownstreamStatusLine":"200 O)"
         R"(K","Duration":2000000000,"FrontendName":"Host-x","OriginStatus":200,"OriginDuration":1000000,"Re)"
         R"(questHost":"x","RequestLine":"GET / HTTP/1.1","RequestMethod":"GET","RequestPath":"/","RequestPr)"
         R"(otocol":"HTTP/1.1","StartUTC":"2017-07-24T21:44:11.500000000Z","level":"info","msg":"","request_)"
         R"(User-Agent":"curl","time":"2017-07-24T21:44:11Z"})",
         "client_ip=203.0.113.7\nclient_port=50000\ntime=2017-07-24T21:44:11.500000000Z\n"
         "method=GET\ntarget=/\nprotocol=HTTP/1.1\nstatus=200\nbody_bytes=5\n"
         "duration_us=2000000\nuser_agent=curl\nhost=x\nremote_user=bob\n"
         "upstream_addr=10.0.0.2:80\nupstream_status=200\nupstream_duration_us=1000\n",
         "BackendName=backend1\nBackendURL.Scheme=http\nBackendURL.Host=10.0.0.2:80\n"
         "ClientAddr=203.0.113.7:50000\nDownstreamStatusLine=200 OK\nFrontendName=Host-x\n"
         "RequestLine=GET / HTTP/1.1\nlevel=info\nmsg=\ntime=2017-07-24T21:44:11Z\n");
}

TEST(TraefikJson, RequestHeadersKept) {
  expect("traefik-json",
         R"({"ClientHost":"10.0.0.1","DownstreamStatus":200,"RequestMethod":"GET","RequestPath":"/","StartUT)"
         R"(C":"2022-09-05T12:27:07Z","request_User-Agent":"Mozilla/5.0 \"x\"","request_Referer":"https://ex)"
         R"(ample.com/?a=1","request_X-Forwarded-For":"203.0.113.7","request_Cookie":"a=b","request_Accept-L)"
         R"(anguage":"de"})",
         "client_ip=10.0.0.1\ntime=2022-09-05T12:27:07Z\nmethod=GET\ntarget=/\n"
         "status=200\nreferrer=https://example.com/?a=1\nuser_agent=Mozilla/5.0 \"x\"\n"
         "accept_language=de\nforwarded_for=203.0.113.7\ncookie=a=b\n",
         "");
}

TEST(TraefikJson, HeaderNamesInLowerCase) {
  expect("traefik-json",
         R"({"ClientHost":"203.0.113.7","DownstreamStatus":200,"RequestMethod":"GET","RequestPath":"/","Star)"
         R"(tUTC":"2022-09-05T12:27:07Z","request_user-agent":"curl","request_referer":"-"})",
         "client_ip=203.0.113.7\ntime=2022-09-05T12:27:07Z\nmethod=GET\n"
         "target=/\nstatus=200\nuser_agent=curl\n",
         "");
}

TEST(TraefikJson, Tls) {
  expect("traefik-json",
         R"({"ClientHost":"203.0.113.7","DownstreamStatus":200,"RequestMethod":"GET","RequestPath":"/","Star)"
         R"(tUTC":"2022-09-05T12:27:07Z","TLSVersion":"1.3","TLSCipher":"TLS_CHACHA20_POLY1305_SHA256","Requ)"
         R"(estScheme":"https","RequestPort":"8443"})",
         "client_ip=203.0.113.7\ntime=2022-09-05T12:27:07Z\nmethod=GET\n"
         "target=/\nstatus=200\nscheme=https\nserver_port=8443\ntls_protocol=1.3\n"
         "tls_cipher=TLS_CHACHA20_POLY1305_SHA256\n",
         "");
}

TEST(TraefikJson, ClientThatLeft) {
  expect("traefik-json",
         R"({"ClientHost":"203.0.113.7","DownstreamStatus":499,"DownstreamContentSize":21,"Duration":1234567)"
         R"(8901,"OriginStatus":499,"RequestMethod":"POST","RequestPath":"/up","StartUTC":"2022-09-05T12:27:)"
         R"(07Z","ServiceAddr":"10.42.0.7:8080","ServiceName":"web@docker"})",
         "client_ip=203.0.113.7\ntime=2022-09-05T12:27:07Z\nmethod=POST\n"
         "target=/up\nstatus=499\nbody_bytes=21\nduration_us=12345678\n"
         "upstream_addr=10.42.0.7:8080\nupstream_status=499\n",
         "ServiceName=web@docker\n");
}

TEST(TraefikJson, LocalTimeOnly) {
  expect("traefik-json",
         R"({"ClientHost":"203.0.113.7","DownstreamStatus":200,"RequestMethod":"GET","RequestPath":"/","Star)"
         R"(tLocal":"2022-09-05T14:27:07.2+02:00"})",
         "client_ip=203.0.113.7\ntime=2022-09-05T14:27:07.2+02:00\nmethod=GET\n"
         "target=/\nstatus=200\n",
         "");
}

TEST(TraefikJson, Spaced) {
  expect("traefik-json",
         R"(  { "ClientHost" : "203.0.113.7" , "DownstreamStatus" : 200 , "RequestMethod" : "GET" , "Request)"
         R"(Path" : "/" , "StartUTC" : "2022-09-05T12:27:07Z" , "Duration" : 0 }  )",
         "client_ip=203.0.113.7\ntime=2022-09-05T12:27:07Z\nmethod=GET\n"
         "target=/\nstatus=200\nduration_us=0\n",
         "");
}

}  // namespace
}  // namespace anonlog
