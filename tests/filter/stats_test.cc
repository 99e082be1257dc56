#include "filter/stats.h"

#include <gtest/gtest.h>

namespace anonlog {
namespace {

Stats some_stats() {
  Stats stats;
  stats.counts.lines = 110;
  stats.counts.published = 90;
  stats.counts.rejected = {4, 0, 1};
  stats.rejected_lines = {{"a \"log\"", {7, 190, RejectReason::kTooLong}}};
  stats.counts.skipped = {2, 3};
  stats.counts.excluded = {4, 0, 0, 3, 0, 0};
  stats.counts.continuations = 3;
  stats.times_without_zone = 4;
  stats.keyless = {6, 7};
  stats.truncated_inputs = 2;
  stats.columns = {Column::kTime, Column::kHost, Column::kUserAgent};
  stats.classes = {"email", "jwt", "ip", "order_id"};
  stats.redactions.count(Column::kPath, 0);
  stats.redactions.count(Column::kPath, 3);
  stats.redactions.count(Column::kHost, 3);
  stats.bytes_read = 1000;
  stats.bytes_in = 5'000'000;
  stats.bytes_out = 3000;
  stats.wall_seconds = 0.5;
  return stats;
}

TEST(Accounting, BalancesWhenEveryRecordIsSomewhere) {
  Stats stats = some_stats();
  EXPECT_TRUE(stats.counts.balances());
  ++stats.counts.published;
  EXPECT_FALSE(stats.counts.balances());
}

TEST(Stats, JsonHasTheDocumentedKeys) {
  const std::string json = stats_as_json(some_stats());
  EXPECT_TRUE(json.starts_with(
      R"({"lines":110,"records":107,"published":90,"rejected":{"total":5,"format":4,"time":0,"too_long":1},)"
      R"("skipped":{"total":5,"blank":2,"comment":3,"other_log":0,"other_program":0},)"
      R"("excluded":{"total":7,"network":4,"status":0,"method":0,"bot":3,"partial_day":0,"rare":0},"continuations":3,)"
      R"("first_rejected":[{"input":"a \"log\"","line":7,"offset":190,"reason":"too_long"}],"times_without_zone":4,"late_records":6,"future_records":7,"truncated_inputs":2,)"
      R"("bytes_read":1000,"bytes_in":5000000,"bytes_out":3000,"nulls":{"time":0,"host":0,"user_agent":0},)"))
      << json;
  EXPECT_TRUE(
      json.ends_with("},\"redacted\":{\"email\":1,\"order_id\":2},\"complete\":false,\"wall_seconds\":0."
                     "500000,\"megabytes_per_second\":10.0}\n"))
      << json;
}

TEST(Stats, TextNamesReasonsThatOccurred) {
  const std::string text = stats_as_text(some_stats());
  EXPECT_NE(text.find("rejected                   5  (format 4, too_long 1)"), std::string::npos) << text;
  EXPECT_NE(text.find("times without zone         4\n"), std::string::npos) << text;
  EXPECT_NE(text.find("late records               6\n"), std::string::npos) << text;
  EXPECT_NE(text.find("future records             7\n"), std::string::npos) << text;
  EXPECT_NE(text.find("truncated inputs           2\n"), std::string::npos) << text;
  EXPECT_NE(text.find("redacted:\n  email                    1\n  order_id                 2\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("10.0 MB/s"), std::string::npos) << text;
  EXPECT_EQ(stats_as_text(Stats()).find("truncated"), std::string::npos);
  EXPECT_EQ(stats_as_text(Stats()).find("without zone"), std::string::npos);
  EXPECT_EQ(stats_as_text(Stats()).find("late"), std::string::npos);
  EXPECT_EQ(stats_as_text(Stats()).find("future"), std::string::npos);
  EXPECT_EQ(stats_as_text(Stats()).find("redacted"), std::string::npos);
}

}  // namespace
}  // namespace anonlog
