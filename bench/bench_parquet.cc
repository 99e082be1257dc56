// Row groups of Parquet: the parts of the writer, each over the rows of a chunk. Items are values.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "filter/output/parquet/number_column.h"
#include "filter/output/parquet/page_writer.h"
#include "filter/output/parquet/rle_encoder.h"
#include "filter/output/parquet/text_column.h"

namespace anonlog::parquet {
namespace {

constexpr std::size_t kRows = 122'880;
constexpr std::size_t kBatch = 256;  // rows that are added at once
constexpr int kLevel = 1;

// Popularity falls with the rank: the product of two is small more often than large.
std::vector<std::uint32_t> ranks(std::size_t distinct) {
  std::mt19937_64 random(1);
  std::vector<std::uint32_t> ranks(kRows);
  for (std::uint32_t& rank : ranks)
    rank = static_cast<std::uint32_t>(random() % distinct * (random() % distinct) / distinct);
  return ranks;
}

void count_values(benchmark::State& state, std::size_t values) {
  state.SetItemsProcessed(static_cast<std::int64_t>(values) * state.iterations());
}

// By the bits of a code.
void bench_rle(benchmark::State& state) {
  const auto width = static_cast<unsigned>(state.range(0));
  const std::vector<std::uint32_t> codes = ranks(std::size_t{1} << width);
  ByteBuffer out;
  for (auto _ : state) {
    out.clear();
    append_rle(codes, width, out);
    benchmark::DoNotOptimize(out.bytes().data());
  }
  count_values(state, codes.size());
}
BENCHMARK(bench_rle)->Arg(1)->Arg(4)->Arg(14);

void bench_rle_run(benchmark::State& state) {
  const std::vector<std::uint32_t> codes(kRows, 1);
  ByteBuffer out;
  for (auto _ : state) {
    out.clear();
    append_rle(codes, 4, out);
    benchmark::DoNotOptimize(out.bytes().data());
  }
  count_values(state, codes.size());
}
BENCHMARK(bench_rle_run);

// What add() costs, and with it finish(): zstd is in there.
template <typename Column, typename Add>
void bench_column(benchmark::State& state, Column& column, Add add) {
  PageWriter pages(kLevel);
  ByteBuffer out;
  for (auto _ : state) {
    for (std::size_t begin = 0; begin < kRows; begin += kBatch) add(begin);
    out.clear();
    auto chunk = column.finish(pages, 0, out);
    if (!chunk) state.SkipWithError("zstd failed");
  }
  count_values(state, kRows);
  state.counters["bytes/row"] = static_cast<double>(out.bytes().size()) / static_cast<double>(kRows);
}

// By the number of ids.
void bench_text_ids(benchmark::State& state) {
  const auto distinct = static_cast<std::size_t>(state.range(0));
  std::vector<std::string> names;
  for (std::size_t i = 0; i < distinct; ++i) names.push_back(fmt::format("Browser {}", i));
  const std::vector<std::string_view> vocabulary(names.begin(), names.end());
  std::vector<std::uint16_t> ids;
  for (const std::uint32_t rank : ranks(distinct)) ids.push_back(static_cast<std::uint16_t>(rank));
  TextColumn column;
  bench_column(state, column, [&](std::size_t begin) {
    column.add_ids(std::span<const std::uint16_t>(ids).subspan(begin, kBatch), vocabulary);
  });
}
BENCHMARK(bench_text_ids)->Arg(8)->Arg(100);

// By the number of texts; as many as rows: there is no dictionary.
void bench_text_hashed(benchmark::State& state) {
  const auto distinct = static_cast<std::size_t>(state.range(0));
  std::vector<std::string> paths;
  for (std::size_t i = 0; i < distinct; ++i)
    paths.push_back(fmt::format("/blog/2025/11/{:x}/a-title", i * 7919));
  std::vector<std::string_view> texts;
  const std::vector<std::uint32_t> places = ranks(distinct);
  for (std::size_t row = 0; row < kRows; ++row)
    texts.emplace_back(paths[distinct == kRows ? row : places[row]]);
  TextColumn column;
  bench_column(state, column, [&](std::size_t begin) {
    column.add(std::span<const std::string_view>(texts).subspan(begin, kBatch));
  });
}
BENCHMARK(bench_text_hashed)->Arg(8)->Arg(20'000)->Arg(kRows);

// By the number of numbers.
void bench_numbers(benchmark::State& state) {
  std::vector<std::uint64_t> numbers;
  for (const std::uint32_t rank : ranks(static_cast<std::size_t>(state.range(0))))
    numbers.push_back(std::uint64_t{rank} * 13);
  NumberColumn column(ColumnType::kUint64);
  bench_column(state, column, [&](std::size_t begin) {
    column.add(std::span<const std::uint64_t>(numbers).subspan(begin, kBatch));
  });
}
BENCHMARK(bench_numbers)->Arg(8)->Arg(2'000)->Arg(200'000);

void bench_times(benchmark::State& state) {
  std::vector<std::int64_t> micros;
  for (std::size_t row = 0; row < kRows; ++row)
    micros.push_back(1'763'919'448'000'000 + static_cast<std::int64_t>(row / 20) * 1'000'000);
  NumberColumn column(ColumnType::kTimestampMicros);
  bench_column(state, column, [&](std::size_t begin) {
    column.add_times(std::span<const std::int64_t>(micros).subspan(begin, kBatch));
  });
}
BENCHMARK(bench_times);

// A page of codes of 14 bits: header, zstd, checksum, CRC.
void bench_page(benchmark::State& state) {
  const std::vector<std::uint32_t> codes = ranks(std::size_t{1} << 14U);
  const std::span page_codes = std::span<const std::uint32_t>(codes).first(kMaxPageRows);
  PageWriter pages(kLevel);
  pages.begin_body(1, page_codes.size());
  append_codes(page_codes, 14, pages.body());
  ByteBuffer out;
  for (auto _ : state) {
    out.clear();
    ColumnChunk chunk;
    DataPage page;
    if (!pages.write_data(Encoding::kRleDictionary, page_codes.size(), 0, page, chunk, out))
      state.SkipWithError("zstd failed");
  }
  count_values(state, page_codes.size());
}
BENCHMARK(bench_page);

}  // namespace
}  // namespace anonlog::parquet
