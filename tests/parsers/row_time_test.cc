#include "parsers/row_time.h"

#include <gtest/gtest.h>

#include <string_view>
#include <utility>
#include <vector>

#include "parsers/format_set.h"
#include "tests/parsers/parsed_chunk.h"

namespace anonlog {
namespace {

using State = LogTime::State;

constexpr std::int64_t kTime = 1763919448'000'000;  // 2025-11-23T17:37:28Z
constexpr const char* kAbsentText = nullptr;

Slot slot(FieldShape shape, std::string format = {}, bool is_utc = false) {
  return {Field::kTime, "time", shape, FieldUnit::kNone, std::move(format), false, is_utc};
}

// The time of a row of these slots and texts.
LogTime read(const std::vector<std::pair<Slot, const char*>>& cells) {
  constexpr std::size_t kStride = 3;
  std::vector<Slot> slots;
  std::vector<RawBytes> row(cells.size() * kStride);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    slots.push_back(cells[i].first);
    if (cells[i].second != kAbsentText) row[i * kStride] = RawBytes(cells[i].second);
  }
  return RowTime(slots, kStride).read(row.data());
}

TEST(RowTime, TheMostExactOfSeveralTimesCounts) {
  const LogTime time = read({{slot(FieldShape::kClfTime), "23/Nov/2025:17:37:28 +0000"},
                             {slot(FieldShape::kIsoTime), "2025-11-23T17:37:28.1Z"},
                             {slot(FieldShape::kNumber), "1763919448.123"}});
  EXPECT_EQ(time.micros, kTime + 123000);
}

TEST(RowTime, OneThatIsAbsentLeavesItToTheNext) {
  const LogTime time = read({{slot(FieldShape::kClfTime), "23/Nov/2025:17:37:28 +0000"},
                             {slot(FieldShape::kIsoTime), "2025-11-23T17:37:28.1Z"},
                             {slot(FieldShape::kNumber), kAbsentText}});
  EXPECT_EQ(time.micros, kTime + 100000);
  EXPECT_EQ(read({{slot(FieldShape::kNumber), ""}, {slot(FieldShape::kClfTime), kAbsentText}}).state,
            State::kNull);
  EXPECT_EQ(read({}).state, State::kNull);
}

TEST(RowTime, AnyImpossibleTimeMakesItImpossible) {
  EXPECT_EQ(read({{slot(FieldShape::kClfTime), "31/Feb/2025:17:37:28 +0000"},
                  {slot(FieldShape::kNumber), "1763919448.123"}})
                .state,
            State::kImpossible);
  EXPECT_EQ(read({{slot(FieldShape::kTimeFormat, "%T"), "25:00:00"},
                  {slot(FieldShape::kTimeFormat, "%F"), kAbsentText}})
                .state,
            State::kImpossible);
  EXPECT_EQ(read({{slot(FieldShape::kTimeFormat, "%F %T"), "2025-11-23 17:37:28"},
                  {slot(FieldShape::kNumber), "soon"}})
                .state,
            State::kImpossible);
}

TEST(RowTime, PartsAreOneTimeAndNullWhenOneIsAbsent) {
  const Slot date = slot(FieldShape::kTimeFormat, "%F");
  const Slot clock = slot(FieldShape::kTimeFormat, "%T");
  EXPECT_EQ(read({{clock, "17:37:28"}, {date, "2025-11-23"}}).micros, kTime);
  EXPECT_EQ(read({{clock, "17:37:28"}, {date, "2025-11-23"}}).state, State::kZoneless);
  EXPECT_EQ(read({{clock, kAbsentText}, {date, "2025-11-23"}}).state, State::kNull);
  EXPECT_EQ(read({{slot(FieldShape::kTimeFormat, "%F %T"), "2025-11-23 17:37:28"},
                  {slot(FieldShape::kTimeFormat, "%z"), kAbsentText}})
                .state,
            State::kNull);
  EXPECT_EQ(read({{slot(FieldShape::kClfTime), "23/Nov/2025:18:37:28 +0100"},
                  {slot(FieldShape::kTimeFormat, "msec_frac"), "250"}})
                .micros,
            kTime + 250000);
}

TEST(RowTime, SlotsMayBeUtcWithoutSayingSo) {
  EXPECT_EQ(read({{slot(FieldShape::kIsoTime, {}, true), "2025-11-23T17:37:28"}}).state, State::kUtc);
  EXPECT_EQ(read({{slot(FieldShape::kTimeFormat, "%F", true), "2025-11-23"},
                  {slot(FieldShape::kTimeFormat, "%T", true), "17:37:28"}})
                .state,
            State::kUtc);
}

constexpr std::string_view kGood =
    "203.0.113.7 - - [23/Nov/2025:17:37:28 +0000] \"GET /a HTTP/1.1\" 200 5 \"-\" \"m\"\n";
constexpr std::string_view kBad =
    "203.0.113.7 - - [31/Feb/2025:17:37:28 +0000] \"GET /\\x22 HTTP/1.1\" 200 5 \"-\" \"m\"\n";

TEST(RowTime, ALineOfAnImpossibleTimeIsRejectedForIt) {
  std::string chunk;
  for (int i = 0; i < 400; ++i) chunk += i % 3 == 1 ? kBad : kGood;
  const ParsedChunk parsed = parse_chunk("combined", chunk);
  EXPECT_EQ(parsed.rows.size(), 267U);
  EXPECT_EQ(parsed.tally.counts.rejected[static_cast<std::size_t>(RejectReason::kTime)], 133U);
  EXPECT_EQ(parsed.tally.rejected_lines[0].line, 2U);
  EXPECT_EQ(parsed.tally.rejected_lines[0].offset, kGood.size());
  for (const auto& row : parsed.rows) EXPECT_EQ(row[4], "GET /a HTTP/1.1");
}

TEST(RowTime, NoLooserFormatReadsALineOfAnImpossibleTime) {
  for (const char* format : {"combined", "common"}) {
    std::vector<std::unique_ptr<const Parser>> parsers;
    parsers.push_back(make_parser("main").value());
    parsers.push_back(make_parser(format).value());
    parsers.push_back(make_parser("$remote_addr - $http_any").value());
    const FormatSet set(std::move(parsers));
    std::vector<RecordBatch> batches;
    for (std::size_t i = 0; i < set.size(); ++i) batches.emplace_back(set[i].slots());
    Tally tally;
    LineCursor lines(kBad);
    EXPECT_TRUE(set.fill(lines, ParserLimits{}, batches, tally));
    EXPECT_EQ(tally.counts.rejected[static_cast<std::size_t>(RejectReason::kTime)], 1U);
    for (const RecordBatch& batch : batches) EXPECT_EQ(batch.rows(), 0U);
  }
}

}  // namespace
}  // namespace anonlog
