// Writes a web server's access log that looks like a real one, for benchmarks and examples.
//
// Input:  a seed. Same seed and options, same bytes on every machine: an own generator and integers only (the
//         distributions of <random> and pow() differ between libraries), and every draw in a statement of its
//         own or in an order that the language fixes.
// Output: stdout. Lines of about 250 bytes; 400,000 addresses (one in five is IPv6), 2,000 user agents,
//         20,000 paths; popularity falls with the rank as in real traffic (Zipf). With --hostile-agents three lines
//         in ten have a user agent that no other line has: what no cache helps against.
// Idea:   512 visits are open at a time and every line belongs to one of them. So a page is followed by its
//         assets with that page as referrer, and neighbouring lines repeat each other as much as real ones
//         do. Rejected: independent lines. They compress worse and miss caches more than any server's log.
#include <arpa/inet.h>
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bench/corpus_texts.h"

namespace anonlog {
namespace {

constexpr std::uint32_t kClientCount = 400'000;
constexpr std::uint32_t kAgentCount = 2'000;
constexpr std::uint32_t kOpenVisits = 512;
constexpr std::uint64_t kStartSeconds = 1'763'841'600;  // 2025-11-22T20:00:00Z: a long log crosses midnight
constexpr std::uint64_t kFlushBytes = 1 << 20;

// splitmix64 (Steele, Lea, Flood 2014).
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
  }

  // Of [0, n).
  std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>(((next() >> 32U) * n) >> 32U); }
  // Of [0, n), small numbers far more often.
  std::uint32_t low_below(std::uint32_t n) { return std::min({below(n), below(n), below(n)}); }
  std::uint32_t between(std::uint32_t low, std::uint32_t high) { return low + below(high - low + 1); }
  bool per_mille(std::uint32_t n) { return below(1000) < n; }

  template <typename Table>
  const auto& pick(const Table& table) {
    return table[below(static_cast<std::uint32_t>(std::size(table)))];
  }

 private:
  std::uint64_t state_;
};

// Draws ranks in [0, n) with weights 1 / (rank + flatness).
class Zipf {
 public:
  Zipf(std::uint32_t n, std::uint32_t flatness) {
    std::uint32_t sum = 0;  // below 2^32: at most 2^26 times the logarithm of n
    for (std::uint32_t i = 0; i < n; ++i) sums_.push_back(sum += (1U << 26U) / (i + flatness));
  }

  std::uint32_t draw(Random& random) const {
    const auto found = std::upper_bound(sums_.begin(), sums_.end(), random.below(sums_.back()));
    return static_cast<std::uint32_t>(found - sums_.begin());
  }

 private:
  std::vector<std::uint32_t> sums_;
};

// ---- the world that the log is about

// What one user agent says more than once.
struct AgentVersions {
  std::uint32_t chrome = 0;
  std::uint32_t firefox = 0;
  std::uint32_t ios_major = 0;
  std::uint32_t ios_minor = 0;
};

std::string number_part(char letter, Random& random, const AgentVersions& versions) {
  if (letter == 'y') return fmt::format("{}", random.between(2016, 2025));
  if (letter == 'm') return fmt::format("{:02}", random.between(1, 12));
  if (letter == 'd') return fmt::format("{}", random.between(1, 9));
  if (letter == 'N') return fmt::format("{}", random.between(100, 999));
  if (letter == 'n') return fmt::format("{}", random.between(1000, 99999));
  if (letter == 'h') return fmt::format("{:04x}", random.below(65536));
  if (letter == 'x') return fmt::format("{:08x}", random.next() >> 32U);
  if (letter == 'A') return fmt::format("{}", 15 - random.low_below(6));
  if (letter == 'Z') return fmt::format("{}", 29 - random.low_below(20));
  if (letter == 'B') return fmt::format("{}.{}", 52 * versions.chrome + 60, random.low_below(200));
  if (letter == 'C') return fmt::format("{}", versions.chrome);
  if (letter == 'F') return fmt::format("{}", versions.firefox);
  if (letter == 'S') return fmt::format("{}.{}", versions.ios_major, versions.ios_minor);
  if (letter == 'I') return fmt::format("{}_{}", versions.ios_major, versions.ios_minor);
  return {};
}

// One of the letter's texts; empty when it has none.
std::string_view drawn_part(char letter, Random& random) {
  const auto* choice = std::find_if(std::begin(kChoices), std::end(kChoices),
                                    [letter](const Choice& row) { return row.letter == letter; });
  if (choice == std::end(kChoices)) return {};
  std::string_view texts = choice->texts;
  const auto bars = static_cast<std::uint32_t>(std::count(texts.begin(), texts.end(), '|'));
  for (std::uint32_t skip = random.below(bars + 1); skip != 0; --skip)
    texts.remove_prefix(texts.find('|') + 1);
  return texts.substr(0, texts.find('|'));
}

std::string expand(Random& random, std::string out, const AgentVersions& versions = {}) {
  for (std::size_t at = 0; (at = out.find('{', at)) != std::string::npos;) {
    const char letter = out[at + 1];
    const std::string_view drawn = drawn_part(letter, random);
    out.replace(at, 3, drawn.empty() ? number_part(letter, random, versions) : std::string(drawn));
  }
  return out;
}

// One of the letter's texts, with what its own letters stand for.
std::string draw_text(Random& random, char letter) { return expand(random, {'{', letter, '}'}); }

struct Agent {
  std::string text;
  bool browser;
  std::uint32_t drawn;
};

// Draws until there are enough distinct ones, and ranks them by how often each was drawn.
std::vector<Agent> make_agents(Random& random) {
  std::uint32_t total_weight = 0;
  for (const AgentPattern& row : kAgentPatterns) total_weight += row.weight;
  std::map<std::pair<std::string, bool>, std::uint32_t> counts;
  while (counts.size() < kAgentCount) {
    std::uint32_t at = random.below(total_weight);
    const AgentPattern* row = kAgentPatterns;
    for (; at >= row->weight; ++row) at -= row->weight;
    const std::uint32_t ios = random.low_below(4);
    const AgentVersions versions{142 - random.low_below(1 + random.low_below(45)), 145 - random.low_below(30),
                                 ios == 0 ? 26 : 19 - ios, random.below(ios == 0 ? 2 : 8)};
    ++counts[{expand(random, std::string(row->text), versions), row->browser}];
  }
  std::vector<Agent> agents;
  for (const auto& [agent, count] : counts) agents.push_back({agent.first, agent.second, count});
  std::sort(agents.begin(), agents.end(), [](const Agent& a, const Agent& b) {
    return a.drawn != b.drawn ? a.drawn > b.drawn : a.text < b.text;
  });
  return agents;
}

// Of 16 bytes, or 4 and zeros.
using Address = std::array<std::uint8_t, 16>;

Address make_address(Random& random, bool ipv6, bool documentation) {
  constexpr std::uint32_t kIpv4Networks[] = {0xC0000200, 0xC6336400, 0xCB007100};  // RFC 5737
  constexpr std::uint32_t kIpv6Networks[] = {0x2A020810, 0x20030000, 0x26001700,
                                             0x26010000, 0x24094000, 0x2A0104F8};
  std::uint64_t network = 0;
  std::uint64_t host = 0;
  if (ipv6) {
    network = std::uint64_t{documentation ? 0x20010DB8 : random.pick(kIpv6Networks)} << 32U;
    network |= random.next() >> 32U & 0xFFFFFF00U;
    host = random.per_mille(150) ? random.between(1, 0xFFFF) : random.next();
  } else if (documentation) {
    network = std::uint64_t{random.pick(kIpv4Networks)} << 32U;
    network += std::uint64_t{random.between(1, 254)} << 32U;
  } else {
    network = std::uint64_t{random.between(0x3E000000, 0x5FFFFFFF)}
              << 32U;  // 62 to 95: no reserved network in it
  }
  Address address{};
  for (unsigned i = 0; i < 8; ++i) {
    address[i] = static_cast<std::uint8_t>(network >> (56U - 8U * i));
    address[8 + i] = static_cast<std::uint8_t>(host >> (56U - 8U * i));
  }
  return address;
}

struct Client {
  Address address;
  bool ipv6;
  std::uint32_t agent;

  [[nodiscard]] std::string address_text() const {
    std::array<char, INET6_ADDRSTRLEN> text{};
    inet_ntop(ipv6 ? AF_INET6 : AF_INET, address.data(), text.data(), text.size());
    return text.data();
  }
};

// Distinct addresses. Of documentation addresses there are few in IPv4, so 900 clients must do.
std::vector<Client> make_clients(Random& random, bool documentation) {
  const std::uint32_t count = documentation ? 900 : kClientCount;
  const Zipf agent_ranks(kAgentCount, 2);
  std::set<Address> seen;
  std::vector<Client> clients;
  while (clients.size() < count) {
    const bool ipv6 = clients.size() % 5 == 3;
    const Address address = make_address(random, ipv6, documentation);
    if (!seen.insert(address).second) continue;
    // The lower of two ranks: a hundred agents make four fifths of the traffic, as real ones do.
    clients.push_back({address, ipv6, std::min(agent_ranks.draw(random), agent_ranks.draw(random))});
  }
  return clients;
}

// So many distinct texts of one letter, the most popular first.
struct Ranked {
  Ranked(Random& random, char letter, std::uint32_t count, std::uint32_t flatness) : ranks(count, flatness) {
    std::set<std::string> seen;
    while (texts.size() < count) {
      std::string text = draw_text(random, letter);
      if (seen.insert(text).second) texts.push_back(std::move(text));
    }
  }

  const std::string& draw(Random& random) const { return texts[ranks.draw(random)]; }

  std::vector<std::string> texts;
  Zipf ranks;
};

struct World {
  World(Random& random, bool documentation)
      : agents(make_agents(random)),
        clients(make_clients(random, documentation)),
        client_ranks(static_cast<std::uint32_t>(clients.size()), documentation ? 10 : 1000),
        pages(random, kPage, 9'000, 3),
        assets(random, kAsset, 7'000, 20),
        apis(random, kApi, 4'000, 30),
        linking_sites(random, kLinkingSite, 3'000, 5) {}

  std::vector<Agent> agents;  // most popular first, as the clients
  std::vector<Client> clients;
  Zipf client_ranks;
  Ranked pages;
  Ranked assets;
  Ranked apis;
  Ranked linking_sites;
};

// ---- the log

// One client on the site.
struct Visit {
  std::string address;
  const Agent* agent = nullptr;
  std::string user;
  std::string forwarded_for;
  std::string host;
  std::string_view protocol;
  std::string page;               // URL of the last page; empty before the first
  std::uint32_t assets_left = 0;  // of that page
  std::uint32_t lines_left = 0;
};

struct Options {
  std::uint64_t lines = UINT64_MAX;
  std::uint64_t bytes = UINT64_MAX;
  std::uint64_t seed = 1;
  std::uint64_t lines_per_hour = 180'000;
  std::string format = "combined";
  bool documentation_addresses = false;
  bool hostile_agents = false;
};

class LogWriter {
 public:
  explicit LogWriter(const Options& options)
      : random_(options.seed),
        world_(random_, options.documentation_addresses),
        visits_(kOpenVisits),
        with_host_(options.format == "vhost_combined"),
        with_agent_(options.format != "common"),
        with_forwarded_for_(options.format == "main"),
        hostile_agents_(options.hostile_agents),
        max_gap_micros_(std::uint64_t{7'200'000'000} / options.lines_per_hour) {}

  void append_line(std::string& out) {
    advance_clock();
    Visit& visit = visits_[random_.below(kOpenVisits)];
    if (visit.lines_left == 0) open(visit);
    --visit.lines_left;
    if (with_host_) out.append(visit.host).append(":443 ");
    out.append(visit.address)
        .append(" - ")
        .append(visit.user)
        .append(" [")
        .append(clock_text_)
        .append("] \"");
    if (random_.per_mille(22)) {
      out.append(draw_text(random_, kOddRequest));
      if (with_agent_) out.append(" \"-\" \"").append(draw_text(random_, kOddAgent)).append("\"");
    } else {
      append_request(visit, out);
    }
    if (with_forwarded_for_) out.append(" \"").append(visit.forwarded_for).append("\"");
    out += '\n';
  }

 private:
  void advance_clock() {
    constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
    micros_ += random_.next() % max_gap_micros_;
    const std::uint64_t seconds = kStartSeconds + micros_ / 1'000'000;
    if (seconds == clock_seconds_) return;
    clock_seconds_ = seconds;
    const std::chrono::sys_days day{std::chrono::days(static_cast<std::int64_t>(seconds / 86400))};
    const std::chrono::year_month_day date(day);
    const std::string_view month = kMonths.substr(3 * (unsigned{date.month()} - 1), 3);
    clock_text_ = fmt::format("{:02}/{}/{}:{:02}:{:02}:{:02} +0000", unsigned{date.day()}, month,
                              int{date.year()}, seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
  }

  void open(Visit& visit) {
    const Client& client = world_.clients[world_.client_ranks.draw(random_)];
    visit = Visit();
    visit.address = client.address_text();
    visit.agent = &world_.agents[random_.per_mille(40) ? random_.below(kAgentCount) : client.agent];
    visit.user =
        random_.per_mille(994) ? "-" : expand(random_, random_.per_mille(100) ? "{f} {l}" : "{f}{l}");
    visit.forwarded_for = random_.per_mille(60) ? random_.pick(world_.clients).address_text() : "-";
    visit.host = draw_text(random_, kHost);
    visit.protocol = random_.per_mille(visit.agent->browser ? 750 : 150) ? "HTTP/2.0" : "HTTP/1.1";
    visit.lines_left = visit.agent->browser ? 1 + random_.low_below(45) : random_.between(1, 20);
  }

  void append_request(Visit& visit, std::string& out) {
    if (visit.assets_left == 0 && (visit.agent->browser || random_.per_mille(750))) {
      append_page(visit, out);
      return;
    }
    if (visit.assets_left != 0) --visit.assets_left;
    const bool api = !visit.agent->browser || random_.per_mille(200);
    out.append(api && random_.per_mille(300) ? "POST " : "GET ");
    out.append(api ? world_.apis.draw(random_) : world_.assets.draw(random_));
    if (random_.per_mille(40)) out.append("?").append(draw_text(random_, kQuery));
    // Some pages are told not to say where a request comes from.
    const bool silent = visit.page.empty() || random_.per_mille(340);
    append_rest(visit, silent ? "-" : std::string_view(visit.page), api ? 400 : 30000, out);
  }

  void append_page(Visit& visit, std::string& out) {
    const std::uint32_t kind = random_.below(1000);
    out.append(kind < 960 ? "GET " : kind < 985 ? "POST " : "HEAD ");
    const std::size_t target = out.size();
    if (random_.per_mille(3)) {
      out.append(draw_text(random_, kMailPage));
    } else {
      out.append(random_.per_mille(120) ? "/" : world_.pages.draw(random_));
    }
    if (random_.per_mille(120)) out.append("?").append(draw_text(random_, kQuery));
    std::string page("https://");
    page.append(visit.host).append(out, target);
    append_rest(visit, visit.page.empty() ? outer_referrer(*visit.agent) : visit.page, 18000, out);
    if (!visit.agent->browser) return;
    visit.page = std::move(page);
    visit.assets_left = random_.between(1, 12);
  }

  std::string outer_referrer(const Agent& agent) {
    if (!agent.browser || random_.per_mille(300)) return "-";
    const std::uint32_t kind = random_.below(4);
    if (kind < 2) return draw_text(random_, kSearchSite);
    return kind == 2 ? draw_text(random_, kSocialSite) : world_.linking_sites.draw(random_);
  }

  void append_rest(const Visit& visit, std::string_view referrer, std::uint32_t usual_bytes,
                   std::string& out) {
    out.append(" ").append(visit.protocol).append("\" ");
    append_status_and_bytes(usual_bytes, out);
    if (!with_agent_) return;
    out.append(" \"").append(referrer).append("\" \"").append(visit.agent->text);
    // Of an app, as many write themselves behind the browser's words. (Without the option nothing is drawn: its logs
    // stay what they were.)
    if (hostile_agents_ && random_.per_mille(300)) out.append(expand(random_, " {q}/{d}.{d}.{n} {x}{x}"));
    out.append("\"");
  }

  void append_status_and_bytes(std::uint32_t usual_bytes, std::string& out) {
    const std::uint32_t at = random_.below(1000);
    const StatusShare* status = kStatuses;
    while (at >= status->up_to) ++status;
    out.append(status->text);
    if (!status->sized) return;
    const std::uint32_t scale = random_.below(6);
    const fmt::format_int bytes(usual_bytes / 16 + ((usual_bytes + random_.below(usual_bytes)) << scale) / 8);
    out.append(bytes.data(), bytes.size());
  }

  Random random_;
  World world_;
  std::vector<Visit> visits_;
  bool with_host_;
  bool with_agent_;
  bool with_forwarded_for_;
  bool hostile_agents_;
  std::uint64_t max_gap_micros_;
  std::uint64_t micros_ = 0;
  std::uint64_t clock_seconds_ = 0;
  std::string clock_text_;
};

// Whole lines only. False: stdout did not take them.
bool write_log(const Options& options) {
  LogWriter writer(options);
  std::string out;
  std::uint64_t flushed = 0;
  for (std::uint64_t line = 0; line < options.lines; ++line) {
    const std::size_t line_begin = out.size();
    writer.append_line(out);
    if (flushed + out.size() > options.bytes) {
      out.resize(line_begin);
      break;
    }
    if (out.size() < kFlushBytes) continue;
    if (std::fwrite(out.data(), 1, out.size(), stdout) != out.size()) return false;
    flushed += out.size();
    out.clear();
  }
  return std::fwrite(out.data(), 1, out.size(), stdout) == out.size() && std::fflush(stdout) == 0;
}

}  // namespace
}  // namespace anonlog

int main(int argc, char** argv) {
  anonlog::Options options;
  CLI::App app("Writes an access log that looks like a real one to stdout.", "make_corpus");
  auto* size = app.add_option_group("size")->require_option(1);
  size->add_option("--lines", options.lines, "How many lines");
  size->add_option("--bytes", options.bytes,
                   "As many whole lines as fit, such as 500M or 1G (powers of 1024)")
      ->transform(CLI::AsSizeValue(false));
  app.add_option("--seed", options.seed, "Same seed, same bytes")->capture_default_str();
  app.add_option("--format", options.format)
      ->check(CLI::IsMember({"combined", "vhost_combined", "main", "common"}))
      ->capture_default_str();
  app.add_option("--lines-per-hour", options.lines_per_hour, "How fast the log's clock runs")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{3'600'000'000}))
      ->capture_default_str();
  app.add_flag("--documentation-addresses", options.documentation_addresses,
               "Only addresses set aside for documentation (RFC 5737, RFC 3849)");
  app.add_flag("--hostile-agents", options.hostile_agents, "Three user agents in ten are of no other line");
  CLI11_PARSE(app, argc, argv);
  if (anonlog::write_log(options)) return 0;
  std::perror("make_corpus: stdout");
  return 74;
}
