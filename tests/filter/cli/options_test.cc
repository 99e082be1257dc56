#include "filter/cli/options.h"

#include <gtest/gtest.h>

#include <vector>

namespace anonlog {
namespace {

Result<CommandLine> read(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "anonlog");
  return read_command_line(static_cast<int>(arguments.size()), arguments.data());
}

Options options(const std::vector<const char*>& arguments) {
  const Result<CommandLine> line = read(arguments);
  EXPECT_TRUE(line) << line.error().message;
  return line ? line->options : Options{};
}

TEST(Options, WithoutArgumentsStdinIsFilteredToStdout) {
  const Options o = options({});
  EXPECT_EQ(o.command, Options::Command::kFilter);
  EXPECT_TRUE(o.inputs.empty());
  EXPECT_EQ(o.output, "-");
  EXPECT_EQ(o.to, OutputFormat::kNdjson);
  EXPECT_EQ(o.compression.kind, Compression::kNone);
  EXPECT_EQ(o.stats, StatsForm::kNone);
}

TEST(Options, EndingsChooseUnlessOptionsDo) {
  EXPECT_EQ(options({"-o", "a.csv.zst"}).to, OutputFormat::kCsv);
  EXPECT_EQ(options({"-o", "a.csv.zst"}).compression.kind, Compression::kZstd);
  EXPECT_EQ(options({"-o", "a.csv.zst", "-t", "ndjson"}).to, OutputFormat::kNdjson);
  EXPECT_EQ(options({"-o", "a.csv.zst", "-z", "gzip:9"}).compression.kind, Compression::kGzip);
  EXPECT_EQ(options({"-o", "a.csv.zst", "-z", "gzip:9"}).compression.level, 9);
}

TEST(Options, ALogFormatIsTheShapeOfLines) {
  const Options common = options({"-t", "common", "-o", "a.log"});
  EXPECT_EQ(common.to, OutputFormat::kCommon);
  EXPECT_EQ(common.to.shape->text, kCommonLogFormat);
  const Options given = options({"-t", "$status|$host"});
  EXPECT_EQ(given.to, OutputFormat::kLogFormat);
  EXPECT_EQ(given.to.shape->text, "$status|$host");
  EXPECT_EQ(options({"-t", "csv"}).to.shape, nullptr);
}

TEST(Options, ColumnsAreWrittenInTheOrderGiven) {
  EXPECT_TRUE(options({}).columns.empty());
  const std::vector<Column> some = {Column::kStatus, Column::kTime, Column::kUserAgent};
  EXPECT_EQ(options({"--columns", "status,time,user_agent"}).columns, some);
  EXPECT_EQ(options({"--columns", "path", "-t", "tsv"}).columns, std::vector<Column>{Column::kPath});
}

TEST(Options, AColumnThatIsWrongIsNamed) {
  const struct {
    const char* list;
    std::string_view told;
  } cases[] = {{"time,staus", "\"staus\"; there are: time, host, method,"},
               {"time,path,time", "time stands there twice"},
               {"time,", "\"\"; there are"},
               {"", "\"\"; there are"},
               {"time, path", "\" path\""},
               {"TIME", "\"TIME\""}};
  for (const auto& wrong : cases) {
    const Result<CommandLine> line = read({"--columns", wrong.list});
    ASSERT_FALSE(line) << wrong.list;
    EXPECT_EQ(line.error().kind, ErrorKind::kUsage);
    EXPECT_NE(line.error().message.find(wrong.told), std::string::npos) << line.error().message;
  }
}

TEST(Options, StatsTakesNoInputForItsValue) {
  const Options o = options({"--stats", "access.log"});
  EXPECT_EQ(o.stats, StatsForm::kText);
  EXPECT_EQ(o.inputs, std::vector<std::string>{"access.log"});
  EXPECT_EQ(options({"--stats=json"}).stats, StatsForm::kJson);
}

TEST(Options, SizesAndTimesHaveUnits) {
  EXPECT_EQ(options({"--max-line", "64K"}).max_line_bytes, 65536U);
  EXPECT_EQ(options({"--max-line", "100"}).max_line_bytes, 100U);
  EXPECT_EQ(options({"--flush-interval", "250ms"}).flush_interval_ms, 250U);
  EXPECT_EQ(options({"--flush-interval", "2"}).flush_interval_ms, 2000U);
  EXPECT_EQ(options({"--term-timeout", "2"}).term_timeout_ms, 2000U);
  EXPECT_EQ(options({}).term_timeout_ms, 10'000U);
}

TEST(Options, ProgressAndTruncation) {
  EXPECT_EQ(options({}).progress, ProgressWhen::kAuto);
  EXPECT_EQ(options({"--progress", "always"}).progress, ProgressWhen::kAlways);
  EXPECT_EQ(options({"--progress=never"}).progress, ProgressWhen::kNever);
  EXPECT_FALSE(options({}).allow_truncated);
  EXPECT_TRUE(options({"--allow-truncated"}).allow_truncated);
}

TEST(Options, RejectsAreACountOrAShare) {
  const RejectLimit share = options({"--max-rejects", "2.5%"}).max_rejects;
  EXPECT_FALSE(share.is_exceeded(25, 1000));
  EXPECT_TRUE(share.is_exceeded(26, 1000));
  const RejectLimit count = options({"--max-rejects", "0"}).max_rejects;
  EXPECT_FALSE(count.is_exceeded(0, 1000));
  EXPECT_TRUE(count.is_exceeded(1, 1000));
}

TEST(Options, HelpAndVersionAreText) {
  EXPECT_NE(read({"--help"})->text->find("--max-rejects"), std::string::npos);
  EXPECT_EQ(*read({"--version"})->text, "anonlog " ANONLOG_VERSION "\n");
}

TEST(Options, WhatIsWrongIsAUsageError) {
  const std::vector<std::vector<const char*>> wrong = {{"--nonsense"},
                                                       {"-j", "-1"},
                                                       {"-j", "257"},
                                                       {"--max-line", "1T"},
                                                       {"--max-line", "-5"},
                                                       {"--stats=yes"},
                                                       {"--max-rejects", ""},
                                                       {"--max-rejects", "-1"},
                                                       {"--flush-interval", "0"},
                                                       {"-t", "xml"},
                                                       {"-z", "none:1"}};
  for (const auto& arguments : wrong) {
    const Result<CommandLine> line = read(arguments);
    ASSERT_FALSE(line) << arguments[0];
    EXPECT_EQ(line.error().kind, ErrorKind::kUsage);
  }
}

TEST(Options, CommandsAreTold) {
  EXPECT_EQ(options({"formats"}).command, Options::Command::kFormats);
  const Options parse = options({"parse", "-f", "main", "a.log"});
  EXPECT_EQ(parse.command, Options::Command::kParse);
  EXPECT_EQ(parse.formats, std::vector<std::string>{"main"});
  EXPECT_EQ(parse.inputs, std::vector<std::string>{"a.log"});
  const Options decoded =
      options({"parse", "--max-line", "64K", "--timezone", "Europe/Berlin", "--max-rejects", "3"});
  EXPECT_EQ(decoded.max_line_bytes, 65536U);
  EXPECT_EQ(decoded.timezone, "Europe/Berlin");
  EXPECT_TRUE(decoded.max_rejects.is_exceeded(4, 1000));
  const Options audit = options({"audit", "--json", "-f", "main", "a.log", "b.log", "public.csv"});
  EXPECT_EQ(audit.command, Options::Command::kAudit);
  EXPECT_TRUE(audit.json);
  EXPECT_EQ(audit.formats, std::vector<std::string>{"main"});
  EXPECT_EQ(audit.inputs, (std::vector<std::string>{"a.log", "b.log", "public.csv"}));
}

}  // namespace
}  // namespace anonlog
