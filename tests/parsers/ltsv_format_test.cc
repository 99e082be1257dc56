// Lines of LTSV, after the documentation of who writes them, with the odd cases: every field of each.
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

TEST(Ltsv, OfItsDocumentation) {
  expect("ltsv",
         "host:203.0.113.7\tident:-\tuser:frank\ttime:[10/Oct/2000:13:55:36 -0700]\treq:GET /apache_pb.gif"
         " HTTP/1.0\tstatus:200\tsize:2326\treferer:http://www.example.com/start.html\tua:Mozilla/4.08 [en"
         "] (Win98; I ;Nav)",
         "client_ip=203.0.113.7\nremote_user=frank\ntime=[10/Oct/2000:13:55:36 -0700]\n"
         "status=200\nbody_bytes=2326\nreferrer=http://www.example.com/start.html\n"
         "user_agent=Mozilla/4.08 [en] (Win98; I ;Nav)\nrequest=GET /apache_pb.gif HTTP/1.0\n",
         "");
}

TEST(Ltsv, ByTarget) {
  expect("ltsv",
         "time:2025-10-10T13:55:36+09:00\thost:2001:db8::7\tmethod:GET\turi:/a?b=1\tprotocol:HTTP/1.1\tsta"
         "tus:200\tsize:5\treqsize:100\treqtime:0.250\tapptime:0.249\tvhost:www.example.org\tforwardedfor:"
         "192.0.2.1, 10.0.0.1\tcache:HIT",
         "client_ip=2001:db8::7\ntime=2025-10-10T13:55:36+09:00\nstatus=200\n"
         "body_bytes=5\nrequest_bytes=100\nduration_us=250000\nhost=www.example.org\n"
         "forwarded_for=192.0.2.1, 10.0.0.1\nupstream_duration_us=249000\n"
         "cache_status=HIT\nmethod=GET\ntarget=/a?b=1\nprotocol=HTTP/1.1\n",
         "");
}

TEST(Ltsv, Microseconds) {
  expect("ltsv",
         "host:203.0.113.7\ttime:1760104536\treq:GET / HTTP/1.1\tstatus:200\treqtime_microsec:1234\treqtim"
         "e:9",
         "client_ip=203.0.113.7\ntime=1760104536\nstatus=200\nduration_us=1234\n"
         "request=GET / HTTP/1.1\n",
         "reqtime=9\n");
}

TEST(Ltsv, NginxNames) {
  expect("ltsv",
         "remote_addr:203.0.113.7\ttime_local:10/Oct/2025:13:55:36 +0000\trequest_method:GET\trequest_uri:"
         "/\tstatus:200\tbody_bytes_sent:5\thttp_user_agent:x\trequest_time:0.001\tupstream_response_time:"
         "-",
         "client_ip=203.0.113.7\ntime=10/Oct/2025:13:55:36 +0000\nstatus=200\n"
         "body_bytes=5\nduration_us=1000\nuser_agent=x\nmethod=GET\ntarget=/\n",
         "");
}

TEST(Ltsv, ValuesWithColons) {
  expect("ltsv",
         "host:203.0.113.7\ttime:[10/Oct/2000:13:55:36 -0700]\treq:GET http://h:80/a:b HTTP/1.1\tstatus:20"
         "0\treferer:https://x:443/",
         "client_ip=203.0.113.7\ntime=[10/Oct/2000:13:55:36 -0700]\nstatus=200\n"
         "referrer=https://x:443/\nrequest=GET http://h:80/a:b HTTP/1.1\n",
         "");
}

TEST(Ltsv, Escapes) {
  expect("ltsv",
         "host:203.0.113.7\ttime:[10/Oct/2000:13:55:36 -0700]\treq:GET /\\x22\\xe4 HTTP/1.1\tstatus:200\tu"
         "a:\\\"a\\\\b\\t",
         "client_ip=203.0.113.7\ntime=[10/Oct/2000:13:55:36 -0700]\nstatus=200\n"
         "user_agent=\"a\\b\t\nrequest=GET /\"\344 HTTP/1.1\n",
         "");
}

TEST(Ltsv, JunkIsLeftOut) {
  expect("ltsv",
         "host:203.0.113.7\ttime:[10/Oct/2000:13:55:36 -0700]\tjunk\t\treq:GET / HTTP/1.1\tstatus:200\t",
         "client_ip=203.0.113.7\ntime=[10/Oct/2000:13:55:36 -0700]\nstatus=200\n"
         "request=GET / HTTP/1.1\n",
         "");
}

TEST(Ltsv, EmptyValues) {
  expect("ltsv",
         "host:203.0.113.7\ttime:[10/Oct/2000:13:55:36 -0700]\treq:GET / HTTP/1.1\tstatus:200\tua:\trefere"
         "r:-",
         "client_ip=203.0.113.7\ntime=[10/Oct/2000:13:55:36 -0700]\nstatus=200\n"
         "user_agent=\nrequest=GET / HTTP/1.1\n",
         "");
}

// What a client added is not told from the server's own: such a line is none of its fields.
TEST(Ltsv, ALineWithALabelTwiceIsRejected) {
  const std::string rest = "\ttime:[10/Oct/2000:13:55:36 -0700]\treq:GET / HTTP/1.1\tstatus:200";
  for (const std::string& line : std::vector<std::string>{
           "host:203.0.113.7\thost:192.0.2.1" + rest, "host:203.0.113.7" + rest + "\tHost:192.0.2.1",
           "host:203.0.113.7\thost:" + rest, "host:-\thost:203.0.113.7" + rest,
           // Neither by the variant that does not know the label.
           "host:203.0.113.7\turi:/a\turi:/b" + rest}) {
    const KeyedLine read = read_keyed("ltsv", line);
    EXPECT_EQ(read.fields, "") << line;
    EXPECT_EQ(read.tally.counts.rejected[static_cast<std::size_t>(RejectReason::kFormat)], 1U) << line;
  }
}

TEST(Ltsv, UnknownLabelsMayComeTwice) {
  const std::string line =
      "host:203.0.113.7\ttime:[10/Oct/2000:13:55:36 -0700]\treq:GET / HTTP/1.1\tstatus:200\tx:1\tx:2";
  EXPECT_EQ(read_keyed("ltsv", line).others, "x=1\nx=2\n");
}

TEST(Ltsv, UnknownLabels) {
  expect("ltsv",
         "host:203.0.113.7\ttime:[10/Oct/2000:13:55:36 -0700]\treq:GET / HTTP/1.1\tstatus:200\tsession.id:"
         "secret\tx-y:1",
         "client_ip=203.0.113.7\ntime=[10/Oct/2000:13:55:36 -0700]\nstatus=200\n"
         "request=GET / HTTP/1.1\n",
         "session.id=secret\nx-y=1\n");
}

TEST(Ltsv, UpperCaseLabels) {
  expect("ltsv", "Host:203.0.113.7:4711\tTime:[10/Oct/2000:13:55:36 -0700]\tReq:- \tStatus:408",
         "client_ip=203.0.113.7\nclient_port=4711\ntime=[10/Oct/2000:13:55:36 -0700]\n"
         "status=408\nrequest=- \n",
         "");
}

}  // namespace
}  // namespace anonlog
