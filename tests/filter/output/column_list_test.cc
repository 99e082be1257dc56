#include "filter/output/column_list.h"

#include <gtest/gtest.h>

namespace anonlog {
namespace {

Policy policy_of(std::string_view toml) { return read_policy("p.toml", toml).value(); }

TEST(ReadColumnList, AnyColumnOfTheCatalogueOnce) {
  EXPECT_EQ(*read_column_list("visitor"), std::vector<Column>{Column::kVisitor});
  const std::vector<Column> two = {Column::kTarget, Column::kTime};
  EXPECT_EQ(*read_column_list("target,time"), two);
  for (const std::string_view wrong : {"", ",", "time,", ",time", "time,,path", "time,time", "nothing"}) {
    const auto list = read_column_list(wrong);
    ASSERT_FALSE(list) << wrong;
    EXPECT_EQ(list.error().kind, ErrorKind::kUsage);
  }
}

TEST(ChooseColumns, WithoutAListTheRecordIsWritten) {
  const Policy policy = policy_of("[columns]\npath = \"redact\"\n");
  EXPECT_EQ(*choose_columns(OutputFormat::kCsv, {}, policy), record_columns(policy));
}

TEST(ChooseColumns, WhatThePolicyDoesNotMakeIsWrittenAsNull) {
  const Policy policy = policy_of("[columns]\npath = \"redact\"\n");
  const std::vector<Column> listed = {Column::kStatus, Column::kPath};
  EXPECT_EQ(*choose_columns(OutputFormat::kCsv, listed, policy), listed);
}

TEST(ChooseColumns, AnOptionalColumnMustBeInThePolicy) {
  const std::vector<Column> listed = {Column::kUserAgent};
  Policy policy = policy_of("[columns]\npath = \"redact\"\n");
  const auto refused = choose_columns(OutputFormat::kCsv, listed, policy);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::kUsage);
  EXPECT_NE(refused.error().message.find("user_agent"), std::string::npos);
  policy.columns[static_cast<std::size_t>(Column::kUserAgent)] = ColumnRule();
  EXPECT_EQ(*choose_columns(OutputFormat::kCsv, listed, policy), listed);
}

TEST(ChooseColumns, CombinedFixesThem) {
  Policy policy = policy_of("[columns]\npath = \"redact\"\n");
  const auto refused = choose_columns(OutputFormat::kCombined, std::vector<Column>{Column::kPath}, policy);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::kUsage);
  const std::vector<Column> usual = {
      Column::kTime,   Column::kMethod,   Column::kPath,    Column::kProtocol,     Column::kStatus,
      Column::kBytes,  Column::kReferrer, Column::kBrowser, Column::kBrowserMajor, Column::kOs,
      Column::kDevice, Column::kBot,      Column::kNetwork};
  EXPECT_EQ(*choose_columns(OutputFormat::kCombined, {}, policy), usual);
  for (const Column column : {Column::kTarget, Column::kReferrerUrl, Column::kUserAgent}) {
    policy.columns[static_cast<std::size_t>(column)] = ColumnRule();
  }
  const std::vector<Column> as_logged = {Column::kTime,   Column::kMethod,      Column::kProtocol,
                                         Column::kStatus, Column::kBytes,       Column::kNetwork,
                                         Column::kTarget, Column::kReferrerUrl, Column::kUserAgent};
  EXPECT_EQ(*choose_columns(OutputFormat::kCombined, {}, policy), as_logged);
}

}  // namespace
}  // namespace anonlog
