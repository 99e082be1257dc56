#include "parsers/w3c_layouts.h"

#include <gtest/gtest.h>

#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "parsers/formats.h"

namespace anonlog {
namespace {

std::vector<FormatSource> sources(std::initializer_list<std::string_view> names) {
  std::vector<FormatSource> all;
  for (const std::string_view name : names) {
    for (FormatSource& source : format_sources(*find_format(name))) all.push_back(std::move(source));
  }
  return all;
}

// How every line of an input is read: "text of the format|more texts @day".
using Plan = std::vector<std::string>;

std::string described(const std::vector<FormatSource>& formats, std::int64_t day) {
  std::string text;
  for (const FormatSource& format : formats) text += format.name + ": " + format.text + "|";
  return day == RecordBatch::kNoDay ? text : text + "@" + std::to_string(day);
}

// Cuts the input behind every line whose number is in `cuts`.
Plan plan_of(W3cLayouts& layouts, const std::string& input, const std::vector<bool>& cuts) {
  Plan plan;
  std::vector<LayoutRun> runs;
  std::string chunk;
  std::istringstream lines(input);
  std::size_t number = 0;
  const auto flush = [&]() {
    EXPECT_TRUE(layouts.cut(chunk, runs));
    std::size_t offset = 0;
    for (const LayoutRun& run : runs) {
      EXPECT_NE(run.bytes, 0U);
      const std::string bytes = chunk.substr(offset, run.bytes);
      for (std::size_t count = static_cast<std::size_t>(std::count(bytes.begin(), bytes.end(), '\n'));
           count != 0; --count) {
        plan.push_back(described(*run.formats, run.day));
      }
      EXPECT_EQ(bytes.back(), '\n');
      offset += run.bytes;
    }
    EXPECT_EQ(offset, chunk.size());
    chunk.clear();
  };
  for (std::string line; std::getline(lines, line); ++number) {
    chunk += line + "\n";
    if (number < cuts.size() && cuts[number]) flush();
  }
  flush();
  return plan;
}

Plan plan_of(std::initializer_list<std::string_view> names, const std::string& input,
             std::string_view fields = {}) {
  W3cLayouts layouts(fields);
  layouts.set_formats(sources(names));
  return plan_of(layouts, input, {});
}

constexpr std::int64_t kDay = 20415;  // 2025-11-23

TEST(W3cLayouts, FieldsCountFromTheirLineOn) {
  const Plan plan =
      plan_of({"w3c"}, "a\n#Fields: time\nb\n#Fields:  time \nc\n#Version: 1.0\n#Fields: c-ip x\nd\ne\n");
  const std::string none = "w3c: #Fields|", time = "w3c: time|", two = "w3c: c-ip x|";
  EXPECT_EQ(plan, (Plan{none, none, time, time, time, time, time, two, two}));
}

TEST(W3cLayouts, OnlyTheFormatThatTheLogSaysIsExchanged) {
  const std::string iis = "#Fields: time sc-substatus\nx\n";
  EXPECT_EQ(plan_of({"cloudfront", "iis"}, iis).back(), "iis: time sc-substatus|");
  EXPECT_EQ(plan_of({"cloudfront"}, iis).back(), "cloudfront: time sc-substatus|");
  const std::string combined = described(sources({"combined"}), RecordBatch::kNoDay);
  EXPECT_EQ(plan_of({"iis", "combined"}, iis).back(), "iis: time sc-substatus|" + combined);
  EXPECT_EQ(plan_of({"combined", "iis"}, iis).back(), combined + "iis: time sc-substatus|");
  EXPECT_EQ(plan_of({"combined"}, iis).back(), combined);
}

TEST(W3cLayouts, ColumnsThatCannotBeReadReadNoLine) {
  EXPECT_EQ(plan_of({"w3c"}, "#Fields:\nx\n").back(), "w3c: #Fields|");
  EXPECT_EQ(plan_of({"iis"}, "#Fields: a\x01\nx\n").back(), "iis: #Fields|");
}

TEST(W3cLayouts, FieldsOfTheCommandLineCountUntilTheLogSaysOthers) {
  for (const std::string_view fields : {"time c-ip", "#Fields: time c-ip"}) {
    const Plan plan = plan_of({"w3c"}, "x\n#Fields: c-ip\ny\n", fields);
    EXPECT_EQ(plan, (Plan{"w3c: time c-ip|", "w3c: time c-ip|", "w3c: c-ip|"}));
  }
}

TEST(W3cLayouts, DirectivesBeforeTheFormatIsKnownCount) {
  W3cLayouts layouts;
  layouts.set_formats(sources({"combined"}), false);
  std::vector<LayoutRun> runs;
  ASSERT_TRUE(
      layouts.cut("#Software: Microsoft Internet Information Services 5.0\n#Date: 2025-11-23 "
                  "10:00:00\n#Fields: time c-ip\n",
                  runs));
  EXPECT_NE(layouts.directives().find("#Fields: time c-ip\n"), std::string::npos);
  layouts.set_formats(sources({"iis"}));
  ASSERT_TRUE(layouts.cut("11:00:00 x\n", runs));
  ASSERT_EQ(runs.size(), 1U);
  EXPECT_EQ(described(*runs[0].formats, runs[0].day), "iis: time c-ip|@" + std::to_string(kDay));
}

std::vector<std::int64_t> days(const std::string& lines) {
  W3cLayouts layouts;
  layouts.set_formats(sources({"w3c"}));
  std::vector<std::int64_t> days;
  for (const std::string& line :
       plan_of(layouts, "#Date: 2025-11-23 10:00:00\n#Fields: time c-ip\n" + lines, {})) {
    if (const std::size_t at = line.find('@'); at != std::string::npos)
      days.push_back(std::stoll(line.substr(at + 1)) - kDay);
  }
  return days;
}

TEST(W3cLayouts, TheDayRollsAtMidnight) {
  using Days = std::vector<std::int64_t>;
  EXPECT_EQ(days("10:00:00 a\n23:59:59 a\n00:00:00 a\n13:00:00 a\n00:30:00 a\n"), (Days{0, 0, 1, 1, 2}));
  // Behind #Date itself; not for half a day.
  EXPECT_EQ(days("#Date: 2025-11-23 23:59:00\n00:00:01 a\n"), (Days{0, 1}));
  EXPECT_EQ(days("22:00:00 a\n10:00:01 a\n"), (Days{0, 0}));
  // A line that comes a little late is of the day before, and the next one is of the new day still.
  EXPECT_EQ(days("23:59:59 a\n00:00:01 a\n23:59:58 a\n00:00:02 a\n"), (Days{0, 1, 0, 1}));
  // A new #Date says the day, also an earlier one. Lines that are none keep it.
  EXPECT_EQ(days("23:00:00 a\n01:00:00 a\njunk\n\n#Date: 2025-11-23 10:00:00\n10:00:00 a\n"),
            (Days{0, 1, 1, 1, 1, 0}));
  EXPECT_EQ(days("#Date: nonsense\n10:00:00 a\n"), Days{0});  // the line of the directive
}

TEST(W3cLayouts, LinesWithADateHaveNoDayOfTheirOwn) {
  const Plan plan =
      plan_of({"w3c"}, "#Date: 2025-11-23 10:00:00\n#Fields: date time c-ip\n2025-11-24 10:00:00 x\n");
  EXPECT_EQ(plan.back(), "w3c: date time c-ip|");
}

TEST(W3cLayouts, DirectivesStandAtTheBeginningOfALine) {
  EXPECT_EQ(plan_of({"w3c"}, "x #Fields: time\nx\n").back(), "w3c: #Fields|");
  EXPECT_EQ(plan_of({"w3c"}, "##Fields: time\n #Fields: time\nx\n").back(), "w3c: #Fields|");
  EXPECT_EQ(plan_of({"w3c"}, "#Fields: time\r\nx\n").back(), "w3c: time|");
  // Behind what a crash left.
  EXPECT_EQ(plan_of({"w3c"}, std::string("x\n\0\0#Fields: time\nx\n", 20)).back(), "w3c: time|");
}

TEST(W3cLayouts, TooManyLayoutsAreAnError) {
  W3cLayouts layouts;
  layouts.set_formats(sources({"w3c"}));
  std::vector<LayoutRun> runs;
  for (int round = 0; round < 3; ++round) {
    for (std::size_t i = 0; i < W3cLayouts::kMaxLayouts; ++i) {
      ASSERT_TRUE(layouts.cut("#Fields: time c" + std::to_string(i) + "\nx\n", runs));
    }
  }
  const Status status = layouts.cut("#Fields: time another\nx\n", runs);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().kind, ErrorKind::kBadInput);
  EXPECT_EQ(status.error().message.find("another"), std::string::npos);
}

// One line after the other.
Plan reference(const std::string& input) {
  Plan plan;
  std::string columns = "#Fields";
  std::int64_t day = RecordBatch::kNoDay;
  int last = -1;
  std::istringstream lines(input);
  for (std::string line; std::getline(lines, line);) {
    const bool dateless =
        columns.find("time") != std::string::npos && columns.find("date") == std::string::npos;
    std::int64_t day_of_line = day;
    const bool is_record = line.size() > 9 && line[2] == ':';
    if (dateless && is_record && day != RecordBatch::kNoDay) {
      const int clock = std::stoi(line.substr(0, 2)) * 3600 + std::stoi(line.substr(3, 2)) * 60 +
                        std::stoi(line.substr(6, 2));
      const int ahead = last < 0 ? 0 : clock - last;
      if (ahead > 86400 - 300) {
        day_of_line = day - 1;
      } else {
        if (ahead < -43200) day_of_line = ++day;
        last = clock;
      }
    }
    plan.push_back("w3c: " + columns + "|" +
                   (dateless && day != RecordBatch::kNoDay ? "@" + std::to_string(day_of_line) : ""));
    if (line.starts_with("#Fields: ")) columns = line.substr(9);
    if (line.starts_with("#Date: 2025-11-")) {
      day = kDay - 23 + std::stoi(line.substr(15, 2));
      last = std::stoi(line.substr(18, 2)) * 3600;
    }
  }
  return plan;
}

TEST(W3cLayouts, AgreesWithTheReferenceWhereverChunksAreCut) {
  std::mt19937 random(3);
  const auto below = [&random](std::size_t end) { return static_cast<std::size_t>(random() % end); };
  const auto two = [](std::size_t number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  for (int round = 0; round < 3000; ++round) {
    std::string input;
    std::vector<bool> cuts;
    for (std::size_t lines = 1 + below(40); lines != 0; --lines) {
      static constexpr std::string_view kFields[] = {"time c-ip", "date time c-ip", "time c-ip x", "c-ip x"};
      switch (below(8)) {
        case 0:
          input += "#Fields: " + std::string(kFields[below(4)]) + "\n";
          break;
        case 1:
          input += "#Date: 2025-11-" + two(1 + below(28)) + " " + two(below(24)) + ":00:00\n";
          break;
        case 2:
          input += below(2) == 0 ? "#Remark: x\n" : "junk #\n";
          break;
        default:
          input += two(below(2) == 0 ? below(24) : below(2) * 23) + ":" + two(below(60)) + ":" +
                   two(below(60)) + " x y\n";
      }
      cuts.push_back(below(4) == 0);
    }
    W3cLayouts layouts;
    layouts.set_formats(sources({"w3c"}));
    ASSERT_EQ(plan_of(layouts, input, cuts), reference(input)) << input;
  }
}

TEST(CheckFields, RefusesWhatCannotBeUsed) {
  EXPECT_TRUE(check_fields("", sources({"combined"})));
  EXPECT_TRUE(check_fields("time c-ip", {}));
  EXPECT_TRUE(check_fields("#Fields: time c-ip", sources({"combined", "w3c"})));
  EXPECT_EQ(check_fields("time c-ip", sources({"combined"})).error().kind, ErrorKind::kUsage);
  EXPECT_EQ(check_fields(" ", {}).error().kind, ErrorKind::kUsage);
  EXPECT_EQ(check_fields("#Version: 1", {}).error().kind, ErrorKind::kUsage);
}

}  // namespace
}  // namespace anonlog
