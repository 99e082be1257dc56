// Texts and addresses on their way out: Redactor, publishable, Address.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "rules/address.h"
#include "rules/publishable.h"
#include "rules/redaction/redactor.h"

namespace anonlog {
namespace {

using Texts = std::vector<std::string>;

// Of lengths as they are common, from one byte to two blocks.
const Texts& clean_paths() {
  static const Texts texts = {
      "/",
      "/index.html",
      "/assets/js/app.3f2a9c1b.js",
      "/blog/2025/11/23/spring-release",
      "/static/css/main.min.css",
      "/images/products/red-shoes.webp",
      "/api/v2/articles/1284/comments",
      "/wp-content/themes/x/style.css",
  };
  return texts;
}

const Texts& query_paths() {
  static const Texts texts = {"/search?q=red+shoes&page=2", "/wp-cron.php?doing_wp_cron=1732383448.1",
                              "/api/v2/articles?limit=20", "/index.php?id=12"};
  return texts;
}

const Texts& slug_paths() {
  static const Texts texts = {
      "/blog/how-to-bake-bread-in-2025-at-home", "/news/spring-release-of-our-new-catalogue",
      "/docs/getting-started-with-the-command-line", "/2025-11-23/what-is-new-in-version-3.2.1"};
  return texts;
}

const Texts& suspect_paths() {
  static const Texts texts = {"/user/alice@example.org/orders", "/caf%C3%A9/menu",
                              "/download/Zm9vYmFyMTIzNDU2Nzg5MGFiY2Rl", "/hosts/203.0.113.7/stats",
                              "/shop/basket;jsessionid=0A1B2C3D/pay"};
  return texts;
}

const Texts& long_paths() {
  static const Texts texts = {
      "/a/rather/deep/tree/of/folders/with/many/short/names/that/goes/on/and/on/for/longer/than/"
      "one/window/of/the/guard/index.html"};
  return texts;
}

const Texts& hosts() {
  static const Texts texts = {"www.example.org", "example.org", "shop.example.co.uk",
                              "cdn-7.static.example.net"};
  return texts;
}

// Many, so that the branch predictor can not learn them.
template <typename Make>
Texts many(Make make) {
  Texts texts;
  std::minstd_rand random(1);
  for (int i = 0; i < 4096; ++i)
    texts.push_back(make([&random](unsigned count) { return random() % count; }));
  return texts;
}

const Texts& ipv4_addresses() {
  static const Texts texts = many([](auto below) {
    return fmt::format("{}.{}.{}.{}", 1 + below(223), below(256), below(256), below(256));
  });
  return texts;
}

// As of clients: privacy addresses mostly, and some short ones.
const Texts& ipv6_addresses() {
  static const Texts texts = many([](auto below) {
    const std::string site = fmt::format("2a0{:x}:{:x}:{:x}:", below(16), below(0x10000), below(0x10000));
    if (below(4) == 0) return fmt::format("{}:{:x}", site, below(0x1000));
    return fmt::format("{}{:x}:{:x}:{:x}:{:x}:{:x}", site, below(256), below(0x10000), below(0x10000),
                       below(0x10000), below(0x10000));
  });
  return texts;
}

// Calls work(text) for each in turn; the time shown is that of one.
template <typename Work>
void run_over(benchmark::State& state, const Texts& texts, Work work) {
  std::size_t bytes = 0;
  std::size_t next = 0;
  for (auto _ : state) {
    const std::string_view text = texts[next];
    if (++next == texts.size()) next = 0;
    bytes += text.size();
    work(text);
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
}

void redact(benchmark::State& state, const Texts& (*texts)()) {
  TextArena arena;
  RedactionCounts counts;
  Redactor redactor(RedactionPolicy::none(), Column::kPath, counts);
  run_over(state, texts(), [&](std::string_view text) {
    benchmark::DoNotOptimize(redactor.path(text, arena));
    arena.clear();
  });
}
BENCHMARK_CAPTURE(redact, clean, clean_paths);
BENCHMARK_CAPTURE(redact, query, query_paths);
BENCHMARK_CAPTURE(redact, slug, slug_paths);
BENCHMARK_CAPTURE(redact, 120_bytes, long_paths);
BENCHMARK_CAPTURE(redact, suspect, suspect_paths);

void find_in_host(benchmark::State& state) {
  IdentifierFinder finder(RedactionPolicy::none());
  run_over(state, hosts(), [&finder](std::string_view text) { benchmark::DoNotOptimize(finder.find(text)); });
}
BENCHMARK(find_in_host);

void publish(benchmark::State& state, const Texts& (*texts)()) {
  TextArena arena;
  run_over(state, texts(), [&arena](std::string_view text) {
    bool plain = false;
    benchmark::DoNotOptimize(publishable(text, arena, &plain));
    benchmark::DoNotOptimize(plain);
    arena.clear();
  });
}
BENCHMARK_CAPTURE(publish, paths, clean_paths);
BENCHMARK_CAPTURE(publish, 120_bytes, long_paths);

void parse(benchmark::State& state, const Texts& (*texts)()) {
  run_over(state, texts(), [](std::string_view text) {
    Address address;
    benchmark::DoNotOptimize(Address::parse(text, &address));
    benchmark::DoNotOptimize(address);
  });
}
BENCHMARK_CAPTURE(parse, ipv4, ipv4_addresses);
BENCHMARK_CAPTURE(parse, ipv6, ipv6_addresses);

void write_network(benchmark::State& state, const Texts& (*texts)(), unsigned ipv4_bits, unsigned ipv6_bits) {
  std::vector<Address> addresses;
  for (const std::string& text : texts()) Address::parse(text, &addresses.emplace_back());
  std::size_t next = 0;
  char out[Address::kMaxNetworkText];
  for (auto _ : state) {
    benchmark::DoNotOptimize(addresses[next].write_network(ipv4_bits, ipv6_bits, out));
    benchmark::ClobberMemory();
    if (++next == addresses.size()) next = 0;
  }
}
BENCHMARK_CAPTURE(write_network, ipv4_24, ipv4_addresses, 24U, 32U);
BENCHMARK_CAPTURE(write_network, ipv6_32, ipv6_addresses, 24U, 32U);
BENCHMARK_CAPTURE(write_network, ipv6_48, ipv6_addresses, 24U, 48U);

}  // namespace
}  // namespace anonlog

BENCHMARK_MAIN();
