// What a writer of W3C logs wrote comes back: random layouts and values, in the way of each dialect.
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "parsers/w3c_extended.h"
#include "tests/parsers/parsed_chunk.h"

namespace anonlog {
namespace {

class Writer {
 public:
  explicit Writer(unsigned seed) : random_(seed) {}

  // One layout, a line of it, and what must be read of it.
  struct Written {
    W3cDialect dialect;
    std::string columns;
    std::string line;
    std::vector<std::string> expected;  // per column
    char separator;
  };

  Written write() {
    Written written;
    written.dialect = static_cast<W3cDialect>(below(3));
    separator_ = written.dialect == W3cDialect::kCloudFront ||
                         (written.dialect == W3cDialect::kGeneric && below(2) == 0)
                     ? '\t'
                     : ' ';
    written.separator = separator_;
    for (const std::string& column : random_columns()) {
      if (!written.columns.empty()) {
        written.columns += ' ';
        written.line += separator_;
        // Where one space is usual, several are the same.
        if (separator_ == ' ') written.line.append(below(8) == 0 ? 1 + below(3) : 0, ' ');
      }
      written.columns += column;
      auto [text, expected] = value(column, written.dialect);
      written.line += text;
      written.expected.push_back(std::move(expected));
    }
    return written;
  }

  std::size_t below(std::size_t end) { return random_() % end; }

 private:
  static constexpr std::string_view kColumns[] = {"date",           "time",           "c-ip",
                                                  "c-port",         "cs-username",    "cs-method",
                                                  "cs-uri-stem",    "cs-uri-query",   "s-port",
                                                  "sc-status",      "sc-bytes",       "cs-bytes",
                                                  "time-taken",     "cs(User-Agent)", "cs(Referer)",
                                                  "cs(Cookie)",     "cs-host",        "x-edge-y",
                                                  "s-computername", "Custom-Id",      "x-forwarded-for",
                                                  "cs-version",     "cs-protocol"};

  std::vector<std::string> random_columns() {
    std::vector<std::string> columns(std::begin(kColumns), std::end(kColumns));
    std::ranges::shuffle(columns, random_);
    columns.resize(2 + below(columns.size() - 2));
    for (const auto* part : {"date", "time"}) {
      if (below(4) != 0 && std::ranges::find(columns, part) == columns.end()) columns.emplace_back(part);
    }
    // Mostly as they stand in real logs.
    if (below(2) == 0) std::ranges::sort(columns);
    if (columns.size() < 3) columns.emplace_back("another");
    return columns;
  }

  // Of two digits.
  std::string number(std::size_t min, std::size_t max) {
    const std::string text = std::to_string(min + below(max - min + 1));
    return text.size() == 1 ? "0" + text : text;
  }

  // How it is written, and how it must be read.
  std::pair<std::string, std::string> value(const std::string& column, W3cDialect dialect) {
    if (below(8) == 0) return {"-", std::string(kAbsent)};
    if (column == "date") return quoted_perhaps("2025-" + number(1, 12) + "-" + number(1, 28), dialect);
    if (column == "time") {
      return quoted_perhaps(
          number(0, 23) + ":" + number(0, 59) + ":" + number(0, 60) + (below(3) == 0 ? "." + digits(3) : ""),
          dialect);
    }
    for (const auto* number : {"c-port", "s-port", "sc-status", "sc-bytes", "cs-bytes", "time-taken"}) {
      if (column == number)
        return quoted_perhaps(digits(1 + below(12)) + (below(4) == 0 ? "." + digits(2) : ""), dialect);
    }
    const bool is_header = column.starts_with("cs(") || column == "x-forwarded-for";
    std::string text = random_text();
    if (dialect == W3cDialect::kCloudFront)
      return percent(std::move(text), is_header || column == "cs-uri-query", column == "c-ip");
    if (dialect == W3cDialect::kIis) {
      if (text.empty()) text = "x";
      std::ranges::replace(text, ' ', '+');
      std::string expected = text;
      if (is_header) std::ranges::replace(expected, '+', ' ');
      return {text, column == "c-ip" ? without_zone(expected) : expected};
    }
    return generic(std::move(text), is_header, column == "c-ip");
  }

  std::pair<std::string, std::string> quoted_perhaps(std::string text, W3cDialect dialect) {
    if (dialect == W3cDialect::kGeneric && below(5) == 0) return {'"' + text + '"', text};
    return {text, text};
  }

  std::pair<std::string, std::string> generic(std::string text, bool is_header, bool is_address) {
    const bool must = text.empty() || text.find_first_of("\" \t") != std::string::npos;
    if (must || below(4) == 0) {
      std::string quoted = "\"";
      for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
      return {quoted + '"', is_address ? without_zone(text) : text};
    }
    std::string expected = text;
    if (is_header) std::ranges::replace(expected, '+', ' ');
    return {text, is_address ? without_zone(expected) : expected};
  }

  std::pair<std::string, std::string> percent(std::string text, bool encoded, bool is_address) {
    std::ranges::replace(text, '\t', 'T');
    if (!encoded) return {text, is_address ? without_zone(text) : text};
    // What is read as encoded twice, must have been: a text that holds %25 after the first decoding cannot be told.
    std::ranges::replace(text, '%', 'P');
    std::string written = encode(text);
    if (below(2) == 0) written = encode(written);
    return {written, text};
  }

  static std::string encode(const std::string& text) {
    static constexpr char kHex[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
      const auto byte = static_cast<unsigned char>(c);
      if (byte <= ' ' || byte >= 0x7F || c == '"' || c == '%') {
        out += {'%', kHex[byte >> 4U], kHex[byte & 15U]};
      } else {
        out += c;
      }
    }
    return out;
  }

  static std::string without_zone(const std::string& text) {
    return text.ends_with("%0") ? text.substr(0, text.size() - 2) : text;
  }

  std::string random_text() {
    static constexpr std::string_view kWords[] = {
        "Mozilla/5.0", "a", "\"", "+", " ", "%", "0", "-", "\t", "\xC3\xB6", "\\", "=", "::1%0", "'", "\"\""};
    std::string text;
    for (std::size_t words = below(9); words != 0; --words) text += kWords[below(std::size(kWords))];
    // A lone "-" is absent, and no text of ours begins with what a line of directives does.
    return text == "-" ? "x" : text;
  }

  std::string digits(std::size_t count) {
    std::string text;
    while (text.size() < count) text += static_cast<char>('0' + below(10));
    return text;
  }

  std::mt19937 random_;
  char separator_ = ' ';
};

// Of parts of a time the whole; nothing where a column is a part of one that an earlier column has.
std::vector<std::string> expected_cells(const Writer::Written& written) {
  const std::vector<std::string_view> names = w3c_words(written.columns);
  std::string date, time;
  bool has_date = false, has_time = false;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == "date") has_date = true, date = written.expected[i];
    if (names[i] == "time") has_time = true, time = written.expected[i];
  }
  std::string whole = has_date && has_time ? date + " " + time : date + time;
  if ((has_date && date == kAbsent) || (has_time && time == kAbsent)) whole = kAbsent;
  std::vector<std::string> cells;
  bool done = false;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const bool is_part = names[i] == "date" || names[i] == "time";
    if (!is_part) cells.push_back(written.expected[i]);
    if (is_part && !done) cells.push_back(whole);
    done = done || is_part;
  }
  return cells;
}

TEST(W3cExtendedProperty, WhatWasWrittenIsRead) {
  Writer writer(7);
  std::size_t quoted = 0;
  for (int round = 0; round < 60'000; ++round) {
    const Writer::Written written = writer.write();
    const W3cExtended parser = W3cExtended::compile("test", written.columns, written.dialect).value();
    const ParsedChunk parsed = parse_chunk(parser, written.line + "\n");
    ASSERT_EQ(parsed.rows.size(), 1U) << written.columns << "\n" << written.line;
    std::vector<std::string> row = parsed.rows[0];
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (parser.slots()[i].field == Field::kTime) std::ranges::replace(row[i], '\t', ' ');
    }
    ASSERT_EQ(row, expected_cells(written)) << written.columns << "\n" << written.line;
    quoted += written.line.find('"') != std::string::npos ? 1U : 0U;
  }
  EXPECT_GT(quoted, 5'000U);
}

// Whatever stands behind the last column, and how a line ends, changes nothing.
TEST(W3cExtendedProperty, WhatFollowsTheLastColumnChangesNothing) {
  Writer writer(8);
  for (int round = 0; round < 20'000; ++round) {
    const Writer::Written written = writer.write();
    const W3cExtended parser = W3cExtended::compile("test", written.columns, written.dialect).value();
    const std::string separator = std::string(1, written.separator);
    const ParsedChunk plain = parse_chunk(parser, written.line + "\n");
    for (const std::string& end :
         {std::string("\r\n"), separator + "junk\n", separator + "a" + separator + "b\r\n"}) {
      EXPECT_EQ(parse_chunk(parser, written.line + end).rows, plain.rows) << written.columns << "\n"
                                                                          << written.line;
    }
  }
}

}  // namespace
}  // namespace anonlog
