// match(), match_slowly() and the reference read millions of good and damaged lines alike.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "parsers/formats.h"
#include "parsers/nginx_log_format.h"
#include "tests/parsers/line_grammar_reference.h"
#include "tests/parsers/random_lines.h"
#include "tests/parsers/split_field_format.h"

namespace anonlog {
namespace {

using Answer = LineGrammarReference::Answer;
using Values = std::vector<std::optional<std::string>>;

constexpr std::size_t kRandomFormats = 30;

// 80,000 lines in all; 5 million when ANONLOG_LONG is set.
std::size_t lines_per_format() {
  const std::size_t formats_in_all = 2 * formats().size() + kRandomFormats;  // most have two variants
  return (std::getenv("ANONLOG_LONG") != nullptr ? 5'000'000 : 80'000) / formats_in_all;
}

struct Counts {
  std::size_t lines = 0;
  std::size_t read = 0;
  std::size_t undecided = 0;
};

class Comparison {
 public:
  Comparison(LineGrammar grammar, const FormatParts& parts)
      : grammar_(std::move(grammar)),
        reference_(parts.pieces, parts.tail, parts.escapes, parts.rest),
        cells_(parts.pieces.size() * RecordBatch::kColumnStride) {}

  void compare(const std::string& line, Counts& counts) {
    const Answer answer = reference_.read(line, expected_);
    ++counts.lines;
    if (answer == Answer::kYes) ++counts.read;
    if (answer == Answer::kUndecided) ++counts.undecided;
    const bool yes = read(line, &LineGrammar::match, values_);
    const bool slow_yes = read(line, &LineGrammar::match_slowly, slow_values_);
    ASSERT_EQ(yes, slow_yes) << line;
    ASSERT_EQ(values_, slow_values_) << line;
    if (answer == Answer::kUndecided) return;
    ASSERT_EQ(yes, answer == Answer::kYes) << line;
    if (yes) {
      ASSERT_EQ(values_, expected_) << line;
    }
  }

 private:
  using Match = bool (LineGrammar::*)(std::string_view, RawBytes*, char*&) const;

  bool read(const std::string& line, Match match, Values& values) {
    values.clear();
    arena_.resize(line.size() + 1);
    char* arena = arena_.data();
    if (!(grammar_.*match)(line, cells_.data(), arena)) return false;
    EXPECT_LE(arena, arena_.data() + line.size()) << line;
    for (std::size_t i = 0; i < grammar_.slots().size(); ++i) {
      const RawBytes& cell = cells_[i * RecordBatch::kColumnStride];
      values.push_back(cell.absent() ? std::nullopt : std::optional<std::string>(cell.bytes()));
    }
    return true;
  }

  LineGrammar grammar_;
  LineGrammarReference reference_;
  std::vector<RawBytes> cells_;
  std::vector<char> arena_;
  Values expected_, values_, slow_values_;
};

Counts compare_lines(LineGrammar grammar, const FormatParts& parts, RandomLines& random,
                     std::size_t lines = lines_per_format()) {
  Counts counts;
  Comparison comparison(std::move(grammar), parts);
  for (std::size_t i = lines; i != 0; --i) {
    std::string line = random.line(parts);
    if (i % 4 != 0) line = random.damaged(std::move(line));
    comparison.compare(line, counts);
    if (testing::Test::HasFatalFailure()) break;
  }
  return counts;
}

void mark_latest_end(std::vector<LineGrammar::Piece>& pieces) {
  for (auto piece = pieces.rbegin(); piece != pieces.rend(); ++piece) {
    const FieldShape shape = piece->slot.shape;
    if (shape == FieldShape::kAddress || shape == FieldShape::kList) return;
    if (shape != FieldShape::kText) continue;
    piece->latest_end = true;
    return;
  }
}

struct NamedGrammar {
  LineGrammar grammar;
  FormatParts parts;
};

// The grammar of a variant of the table and its parts; nothing when it is no grammar.
std::optional<NamedGrammar> named_grammar(const FormatSource& source) {
  auto parser = make_parser(source);
  EXPECT_TRUE(parser) << parser.error().message;
  if (!parser) return std::nullopt;
  const auto* grammar = dynamic_cast<const LineGrammar*>(parser->get());
  if (grammar == nullptr) return std::nullopt;
  const bool own = source.language == FormatLanguage::kFieldText;
  return NamedGrammar{*grammar, own ? split_field_format(source.text) : split_format(source.text)};
}

// That a text is read from the end of the line is what the compiler says: its own tests look at that.
Counts compare_lines(std::string_view directive, FormatParts parts, RandomLines& random) {
  auto grammar = compile_nginx_log_format("test", directive);
  EXPECT_TRUE(grammar) << directive;
  if (!grammar) return {};
  parts.rest = grammar->rest();
  if (parts.rest == LineGrammar::Rest::kNone) mark_latest_end(parts.pieces);
  return compare_lines(*std::move(grammar), parts, random);
}

TEST(LineGrammarDifferential, NamedFormatsAreReadAlike) {
  RandomLines random(1);
  for (const Format& format : formats()) {
    for (const FormatSource& source : format_sources(format)) {
      SCOPED_TRACE(source.name + ": " + source.text);
      const auto named = named_grammar(source);
      if (!named) continue;
      const Counts counts = compare_lines(named->grammar, named->parts, random, lines_per_format() / 4);
      if (HasFatalFailure()) return;
      // The generator is worth something: a good part of the lines is read, a good part is not.
      EXPECT_GT(counts.read, counts.lines / 20);
      EXPECT_LT(counts.read, counts.lines * 19 / 20);
      EXPECT_LT(counts.undecided, counts.lines / 10);
    }
  }
}

TEST(LineGrammarDifferential, NamedFormatsAreCompiledAsTheirTextsSay) {
  for (const Format& format : formats()) {
    for (const FormatSource& source : format_sources(format)) {
      SCOPED_TRACE(source.name + ": " + source.text);
      const auto named = named_grammar(source);
      if (!named) continue;
      const auto slots = named->grammar.slots();
      ASSERT_EQ(slots.size(), named->parts.pieces.size());
      EXPECT_EQ(named->grammar.escapes(), named->parts.escapes);
      for (std::size_t i = 0; i < slots.size(); ++i) {
        const Slot& wanted = named->parts.pieces[i].slot;
        EXPECT_EQ(slots[i].field, wanted.field) << wanted.key;
        EXPECT_EQ(slots[i].key, wanted.key);
        EXPECT_EQ(slots[i].shape, wanted.shape) << wanted.key;
        EXPECT_EQ(slots[i].unit, wanted.unit) << wanted.key;
        EXPECT_EQ(slots[i].time_format, wanted.time_format) << wanted.key;
        EXPECT_EQ(slots[i].holds_host, wanted.holds_host) << wanted.key;
      }
    }
  }
}

TEST(LineGrammarDifferential, RandomFormatsAreReadAlike) {
  Counts all;
  for (std::size_t seed = 1; seed <= kRandomFormats; ++seed) {
    RandomLines random(seed);
    std::string directive;
    const FormatParts parts = random.format(directive);
    SCOPED_TRACE(directive);
    const Counts counts = compare_lines(directive, parts, random);
    if (HasFatalFailure()) return;
    all.lines += counts.lines;
    all.read += counts.read;
    all.undecided += counts.undecided;
  }
  EXPECT_GT(all.read, all.lines / 4);
  EXPECT_LT(all.read, all.lines * 19 / 20);
  EXPECT_LT(all.undecided, all.lines / 20);
}

TEST(LineGrammarDifferential, LayoutsWithFieldsThatTouchAreReadAlike) {
  Counts all;
  for (std::size_t seed = 1; seed <= 3 * kRandomFormats; ++seed) {
    RandomLines random(seed);
    const FormatParts parts = random.layout();
    SCOPED_TRACE(seed);
    const LineGrammar grammar(parts.pieces, parts.tail, parts.escapes, parts.rest);
    const Counts counts = compare_lines(grammar, parts, random);
    if (HasFatalFailure()) return;
    all.lines += counts.lines;
    all.read += counts.read;
    all.undecided += counts.undecided;
  }
  EXPECT_GT(all.read, all.lines / 8);
  EXPECT_LT(all.read, all.lines * 19 / 20);
  EXPECT_LT(all.undecided, all.lines / 20);
}

}  // namespace
}  // namespace anonlog
