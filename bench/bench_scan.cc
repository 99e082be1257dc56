// What it costs to cut lines into fields: LineGrammar on combined lines of about 250 bytes, and on lines that
// need the backtracking scan; every format of the table on its own sample line. time/line is the figure to quote.
#include <benchmark/benchmark.h>

#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/format_set.h"
#include "parsers/formats.h"
#include "parsers/line_grammar.h"
#include "parsers/nginx_log_format.h"

namespace anonlog {
namespace {

constexpr std::size_t kChunkBytes = std::size_t{4} << 20;

template <std::size_t n>
std::string_view pick(std::mt19937_64& random, const std::string_view (&from)[n]) {
  return from[random() % n];
}

std::string number(std::mt19937_64& random, std::size_t bound) { return std::to_string(random() % bound); }

// A line as nginx writes it; `user` stands where the user name does.
std::string combined_line(std::mt19937_64& random, std::string_view user) {
  static constexpr std::string_view kTargets[] = {"/",
                                                  "/index.html",
                                                  "/static/js/app.3f2a9c1b.js",
                                                  "/articles/2025/10/a-longer-title-of-an-article?page=2",
                                                  "/api/v1/items?sort=asc&filter=open&limit=50",
                                                  "/wp-login.php",
                                                  "/images/products/large/0123456789.jpg"};
  static constexpr std::string_view kReferrers[] = {
      "-", "https://www.example.org/", "https://www.example.com/search?q=words+of+a+search&hl=en"};
  static constexpr std::string_view kAgents[] = {
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 "
      "Safari/537.36",
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
      "Version/18.6 Mobile/15E148 Safari/604.1",
      "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"};
  std::string line = "203.0.113." + number(random, 256) + " - " + std::string(user);
  line += " [10/Oct/2025:13:55:" + std::to_string(10 + random() % 50) + " +0000] \"GET ";
  line.append(pick(random, kTargets)).append(" HTTP/1.1\" 200 ").append(number(random, 1'000'000));
  line.append(" \"").append(pick(random, kReferrers)).append("\" \"").append(pick(random, kAgents));
  return line + "\"\n";
}

std::string chunk(std::string_view user) {
  std::mt19937_64 random(1);
  std::string bytes;
  while (bytes.size() < kChunkBytes) bytes += combined_line(random, user);
  return bytes;
}

void count(benchmark::State& state, std::size_t lines, std::size_t bytes) {
  using benchmark::Counter;
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
  state.counters["time/line"] = Counter(static_cast<double>(lines), Counter::kIsRate | Counter::kInvert);
  state.counters["bytes/line"] = static_cast<double>(bytes) / static_cast<double>(lines);
}

LineGrammar combined() {
  return *compile_nginx_log_format("bench", find_format("combined")->variants[0].text);
}

// A chunk to batches, as a worker does it.
void bench_fill(benchmark::State& state, std::string_view user) {
  const LineGrammar grammar = combined();
  const std::string bytes = chunk(user);
  RecordBatch batch(grammar.slots());
  Tally tally;
  for (auto _ : state) {
    LineCursor lines(bytes);
    while (grammar.fill(lines, ParserLimits{}, batch, tally)) benchmark::DoNotOptimize(batch);
  }
  if (tally.counts.rejected_total() != 0) state.SkipWithError("lines were rejected");
  count(state, tally.counts.lines, static_cast<std::size_t>(state.iterations()) * bytes.size());
}

// The sample line of a format over and over, read as an input that was given this format: by all its variants.
void bench_format(benchmark::State& state, const Format& format) {
  std::vector<std::unique_ptr<const Parser>> parsers;
  std::vector<RecordBatch> batches;
  for (const FormatSource& source : format_sources(format)) {
    parsers.push_back(*make_parser(source));
    batches.emplace_back(parsers.back()->slots());
  }
  const FormatSet set(std::move(parsers));
  std::string bytes;
  while (bytes.size() < kChunkBytes) bytes.append(format.sample).append("\n");
  Tally tally;
  for (auto _ : state) {
    LineCursor lines(bytes);
    while (set.fill(lines, ParserLimits{}, batches, tally)) benchmark::DoNotOptimize(batches);
  }
  if (tally.counts.rejected_total() != 0) state.SkipWithError("lines were rejected");
  count(state, tally.counts.lines, static_cast<std::size_t>(state.iterations()) * bytes.size());
}

void register_formats() {
  for (const Format& format : formats()) {
    benchmark::RegisterBenchmark(("bench_format/" + std::string(format.name)).c_str(),
                                 [&format](benchmark::State& state) { bench_format(state, format); });
  }
}

using Match = bool (LineGrammar::*)(std::string_view, RawBytes*, char*&) const;

void bench_match(benchmark::State& state, Match match) {
  const LineGrammar grammar = combined();
  const std::string bytes = chunk("-");
  std::vector<RawBytes> row(grammar.slots().size() * RecordBatch::kColumnStride);
  std::vector<char> arena(bytes.size());
  std::size_t lines_read = 0;
  for (auto _ : state) {
    LineCursor lines(bytes);
    std::string_view line;
    while (lines.next(line)) {
      char* space = arena.data();
      if ((grammar.*match)(line, row.data(), space)) ++lines_read;
      benchmark::DoNotOptimize(row.data());
    }
  }
  count(state, lines_read, static_cast<std::size_t>(state.iterations()) * bytes.size());
}

BENCHMARK_CAPTURE(bench_fill, combined, "-");
BENCHMARK_CAPTURE(bench_fill, combined_escaped_user, R"(jane\x20doe)");
BENCHMARK_CAPTURE(bench_fill, combined_user_that_needs_backtracking, "x [10/Oct/2025:13:55:36 +0000 y");
BENCHMARK_CAPTURE(bench_match, straight, &LineGrammar::match);
BENCHMARK_CAPTURE(bench_match, backtracking, &LineGrammar::match_slowly);

}  // namespace
}  // namespace anonlog

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  anonlog::register_formats();
  benchmark::RunSpecifiedBenchmarks();
}
