#include "parsers/syslog_line.h"

#include <gtest/gtest.h>

#include "tests/parsers/unwrapped.h"

namespace anonlog {
namespace {

constexpr const char* kText = "203.0.113.7 - - [23/Nov/2025:17:37:28 +0000] \"GET / HTTP/1.1\" 200 5";

TEST(SyslogLine, EveryPrefix) {
  const struct {
    const char* prefix;
    const char* program;
  } cases[] = {
      // RFC 3164: as nginx sends it, as files hold it, with and without its parts.
      {"<190>May  7 08:39:37 web1 nginx: ", "nginx"},
      {"<190>May 17 08:39:37 web1 nginx: ", "nginx"},
      {"<190>May  7 08:39:37 nginx: ", "nginx"},   // nginx's nohostname, and what syslog(3) writes
      {"<189>May  7 08:39:37  nginx: ", "nginx"},  // nginx's first lines: it does not know its host yet
      {"<189>May  7 08:39:37  web1 nginx[1]: ", "nginx"},
      {"<0>Jan  1 00:00:00 web1 kernel: ", "kernel"},
      {"May  7 08:39:37 web1 nginx[1234]: ", "nginx"},
      {"May 07 08:39:37 web1 nginx[1234]: ", "nginx"},  // journalctl
      {"May 7 08:39:37 web1 nginx: ", "nginx"},
      {"May  7 08:39:37.326492 web1 nginx[1]: ", "nginx"},
      {"May  7 2024 08:39:37 web1 nginx[1]: ", "nginx"},
      {"Dec 31 23:59:60 198.51.100.9 haproxy[77]: ", "haproxy"},
      {"May  7 08:39:37 2001:db8::9 haproxy[77]: ", "haproxy"},
      {"May  7 08:39:37 web1.example.org postfix/smtpd[5]: ", "postfix/smtpd"},
      {"May  7 08:39:37 web1 CRON[5]: ", "CRON"},
      {"May  7 08:39:37 haproxy[77]: ", "haproxy"},
      {"May  7 08:39:37 web1 ", "-"},
      // ISO 8601: rsyslog, journalctl -o short-iso, and relays.
      {"2024-05-07T08:39:37.326492+00:00 web1 nginx[1]: ", "nginx"},
      {"2024-05-07T08:39:37+0200 web1 nginx: ", "nginx"},
      {"2024-05-07T08:39:37Z nginx: ", "nginx"},
      {"<134>2016-07-04T22:37:26Z cache-sjc3128 LogTest[62959]: ", "LogTest"},
      {"<134>2016-07-04T22:37:26Z cache-sjc3128 ", "-"},
      // RFC 5424.
      {"<190>1 2024-05-07T08:39:37.326492+00:00 web1 nginx 1234 - - ", "nginx"},
      {"<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - \xEF\xBB\xBF", "su"},
      {"<165>1 - - - - - - ", "-"},
      {"<165>1 2003-10-11T22:14:15.003Z h app - ID47 [exampleSDID@32473 iut=\"3\" eventSource=\"A\"] ",
       "app"},
      {"<165>1 2003-10-11T22:14:15.003Z h app - - [a b=\"1\"][c@1 d=\"x ] \\] \\\" \\\\\"] \xEF\xBB\xBF",
       "app"},
      // RFC 6587.
      {"83 <34>1 2003-10-11T22:14:15.003Z h su - ID47 - ", "su"},
      {"117 <190>May  7 08:39:37 web1 nginx: ", "nginx"},
      // Only the priority.
      {"<190>nginx: ", "nginx"},
      {"<190>", "-"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(unwrapped(read_syslog, std::string(c.prefix) + kText), std::string(c.program) + "|0|F|" + kText)
        << c.prefix;
    EXPECT_EQ(unwrapped(read_syslog, std::string(c.prefix) + "  two"), std::string(c.program) + "|0|F|  two")
        << c.prefix;
  }
}

TEST(SyslogLine, ATextMayBeMissing) {
  EXPECT_EQ(unwrapped(read_syslog, "May  7 08:39:37 web1 nginx: "), "nginx|0|F|");
  EXPECT_EQ(unwrapped(read_syslog, "May  7 08:39:37 web1 nginx:"), "nginx|0|F|");
  EXPECT_EQ(unwrapped(read_syslog, "<165>1 - - app - - -"), "app|0|F|");
  EXPECT_EQ(unwrapped(read_syslog, "<165>1 - - app - - [a b=\"1\"]"), "app|0|F|");
}

TEST(SyslogLine, WhatHasNoTagIsOfNoProgram) {
  EXPECT_EQ(unwrapped(read_syslog, "May  7 08:39:37 web1 last message repeated 3 times"),
            "-|0|F|last message repeated 3 times");
  EXPECT_EQ(unwrapped(read_syslog, "May  7 08:39:37 web1 -- MARK --"), "-|0|F|-- MARK --");
}

TEST(SyslogLine, WhatIsNoSyslog) {
  for (const auto* line : {kText,
                           "",
                           "<",
                           "<>x",
                           "<192>x",
                           "<1234>x",
                           "<12x",
                           "May",
                           "May  7",
                           "May  7 08:39 web1 nginx: x",
                           "Mai  7 08:39:37 web1 nginx: x",
                           "May 107 08:39:37 web1 nginx: x",
                           "May  7 08:39:37",
                           "2024-05-07T08:39:37Z web1 203.0.113.7 - -",
                           "2024-05-07T08:39:37Z nothing",
                           "2015-05-13T23:39:43.945958Z my-lb 192.168.131.39:2817 10.0.0.1:80 0.000073 "
                           "0.001048 0.000057 200 200 0 29",
                           "2016-10-06T00:17:09.669794202Z stdout F text",
                           "2024-05-07 08:39:37 W3SVC1 host: x",
                           "12 May: x",
                           "[Tue May  7 08:39:37 2024] [error] x: y"}) {
    EXPECT_EQ(unwrapped(read_syslog, line), "no") << line;
  }
}

TEST(SyslogLine, ALineThatWasCutIsCutWithinToo) {
  const std::string line = std::string("<190>1 2024-05-07T08:39:37Z web1 nginx 1234 - [a b=\"]\"] ") + kText;
  const std::string whole = "nginx|0|F|" + std::string(kText);
  for (std::size_t cut = line.size() - std::string_view(kText).size(); cut <= line.size(); ++cut) {
    EXPECT_EQ(unwrapped(read_syslog, std::string_view(line).substr(0, cut)),
              whole.substr(0, whole.size() - (line.size() - cut)));
  }
  // A cut within the prefix: whatever comes out is an end of the line.
  for (std::size_t cut = 0; cut < line.size(); ++cut) {
    const std::string cut_line = line.substr(0, cut);
    const std::string within = unwrapped(read_syslog, cut_line);
    EXPECT_TRUE(within == "no" || cut_line.ends_with(within.substr(within.find("|F|") + 3))) << within;
  }
}

}  // namespace
}  // namespace anonlog
