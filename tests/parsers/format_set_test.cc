#include "parsers/format_set.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "parsers/formats.h"
#include "tests/parsers/fields_read.h"
#include "tests/parsers/random_lines.h"

namespace anonlog {
namespace {

using Strings = std::vector<std::string>;
using Parsers = std::vector<std::unique_ptr<const Parser>>;

Parsers make_parsers(const std::vector<std::string>& formats) {
  Parsers parsers;
  for (const std::string& format : formats) parsers.push_back(make_parser(format).value());
  return parsers;
}

// One line as it came out: "FORMAT: value|value|...".
std::string row_text(std::size_t format, const RecordBatch& batch, std::size_t slots, std::size_t row) {
  std::string text = std::to_string(format) + ":";
  for (std::size_t slot = 0; slot < slots; ++slot) {
    const RawBytes& cell = batch.column(slot)[row];
    text += "|" + std::string(cell.absent() ? "<absent>" : cell.bytes());
  }
  return text;
}

struct Parsed {
  std::vector<std::string> rows;
  Tally tally;
};

void expect_same(const Parsed& fast, const Parsed& slow);

// Record by record.
Parsed parse_singly(const FormatSet& set, std::string_view chunk, ParserLimits limits) {
  Parsed parsed;
  std::vector<RecordBatch> batches;
  for (std::size_t i = 0; i < set.size(); ++i) batches.emplace_back(set[i].slots());
  LineCursor lines(chunk);
  while (const auto record = set.next(lines, limits, batches, parsed.tally)) {
    const RecordBatch& batch = batches[record->format];
    EXPECT_EQ(batch.rows(), 1U);
    EXPECT_EQ(batch.line_bytes(), record->line.size());
    parsed.rows.push_back(row_text(record->format, batch, set[record->format].slots().size(), 0));
    ++parsed.tally.counts.published;
  }
  return parsed;
}

Parsed parse(const FormatSet& set, std::string_view chunk, ParserLimits limits) {
  Parsed parsed;
  std::vector<RecordBatch> batches;
  for (std::size_t i = 0; i < set.size(); ++i) batches.emplace_back(set[i].slots());
  LineCursor lines(chunk);
  while (const auto format = set.fill(lines, limits, batches, parsed.tally)) {
    for (std::size_t row = 0; row < batches[*format].rows(); ++row) {
      parsed.rows.push_back(row_text(*format, batches[*format], set[*format].slots().size(), row));
    }
    parsed.tally.counts.published += batches[*format].rows();
  }
  EXPECT_TRUE(parsed.tally.counts.balances());
  expect_same(parse_singly(set, chunk, limits), parsed);
  return parsed;
}

// The rule, word by word: every format is tried on every line, alone.
Parsed parse_slowly(const Parsers& parsers, std::string_view chunk, ParserLimits limits) {
  Parsed parsed;
  std::vector<RecordBatch> batches;
  for (const auto& parser : parsers) batches.emplace_back(parser->slots());
  LineCursor lines(chunk);
  std::string_view line;
  while (lines.next(line)) {
    ++parsed.tally.counts.lines;
    if (line.size() > limits.max_line_bytes) {
      parsed.tally.reject(RejectReason::kTooLong, lines.offset());
      continue;
    }
    std::size_t most_fields = 0;
    std::string best;
    for (std::size_t i = 0; i < parsers.size(); ++i) {
      const std::size_t fields = parsers[i]->slots().size();
      RecordBatch& batch = batches[i];
      Tally tally;
      LineCursor one(line);
      std::ignore = parsers[i]->fill(one, ParserLimits{}, batch, tally);
      const bool impossible = tally.counts.rejected[static_cast<std::size_t>(RejectReason::kTime)] != 0;
      if ((batch.rows() == 0 && !impossible) || fields <= most_fields) continue;
      most_fields = fields;
      best = impossible ? std::string() : row_text(i, batch, fields, 0);
    }
    if (most_fields != 0 && best.empty()) {
      parsed.tally.reject(RejectReason::kTime, lines.offset());
    } else if (most_fields != 0) {
      parsed.rows.push_back(best);
      ++parsed.tally.counts.published;
    } else if (line.find_first_not_of(" \t") == std::string_view::npos) {
      parsed.tally.skip(SkipReason::kBlank);
    } else if (line.starts_with('#')) {
      parsed.tally.skip(SkipReason::kComment);
    } else {
      parsed.tally.reject(RejectReason::kFormat, lines.offset());
    }
  }
  return parsed;
}

void expect_same(const Parsed& fast, const Parsed& slow) {
  EXPECT_EQ(fast.rows, slow.rows);
  EXPECT_EQ(fast.tally.counts.lines, slow.tally.counts.lines);
  EXPECT_EQ(fast.tally.counts.rejected, slow.tally.counts.rejected);
  EXPECT_EQ(fast.tally.counts.skipped, slow.tally.counts.skipped);
  EXPECT_EQ(fast.tally.early_rejects, slow.tally.early_rejects);
  ASSERT_EQ(fast.tally.rejected_line_count, slow.tally.rejected_line_count);
  for (std::size_t i = 0; i < fast.tally.rejected_line_count; ++i) {
    EXPECT_EQ(fast.tally.rejected_lines[i].line, slow.tally.rejected_lines[i].line);
    EXPECT_EQ(fast.tally.rejected_lines[i].offset, slow.tally.rejected_lines[i].offset);
    EXPECT_EQ(fast.tally.rejected_lines[i].reason, slow.tally.rejected_lines[i].reason);
  }
}

std::string sample(std::string_view name) { return std::string(find_format(name)->sample) + "\n"; }

// Which format has each line; "-" for what none reads.
std::string formats_of(const std::vector<std::string>& formats, const std::string& chunk) {
  const Parsed parsed = parse(FormatSet(make_parsers(formats)), chunk, {});
  std::string names;
  for (const std::string& row : parsed.rows) names += formats[static_cast<std::size_t>(row[0] - '0')] + " ";
  for (std::uint64_t i = 0; i < parsed.tally.counts.rejected_total(); ++i) names += "- ";
  return names;
}

TEST(FormatSet, ALineHasTheFormatWithTheMostFields) {
  const std::string lines = sample("combined") + sample("vhost_combined") + sample("main") + sample("common");
  EXPECT_EQ(formats_of({"combined", "vhost_combined"}, lines), "combined vhost_combined combined - ");
  EXPECT_EQ(formats_of({"vhost_combined", "combined"}, lines), "combined vhost_combined combined - ");
  EXPECT_EQ(formats_of({"common", "combined", "main", "vhost_combined"}, lines),
            "combined vhost_combined main common ");
}

TEST(FormatSet, IPv6ClientsAreNoVirtualHosts) {
  const std::string rest = R"( - - [10/Oct/2025:13:55:36 +0000] "GET /a HTTP/1.1" 200 1 "-" "x")";
  const std::string lines =
      "2001:db8::1" + rest + "\n::1" + rest + "\nexample.org:443 2001:db8::1" + rest + "\n";
  EXPECT_EQ(formats_of({"combined", "vhost_combined"}, lines), "combined combined vhost_combined ");
  EXPECT_EQ(formats_of({"vhost_combined", "combined"}, lines), "combined combined vhost_combined ");
  EXPECT_EQ(formats_of({"combined"}, lines), "combined combined combined ");
  EXPECT_EQ(formats_of({"vhost_combined"}, lines), "vhost_combined - - ");
}

TEST(FormatSet, OfEqualFormatsTheFirstIsTaken) {
  EXPECT_EQ(formats_of({"$status $request", "$request $status"}, "1 2\n"), "$status $request ");
  EXPECT_EQ(formats_of({"$request $status", "$status $request"}, "1 2\n"), "$request $status ");
}

TEST(FormatSet, WhatNoneReadsIsCountedOnce) {
  const FormatSet set(make_parsers({"combined", "common"}));
  const Parsed parsed =
      parse(set, "junk\n\n# c\n" + sample("common") + std::string(3000, 'x') + "\n", {2000});
  EXPECT_EQ(parsed.tally.counts.lines, 5u);
  EXPECT_EQ(parsed.tally.counts.published, 1u);
  EXPECT_EQ(parsed.tally.counts.rejected, (std::array<std::uint64_t, 3>{1, 0, 1}));
  EXPECT_EQ(parsed.tally.counts.skipped, (std::array<std::uint64_t, 4>{1, 1, 0, 0}));
  EXPECT_EQ(parsed.tally.rejected_lines[0].line, 1u);
}

TEST(FormatSet, TheLineOfARecordOfTwoLinesIsBoth) {
  const std::string one = sample("elb");
  std::string two = one;
  two.replace(two.find("Mozilla") + 3, 0, "\n");
  const std::string chunk = "junk\n" + one + two + "\n" + one;
  for (const auto& formats : {Strings{"elb"}, Strings{"combined", "elb"}}) {
    const FormatSet set(make_parsers(formats));
    std::vector<RecordBatch> batches;
    for (std::size_t i = 0; i < set.size(); ++i) batches.emplace_back(set[i].slots());
    LineCursor lines(chunk);
    Tally tally;
    std::vector<std::string> read;
    while (const auto record = set.next(lines, {}, batches, tally))
      read.push_back(std::string(record->line) + "\n");
    EXPECT_EQ(read, (Strings{one, two, one}));
    EXPECT_EQ(tally.counts.lines, 6U);
    EXPECT_EQ(tally.counts.continuations, 1U);
  }
}

TEST(FormatSet, ABatchThatIsFullGoesOnInTheNext) {
  const FormatSet set(make_parsers({"common", "combined"}));
  std::string lines;
  for (std::size_t i = 0; i < 3 * RecordBatch::kMaxRows + 7; ++i) lines += sample("combined");
  EXPECT_EQ(parse(set, lines, {}).rows.size(), 3 * RecordBatch::kMaxRows + 7);
}

// Lines of all formats of a set, in runs of random lengths, some of them damaged.
std::string mixed_lines(const std::vector<FormatParts>& formats, RandomLines& random) {
  std::string chunk;
  for (std::size_t runs = random.below(40) + 1; runs != 0; --runs) {
    const FormatParts& format = formats[random.below(formats.size())];
    for (std::size_t length = random.one_in(20) ? random.below(400) : random.below(6) + 1; length != 0;
         --length) {
      std::string line = random.line(format);
      if (random.one_in(12)) line = random.damaged(line);
      if (random.one_in(60)) line = random.one_in(2) ? "" : "# " + line;
      if (random.one_in(400)) line.append(300, 'x');
      std::erase(line, '\n');
      chunk += line + "\n";
    }
  }
  return chunk;
}

// The texts of all formats of the table that are nginx log_format strings.
std::vector<std::string> nginx_grammars() {
  std::vector<std::string> grammars;
  for (const Format& format : formats()) {
    for (const FormatSource& source : format_sources(format)) {
      if (source.language == FormatLanguage::kNginx) grammars.push_back(source.text);
    }
  }
  return grammars;
}

TEST(FormatSet, ReadsAMillionLinesAsTheRuleSays) {
  RandomLines random(7);
  const std::vector<std::string> grammars = nginx_grammars();
  std::size_t lines = 0;
  std::size_t changes = 0;
  while (lines < 1'000'000) {
    std::vector<std::string> texts;
    for (std::size_t i = random.below(3) + 2; i != 0; --i) {
      std::string directive;
      if (random.one_in(4)) {
        std::ignore = random.format(directive);
      } else {
        directive = grammars[random.below(grammars.size())];
      }
      texts.push_back(directive);
    }
    std::vector<FormatParts> parts;
    Parsers parsers;
    for (const std::string& text : texts) {
      auto parser = make_parser(text);
      if (!parser) continue;  // two variables touch
      parsers.push_back(*std::move(parser));
      if (!text.starts_with("escape=")) parts.push_back(split_format(text));
    }
    if (parsers.empty()) continue;
    parts.push_back(split_format(grammars[random.below(grammars.size())]));
    const ParserLimits limits{random.one_in(4) ? std::size_t{400} : std::size_t{1} << 20U};
    const std::string chunk = mixed_lines(parts, random);
    const Parsed slow = parse_slowly(parsers, chunk, limits);
    const Parsed fast = parse(FormatSet(std::move(parsers)), chunk, limits);
    expect_same(fast, slow);
    if (HasFailure()) break;
    lines += slow.tally.counts.lines;
    for (std::size_t i = 1; i < slow.rows.size(); ++i)
      changes += slow.rows[i][0] != slow.rows[i - 1][0] ? 1U : 0U;
  }
  EXPECT_GT(changes, lines / 50);
}

std::string elb(const std::string& user_agent, int port = 80) {
  return "2015-05-13T23:39:43.945958Z lb 203.0.113.7:" + std::to_string(port) +
         " - 0 0 0 200 200 0 29 \"GET http://example.org:80/ HTTP/1.1\" \"" + user_agent + "\" - -\n";
}

TEST(FormatSet, ARecordMayBeTwoLines) {
  FormatReader reader("elb");
  const std::string one = reader.read(elb("Mozilla"));
  EXPECT_EQ(reader.read(elb("Moz\nilla")),
            std::string(one).replace(one.find("Mozilla"), 7, "Moz\\x0ailla") + "continuations: 1\n");
  // Between others, and more than a batch of them.
  std::string lines;
  for (int i = 0; i < 700; ++i) lines += i % 3 == 0 ? elb("Moz\nilla") : elb("Mozilla");
  const std::string read = reader.read(lines);
  EXPECT_NE(read.find("continuations: 234\n"), std::string::npos);
  EXPECT_EQ(read.find("rejected"), std::string::npos);
}

TEST(FormatSet, ALineThatIsARecordIsNotTheEndOfAnother) {
  FormatReader reader("elb");
  const std::string open = elb("x", 1).substr(0, 85) + "\n";
  const std::string good = reader.read(elb("Mozilla", 2));
  EXPECT_EQ(reader.read(open + elb("Mozilla", 2)), good + "rejected format: 1\n");
  EXPECT_EQ(reader.read(open), "rejected format: 1\n");
  EXPECT_EQ(reader.read(open + "\n" + elb("Mozilla", 2)), good + "rejected format: 1\nskipped blank: 1\n");
  // Three lines are no record.
  EXPECT_EQ(reader.read(elb("a\nb\nc")), "rejected format: 3\n");
}

// The formats that are one grammar read two lines alike.
TEST(FormatSet, OneParserReadsRecordsOfTwoLinesToo) {
  const auto parser = make_parser("elb").value();
  RecordBatch batch(parser->slots());
  std::string lines;
  for (int i = 0; i < 700; ++i) lines += i % 3 == 0 ? elb("Moz\nilla") : elb("Mozilla");
  LineCursor cursor(lines);
  Tally tally;
  while (parser->fill(cursor, ParserLimits{}, batch, tally)) tally.counts.published += batch.rows();
  EXPECT_TRUE(tally.counts.balances());
  EXPECT_EQ(tally.counts.published, 700U);
  EXPECT_EQ(tally.counts.continuations, 234U);
}

}  // namespace
}  // namespace anonlog
