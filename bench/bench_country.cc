// Country databases: reading the text form, and lookups in random order.
//
// COUNTRY_TEXT names a file as /usr/share/tor/geoip6; without it ranges are made up, as many and as long as there.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "rules/country/country_list.h"
#include "rules/country/country_text.h"

namespace anonlog {
namespace {

std::string made_up_text() {
  std::mt19937 random(1);
  const auto code = [&random]() { return countries()[random() % countries().size()]; };
  std::string text;
  for (std::uint64_t at = 1U << 24U; at < 0xDF000000U;) {
    const std::uint64_t last = at + 256 * (1 + random() % 76) - 1;
    text += fmt::format("{},{},{}\n", at, last, code());
    at = last + 1;
  }
  // Half of them in four of the registries' networks of 16 bits.
  for (const unsigned top : {0x2001U, 0x2a01U, 0x2a09U, 0x2a10U}) {
    for (std::uint64_t at = top == 0x2001 ? 0x400 : 0; at < 0x10000; at += 1 + random() % 3) {
      text +=
          fmt::format("{:x}:{:x}::,{:x}:{:x}:7fff:ffff:ffff:ffff:ffff:ffff,{}\n", top, at, top, at, code());
    }
  }
  return text;
}

const std::string& database_text() {
  static const std::string text = []() {
    const char* const path = std::getenv("COUNTRY_TEXT");
    if (path == nullptr) return made_up_text();
    std::ifstream file(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  }();
  return text;
}

AddressRanges read_all() {
  CountryText text("text");
  if (!text.add_lines(database_text())) std::abort();
  return text.finish().value();
}

void bench_country_read(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(read_all());
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(database_text().size()));
}
BENCHMARK(bench_country_read)->Unit(benchmark::kMillisecond);

constexpr std::size_t kLookups = std::size_t{1} << 17;

// The number that a part of a line is; IPv4 below ::ffff:0:0/96.
Uint128 number_of(const std::string& text) {
  std::uint32_t ipv4 = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), ipv4);
  if (error == std::errc() && end == text.data() + text.size()) return Uint128{0xFFFF} << 32U | ipv4;
  Address address;
  if (!Address::parse_as_written(text, &address)) std::abort();
  Uint128 number = 0;
  for (const std::uint8_t byte : address.bytes()) number = number << 8U | byte;
  return number;
}

Address address_of(Uint128 number) {
  std::string text;
  for (unsigned shift = 112; shift < 128; shift -= 16) {
    text +=
        fmt::format("{}{:x}", text.empty() ? "" : ":", static_cast<std::uint64_t>(number >> shift) & 0xFFFFU);
  }
  Address address;
  if (!Address::parse_as_written(text, &address)) std::abort();
  return address;
}

// Anywhere in random ranges of a family, each range as likely: the worst that a log can have.
std::vector<Address> addresses_of(bool ipv6) {
  std::vector<std::pair<Uint128, Uint128>> ranges;
  const std::string& text = database_text();
  for (std::size_t at = 0, end = 0; at < text.size(); at = end + 1) {
    end = std::min(text.find('\n', at), text.size());
    const std::string line = text.substr(at, end - at);
    if (line.empty() || line[0] == '#' || (line.find(':') != std::string::npos) != ipv6) continue;
    const std::size_t comma = line.find(',');
    ranges.emplace_back(number_of(line.substr(0, comma)),
                        number_of(line.substr(comma + 1, line.rfind(',') - comma - 1)));
  }
  std::mt19937_64 random(2);
  std::vector<Address> addresses;
  for (std::size_t i = 0; i < kLookups && !ranges.empty(); ++i) {
    const auto& [first, last] = ranges[random() % ranges.size()];
    addresses.push_back(address_of(first + (Uint128{random()} << 64U | random()) % (last - first + 1)));
  }
  return addresses;
}

void bench_country_find(benchmark::State& state) {
  const std::vector<Address> addresses = addresses_of(state.range(0) == 6);
  if (addresses.empty()) return state.SkipWithError("the file has none of this family");
  const AddressRanges ranges = read_all();
  std::size_t next = 0;
  std::int64_t found = 0;
  for (auto _ : state) {
    found += ranges.find(addresses[next++ % kLookups]) != AddressRanges::kNone ? 1 : 0;
  }
  state.SetItemsProcessed(state.iterations());
  state.counters["found"] = static_cast<double>(found) / static_cast<double>(state.iterations());
}
BENCHMARK(bench_country_find)->ArgName("ipv")->Arg(4)->Arg(6);

}  // namespace
}  // namespace anonlog

BENCHMARK_MAIN();
