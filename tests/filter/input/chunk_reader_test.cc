#include "filter/input/chunk_reader.h"

#include <gtest/gtest.h>

#include <deque>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "tests/filter/input/memory_source.h"
#include "tests/filter/input/scripted_source.h"

namespace anonlog {
namespace {

using namespace std::string_literals;

// Small enough to see every cut: buffers of 16 bytes.
constexpr ChunkLimits kSmall{.chunk_bytes = 16, .max_line_bytes = 8};

struct Seen {
  std::vector<std::string> chunks;
  std::uint64_t too_long_lines = 0;
  std::vector<bool> idle;
  bool failed = false;
};

Seen read_chunks(ChunkReader& reader) {
  Seen seen;
  Chunk chunk;
  while (true) {
    const Result<bool> more = reader.next(chunk);
    seen.failed = !more;
    if (!more || !*more) return seen;
    seen.chunks.emplace_back(chunk.bytes());
    seen.too_long_lines += chunk.too_long_lines;
    seen.idle.push_back(chunk.idle);
  }
}

Seen read_text(const std::string& text, std::size_t piece_bytes = kWholePiece) {
  MemorySource source(text, piece_bytes);
  ChunkReader reader(source, kSmall);
  return read_chunks(reader);
}

Seen read_script(std::deque<ScriptStep> steps, std::uint64_t idle_ms, std::uint64_t max_age_ms) {
  ScriptedSource source(std::move(steps));
  ChunkReader reader(source, ChunkLimits{});
  reader.set_timing(idle_ms, max_age_ms);
  return read_chunks(reader);
}

using Chunks = std::vector<std::string>;

TEST(ChunkReader, EmptyInputEndsAtOnce) {
  EXPECT_EQ(read_text("").chunks, Chunks{});
  EXPECT_FALSE(read_text("").failed);
}

TEST(ChunkReader, CutsBehindTheLastWholeLineOfAFullBuffer) {
  EXPECT_EQ(read_text("one\ntwo\nthree\nfour\nfive\n").chunks, (Chunks{"one\ntwo\nthree\n", "four\nfive\n"}));
}

TEST(ChunkReader, WhatIsPutBackBeginsTheNextChunk) {
  for (const std::size_t piece_bytes : {std::size_t{1}, kWholePiece}) {
    MemorySource source("one\ntwo\nthree\nfour\nfive\n", piece_bytes);
    ChunkReader reader(source, kSmall);
    Chunk chunk;
    ASSERT_TRUE(*reader.next(chunk));
    ASSERT_EQ(chunk.bytes(), "one\ntwo\nthree\n");
    reader.put_back(chunk, 8);
    EXPECT_EQ(chunk.bytes(), "one\ntwo\n");
    ASSERT_TRUE(*reader.next(chunk));
    EXPECT_EQ(chunk.bytes(), "three\nfour\nfive\n");
    EXPECT_EQ(chunk.offset, 8U);
    reader.put_back(chunk, 6);
    ASSERT_TRUE(*reader.next(chunk));
    EXPECT_EQ(chunk.bytes(), "four\nfive\n");
    EXPECT_EQ(chunk.offset, 14U);
    // At the end as well.
    reader.put_back(chunk, 5);
    ASSERT_TRUE(*reader.next(chunk));
    EXPECT_EQ(chunk.bytes(), "five\n");
    EXPECT_FALSE(*reader.next(chunk));
    EXPECT_EQ(reader.bytes_read(), 24U);
  }
}

TEST(ChunkReader, CutsDependOnTheBytesAloneWhenTheSourceNeverPauses) {
  const std::string text =
      "one\ntwo\nthree\n\n\nfour\na line longer than 16 bytes\nfive\nsix and\nseven\neight";
  const Seen whole = read_text(text);
  for (std::size_t piece_bytes = 1; piece_bytes <= text.size(); ++piece_bytes) {
    const Seen pieces = read_text(text, piece_bytes);
    EXPECT_EQ(pieces.chunks, whole.chunks) << piece_bytes;
    EXPECT_EQ(pieces.too_long_lines, 1U) << piece_bytes;
    EXPECT_EQ(pieces.idle, std::vector<bool>(pieces.chunks.size(), false)) << piece_bytes;
  }
}

TEST(ChunkReader, LastLineNeedsNoNewline) {
  EXPECT_EQ(read_text("one\ntwo").chunks, (Chunks{"one\ntwo"}));
  EXPECT_EQ(read_text("one").chunks, (Chunks{"one"}));
}

TEST(ChunkReader, BlankLinesAndNulBytesAreKept) {
  EXPECT_EQ(read_text("\n\n"s).chunks, (Chunks{"\n\n"}));
  EXPECT_EQ(read_text("\0\0a\n\0"s).chunks, (Chunks{"\0\0a\n\0"s}));
}

TEST(ChunkReader, LineThatFillsTheBufferIsKept) {
  const std::string line = "0123456789abcde\n";
  EXPECT_EQ(read_text(line + line).chunks, (Chunks{line, line}));
}

TEST(ChunkReader, LineLongerThanTheBufferIsSkippedAndCountedBehindTheLinesBeforeIt) {
  for (const std::size_t piece_bytes : Sizes{1, 3, 7, 16, 100}) {
    MemorySource source("a\n" + std::string(40, 'x') + "\nb\n", piece_bytes);
    ChunkReader reader(source, kSmall);
    Chunk chunk;
    std::string order;  // what came, in its order
    while (*reader.next(chunk)) {
      order += chunk.bytes();
      order.append(chunk.too_long_lines, '!');
    }
    EXPECT_EQ(order, "a\n!b\n") << piece_bytes;
    EXPECT_EQ(reader.bytes_read(), 45U);
  }
}

TEST(ChunkReader, LongLinesInARowAreEachCounted) {
  const std::string line = std::string(33, 'x') + "\n";
  const Seen seen = read_text(line + line + "a\n" + line);
  EXPECT_EQ(seen.too_long_lines, 3U);
}

TEST(ChunkReader, LongLastLineWithoutNewlineIsCounted) {
  for (const std::size_t bytes : Sizes{16, 17, 31, 32, 33, 100}) {
    const Seen seen = read_text("a\n" + std::string(bytes, 'x'), 5);
    EXPECT_EQ(seen.too_long_lines, 1U) << bytes;
    EXPECT_EQ(seen.chunks.front(), "a\n") << bytes;
  }
  EXPECT_EQ(read_text("a\n" + std::string(15, 'x')).too_long_lines, 0U);
}

TEST(ChunkReader, BufferHoldsTwoLinesOfTheLongestKindWhenChunksAreSmaller) {
  MemorySource source(std::string(50, 'x') + "\n");
  ChunkReader reader(source, ChunkLimits{.chunk_bytes = 1, .max_line_bytes = 32});
  const Seen seen = read_chunks(reader);
  EXPECT_EQ(seen.too_long_lines, 0U);
  EXPECT_EQ(seen.chunks, (Chunks{std::string(50, 'x') + "\n"}));
}

TEST(ChunkReader, ByteOrderMarkIsDroppedAtTheBeginningOnly) {
  for (const std::size_t piece_bytes : Sizes{1, 2, 3, 4, 100}) {
    EXPECT_EQ(read_text("\xEF\xBB\xBFone\n\xEF\xBB\xBFtwo", piece_bytes).chunks,
              (Chunks{"one\n\xEF\xBB\xBFtwo"}));
    EXPECT_EQ(read_text("\xEF\xBB\xBF\xEF\xBB\xBF\n", piece_bytes).chunks, (Chunks{"\xEF\xBB\xBF\n"}));
    EXPECT_EQ(read_text("\xEF\xBB\xBF", piece_bytes).chunks, Chunks{});
    EXPECT_EQ(read_text("\xEF\xBB", piece_bytes).chunks, (Chunks{"\xEF\xBB"}));
    EXPECT_EQ(read_text("\xEF\xBB\n", piece_bytes).chunks, (Chunks{"\xEF\xBB\n"}));
    EXPECT_EQ(read_text("\xEF\n\xBF\n", piece_bytes).chunks, (Chunks{"\xEF\n\xBF\n"}));
  }
}

TEST(ChunkReader, ByteOrderMarkBehindAFirstTinyChunkIsKept) {
  const Seen seen = read_script({{"a\n"}, {"\xEF\xBB\xBFone\n", 100}}, 10, 1000000);
  EXPECT_EQ(seen.chunks, (Chunks{"a\n", "\xEF\xBB\xBFone\n"}));
}

TEST(ChunkReader, BytesReadCountTheByteOrderMark) {
  MemorySource source("\xEF\xBB\xBFone\n");
  ChunkReader reader(source, kSmall);
  read_chunks(reader);
  EXPECT_EQ(reader.bytes_read(), 7U);
}

TEST(ChunkReader, WholeLinesBeforeAnErrorComeFirstAndTheCutLineNever) {
  const std::string text = "one\ntwo\nthree\nfour\nfive\n";
  for (std::size_t fail_at = 0; fail_at <= text.size(); ++fail_at) {
    MemorySource source(text, 3, fail_at);
    ChunkReader reader(source, kSmall);
    const Seen seen = read_chunks(reader);
    std::string joined;
    for (const std::string& chunk : seen.chunks) joined += chunk;
    const std::string before = text.substr(0, fail_at);
    EXPECT_EQ(joined, before.substr(0, before.rfind('\n') + 1)) << fail_at;
    EXPECT_TRUE(seen.failed) << fail_at;
    EXPECT_EQ(seen.too_long_lines, 0U);
  }
}

TEST(ChunkReader, ErrorIsTheSourcesAndStays) {
  MemorySource source("one\ntwo", kWholePiece, 6);
  ChunkReader reader(source, kSmall);
  Chunk chunk;
  EXPECT_TRUE(*reader.next(chunk));
  for (int i = 0; i < 2; ++i) {
    const Result<bool> more = reader.next(chunk);
    ASSERT_FALSE(more);
    EXPECT_EQ(more.error().kind, ErrorKind::kIo);
    EXPECT_EQ(more.error().message, MemorySource::kFailure);
    EXPECT_EQ(chunk.bytes(), "");
  }
}

TEST(ChunkReader, LongLineThatAnErrorCutsIsNotCounted) {
  MemorySource source(std::string(100, 'x'), 7, 60);
  ChunkReader reader(source, kSmall);
  const Seen seen = read_chunks(reader);
  EXPECT_TRUE(seen.failed);
  EXPECT_EQ(seen.chunks, Chunks{});
  EXPECT_EQ(seen.too_long_lines, 0U);
}

TEST(ChunkReader, BufferOfAChunkIsReused) {
  MemorySource source("one\ntwo\nthree\nfour\nfive\n");
  ChunkReader reader(source, kSmall);
  Chunk chunk;
  ASSERT_TRUE(*reader.next(chunk));
  const char* const buffer = chunk.bytes().data();
  chunk.idle = true;
  chunk.too_long_lines = 7;
  ASSERT_TRUE(*reader.next(chunk));
  EXPECT_EQ(chunk.bytes().data(), buffer);
  EXPECT_FALSE(chunk.idle);
  EXPECT_EQ(chunk.too_long_lines, 0U);
}

TEST(ChunkReader, SilenceHandsOutTheWholeLines) {
  const Seen seen = read_script({{"one\ntw"}, {"o\n", 5000}, {"three\n", 5000}}, 100, 1000000);
  EXPECT_EQ(seen.chunks, (Chunks{"one\n", "two\n", "three\n"}));
  // The last one too: nobody knew that the end would come.
  EXPECT_EQ(seen.idle, (std::vector<bool>{true, true, false}));
}

TEST(ChunkReader, ShorterSilenceThanIdleIsWaitedFor) {
  const Seen seen = read_script({{"one\n"}, {"two\n", 99}, {"three\n", 99}}, 100, 1000000);
  EXPECT_EQ(seen.chunks, (Chunks{"one\ntwo\nthree\n"}));
}

TEST(ChunkReader, IdleOfZeroHandsOutAsSoonAsAReadWouldWait) {
  const Seen seen = read_script({{"one\n"}, {"two\n"}, {"three\n", 1}}, 0, 1000000);
  EXPECT_EQ(seen.chunks, (Chunks{"one\ntwo\n", "three\n"}));
}

TEST(ChunkReader, UnfinishedLineIsNotHandedOutHoweverLongTheSilence) {
  const Seen seen = read_script({{"on"}, {"e\n", 100000}}, 10, 1000000);
  EXPECT_EQ(seen.chunks, (Chunks{"one\n"}));
}

TEST(ChunkReader, LinesWaitNoLongerThanMaxAgeForASteadyWriter) {
  std::deque<ScriptStep> steps;
  for (int i = 0; i < 10; ++i) steps.push_back({"line\n", 0, 5});
  const Seen seen = read_script(steps, 1000, 15);  // never silent for a second, 50 ms in all
  EXPECT_GE(seen.chunks.size(), 2U);
  EXPECT_TRUE(seen.idle.front());
}

TEST(ChunkReader, LinesThatAreTooOldDoNotWaitForBytesThatAreThere) {
  const Seen seen = read_script({{"on"}, {"e\n", 0, 30}, {"two\n"}}, 1000, 15);
  EXPECT_EQ(seen.chunks, (Chunks{"one\n", "two\n"}));
}

TEST(ChunkReader, AgeCountsFromTheFirstByteAndNotFromTheSilenceBefore) {
  const Seen seen = read_script({{"one\n", 0, 40}, {"two\n", 1}}, 10, 20);
  EXPECT_EQ(seen.chunks, (Chunks{"one\ntwo\n"}));
}

TEST(ChunkReader, SettingHugeTimesWaits) {
  const std::uint64_t forever = std::numeric_limits<std::uint64_t>::max();
  const Seen seen = read_script({{"one\n"}, {"two\n", 100000}}, forever, forever);
  EXPECT_EQ(seen.chunks, (Chunks{"one\ntwo\n"}));
}

// A search from the chunk's beginning at every piece would take minutes here.
TEST(ChunkReader, LongLineInTinyPiecesTakesLinearTime) {
  std::string text = "a\n" + std::string(3 << 20, 'x') + "\n";
  class TinyPieces final : public ByteSource {
   public:
    explicit TinyPieces(const std::string& bytes) : source_(bytes, 1) {}
    Result<std::size_t> read(std::span<char> out) override { return source_.read(out); }
    bool may_pause() const override { return true; }
    std::uint64_t bytes_consumed() const override { return source_.bytes_consumed(); }

   private:
    MemorySource source_;
  } source(text);
  ChunkReader reader(source, ChunkLimits{});
  reader.set_timing(1000, 1000000);
  EXPECT_EQ(read_chunks(reader).chunks, Chunks{text});
}

}  // namespace
}  // namespace anonlog
