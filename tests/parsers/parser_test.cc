// Parser::apart_from(): what a format reads apart from others none of them reads, and it alone reads the same.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/formats.h"
#include "parsers/w3c_header.h"

namespace anonlog {
namespace {

using Parsers = std::vector<std::unique_ptr<const Parser>>;

// The variants of a format that need no layout, those with the most fields first, as a FormatSet asks them.
Parsers variants_of(std::string_view name) {
  Parsers parsers;
  for (const FormatSource& source : format_sources(*find_format(name))) {
    if (!takes_layout(source)) parsers.push_back(make_parser(source).value());
  }
  // An insertion sort, which is stable: Clang takes the library's for deprecated.
  for (auto at = parsers.begin(); at != parsers.end(); ++at) {
    const auto place = std::upper_bound(parsers.begin(), at, *at, [](const auto& a, const auto& b) {
      return a->slots().size() > b->slots().size();
    });
    std::rotate(place, at, at + 1);
  }
  return parsers;
}

std::unique_ptr<const Parser> apart_of(const Parsers& parsers, std::size_t variant) {
  std::vector<const Parser*> before;
  for (std::size_t i = 0; i < variant; ++i) before.push_back(parsers[i].get());
  return parsers[variant]->apart_from(before);
}

// The values of a line; nothing when it is not read.
std::optional<std::string> read(const Parser& parser, const std::string& line) {
  RecordBatch batch(parser.slots());
  static_cast<void>(batch.has_room(line.size()));
  const bool has_backslash = line.find('\\') != std::string::npos;
  if (parser.read_line(line, has_backslash, batch) != LineRead::kRecord) return std::nullopt;
  std::string values;
  for (std::size_t slot = 0; slot < parser.slots().size(); ++slot) {
    const RawBytes value = batch.column(slot)[0];
    values += value.absent() ? "|<absent>" : "|" + std::string(value.bytes());
  }
  return values;
}

class Mutator {
 public:
  explicit Mutator(unsigned seed) : engine_(seed) {}

  std::size_t below(std::size_t end) { return engine_() % end; }

  // The line with a part of it gone, doubled or another, or with a few bytes more.
  std::string mutant(std::string line, const std::string& other) {
    static constexpr std::string_view kBytes = "  \"\"\\#\t:-/0a{}[],.";
    const std::size_t at = below(line.size() + 1);
    switch (below(6)) {
      case 0:
        return line.substr(0, at);
      case 1:
        return line.erase(at, below(12));
      case 2:
        return line.insert(at, std::string(1 + below(2), kBytes[below(kBytes.size())]));
      case 3:  // a word or a labeled value less, or what stands behind it
        return cut_word(line, line.find_first_of(" \t,", at));
      case 4:
        return line + (below(2) == 0 ? " " : "") + other.substr(below(other.size() + 1));
      default:
        return line.substr(0, at) + other.substr(std::min(other.size(), at));
    }
  }

 private:
  std::string cut_word(std::string line, std::size_t from) {
    if (from == std::string::npos) return line;
    const std::size_t to = line.find_first_of(" \t,", from + 1);
    return line.erase(from, below(2) == 0 || to == std::string::npos ? std::string::npos : to - from);
  }

  std::mt19937 engine_;
};

// Lines of formats in ways that their samples are not.
struct Seed {
  std::string_view format;
  std::string_view line;
};
constexpr Seed kSeeds[] = {
    {"haproxy",
     R"(203.0.113.7:33317 [10/Oct/2025:13:55:36.655] www~ static/srv1 10/0/30/69/109 200 2750 - - ---- )"
     R"(1/1/1/1/0 0/0 {www.example.org} {} "GET /a HTTP/1.1")"},
    {"haproxy",
     R"(203.0.113.7:33317 [10/Oct/2025:13:55:36.655] www www/<NOSRV> -1/-1/-1/-1/0 400 0 - - PR-- )"
     R"(1/1/0/0/0 0/0 "<BADREQ>")"},
    {"ltsv", "host:203.0.113.7\ttime:[10/Oct/2025:13:55:36 +0000]\tmethod:GET\turi:/a\tstatus:200\tsize:1"},
    {"ltsv", "uri:-\thost:203.0.113.7\ttime:[10/Oct/2025:13:55:36 +0000]\treq:GET /a HTTP/1.1\tstatus:200"},
    {"nginx-json", R"({"time_iso8601":"2025-10-10T13:55:36+00:00","remote_addr":"203.0.113.7",)"
                   R"("request":"GET /a HTTP/1.1","status":200})"},
    {"json",
     R"({"time":"2025-10-10T13:55:36Z","remote_addr":"203.0.113.7","request":"GET /a HTTP/1.1","status":200})"},
    {"json",
     R"({"time":"2025-10-10T13:55:36Z","remote_addr":"203.0.113.7","verb":"GET","request":"/a","status":200})"},
    {"json", R"({"time":"2025-10-10T13:55:36Z","remote_addr":"203.0.113.7","url":{"original":"-","x":[1]},)"
             R"("http":{"request":{"method":"GET"}},"request":"GET /a HTTP/1.1","status":200})"},
};

std::vector<std::string> seeds_of(const Format& format) {
  std::vector<std::string> lines{std::string(format.sample)};
  for (const Seed& seed : kSeeds) {
    if (seed.format == format.name) lines.emplace_back(seed.line);
  }
  return lines;
}

// Of a mutant that `apart` reads: whether it is as it must be.
void expect_alone(const Parsers& parsers, std::size_t variant, const std::string& values,
                  const std::string& line) {
  EXPECT_EQ(read(*parsers[variant], line), values) << line;
  for (std::size_t i = 0; i < variant; ++i)
    EXPECT_EQ(read(*parsers[i], line), std::nullopt) << i << ": " << line;
}

// ANONLOG_LONG makes it twenty times longer.
TEST(ParserApart, ReadsOnlyWhatNoOtherReads) {
  const int mutants = std::getenv("ANONLOG_LONG") != nullptr ? 100'000 : 5'000;
  for (const Format& format : formats()) {
    const Parsers parsers = variants_of(format.name);
    for (std::size_t variant = 1; variant < parsers.size(); ++variant) {
      const auto apart = apart_of(parsers, variant);
      if (apart == nullptr) continue;
      EXPECT_EQ(apart->slots().size(), parsers[variant]->slots().size());
      Mutator mutator(static_cast<unsigned>(variant));
      std::vector<std::string> pool = seeds_of(format);
      for (int i = 0; i < mutants; ++i) {
        const std::string& other = pool[mutator.below(pool.size())];
        const std::string line = mutator.mutant(pool[mutator.below(pool.size())], other);
        const auto values = read(*apart, line);
        if (values) expect_alone(parsers, variant, *values, line);
        // What is read by some variant is the better seed of others.
        const bool is_read =
            std::ranges::any_of(parsers, [&](const auto& p) { return read(*p, line).has_value(); });
        if (is_read && line.size() < 2000) {
          if (pool.size() < 500) pool.emplace_back();
          pool[pool.size() < 500 ? pool.size() - 1 : mutator.below(500)] = line;
        }
        if (HasFailure()) FAIL() << format.name << " " << variant;
      }
    }
  }
}

// How often the second and later variants of a seed can be read at once.
TEST(ParserApart, ReadsTheUsualLinesOfOtherVariants) {
  const auto reads = [](std::string_view format, std::size_t variant, std::string_view line) {
    const auto apart = apart_of(variants_of(format), variant);
    return apart != nullptr && read(*apart, std::string(line)).has_value();
  };
  EXPECT_TRUE(reads("haproxy", 1, kSeeds[0].line));
  EXPECT_TRUE(reads("haproxy", 1, kSeeds[1].line));
  EXPECT_FALSE(reads("haproxy", 1, find_format("haproxy")->sample));
  EXPECT_TRUE(reads("ltsv", 1, find_format("ltsv")->sample));
  EXPECT_FALSE(reads("ltsv", 1, kSeeds[2].line));
  EXPECT_FALSE(reads("ltsv", 1, kSeeds[3].line));  // it has a key of the other
  EXPECT_TRUE(reads("nginx-json", 1, kSeeds[4].line));
}

// Between two spaces the longer one finds a value that is empty, and so reads the line.
TEST(ParserApart, LeavesSpacesThatAreReadInTwoWays) {
  const auto parser_of = [](const std::string& text) {
    return make_parser(FormatSource{"format", FormatLanguage::kFieldText, text, "format"}).value();
  };
  const auto longer = parser_of("{client_ip} {status:number} {body_bytes:number} {bytes_sent:number}");
  const auto shorter = parser_of("{client_ip} {status:number} {body_bytes:number}");
  const Parser* const others[] = {longer.get()};
  const auto apart = shorter->apart_from(others);
  ASSERT_NE(apart, nullptr);
  EXPECT_EQ(read(*apart, "::1 200 5"), "|::1|200|5");
  EXPECT_EQ(read(*longer, "::1 200  5"), "|::1|200||5");
  EXPECT_EQ(read(*apart, "::1 200  5"), std::nullopt);
}

// Text could end at an earlier quote: whether a longer format reads the line only a search can tell.
TEST(ParserApart, IsNotKnownWhereFieldsMayEndAnywhere) {
  const auto main = make_parser("main").value();
  const auto combined = make_parser("combined").value();
  const Parser* const others[] = {main.get()};
  EXPECT_EQ(combined->apart_from(others), nullptr);
}

}  // namespace
}  // namespace anonlog
