// ChunkReader against a splitter that has the whole input in memory.
#include <gtest/gtest.h>

#include <deque>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "filter/input/chunk_reader.h"
#include "tests/filter/input/memory_source.h"
#include "tests/filter/input/scripted_source.h"

namespace anonlog {
namespace {

constexpr int kRounds = 20000;
constexpr char kTooLong[] = "(too long)";

// Lines in their order, with their "\n"; kTooLong for one that was skipped.
using Lines = std::vector<std::string>;

Lines expected_lines(std::string_view text, std::size_t buffer_bytes, std::size_t fail_at) {
  const bool fails = fail_at <= text.size();
  if (fails) text = text.substr(0, fail_at);
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  Lines lines;
  while (!text.empty()) {
    const std::size_t newline = text.find('\n');
    const bool ended = newline != std::string_view::npos;
    if (!ended && fails) break;
    const std::string_view line = text.substr(0, ended ? newline + 1 : text.size());
    // The "\n" needs its place, also where the input ends without.
    const bool fits = line.size() + (ended ? 0 : 1) <= buffer_bytes;
    lines.emplace_back(fits ? line : kTooLong);
    text.remove_prefix(line.size());
  }
  return lines;
}

struct Outcome {
  Lines lines;
  std::vector<std::size_t> cuts;  // bytes of each chunk
  bool failed = false;
  std::string broken;  // what no chunk may be
};

Outcome read_lines(ChunkReader& reader, std::size_t buffer_bytes) {
  Outcome outcome;
  Chunk chunk;
  bool unended = false;
  while (true) {
    const Result<bool> more = reader.next(chunk);
    outcome.failed = !more;
    if (!more || !*more) return outcome;
    std::string_view rest = chunk.bytes();
    if (unended) outcome.broken = "a chunk behind one without newline";
    if (rest.size() > buffer_bytes) outcome.broken = "a chunk larger than the buffer";
    if (rest.empty() && chunk.too_long_lines == 0) outcome.broken = "a chunk of nothing";
    outcome.cuts.push_back(rest.size());
    while (!rest.empty()) {
      const std::size_t newline = rest.find('\n');
      unended = newline == std::string_view::npos;
      outcome.lines.emplace_back(rest.substr(0, newline == std::string_view::npos ? newline : newline + 1));
      rest.remove_prefix(outcome.lines.back().size());
    }
    outcome.lines.insert(outcome.lines.end(), chunk.too_long_lines, kTooLong);
  }
}

class Generator {
 public:
  std::size_t below(std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random_);
  }
  bool one_in(std::size_t n) { return below(n) == 0; }

  std::string text() {
    std::string text;
    if (one_in(4)) text += std::string("\xEF\xBB\xBF").substr(0, 1 + below(3));
    for (std::size_t line = below(12); line > 0; --line) {
      text.append(one_in(8) ? below(200) : below(20), static_cast<char>('a' + below(26)));
      if (line != 1 || !one_in(3)) text += '\n';
    }
    return text;
  }

  std::deque<ScriptStep> script(const std::string& text) {
    std::deque<ScriptStep> steps;
    for (std::size_t at = 0; at < text.size();) {
      const std::string piece = text.substr(at, 1 + below(30));
      steps.push_back({piece, one_in(2) ? 50 : 0});
      at += piece.size();
    }
    return steps;
  }

 private:
  std::mt19937 random_{20251123};
};

TEST(ChunkReaderProperty, LinesAreThoseOfTheWholeInputWhateverThePiecesAndLimits) {
  Generator generator;
  for (int round = 0; round < kRounds; ++round) {
    const std::string text = generator.text();
    const ChunkLimits limits{.chunk_bytes = 3 + generator.below(60),
                             .max_line_bytes = 1 + generator.below(20)};
    const std::size_t buffer_bytes = std::max(limits.chunk_bytes, 2 * limits.max_line_bytes);
    const std::size_t fail_at = generator.one_in(3) ? generator.below(text.size() + 1) : kNeverFails;
    MemorySource source(text, 1 + generator.below(40), fail_at);
    ChunkReader reader(source, limits);
    const Outcome outcome = read_lines(reader, buffer_bytes);
    ASSERT_EQ(outcome.lines, expected_lines(text, buffer_bytes, fail_at)) << "round " << round;
    ASSERT_EQ(outcome.failed, fail_at != kNeverFails) << "round " << round;
    ASSERT_EQ(outcome.broken, "") << "round " << round;
    ASSERT_EQ(reader.bytes_read(), std::min(text.size(), fail_at));
  }
}

TEST(ChunkReaderProperty, CutsOfASourceThatNeverPausesAreThoseOfOneRead) {
  Generator generator;
  for (int round = 0; round < kRounds; ++round) {
    const std::string text = generator.text();
    const ChunkLimits limits{.chunk_bytes = 3 + generator.below(60),
                             .max_line_bytes = 1 + generator.below(20)};
    MemorySource whole(text);
    MemorySource pieces(text, 1 + generator.below(40));
    ChunkReader whole_reader(whole, limits);
    ChunkReader piece_reader(pieces, limits);
    ASSERT_EQ(read_lines(piece_reader, 200).cuts, read_lines(whole_reader, 200).cuts) << "round " << round;
  }
}

TEST(ChunkReaderProperty, PausesMoveTheCutsButNotTheLines) {
  Generator generator;
  for (int round = 0; round < kRounds; ++round) {
    const std::string text = generator.text();
    const ChunkLimits limits{.chunk_bytes = 3 + generator.below(60),
                             .max_line_bytes = 1 + generator.below(20)};
    const std::size_t buffer_bytes = std::max(limits.chunk_bytes, 2 * limits.max_line_bytes);
    ScriptedSource source(generator.script(text));
    ChunkReader reader(source, limits);
    reader.set_timing(generator.one_in(2) ? 10 : 100, 100000);
    const Outcome outcome = read_lines(reader, buffer_bytes);
    ASSERT_EQ(outcome.lines, expected_lines(text, buffer_bytes, kNeverFails)) << "round " << round;
    ASSERT_EQ(outcome.broken, "") << "round " << round;
  }
}

}  // namespace
}  // namespace anonlog
