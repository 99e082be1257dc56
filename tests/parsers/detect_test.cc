#include "parsers/detect.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace anonlog {
namespace {

std::string detected(std::string_view head) {
  std::string names;
  for (const Format* format : detect(head).chosen)
    names += (names.empty() ? "" : " ") + std::string(format->name);
  return names.empty() ? "none" : names;
}

std::string sample(std::string_view name) { return std::string(find_format(name)->sample) + "\n"; }

std::string repeated(const std::string& line, std::size_t times) {
  std::string out;
  while (times-- != 0) out += line;
  return out;
}

TEST(DetectFormat, FindsTheFormatThatReadsTheMostFields) {
  EXPECT_EQ(detected(sample("common")), "common");
  EXPECT_EQ(detected(sample("combined")), "combined");
  EXPECT_EQ(detected(sample("main")), "main");
  EXPECT_EQ(detected(sample("vhost_combined")), "vhost_combined");
}

TEST(DetectFormat, NothingIsFoundInWhatIsNoLog) {
  EXPECT_EQ(detected(""), "none");
  EXPECT_EQ(detected("\n\n# only comments\n"), "none");
  EXPECT_EQ(detected("Dear reader,\nthis is a letter.\n"), "none");
}

TEST(DetectFormat, HalfOfTheLinesMustBeRead) {
  EXPECT_EQ(detected(repeated("junk\n", 3) + repeated(sample("combined"), 3)), "combined");
  EXPECT_EQ(detected(repeated("junk\n", 4) + repeated(sample("combined"), 3)), "none");
}

TEST(DetectFormat, CommentsAndBlankLinesDoNotCount) {
  EXPECT_EQ(detected(repeated("# x\n\n", 50) + sample("combined")), "combined");
}

TEST(DetectFormat, AFewLinesOfALongerFormatDoNotDecide) {
  EXPECT_EQ(detected(repeated(sample("combined"), 10) + repeated(sample("main"), 2)), "combined");
}

TEST(DetectFormat, AMixtureIsReadByASet) {
  EXPECT_EQ(detected(repeated(sample("main"), 40) + repeated(sample("combined"), 3)), "main combined");
  EXPECT_EQ(detected(repeated(sample("combined"), 10) + repeated(sample("vhost_combined"), 3)),
            "combined vhost_combined");
}

constexpr std::string_view kBanner =
    "-------------------------------------------------------------------------------\n"
    "NGINX Ingress controller\n"
    "  Release:       v1.8.1\n"
    "  Build:         dc88dce9ea5e700f3301d16f971fa17c6cfe757d\n"
    "  Repository:    https://github.com/kubernetes/ingress-nginx\n"
    "  nginx version: nginx/1.21.6\n"
    "\n"
    "-------------------------------------------------------------------------------\n"
    "\n"
    "W0725 10:43:56.412345       7 client_config.go:618] Neither --kubeconfig nor --master was specified.\n"
    "I0725 10:43:56.412345       7 main.go:209] \"Creating API client\" host=\"https://10.96.0.1:443\"\n";

TEST(DetectFormat, OtherLinesOfAServerDoNotCountAgainstItsFormat) {
  const std::string log = std::string(kBanner) + repeated(sample("ingress-nginx"), 2);
  EXPECT_EQ(detected(log), "ingress-nginx");
  EXPECT_EQ(detected(std::string(kBanner) + repeated(sample("combined"), 2)), "none");
  EXPECT_EQ(detected(std::string(kBanner)), "none");
  EXPECT_EQ(detected(std::string(kBanner) + repeated("junk\n", 3) + repeated(sample("ingress-nginx"), 2)),
            "none");
  EXPECT_EQ(detected(repeated("{\"level\":\"info\",\"logger\":\"admin\",\"ts\":1}\n", 9) + sample("caddy")),
            "caddy");
  const Detection detection = detect(log);
  for (const Candidate& candidate : detection.candidates) {
    EXPECT_EQ(candidate.lines_skipped, candidate.format->name == "ingress-nginx" ? 9U : 0U);
    EXPECT_EQ(detection.lines_of(candidate), candidate.format->name == "ingress-nginx" ? 2U : 11U);
  }
}

TEST(DetectFormat, SourcesMayBeAdapted) {
  const std::string log = "{\"a\":\"203.0.113.7\",\"b\":1,\"c\":200,\"uri\":\"/\"}\n";
  EXPECT_EQ(detected(log), "none");
  const auto with_text = [](std::string text) {
    return [text](std::vector<FormatSource> sources) {
      if (sources.front().name == "json") sources.front().text = text;
      return sources;
    };
  };
  ASSERT_EQ(detect(log, with_text("client_ip=a time=b status=c target=uri")).chosen.size(), 1U);
  EXPECT_EQ(detect(log, with_text("client_ip=a time=b status=c target=uri")).chosen.front()->name, "json");
  EXPECT_TRUE(detect(log, with_text("no text")).chosen.empty());
}

TEST(DetectFormat, IPv6ClientsAreNoVirtualHosts) {
  std::string line = sample("combined");
  line.replace(0, line.find(' '), "2001:db8::1");
  EXPECT_EQ(detected(line), "combined");
}

TEST(DetectFormat, OnlyTheFirstLinesCount) {
  const std::string head = repeated(sample("combined"), kDetectLines);
  EXPECT_EQ(detected(head + repeated(sample("main"), 10 * kDetectLines)), "combined");
  EXPECT_EQ(detected(head + repeated("junk\n", 10 * kDetectLines)), "combined");
}

TEST(DetectFormat, TheLastLineNeedsNoNewline) {
  EXPECT_EQ(detected(find_format("combined")->sample), "combined");
}

// Any client can send an absolute URL, or what looks like a host where one is expected.
TEST(DetectFormat, AFewAbsoluteUrlsAreNotVarnish) {
  EXPECT_EQ(detected(repeated(sample("combined"), 5) + repeated(sample("varnishncsa"), 4)), "combined");
  EXPECT_EQ(detected(repeated(sample("combined"), 4) + repeated(sample("varnishncsa"), 5)), "varnishncsa");
}

TEST(Detect, EveryFormatSaysWhatItRead) {
  const Detection detection = detect(sample("combined") + "junk\n# comment\n\n" + sample("main"));
  EXPECT_EQ(detection.lines, 3u);
  ASSERT_EQ(detection.candidates.size(), formats().size());
  for (std::size_t i = 0; i < formats().size(); ++i) {
    EXPECT_EQ(detection.candidates[i].format, &formats()[i]);
  }
  for (const auto& [name, lines] : {std::pair("vhost_combined", 0u), std::pair("main", 1u),
                                    std::pair("combined", 2u), std::pair("common", 2u)}) {
    const auto i = static_cast<std::size_t>(find_format(name) - formats().data());
    EXPECT_EQ(detection.candidates[i].lines_read, lines) << name;
  }
  ASSERT_EQ(detection.chosen.size(), 1U);
  EXPECT_EQ(detection.chosen.front()->name, "combined");
}

// Text behind combined that looks like a quoted field of main: its user agent would hold what stands between.
TEST(Detect, AFormatWhoseFieldsHoldBareQuotesIsNotChosen) {
  const std::string line =
      R"(203.0.113.7 - - [23/Nov/2025:17:37:28 +0000] "GET / HTTP/1.1" 200 5 "-" "curl/8" rt=0.1 sid=1 "198.51.100.7" "x")"
      "\n";
  EXPECT_EQ(detected(line), "combined");
}

}  // namespace
}  // namespace anonlog
