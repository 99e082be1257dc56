// RecordReader against logs that are wrapped at random: what was put in comes out, and rejected records are told by their
// place in the file.
#include "filter/record_reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "filter/reading.h"
#include "parsers/formats.h"
#include "tests/filter/input/memory_source.h"
#include "tests/filter/input/scripted_source.h"
#include "tests/filter/wrapping.h"

namespace anonlog {
namespace {

constexpr int kRounds = 10000;

using Place = std::pair<std::uint64_t, std::uint64_t>;  // line and offset

struct Outcome {
  std::string text;  // all chunks
  std::vector<Place> rejected;
  Accounting counts;
  std::string error;
};

std::vector<FormatSource> combined() { return format_sources(*find_format("combined")); }

// As a worker reads the chunks.
Outcome read(ByteSource& source, const ChunkLimits& limits, std::uint64_t idle_ms = 10,
             const std::vector<FormatSource>& given = combined()) {
  static const FormatSet formats = make_format_set(combined()).value();
  static std::vector<RecordBatch> batches = [] {
    std::vector<RecordBatch> made;
    made.emplace_back(formats[0].slots());
    return made;
  }();
  RecordReader reader(source, limits, given, "x");
  reader.set_timing(idle_ms, 100000);
  Outcome outcome;
  Chunk chunk;
  LineOrigins origins;
  for (;;) {
    const Result<bool> more = reader.next(chunk, origins);
    if (!more) outcome.error = more.error().message;
    if (!more || !*more) return outcome;
    outcome.text += chunk.bytes();
    Tally tally;
    LineCursor lines(chunk.bytes(), 0, &origins);
    while (formats.fill(lines, ParserLimits{limits.max_line_bytes}, batches, tally)) {
      tally.counts.published += batches[0].rows();
    }
    for (std::uint64_t i = 0; i < chunk.too_long_lines; ++i) {
      ++tally.counts.lines;
      tally.reject(RejectReason::kTooLong, chunk.size);
    }
    const std::uint64_t lines_before = origins.empty() ? outcome.counts.lines : 0;
    const std::uint64_t offset = origins.empty() ? chunk.offset : 0;
    if (!origins.empty()) origins.settle(tally);
    for (std::size_t i = 0; i < tally.rejected_line_count; ++i) {
      outcome.rejected.emplace_back(tally.rejected_lines[i].line + lines_before,
                                    tally.rejected_lines[i].offset + offset);
    }
    outcome.counts.add(tally.counts);
    EXPECT_TRUE(outcome.counts.balances());
  }
}

void expect_records(const Outcome& outcome, const WrappedLog& log) {
  std::string text;
  std::vector<Place> rejected;
  std::uint64_t pieces = 0;
  for (const WrappedRecord& record : log.records) {
    text += record.text + "\n";
    pieces += record.pieces;
    if (!record.readable) rejected.emplace_back(record.line, record.offset);
  }
  std::string got;
  for (LineCursor lines(outcome.text);;) {
    std::string_view line;
    if (!lines.next(line)) break;
    got.append(line) += '\n';
  }
  ASSERT_EQ(got, text);
  ASSERT_EQ(outcome.error, "");
  ASSERT_EQ(outcome.rejected, rejected);
  ASSERT_EQ(outcome.counts.lines, pieces);
  ASSERT_EQ(outcome.counts.records(), log.records.size());
  ASSERT_EQ(outcome.counts.published, log.records.size() - rejected.size());
}

TEST(RecordReaderProperty, RecordsComeOutAsTheyWentInWhateverThePiecesAndChunks) {
  for (std::uint32_t round = 0; round < kRounds; ++round) {
    WrappedLogMaker maker(round);
    const WrappedLog log = maker.make();
    // Few records in a chunk, so that not more than ten of one are rejected.
    const ChunkLimits limits{.chunk_bytes = 1 + maker.below(1500), .max_line_bytes = 2000};
    MemorySource source(log.bytes, 1 + maker.below(300));
    expect_records(read(source, limits), log);
    if (HasFatalFailure()) FAIL() << "round " << round << "\n" << log.bytes;
  }
}

TEST(RecordReaderProperty, PausesChangeNothing) {
  for (std::uint32_t round = 0; round < kRounds; ++round) {
    WrappedLogMaker maker(round);
    const WrappedLog log = maker.make();
    std::deque<ScriptStep> steps;
    for (std::size_t at = 0; at < log.bytes.size();) {
      const std::string piece = log.bytes.substr(at, 1 + maker.below(200));
      steps.push_back({piece, maker.one_in(2) ? 50 : 0});
      at += piece.size();
    }
    ScriptedSource source(std::move(steps));
    const ChunkLimits limits{.chunk_bytes = 1 + maker.below(1500), .max_line_bytes = 2000};
    expect_records(read(source, limits, maker.one_in(2) ? 10 : 100), log);
    if (HasFatalFailure()) FAIL() << "round " << round << "\n" << log.bytes;
  }
}

std::string access_line(std::string_view path) {
  return "203.0.113.7 - - [23/Nov/2025:17:37:28 +0000] \"GET " + std::string(path) +
         " HTTP/1.1\" 200 5 \"-\" \"x\"";
}

std::string nginx(std::string_view path) { return "Nov 23 17:37:28 web1 nginx: " + access_line(path) + "\n"; }

const char* const kOther = "Nov 23 17:37:28 web1 sshd[9]: Accepted publickey\n";
const char* const kUnread = "Nov 23 17:37:28 web1 nginx: worker process exited\n";

std::uint64_t skipped_programs(const Outcome& outcome) {
  return outcome.counts.skipped[static_cast<std::size_t>(SkipReason::kOtherProgram)];
}

TEST(RecordReader, LinesOfOtherProgramsAreSkippedAndThoseOfTheOwnRejected) {
  MemorySource source(kOther + nginx("/1") + kUnread + kOther + nginx("/2"));
  const Outcome outcome = read(source, {});
  EXPECT_EQ(outcome.counts.published, 2U);
  EXPECT_EQ(skipped_programs(outcome), 2U);
  EXPECT_EQ(outcome.rejected, (std::vector<Place>{{3, std::string(kOther + nginx("/1")).size()}}));
}

TEST(RecordReader, ALineOfAnyProgramThatAFormatReadsIsARecord) {
  MemorySource source(nginx("/1") + "Nov 23 17:37:28 web1 apache: " + access_line("/2") + "\n" + kOther);
  const Outcome outcome = read(source, {});
  EXPECT_EQ(outcome.counts.published, 2U);
  EXPECT_EQ(skipped_programs(outcome), 1U);
}

TEST(RecordReader, RecordsBehindManyLinesOfOthersAreFound) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += kOther;
  text += nginx("/1") + kUnread;
  for (const auto& given : {combined(), std::vector<FormatSource>{}}) {
    MemorySource source(text);
    const Outcome outcome = read(source, {}, 10, given);
    EXPECT_EQ(outcome.counts.published, 1U);
    EXPECT_EQ(skipped_programs(outcome), 1000U);
    EXPECT_EQ(outcome.rejected.size(), 1U);
  }
}

TEST(RecordReader, AFileInWhichNothingIsReadIsRejected) {
  std::string text;
  for (int i = 0; i < 5; ++i) text += kOther;
  MemorySource source(text);
  const Outcome outcome = read(source, {});
  EXPECT_EQ(outcome.counts.rejected_total(), 5U);
  EXPECT_EQ(skipped_programs(outcome), 0U);
}

TEST(RecordReader, AStreamWaitsForARecordOfAnyProgram) {
  std::deque<ScriptStep> steps = {{kOther}, {kOther, 50}, {nginx("/1"), 50}, {kUnread, 50}, {kOther, 50}};
  for (const auto& given : {combined(), std::vector<FormatSource>{}}) {
    ScriptedSource source(steps);
    const Outcome outcome = read(source, {}, 10, given);
    EXPECT_EQ(outcome.counts.published, 1U);
    EXPECT_EQ(skipped_programs(outcome), 3U);
    EXPECT_EQ(outcome.rejected.size(), 1U);
    EXPECT_EQ(outcome.error, "");
  }
}

TEST(RecordReader, AStreamInWhichNothingIsReadIsNoSuccess) {
  ScriptedSource short_one({{kOther}, {kOther, 50}, {kOther, 50}});
  EXPECT_NE(read(short_one, {}).error.find("no format reads any of its"), std::string::npos);
  // After some hundred lines it is judged as a file is.
  std::deque<ScriptStep> steps;
  for (int i = 0; i < 1000; ++i) steps.push_back({kOther, 50});
  ScriptedSource long_one(std::move(steps));
  EXPECT_GT(read(long_one, {}).counts.rejected_total(), 500U);
}

const std::string kPiece = "2025-11-23T17:37:28Z stdout P ";
const std::string kLast = "2025-11-23T17:37:28Z stdout F ";

TEST(RecordReader, AnUnfinishedRecordIsARecordAtTheEndAndNoneBeforeAnError) {
  const std::string text = kLast + access_line("/1") + "\n" + kPiece + access_line("/2") + "\n";
  MemorySource whole(text);
  const Outcome outcome = read(whole, {});
  EXPECT_EQ(outcome.counts.published, 2U);
  EXPECT_EQ(outcome.counts.lines, 2U);
  MemorySource cut(text + kPiece, kWholePiece, text.size() + 3);
  const Outcome failed = read(cut, {});
  EXPECT_EQ(failed.counts.published, 1U);
  EXPECT_EQ(failed.counts.lines, 1U);
  EXPECT_EQ(failed.error, MemorySource::kFailure);
}

TEST(RecordReader, AStreamThatBeginsWithAPieceKeepsIt) {
  ScriptedSource source({{kPiece + access_line("/1").substr(0, 9) + "\n"},
                         {kPiece + access_line("/1").substr(9, 30) + "\n", 50},
                         {kLast + access_line("/1").substr(39) + "\n", 50}});
  const Outcome outcome = read(source, {});
  EXPECT_EQ(outcome.text, access_line("/1") + "\n");
  EXPECT_EQ(outcome.counts.lines, 3U);
  EXPECT_EQ(outcome.counts.continuations, 2U);
  EXPECT_EQ(outcome.counts.published, 1U);
}

TEST(RecordReader, WhatIsTooLongIsRejectedWhereItStands) {
  const ChunkLimits limits{.chunk_bytes = 1000, .max_line_bytes = 400};
  const std::string good = kLast + access_line("/") + "\n";
  const std::string piece = kPiece + std::string(300, 'x') + "\n";
  const std::string joined = piece + piece + kLast + "\n";
  const std::string longer = kLast + std::string(500, 'x') + "\n";
  const std::string longest = kLast + std::string(5000, 'x') + "\n";  // no chunk holds it
  MemorySource source(good + joined + longer + longest + good + longest);
  const Outcome outcome = read(source, limits);
  const std::uint64_t a = good.size();
  const std::uint64_t b = a + joined.size();
  const std::uint64_t c = b + longer.size();
  const std::uint64_t d = c + longest.size() + good.size();
  EXPECT_EQ(outcome.rejected, (std::vector<Place>{{2, a}, {5, b}, {6, c}, {8, d}}));
  EXPECT_EQ(outcome.counts.rejected[static_cast<std::size_t>(RejectReason::kTooLong)], 4U);
  EXPECT_EQ(outcome.counts.published, 2U);
  EXPECT_EQ(outcome.counts.lines, 8U);
}

}  // namespace
}  // namespace anonlog
