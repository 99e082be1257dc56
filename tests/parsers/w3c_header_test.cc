#include "parsers/w3c_header.h"

#include <gtest/gtest.h>

#include <string>

#include "parsers/formats.h"

namespace anonlog {
namespace {

using Change = W3cHeader::Change;

W3cHeader header_of(std::initializer_list<std::string_view> lines) {
  W3cHeader header;
  for (const std::string_view line : lines) header.add(line);
  return header;
}

TEST(W3cHeader, TakesTheLastFields) {
  W3cHeader header;
  EXPECT_FALSE(header.has_fields());
  EXPECT_EQ(header.add("#Fields: date  time\tc-ip "), Change::kLayout);
  EXPECT_EQ(header.fields(), "date time c-ip");
  EXPECT_EQ(header.add("#FIELDS:time # a comment"), Change::kLayout);
  EXPECT_EQ(header.fields(), "time");
  EXPECT_EQ(header.add("#Fields:"), Change::kLayout);
  EXPECT_TRUE(header.has_fields());
  EXPECT_EQ(header.fields(), "");
}

TEST(W3cHeader, OtherLinesChangeNothing) {
  W3cHeader header;
  for (const std::string_view line :
       {"", "#", "#Fields", "# Fields: a", "Fields: a", "#Version: 1.0", "#Remark: #Fields: a",
        "#Software: x", "#End-Date: 2025-11-23 00:00:00", "x #Fields: a"}) {
    EXPECT_EQ(header.add(line), Change::kNone) << line;
  }
  EXPECT_FALSE(header.has_fields());
}

TEST(W3cHeader, ALineThatIsTooLongNamesNoColumns) {
  const W3cHeader header = header_of({"#Fields: " + std::string(W3cHeader::kMaxFieldsBytes, 'x')});
  EXPECT_TRUE(header.has_fields());
  EXPECT_EQ(header.fields(), "");
}

TEST(W3cHeader, TakesDatesAndTimes) {
  constexpr std::int64_t kDay = 20415;  // 2025-11-23
  for (const std::string_view line : {"#Date: 2025-11-23 17:37:28", "#date:2025-11-23\t17:37:28",
                                      "#Start-Date: 2025-11-23 17:37:28.5", "#Date: 23-Nov-2025 17:37:28"}) {
    const W3cHeader header = header_of({line});
    EXPECT_EQ(header.day(), kDay) << line;
    EXPECT_EQ(header.clock_seconds(), (17 * 60 + 37) * 60 + 28) << line;
  }
  EXPECT_EQ(header_of({"#Date: 2025-11-23"}).clock_seconds(), std::nullopt);
  for (const std::string_view line : {"#Date:", "#Date: 2025-02-30 00:00:00", "#Date: 2025-13-01",
                                      "#Date: 23-Xxx-2025", "#Date: +025-11-23", "#Date: x"}) {
    EXPECT_EQ(header_of({"#Date: 2025-11-23", line}).day(), RecordBatch::kNoDay) << line;
  }
}

TEST(W3cHeader, KnowsWhoWrites) {
  using enum FormatLanguage;
  EXPECT_EQ(header_of({"#Fields: date time c-ip"}).language(), kW3c);
  EXPECT_EQ(header_of({"#Fields: time sc-Win32-Status"}).language(), kW3cIis);
  EXPECT_EQ(header_of({"#Fields: time x-edge-location"}).language(), kW3cCloudFront);
  EXPECT_EQ(
      header_of({"#Software: Microsoft Internet Information Services 5.0", "#Fields: time c-ip"}).language(),
      kW3cIis);
  EXPECT_EQ(header_of({"#Software: Microsoft HTTP Server API 2.0", "#Fields: time c-ip"}).language(),
            kW3cIis);
  EXPECT_EQ(header_of({"#Software: IIS Advanced Logging Module", "#Fields: time sc-substatus"}).language(),
            kW3c);
}

TEST(W3cHeader, ItsTextSaysTheSame) {
  for (const std::string_view software :
       {"#Software: Microsoft Internet Information Services 8.5", "#Software: Oracle", "#"}) {
    const W3cHeader header = header_of({software, "#Fields: time c-ip"});
    W3cHeader again;
    for (std::string text = header.text(); !text.empty(); text.erase(0, text.find('\n') + 1)) {
      again.add(std::string_view(text).substr(0, text.find('\n')));
    }
    EXPECT_EQ(again.fields(), header.fields());
    EXPECT_EQ(again.language(), header.language());
  }
  EXPECT_EQ(W3cHeader().text(), "");
}

TEST(W3cClockSeconds, ReadsTimesOfADay) {
  EXPECT_EQ(w3c_clock_seconds("00:00"), 0);
  EXPECT_EQ(w3c_clock_seconds("23:59:60"), 86400);
  EXPECT_EQ(w3c_clock_seconds("23:59:59.999"), 86399);
  for (const std::string_view text :
       {"", "24:00:00", "00:60:00", "00:00:61", "1:00:00", "00-00-00", "-1:00:00"}) {
    EXPECT_EQ(w3c_clock_seconds(text), std::nullopt) << text;
  }
}

std::string texts(std::string_view format, std::string_view head) {
  std::string texts;
  for (const FormatSource& source : format_sources(*find_format(format), head)) texts += source.text + "|";
  return texts;
}

TEST(FormatSourcesOfAHead, AreTheLayoutsThatItSays) {
  EXPECT_EQ(texts("w3c", "#Fields: time c-ip\n10:00:00 a\n#Fields: time\n#Fields: time  c-ip\n"),
            "time c-ip|time|");
  EXPECT_EQ(texts("iis", "#Fields: time c-ip\n"), "");
  EXPECT_EQ(texts("w3c", "#Fields:\n"), "");
  EXPECT_EQ(texts("iis", "#Fields: time c-ip sc-substatus\n"), "time c-ip sc-substatus|");
  EXPECT_EQ(format_sources(*find_format("iis"), "10:00:00 a\n").size(), 2U);  // the defaults
  EXPECT_EQ(format_sources(*find_format("combined"), "#Fields: time c-ip\n").size(), 1U);
}

}  // namespace
}  // namespace anonlog
