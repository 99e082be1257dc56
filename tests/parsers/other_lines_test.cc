#include "parsers/other_lines.h"

#include <gtest/gtest.h>

#include "parsers/formats.h"

namespace anonlog {
namespace {

constexpr OtherLines kAll[] = {OtherLines::kNone,         OtherLines::kAws,
                               OtherLines::kEnvoy,        OtherLines::kHaproxy,
                               OtherLines::kIngressNginx, OtherLines::kNginxProxyManager,
                               OtherLines::kTraefik};

TEST(OtherLines, AreFoundByName) {
  EXPECT_EQ(find_other_lines("haproxy"), OtherLines::kHaproxy);
  EXPECT_EQ(find_other_lines("ingress-nginx"), OtherLines::kIngressNginx);
  EXPECT_FALSE(find_other_lines("Haproxy"));
  EXPECT_FALSE(find_other_lines(""));
}

TEST(OtherLines, OfOneFormatAreNotThoseOfAnother) {
  const std::string_view klog = "I0210 10:43:56.412345       7 main.go:104] \"x\"";
  EXPECT_TRUE(is_other_line(OtherLines::kIngressNginx, klog));
  EXPECT_FALSE(is_other_line(OtherLines::kHaproxy, klog));
  EXPECT_FALSE(is_other_line(OtherLines::kNone, klog));
}

TEST(OtherLines, HaproxyWritesManyKinds) {
  for (const std::string_view line : {
           "10.0.1.2:33312 [06/Feb/2009:12:12:51.443] fnt bck/srv1 0/0/5007 212 -- 0/0/0/0/3 0/0",
           "2001:db8::7:33312 [06/Feb/2009:12:12:51.443] fnt bck/srv1 0/-1/+5007 +212 sD 0/0/0/0/+3 0/0",
           "127.0.0.1:34059 [03/Dec/2012:17:35:10.380] frt/f1: SSL handshake failure",
           "unix:1 [03/Dec/2012:17:35:10.380] frt/f1: Connection closed during SSL handshake",
           "Connect from 10.0.1.2:33312 to 10.0.3.31:8012 (www/HTTP)",
           "Proxy static started.",
           "Backup Server be/b is UP, reason: Layer7 check passed",
           "Server be/srv1 is going DOWN for maintenance.",
           "backend be has no server available!",
           "[NOTICE]   (1) : New worker (8) forked",
           "Stopping frontend fe in 0 ms.",
       }) {
    EXPECT_TRUE(is_other_line(OtherLines::kHaproxy, line)) << line;
  }
}

// Whatever a client sends: an access line, cut and damaged behind what the server writes, is no other line of its log.
TEST(OtherLines, NoAccessLineIsOneHoweverItIsCut) {
  for (const Format& format : formats()) {
    for (const FormatSource& source : format_sources(format)) {
      const auto parser = make_parser(source).value();
      for (std::size_t size = 1; size <= format.sample.size(); ++size) {
        const std::string_view cut = format.sample.substr(0, size);
        EXPECT_NE(parser->skip_reason(cut), SkipReason::kOtherLog) << cut;
      }
    }
  }
}

TEST(OtherLines, ARequestThatQuotesOneIsNone) {
  const std::string_view quoted =
      "Proxy a started I0210 10:43:56.4 7 main.go:104] fe: SSL handshake failure tls 2.0 ";
  for (const std::string_view head :
       {R"(10.0.1.2:33317 [06/Feb/2009:12:14:14.655] fe be/s1 9/0/7/14/30 200 5 - - ---- 1/1/1/1/0 0/0 ")",
        R"(203.0.113.7 - - [10/Oct/2025:13:55:36 +0000] ")", R"([2025-10-10T13:55:36.310Z] ")",
        "https 2025-10-10T13:55:36.186641Z app/lb/5 203.0.113.7:2817 - - - - 200 - 1 1 \"",
        "203.0.113.7 - "}) {
    for (const OtherLines of : kAll) {
      EXPECT_FALSE(is_other_line(of, std::string(head).append(quoted))) << head;
    }
  }
}

}  // namespace
}  // namespace anonlog
