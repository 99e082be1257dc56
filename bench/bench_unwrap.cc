// Taking lines out of wrappers: what the reading thread does for a wrapped input, on top of reading. MB/s are those of
// the input as it is.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "filter/record_reader.h"
#include "parsers/formats.h"

namespace anonlog {
namespace {

constexpr std::size_t kTextBytes = std::size_t{64} << 20;

class MemorySource final : public ByteSource {
 public:
  explicit MemorySource(std::string_view bytes) : bytes_(bytes) {}

  [[nodiscard]] Result<std::size_t> read(std::span<char> out) override {
    const std::size_t count = std::min(out.size(), bytes_.size() - given_);
    std::copy_n(bytes_.data() + given_, count, out.data());
    given_ += count;
    return count;
  }
  [[nodiscard]] std::uint64_t bytes_consumed() const override { return given_; }

 private:
  std::string_view bytes_;
  std::size_t given_ = 0;
};

std::vector<std::string> make_lines() {
  const char* const words[] = {"blog",   "assets",   "spring",    "release",
                               "images", "products", "red-shoes", "cart"};
  std::mt19937 random(1);
  const auto number = [&random](std::uint32_t limit) { return std::to_string(random() % limit); };
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < 20000; ++i) {
    std::string line = "203.0.113." + number(256) + " - - [23/Nov/2025:17:37:28 +0000] \"GET /";
    for (std::size_t depth = random() % 4; depth > 0; --depth)
      line += std::string(words[random() % std::size(words)]) + "/";
    line += number(5000) + ".html HTTP/1.1\" 200 " + number(30000) +
            " \"https://example.org/\" \"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 "
            "(KHTML, like "
            "Gecko) Chrome/" +
            number(40) + ".0.0.0 Safari/537.36\"";
    lines.push_back(std::move(line));
  }
  return lines;
}

std::string wrapped_in(std::string_view before, std::string_view after, bool as_json) {
  static const std::vector<std::string> lines = make_lines();
  std::string text;
  text.reserve(kTextBytes + 1024);
  for (std::size_t i = 0; text.size() < kTextBytes; ++i) {
    text += before;
    for (const char c : lines[i % lines.size()]) {
      if (as_json && c == '"') text += '\\';
      text += c;
    }
    text += after;
    text += '\n';
  }
  return text;
}

void run(benchmark::State& state, const std::string& text) {
  Chunk chunk;
  LineOrigins origins;
  for (auto _ : state) {
    MemorySource source(text);
    RecordReader reader(source, ChunkLimits{.chunk_bytes = std::size_t{512} << 10},
                        format_sources(*find_format("combined")), "x");
    std::uint64_t bytes = 0;
    while (*reader.next(chunk, origins)) bytes += chunk.size;
    benchmark::DoNotOptimize(bytes);
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(text.size()) * state.iterations());
}

void bench_unwrap_nothing(benchmark::State& state) {
  static const std::string text = wrapped_in("", "", false);
  run(state, text);
}
BENCHMARK(bench_unwrap_nothing)->Unit(benchmark::kMillisecond);

void bench_unwrap_syslog(benchmark::State& state) {
  static const std::string text = wrapped_in("<190>Nov 23 17:37:28 web1 nginx[1234]: ", "", false);
  run(state, text);
}
BENCHMARK(bench_unwrap_syslog)->Unit(benchmark::kMillisecond);

void bench_unwrap_cri(benchmark::State& state) {
  static const std::string text = wrapped_in("2025-11-23T17:37:28.669794202Z stdout F ", "", false);
  run(state, text);
}
BENCHMARK(bench_unwrap_cri)->Unit(benchmark::kMillisecond);

void bench_unwrap_docker(benchmark::State& state) {
  static const std::string text =
      wrapped_in(R"({"log":")", R"(\n","stream":"stdout","time":"2025-11-23T17:37:28.669794202Z"})", true);
  run(state, text);
}
BENCHMARK(bench_unwrap_docker)->Unit(benchmark::kMillisecond);

void bench_unwrap_colours(benchmark::State& state) {
  static const std::string text = wrapped_in("\x1B[36mweb-1  |\x1B[0m ", "", false);
  run(state, text);
}
BENCHMARK(bench_unwrap_colours)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace anonlog
