// Records on their way out: batches of 256 encoded in every form, and 4 MiB of NDJSON compressed.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "filter/output/compressor.h"
#include "filter/output/output_name.h"
#include "rules/policy.h"
#include "tests/rules/public_batch_maker.h"

namespace anonlog {
namespace {

constexpr std::string_view kMethods[] = {"GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "OTHER"};
constexpr std::string_view kProtocols[] = {"HTTP/1.0", "HTTP/1.1", "HTTP/2.0", "HTTP/3.0"};
constexpr std::string_view kKinds[] = {"direct", "internal", "search", "social",
                                       "email",  "ai",       "ads",    "other"};
constexpr std::string_view kBrowsers[] = {"Chrome", "Chrome Mobile", "Mobile Safari", "Firefox", "Safari",
                                          "Edge",   "Opera",         "Googlebot",     "bingbot", "Other"};
constexpr std::string_view kSystems[] = {"Windows", "Android", "iOS", "Mac OS X", "Linux", "Other"};
constexpr std::string_view kDevices[] = {"desktop", "mobile", "tablet", "tv", "console", "bot", "other"};
constexpr std::string_view kLanguages[] = {"de", "en", "fr", "es", "it", "nl", "pl", "ja"};
constexpr std::string_view kCountries[] = {"DE", "US", "FR", "GB", "AT", "CH", "NL", "PL", "JP", "BR"};
constexpr std::string_view kPaths[] = {"/",
                                       "/index.html",
                                       "/assets/js/app.3f2a9c1b.js",
                                       "/blog/2025/11/23/spring-release",
                                       "/static/css/main.min.css",
                                       "/images/products/red-shoes.webp",
                                       "/api/v2/articles/1284/comments",
                                       "/wp-content/themes/x/style.css",
                                       "/docs/getting-started-with-the-command-line",
                                       "/user/{email}/orders",
                                       "/favicon.ico"};
constexpr std::string_view kReferrers[] = {"google.com",
                                           "(internal)",
                                           "bing.com",
                                           "t.co",
                                           "facebook.com",
                                           "example.org",
                                           "a-rather-long-name.example"};
constexpr std::string_view kHosts[] = {"www.example.org", "example.org", "shop.example.net"};

// Which columns the log had: those of the combined format, or all.
enum class Width : std::uint8_t { kCombined, kAll };

class TypicalBatch {
 public:
  TypicalBatch(Width width, std::uint64_t seed) : random_(seed) {
    times();
    ids(Column::kMethod, kMethods);
    texts(Column::kPath, kPaths, 1000);
    ids(Column::kProtocol, kProtocols);
    numbers(Column::kStatus, [this]() { return below(10) == 0 ? 404U : below(8) == 0 ? 304U : 200U; });
    numbers(Column::kBytes, [this]() { return below(3) == 0 ? below(1000) : below(200'000); });
    texts(Column::kReferrer, kReferrers, 3);
    ids(Column::kReferrerKind, kKinds);
    ids(Column::kBrowser, kBrowsers);
    numbers(Column::kBrowserMajor, [this]() { return 90 + below(60); });
    ids(Column::kOs, kSystems);
    ids(Column::kDevice, kDevices);
    numbers(Column::kBot, [this]() { return below(5) == 0 ? 1U : 0U; });
    ids(Column::kLanguage, kLanguages);
    texts(Column::kNetwork, [this]() {
      if (below(5) == 0) return fmt::format("2001:{:x}::/32", below(65536));
      return fmt::format("{}.{}.{}.0/24", below(256), below(256), below(256));
    });
    texts(Column::kVisitor, [this]() { return fmt::format("{:016x}", random_()); });
    if (width == Width::kCombined) return;
    texts(Column::kHost, kHosts, 1000);
    numbers(Column::kDurationUs, [this]() { return below(400) * 1000; });
    ids(Column::kCountry, kCountries);
  }

  const PublicBatch& batch() { return maker_.batch(); }

 private:
  static constexpr std::size_t kRows = RecordBatch::kMaxRows;

  std::uint64_t below(std::uint64_t bound) { return random_() % bound; }

  void times() {
    std::int64_t micros = 1'763'919'448'000'000;
    for (PublicTime& time : maker_.column(Column::kTime).make_times()) {
      micros += below(4) == 0 ? 1'000'000 : 0;
      time = {micros, 0};
    }
  }

  void ids(Column column, Vocabulary vocabulary) {
    for (std::uint16_t& id : maker_.column(column).make_ids(vocabulary)) {
      id = static_cast<std::uint16_t>(below(vocabulary.size()));
    }
  }

  template <typename Make>
  void numbers(Column column, Make make) {
    for (std::uint64_t& number : maker_.column(column).make_numbers()) number = make();
  }

  template <typename Make>
  void texts(Column column, Make make) {
    for (PublicText& text : maker_.column(column).make_texts()) text = maker_.text(make());
  }

  // One in `null_every` is null.
  template <std::size_t kSize>
  void texts(Column column, const std::string_view (&of)[kSize], std::uint64_t null_every) {
    for (PublicText& text : maker_.column(column).make_texts()) {
      text = below(null_every) == 0 ? PublicText() : maker_.text(of[below(kSize)]);
    }
  }

  std::mt19937_64 random_;
  PublicBatchMaker maker_{kRows};
};

// More than one, so that the branch predictor cannot know the rows by heart.
class TypicalBatches {
 public:
  explicit TypicalBatches(Width width) {
    for (std::uint64_t seed = 0; seed < kBatches; ++seed) batches_.emplace_back(width, seed);
  }

  const PublicBatch& next() { return batches_[next_++ % kBatches].batch(); }

 private:
  static constexpr std::size_t kBatches = 8;

  std::vector<TypicalBatch> batches_;
  std::size_t next_ = 0;
};

// Into a buffer of a chunk's size, as the program does: it does not stay in the nearest cache.
constexpr std::size_t kChunkBytes = std::size_t{4} << 20;

void encode_batch(benchmark::State& state, OutputFormat format, Width width) {
  TypicalBatches typical(width);
  const auto encoder = make_encoder(format, record_columns(Policy()));
  ByteBuffer out;
  out.reserve(2 * kChunkBytes);
  while (out.bytes().size() < kChunkBytes)
    encoder->encode(typical.next(), out);  // the system gives the pages now
  out.clear();
  std::size_t bytes = 0;
  for (auto step : state) {
    const std::size_t before = out.bytes().size();
    encoder->encode(typical.next(), out);
    benchmark::DoNotOptimize(out.bytes().data());
    bytes += out.bytes().size() - before;
    if (out.bytes().size() > kChunkBytes) out.clear();
  }
  const auto records = static_cast<double>(state.iterations()) * static_cast<double>(RecordBatch::kMaxRows);
  state.counters["ns/record"] =
      benchmark::Counter(records / 1e9, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
  state.counters["bytes/record"] = static_cast<double>(bytes) / records;
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
}

void bench_output_encode_ndjson(benchmark::State& state) {
  encode_batch(state, OutputFormat::kNdjson, Width::kCombined);
}
BENCHMARK(bench_output_encode_ndjson);

void bench_output_encode_ndjson_all_columns(benchmark::State& state) {
  encode_batch(state, OutputFormat::kNdjson, Width::kAll);
}
BENCHMARK(bench_output_encode_ndjson_all_columns);

void bench_output_encode_csv(benchmark::State& state) {
  encode_batch(state, OutputFormat::kCsv, Width::kCombined);
}
BENCHMARK(bench_output_encode_csv);

void bench_output_encode_csv_all_columns(benchmark::State& state) {
  encode_batch(state, OutputFormat::kCsv, Width::kAll);
}
BENCHMARK(bench_output_encode_csv_all_columns);

void bench_output_encode_tsv(benchmark::State& state) {
  encode_batch(state, OutputFormat::kTsv, Width::kCombined);
}
BENCHMARK(bench_output_encode_tsv);

void bench_output_zstd_1_ndjson(benchmark::State& state) {
  const auto encoder = make_encoder(OutputFormat::kNdjson, record_columns(Policy()));
  ByteBuffer plain;
  for (std::uint64_t seed = 0; plain.bytes().size() < kChunkBytes; ++seed) {
    TypicalBatch typical(Width::kCombined, seed);
    encoder->encode(typical.batch(), plain);
  }
  Compressor compressor(default_compression(Compression::kZstd));
  ByteBuffer out;
  for (auto step : state) {
    out.clear();
    if (!compressor.compress(plain.bytes(), out)) return state.SkipWithError("cannot compress");
    benchmark::DoNotOptimize(out.bytes().data());
  }
  state.counters["ratio"] =
      static_cast<double>(plain.bytes().size()) / static_cast<double>(out.bytes().size());
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) *
                          static_cast<std::int64_t>(plain.bytes().size()));
}
BENCHMARK(bench_output_zstd_1_ndjson);

}  // namespace
}  // namespace anonlog

BENCHMARK_MAIN();
