#include "rules/day_table.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "rules/agent/agent_rules.h"
#include "tests/rules/public_batch_maker.h"
#include "tests/rules/published.h"

namespace anonlog {
namespace {

constexpr Column kTableColumns[] = {Column::kTime,    Column::kPath, Column::kStatus,
                                    Column::kBrowser, Column::kBot,  Column::kCountry};
constexpr std::string_view kCountries[] = {"DE", "FR"};

// One row of a batch: values as texts, "null" for null; country by its id.
struct TableRow {
  std::int64_t day;
  std::uint64_t client;
  std::string path;
  std::uint64_t status;
  std::uint16_t browser;
  std::uint16_t country;
};

void add(DayTable& table, const std::vector<TableRow>& rows) {
  PublicBatchMaker maker(rows.size());
  std::vector<std::int64_t> days;
  std::vector<std::uint64_t> clients;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    days.push_back(rows[i].day);
    clients.push_back(rows[i].client);
    maker.column(Column::kTime).make_times()[i] =
        rows[i].day == IdentifyingBatch::kNoDay ? PublicTime() : PublicTime{rows[i].day * 86'400'000'000, 0};
    maker.column(Column::kPath).make_texts()[i] =
        rows[i].path == "null" ? PublicText() : maker.text(rows[i].path);
    maker.column(Column::kStatus).make_numbers()[i] = rows[i].status;
    maker.column(Column::kBrowser).make_ids(AgentRules::browsers())[i] = rows[i].browser;
    maker.column(Column::kCountry).make_ids(kCountries)[i] = rows[i].country;
  }
  table.add(maker.batch(), days, clients);
}

std::vector<std::string> released(DayTable& table, ExcludedCounts* excluded = nullptr) {
  std::vector<std::string> rows;
  const ExcludedCounts counts = table.release([&](const PublicBatch& batch) {
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      std::string text;
      for (const Column column : kTableColumns) {
        text += (text.empty() ? "" : "|") + text_of(batch.column(column), row);
      }
      rows.push_back(text);
    }
  });
  if (excluded != nullptr) *excluded = counts;
  return rows;
}

// A day before and one behind, so that day 20000 is whole.
constexpr std::int64_t kDay = 20000;
constexpr std::int64_t kMicros = kDay * 86'400'000'000;

std::vector<TableRow> between(std::vector<TableRow> rows) {
  rows.push_back({kDay - 1, 1, "/", 200, 1, 0});
  rows.push_back({kDay + 1, 1, "/", 200, 1, 0});
  return rows;
}

std::uint64_t of(const ExcludedCounts& counts, ExcludeReason reason) {
  return counts[static_cast<std::size_t>(reason)];
}

TEST(DayTable, ARowThatManyShareIsGivenAsOftenAsItCame) {
  DayTable table(kTableColumns, 3);
  add(table, between({{kDay, 1, "/a,\"", 200, 1, 0}, {kDay, 2, "/a,\"", 200, 1, 0}}));
  add(table, {{kDay, 3, "/a,\"", 200, 1, 0}, {kDay, 1, "/a,\"", 200, 1, 0}});
  ExcludedCounts excluded{};
  const std::string row = std::to_string(kMicros) + "|/a,\"|200|Other app|null|DE";
  EXPECT_EQ(released(table, &excluded), std::vector<std::string>(4, row));
  EXPECT_EQ(of(excluded, ExcludeReason::kPartialDay), 2u);
  EXPECT_EQ(of(excluded, ExcludeReason::kRare), 0u);
}

TEST(DayTable, ARareRowLosesCountryAndBrowserAndJoinsItsLike) {
  DayTable table(kTableColumns, 3);
  add(table, between({{kDay, 1, "/", 200, 1, 0},
                      {kDay, 2, "/", 200, 2, 1},
                      {kDay, 3, "/", 200, 3, 0},
                      {kDay, 4, "/", 404, 1, 0}}));
  ExcludedCounts excluded{};
  EXPECT_EQ(released(table, &excluded),
            std::vector<std::string>(3, std::to_string(kMicros) + "|/|200|Other|null|null"));
  EXPECT_EQ(of(excluded, ExcludeReason::kRare), 1u);
}

TEST(DayTable, OneClientWithManyRequestsIsOneClient) {
  DayTable table(kTableColumns, 3);
  add(table, between(std::vector<TableRow>(100, {kDay, 7, "/", 200, 1, 0})));
  ExcludedCounts excluded{};
  EXPECT_TRUE(released(table, &excluded).empty());
  EXPECT_EQ(of(excluded, ExcludeReason::kRare), 100u);
}

TEST(DayTable, TheSameClientInTwoRareRowsIsCountedOnceWhenTheyJoin) {
  DayTable table(kTableColumns, 3);
  add(table, between({{kDay, 1, "/", 200, 1, 0}, {kDay, 1, "/", 200, 2, 0}, {kDay, 2, "/", 200, 1, 1}}));
  EXPECT_TRUE(released(table).empty());
}

TEST(DayTable, NullsAndEmptyTextsAreDifferentValues) {
  DayTable table(kTableColumns, 3);
  std::vector<TableRow> rows;
  for (std::uint64_t client = 1; client <= 3; ++client) {
    rows.push_back(
        {kDay, client, "null", PublicColumn::kNullNumber, PublicColumn::kNullId, PublicColumn::kNullId});
    rows.push_back({kDay, client, "", 0, 0, 0});
  }
  add(table, between(rows));
  const std::string time = std::to_string(kMicros);
  const std::string nulls = time + "|null|null|null|null|null";
  const std::string empty = time + "||0|Other|null|DE";
  EXPECT_EQ(released(table), (std::vector<std::string>{nulls, nulls, nulls, empty, empty, empty}));
}

TEST(DayTable, RecordsWithoutADayAreOfNoWholeDay) {
  DayTable table(kTableColumns, 3);
  add(table, {{IdentifyingBatch::kNoDay, 1, "/", 200, 1, 0}, {kDay, 1, "/", 200, 1, 0}});
  ExcludedCounts excluded{};
  EXPECT_TRUE(released(table, &excluded).empty());
  EXPECT_EQ(of(excluded, ExcludeReason::kPartialDay), 2u);
}

TEST(DayTable, MoreThanABatchIsGivenInOrder) {
  DayTable table(kTableColumns, 3);
  std::vector<TableRow> rows;
  for (std::uint64_t i = 0; i < 200; ++i) rows.push_back({kDay, i, i % 2 == 0 ? "/b" : "/a", 200, 1, 0});
  for (int times = 0; times < 10; ++times) add(table, rows);
  add(table, between({}));
  const std::vector<std::string> all = released(table);
  ASSERT_EQ(all.size(), 2000u);
  EXPECT_TRUE(std::ranges::is_sorted(all));
}

}  // namespace
}  // namespace anonlog
