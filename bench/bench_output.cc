// Records on their way out: batches of 256 encoded in every form, and 4 MiB of NDJSON compressed.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "filter/output/column_list.h"
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

constexpr std::string_view kUserAgents[] = {
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 "
    "Safari/537.36",
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile "
    "Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.6 "
    "Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "curl/7.88.1"};
constexpr std::string_view kReferrerUrls[] = {
    "https://www.google.com/", "https://www.example.org/articles/2025/a-page",
    "https://www.example.org/search?q=red+shoes&page=2", "https://t.co/x"};

// Which columns there are: those of a log in the combined format, all that are usual, or what a policy that changes
// the address only publishes.
enum class Width : std::uint8_t { kCombined, kAll, kAsLogged };

class TypicalBatch {
 public:
  TypicalBatch(Width width, std::uint64_t seed) : random_(seed) {
    times();
    if (width == Width::kAsLogged) {
      texts(Column::kTarget, kPaths, 1000);
      texts(Column::kReferrerUrl, kReferrerUrls, 3);
      texts(Column::kUserAgent, kUserAgents, 1000);
    }
    ids(Column::kMethod, kMethods);
    texts(Column::kPath, kPaths, 1000);
    ids(Column::kProtocol, kProtocols);
    numbers(Column::kStatus, [this]() { return below(10) == 0 ? 404U : below(8) == 0 ? 304U : 200U; });
    numbers(Column::kBytes, [this]() { return below(3) == 0 ? below(1000) : below(200'000); });
    texts(Column::kReferrer, kReferrers, 3);
    ids(Column::kReferrerKind, kKinds);
    ids(Column::kBrowser, kBrowsers);
    numbers(Column::kBrowserMajor, [this]() { return 140 - std::min({below(50), below(50), below(50)}); });
    systems();
    ids(Column::kDevice, kDevices);
    numbers(Column::kBot, [this]() { return below(5) == 0 ? 1U : 0U; });
    ids(Column::kLanguage, kLanguages);
    texts(Column::kNetwork, [this]() {
      if (below(5) == 0) return fmt::format("2001:{:x}::/32", below(65536));
      return fmt::format("{}.{}.{}.0/24", below(256), below(256), below(256));
    });
    texts(Column::kVisitor, [this]() { return fmt::format("{:016x}", random_()); });
    if (width != Width::kAll) return;
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

  // A browser is mostly on the system that is its own: a log holds some hundred kinds of agents.
  void systems() {
    const auto browsers = maker_.column(Column::kBrowser).ids();
    const auto ids = maker_.column(Column::kOs).make_ids(kSystems);
    for (std::size_t row = 0; row < kRows; ++row) {
      ids[row] =
          static_cast<std::uint16_t>((below(8) == 0 ? below(100) : browsers[row]) % std::size(kSystems));
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
  Policy policy;
  if (width == Width::kAsLogged) {
    for (const Column column : {Column::kTarget, Column::kReferrerUrl, Column::kUserAgent}) {
      policy.columns[static_cast<std::size_t>(column)] = ColumnRule();
    }
  }
  const auto encoder = make_encoder(format, *choose_columns(format, {}, policy));
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

void bench_output_encode_combined(benchmark::State& state) {
  encode_batch(state, OutputFormat::kCombined, Width::kCombined);
}
BENCHMARK(bench_output_encode_combined);

void bench_output_encode_combined_as_logged(benchmark::State& state) {
  encode_batch(state, OutputFormat::kCombined, Width::kAsLogged);
}
BENCHMARK(bench_output_encode_combined_as_logged);

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
