// User agents: start-up, a miss of the cache (all rules), and a hit.
#include <benchmark/benchmark.h>

#include <random>
#include <string>
#include <vector>

#include "rules/agent/agent_rules.h"
#include "rules/agent/byte_cache.h"
#include "tests/rules/agent/modern_user_agents.h"

namespace anonlog {
namespace {

void bench_agent_make(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(AgentRules::make());
}
BENCHMARK(bench_agent_make)->Unit(benchmark::kMillisecond);

// Warm automata: the steady state of a long run. The first pass over new texts costs about twice as much.
void bench_agent_classify(benchmark::State& state) {
  const auto rules = AgentRules::make();
  std::size_t next = 0;
  std::size_t bytes = 0;
  for (auto _ : state) {
    const std::string_view text = kModernUserAgents[next++ % std::size(kModernUserAgents)].text;
    benchmark::DoNotOptimize((*rules)->classify(text));
    bytes += text.size();
  }
  state.SetItemsProcessed(state.iterations());
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
}
BENCHMARK(bench_agent_classify);

constexpr std::size_t kLookups = std::size_t{1} << 14;

// 2,000 user agents of 135 bytes, in random order, each as likely (a log repeats some far more
// often).
void bench_agent_cache_hit(benchmark::State& state) {
  std::vector<std::string> keys;
  for (int i = 0; i < 2000; ++i) {
    std::string key =
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/" +
        std::to_string(100000 + i) + ".0.0 Safari/537.36";
    key.resize(135, '.');
    keys.push_back(std::move(key));
  }
  ByteCache<Agent> cache(4096);
  for (const std::string& key : keys) *cache.insert(key) = Agent();
  std::mt19937 random(1);
  std::vector<std::string_view> order;
  for (std::size_t i = 0; i < kLookups; ++i) order.emplace_back(keys[random() % keys.size()]);
  std::size_t next = 0;
  std::int64_t hits = 0;
  for (auto _ : state) {
    const Agent* agent = cache.find(order[next++ % kLookups]);
    benchmark::DoNotOptimize(agent);
    hits += agent != nullptr ? 1 : 0;
  }
  state.SetItemsProcessed(state.iterations());
  state.counters["hit_share"] = static_cast<double>(hits) / static_cast<double>(state.iterations());
}
BENCHMARK(bench_agent_cache_hit);

}  // namespace
}  // namespace anonlog

BENCHMARK_MAIN();
