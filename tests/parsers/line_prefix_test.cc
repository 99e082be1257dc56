#include "parsers/line_prefix.h"

#include <gtest/gtest.h>

#include "tests/parsers/unwrapped.h"

namespace anonlog {
namespace {

TEST(LinePrefix, AnIsoTimeHasAZone) {
  for (const auto* time :
       {"2024-05-07T08:39:37Z", "2024-05-07T08:39:37.326492+00:00", "2024-05-07T08:39:37-0700",
        "2016-10-06T00:17:09.669794202Z", "2020-04-14T16:02:25.123456789+02:00", "2024-05-07T08:39:37,1Z"}) {
    EXPECT_EQ(iso_time_bytes(time), std::string_view(time).size()) << time;
    EXPECT_EQ(iso_time_bytes(std::string(time) + " x"), std::string_view(time).size()) << time;
    for (std::size_t cut = 0; cut < std::string_view(time).size(); ++cut) {
      EXPECT_EQ(iso_time_bytes(std::string_view(time).substr(0, cut)), 0U) << time << " " << cut;
    }
  }
  for (const auto* time : {"2024-05-07 08:39:37Z", "2024-05-07T08:39:37", "2024-5-7T08:39:37Z",
                           "2024-05-07T08:39Z", "2024-05-07T08:39:37.Z", "07/May/2024:08:39:37 +0000", ""}) {
    EXPECT_EQ(iso_time_bytes(time), 0U) << time;
  }
}

TEST(LinePrefix, Cri) {
  const struct {
    const char* line;
    const char* within;
  } cases[] = {
      {"2016-10-06T00:17:09.669794202Z stdout F log content 1", "|0|F|log content 1"},
      {"2016-10-06T00:17:09.669794202Z stdout P log content 1", "|0|P|log content 1"},
      {"2016-10-06T00:17:09.669794202Z stderr F log  content ", "|1|F|log  content "},
      {"2016-10-06T00:17:09.669794202Z stderr P:TAG1:TAG2 a b", "|1|P|a b"},
      {"2020-04-14T16:02:25.123456789+02:00 stdout F text", "|0|F|text"},
      {"2016-10-06T00:17:09.669794202Z stdout F ", "|0|F|"},
      {"2016-10-06T00:17:09.669794202Z stdout F", "|0|F|"},
      {"2016-10-06T00:17:09.669794202Z stdout F:TAG", "|0|F|"},
      {"2016-10-06T00:17:09.669794202Z stdout F  two spaces", "|0|F| two spaces"},
      {"2016-10-06T00:17:09.669794202Z stdout X text", "no"},
      {"2016-10-06T00:17:09.669794202Z stdout Ftext", "no"},
      {"2016-10-06T00:17:09.669794202Z stdlog F text", "no"},
      {"2016-10-06T00:17:09.669794202Z stdout", "no"},
      {"2016-10-06T00:17:09.669794202Z stdout ", "no"},
      {"2016-10-06T00:17:09.6697 stdout F text", "no"},
      {"203.0.113.7 - - [23/Nov/2025:17:37:28 +0000]", "no"},
      {"", "no"},
  };
  for (const auto& c : cases) EXPECT_EQ(unwrapped(read_cri, c.line), c.within) << c.line;
}

TEST(LinePrefix, IsoTime) {
  EXPECT_EQ(unwrapped(read_iso, "2024-05-07T08:39:37.326492000Z 203.0.113.7 - -"), "|0|F|203.0.113.7 - -");
  EXPECT_EQ(unwrapped(read_iso, "2024-05-07T08:39:37+02:00  x"), "|0|F| x");
  EXPECT_EQ(unwrapped(read_iso, "2024-05-07T08:39:37Z "), "|0|F|");
  EXPECT_EQ(unwrapped(read_iso, "2024-05-07T08:39:37Z"), "no");
  EXPECT_EQ(unwrapped(read_iso, "2024-05-07T08:39:37Z\tx"), "no");
  EXPECT_EQ(unwrapped(read_iso, "[2024-05-07T08:39:37Z] x"), "no");
}

TEST(LinePrefix, Host) {
  EXPECT_EQ(unwrapped(read_host, "203.0.113.9  {\"a\":1}"), "|0|F|{\"a\":1}");
  EXPECT_EQ(unwrapped(read_host, "cache-ams1 x y"), "|0|F|x y");
  EXPECT_EQ(unwrapped(read_host, "host"), "no");
  EXPECT_EQ(unwrapped(read_host, "host   "), "no");
  EXPECT_EQ(unwrapped(read_host, " x"), "no");
}

TEST(LinePrefix, Kubectl) {
  EXPECT_EQ(unwrapped(read_kubectl, "[pod/web-7c9f4-x/nginx] 203.0.113.7 - -"), "nginx|0|F|203.0.113.7 - -");
  EXPECT_EQ(unwrapped(read_kubectl, "[pod/web/nginx]  x"), "nginx|0|F| x");
  EXPECT_EQ(unwrapped(read_kubectl, "[pod/web/nginx]x"), "no");
  EXPECT_EQ(unwrapped(read_kubectl, "[pod/web/nginx]"), "no");
  EXPECT_EQ(unwrapped(read_kubectl, "[pod/web] x"), "no");
  EXPECT_EQ(unwrapped(read_kubectl, "[pod//x] x"), "no");
  EXPECT_EQ(unwrapped(read_kubectl, "[pod/a b/c] x"), "no");
  EXPECT_EQ(unwrapped(read_kubectl, "[podium] x"), "no");
  EXPECT_EQ(unwrapped(read_kubectl, "[pod/a/b"), "no");
}

TEST(LinePrefix, ComposeAndPm2) {
  EXPECT_EQ(unwrapped(read_compose, "web-1  | 203.0.113.7 - -"), "web-1|0|F|203.0.113.7 - -");
  EXPECT_EQ(unwrapped(read_compose, "my_project.db_1         | x"), "my_project.db_1|0|F|x");
  EXPECT_EQ(unwrapped(read_compose, "web-1  |  two"), "web-1|0|F| two");
  EXPECT_EQ(unwrapped(read_compose, "web-1  |"), "web-1|0|F|");
  EXPECT_EQ(unwrapped(read_compose, "0|app      | x"), "app|0|F|x");
  EXPECT_EQ(unwrapped(read_compose, "12|app | x"), "app|0|F|x");
  EXPECT_EQ(unwrapped(read_compose, "web-1| x"), "no");
  EXPECT_EQ(unwrapped(read_compose, "web-1 |x"), "no");
  EXPECT_EQ(unwrapped(read_compose, "web 1 | x"), "no");
  EXPECT_EQ(unwrapped(read_compose, " | x"), "no");
  EXPECT_EQ(unwrapped(read_compose, "0| | x"), "no");
  EXPECT_EQ(unwrapped(read_compose, ""), "no");
}

}  // namespace
}  // namespace anonlog
