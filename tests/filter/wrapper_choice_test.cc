#include "filter/wrapper_choice.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "filter/config_reader.h"
#include "parsers/formats.h"

namespace anonlog {
namespace {

constexpr std::size_t kMaxLineBytes = 10000;

const char* const kCombined =
    "203.0.113.7 - - [23/Nov/2025:17:37:28 +0000] \"GET / HTTP/1.1\" 200 5 \"-\" \"Mozilla/5.0 (X11)\"";

// The names of the layers, as "docker syslog".
std::string choice(const std::vector<std::string>& given, const std::string& head) {
  std::vector<FormatSource> sources;
  if (!given.empty()) sources = find_format_sources(given, read_config_files).value();
  std::string names;
  for (const Wrapper* layer : choose_wrappers(sources, head, kMaxLineBytes).layers) {
    names += (names.empty() ? "" : " ") + std::string(layer->name);
  }
  return names;
}

std::string repeated(const std::string& line, int times = 5) {
  std::string text;
  for (int i = 0; i < times; ++i) text += line + "\n";
  return text;
}

TEST(WrapperChoice, EveryWrapper) {
  const struct {
    std::string before;
    std::string after;
    const char* layers;
  } cases[] = {
      {"", "", ""},
      {"2016-10-06T00:17:09.669794202Z stdout F ", "", "cri"},
      {"<190>May  7 08:39:37 web1 nginx: ", "", "syslog"},
      {"2024-05-07T08:39:37.326492+00:00 web1 nginx[1]: ", "", "syslog"},
      {"2024-05-07T08:39:37.326492Z ", "", "iso"},
      {"web-1  | ", "", "compose"},
      {"\x1B[36mweb-1  |\x1B[0m ", "", "colours compose"},
      {"[pod/web-1/nginx] ", "", "kubectl"},
      {"[pod/web-1/nginx] 2024-05-07T08:39:37.326492Z ", "", "kubectl iso"},
      {"web-1  | 2024-05-07T08:39:37.326492Z ", "", "compose iso"},
      {"2016-10-06T00:17:09.669794202Z stdout F <190>May  7 08:39:37 web1 nginx: ", "", "cri syslog"},
  };
  for (const auto& c : cases) {
    const std::string head = repeated(c.before + kCombined + c.after);
    EXPECT_EQ(choice({}, head), c.layers) << c.before;
    EXPECT_EQ(choice({"combined"}, head), c.layers) << c.before;
    EXPECT_EQ(choice({}, repeated(c.before + kCombined + c.after, 1)), c.layers) << c.before;
  }
}

TEST(WrapperChoice, EscapesAreUndoneWhereFormatsReadMoreWithoutThem) {
  EXPECT_EQ(
      choice({}, repeated(
                     R"(203.0.113.7 - - [23/Nov/2025:17:37:28 +0000] \"GET / HTTP/1.1\" 200 5 \"-\" \"x\")")),
      "backslashes");
  EXPECT_EQ(
      choice({}, repeated("\"203.0.113.7 - - [23/Nov/2025:17:37:28 +0000] \"\"GET / HTTP/1.1\"\" 200 5\"")),
      "quoted");
  EXPECT_EQ(choice({"$remote_addr\t$time_iso8601\t$status"},
                   repeated("203.0.113.7#0112025-11-23T17:37:28Z#011200")),
            "octal");
  // Not where a client wrote what looks like an escape.
  const std::string path =
      R"(203.0.113.7 - - [23/Nov/2025:17:37:28 +0000] "GET /#011 HTTP/1.1" 200 5 "-" "\"\\x")";
  EXPECT_EQ(choice({}, repeated(path)), "");
}

TEST(WrapperChoice, AFormatKeepsItsOwnFirstFields) {
  const std::string iso = "2024-05-07T08:39:37+00:00 203.0.113.7 \"GET / HTTP/1.1\" 200";
  EXPECT_EQ(choice({R"($time_iso8601 $remote_addr "$request" $status)"}, repeated(iso)), "");
  EXPECT_EQ(choice({R"($remote_addr "$request" $status)"}, repeated(iso)), "iso");
  EXPECT_EQ(choice({R"($host | $remote_addr "$request" $status)"},
                   repeated("example.org | 203.0.113.7 \"GET / HTTP/1.1\" 200")),
            "");
  EXPECT_EQ(choice({R"([pod/$host/x] $remote_addr "$request" $status)"},
                   repeated("[pod/example.org/x] 203.0.113.7 \"GET / HTTP/1.1\" 200")),
            "");
  EXPECT_EQ(
      choice({R"(escape=json {"log":"$host","stream":"$scheme","time":"$time_iso8601","a":"$remote_addr"})"},
             repeated(R"({"log":"x","stream":"stdout","time":"2024-05-07T08:39:37Z","a":"203.0.113.7"})")),
      "");
}

TEST(WrapperChoice, AHostBehindATimeIsLeftOutWhereFormatsReadMoreWithoutIt) {
  const std::string json = R"({"a":"203.0.113.7","s":200})";
  const std::vector<std::string> given = {R"(escape=json {"a":"$remote_addr","s":$status})"};
  EXPECT_EQ(choice(given, repeated("2024-05-07T08:39:37Z 10.0.0.1  " + json)), "iso host");
  EXPECT_EQ(choice(given, repeated("2024-05-07T08:39:37Z " + json)), "iso");
  EXPECT_EQ(choice(given, repeated("10.0.0.1 " + json)), "");
}

TEST(WrapperChoice, SamplesOfAllFormatsAreNoWrappers) {
  for (const Format& format : formats()) {
    EXPECT_EQ(choice({}, repeated(std::string(format.sample))), "") << format.name;
    EXPECT_EQ(choice({std::string(format.name)}, repeated(std::string(format.sample))), "") << format.name;
    const std::string wrapped = "2016-10-06T00:17:09.669794202Z stdout F " + std::string(format.sample);
    EXPECT_EQ(choice({std::string(format.name)}, repeated(wrapped)), "cri") << format.name;
  }
}

TEST(WrapperChoice, HalfOfTheLinesDecide) {
  const std::string wrapped = std::string("web-1  | ") + kCombined;
  EXPECT_EQ(choice({}, repeated(wrapped, 5) + repeated(kCombined, 4)), "compose");
  EXPECT_EQ(choice({}, repeated(wrapped, 4) + repeated(kCombined, 6)), "");
}

TEST(WrapperChoice, ProgramsAreThoseWhoseLinesAreRead) {
  const std::string others = "May  7 08:39:37 web1 sshd[1]: x\nMay  7 08:39:37 web1 cron: y\n";
  const std::string head = repeated(others, 10) + "May  7 08:39:37 web1 nginx: " + kCombined + "\n";
  const WrapperChoice found = choose_wrappers({}, head, kMaxLineBytes);
  EXPECT_EQ(found.programs, std::vector<std::string>{"nginx"});
  EXPECT_EQ(found.head, std::string(kCombined) + "\n");
  EXPECT_EQ(found.read, 1U);
  EXPECT_EQ(found.read_as_is, 0U);
  EXPECT_TRUE(found.names_programs);
}

}  // namespace
}  // namespace anonlog
