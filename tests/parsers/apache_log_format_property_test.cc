// Random LogFormats and random requests: a line is written as Apache does it, slowly and from its documentation, and
// every field of it is read back.
#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/apache_log_format.h"

namespace anonlog {
namespace {

using Value = std::optional<std::string>;

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(engine_() % bound); }
  bool one_in(std::size_t n) { return below(n) == 0; }
  template <std::size_t n>
  std::string pick(const std::string_view (&from)[n]) {
    return std::string(from[below(n)]);
  }

 private:
  std::mt19937_64 engine_;
};

// ap_escape_logitem.
std::string escaped(const std::string& value) {
  constexpr std::string_view kBytes = "\b\n\r\t\v\"\\";
  constexpr std::string_view kNames = "bnrtv\"\\";
  constexpr char kHex[] = "0123456789abcdef";
  std::string out;
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (const std::size_t i = kBytes.find(c); i != std::string_view::npos) {
      out.append("\\").append(1, kNames[i]);
    } else if (byte < 0x20 || byte > 0x7E) {
      out.append("\\x").append(1, kHex[byte / 16]).append(1, kHex[byte % 16]);
    } else {
      out += c;
    }
  }
  return out;
}

enum class Kind { kAddress, kToken, kNumber, kMethod, kPath, kQuery, kText, kUser, kClfTime, kTime };

struct Directive {
  std::string_view text;
  Kind kind;
};

constexpr Directive kDirectives[] = {{"%h", Kind::kAddress},
                                     {"%a", Kind::kAddress},
                                     {"%{c}a", Kind::kAddress},
                                     {"%l", Kind::kToken},
                                     {"%v", Kind::kToken},
                                     {"%{Host}i", Kind::kToken},
                                     {"%H", Kind::kToken},
                                     {"%p", Kind::kNumber},
                                     {"%>s", Kind::kNumber},
                                     {"%b", Kind::kNumber},
                                     {"%O", Kind::kNumber},
                                     {"%D", Kind::kNumber},
                                     {"%!200,304D", Kind::kNumber},
                                     {"%m", Kind::kMethod},
                                     {"%U", Kind::kPath},
                                     {"%q", Kind::kQuery},
                                     {"%r", Kind::kText},
                                     {"%u", Kind::kUser},
                                     {"%{Referer}i", Kind::kText},
                                     {"%{User-Agent}i", Kind::kText},
                                     {"%400{Cookie}i", Kind::kText},
                                     {"%{X-Foo}o", Kind::kText},
                                     {"%{sid}C", Kind::kText},
                                     {"%t", Kind::kClfTime},
                                     {"%{%F %T}t", Kind::kTime},
                                     {"%{%Y}t", Kind::kTime},
                                     {"%{%d %B}t", Kind::kTime},
                                     {"%{on %e/%b/%y}t", Kind::kTime},
                                     {"%{sec}t", Kind::kTime},
                                     {"%{begin:msec_frac}t", Kind::kTime},
                                     {"%{%z}t", Kind::kTime},
                                     {"%{end:%I:%M %p}t", Kind::kTime}};

constexpr std::string_view kLiterals[] = {"",    "",  " ",  " ",  " ",  "\" \"", " \"",
                                          "\" ", "|", "\t", " [", "] ", "=\\=",  "% "};

// A literal as a LogFormat has it.
std::string in_format(const std::string& literal) {
  static const std::map<char, std::string> kEscaped = {{'\t', "\\t"}, {'\\', "\\\\"}, {'%', "%%"}};
  std::string out;
  for (const char c : literal) out += kEscaped.contains(c) ? kEscaped.at(c) : std::string(1, c);
  return out;
}

struct Format {
  std::vector<Directive> directives;
  std::vector<std::string> literals;  // one more

  [[nodiscard]] std::string text() const {
    std::string text = in_format(literals[0]);
    for (std::size_t i = 0; i < directives.size(); ++i) {
      text += std::string(directives[i].text) + in_format(literals[i + 1]);
    }
    return text;
  }
  [[nodiscard]] bool touches(std::size_t i) const {
    return (i != 0 && literals[i].empty()) || (i + 1 != directives.size() && literals[i + 1].empty());
  }
  [[nodiscard]] bool in_quotes(std::size_t i) const {
    return literals[i].ends_with('"') && literals[i + 1].starts_with('"');
  }
};

Format random_format(Random& random) {
  Format format;
  format.literals.push_back(random.one_in(2) ? "" : random.pick(kLiterals));
  for (std::size_t left = random.below(6) + 1; left != 0; --left) {
    format.directives.push_back(kDirectives[random.below(std::size(kDirectives))]);
    format.literals.push_back(random.pick(kLiterals));
  }
  return format;
}

// Words; of one that stands bare, none at its ends is empty, since spaces there are its neighbours'.
std::string random_text(Random& random, bool bare) {
  static constexpr std::string_view kWords[] = {"GET",      "/a?b=c",
                                                "HTTP/1.1", "Mozilla/5.0",
                                                "(X11;",    "https://example.org/",
                                                "-x",       "200",
                                                "[10/Oct",  "]",
                                                "5]",       "|",
                                                "a|b",      ",",
                                                "\xE4",     "\"",
                                                "\\",       "\\\"",
                                                "\\x41",    "\t",
                                                "\x01",     "\x7F",
                                                "\xC3\xA9", "100%",
                                                "\n",       std::string_view("\0", 1)};
  std::string out = random.pick(kWords);
  for (std::size_t more = random.below(4); more != 0; --more) {
    out.append(random.below(3), ' ').append(random.pick(kWords));
  }
  if (!bare && random.one_in(4)) out.insert(random.one_in(2) ? 0 : out.size(), 1, ' ');
  return out;
}

std::string random_time(Random& random, std::string_view directive) {
  const auto time = static_cast<std::time_t>(random.below(3'000'000'000));
  if (directive == "%{sec}t") return std::to_string(time);
  if (directive == "%{begin:msec_frac}t") return std::to_string(1000 + random.below(1000)).substr(1);
  std::string format(directive == "%t" ? "%d/%b/%Y:%H:%M:%S %z" : directive.substr(2, directive.size() - 4));
  if (format.starts_with("end:")) format = format.substr(4);
  std::tm parts{};
  gmtime_r(&time, &parts);
  char text[64];
  return {text, std::strftime(text, sizeof(text), format.c_str(), &parts)};
}

// What the request has; nullopt: no such thing, or the condition is not met.
Value random_value(Random& random, const Format& format, std::size_t i) {
  static constexpr std::string_view kAddresses[] = {"203.0.113.7", "2001:db8::1", "host.example.org",
                                                    "fe80::1%eth0"};
  static constexpr std::string_view kTokens[] = {"www.example.org", "a", "HTTP/1.1", "x_y:8080", "*", "a=b"};
  static constexpr std::string_view kMethods[] = {"GET", "POST", "VERSION-CONTROL"};
  static constexpr std::string_view kPaths[] = {"/", "/a", "/a b/c", "*", "/\xC3\xA9", "/\"", "/a|b"};
  static constexpr std::string_view kQueries[] = {"", "", "?", "?a=b", "?a=\"&b", "?x y"};
  const Directive& directive = format.directives[i];
  const bool time = directive.kind == Kind::kClfTime || directive.kind == Kind::kTime;
  if (!time && directive.kind != Kind::kQuery && !format.touches(i) && random.one_in(8)) return std::nullopt;
  switch (directive.kind) {
    case Kind::kAddress:
      return random.pick(kAddresses);
    case Kind::kToken:
      return format.in_quotes(i) && random.one_in(4) ? random_text(random, false) : random.pick(kTokens);
    case Kind::kNumber:
      return std::to_string(random.one_in(2) ? random.below(1000) : random.below(std::size_t{1} << 40));
    case Kind::kMethod:
      return random.pick(kMethods);
    case Kind::kPath:
      return random.pick(kPaths);
    case Kind::kQuery:
      return random.pick(kQueries);
    case Kind::kText:
    case Kind::kUser:
      return format.in_quotes(i) && random.one_in(8) ? "" : random_text(random, !format.in_quotes(i));
    case Kind::kClfTime:
    case Kind::kTime:
      return random_time(random, directive.text);
  }
  std::abort();
}

struct Line {
  std::string text;
  std::vector<Value> values;  // of each slot
};

Line random_line(Random& random, const Format& format) {
  Line line;
  line.text = format.literals[0];
  bool after_path = false;
  for (std::size_t i = 0; i < format.directives.size(); ++i) {
    const Kind kind = format.directives[i].kind;
    Value value = random_value(random, format, i);
    std::string raw = value ? escaped(*value) : "-";
    if (kind == Kind::kUser && value == "") raw = "\"\"", value = "\"\"";
    if (kind == Kind::kClfTime) raw = "[" + raw + "]";
    line.text += raw + format.literals[i + 1];
    // The space that pads a day goes to the space before it.
    if (kind == Kind::kTime && format.literals[i].ends_with(' ') && value->starts_with(' '))
      value->erase(0, 1);
    if (kind == Kind::kQuery && after_path && format.literals[i].empty()) {
      line.values.back() = line.values.back().value_or("-") + *value;  // one target
    } else {
      line.values.push_back(std::move(value));
    }
    after_path = kind == Kind::kPath;
  }
  return line;
}

class Reader {
 public:
  explicit Reader(LineGrammar grammar)
      : grammar_(std::move(grammar)), cells_(grammar_.slots().size() * RecordBatch::kColumnStride) {}

  // nullopt: not of the format.
  std::optional<std::vector<Value>> read(const std::string& line) {
    arena_.resize(line.size() + 1);
    char* arena = arena_.data();
    if (!grammar_.match(line, cells_.data(), arena)) return std::nullopt;
    std::vector<Value> values;
    for (std::size_t i = 0; i < grammar_.slots().size(); ++i) {
      const RawBytes& cell = cells_[i * RecordBatch::kColumnStride];
      values.push_back(cell.absent() ? Value() : std::string(cell.bytes()));
    }
    return values;
  }

 private:
  LineGrammar grammar_;
  std::vector<RawBytes> cells_;
  std::vector<char> arena_;
};

TEST(ApacheLogFormatProperty, WhatApacheWritesIsReadBack) {
  const std::size_t formats = std::getenv("ANONLOG_LONG") != nullptr ? 400'000 : 20'000;
  std::size_t compiled = 0;
  std::size_t touching = 0;
  for (std::size_t seed = 1; seed <= formats; ++seed) {
    Random random(seed);
    const Format format = random_format(random);
    auto grammar = compile_apache_log_format("test", format.text());
    if (!grammar) {
      const std::string& message = grammar.error().message;
      ASSERT_TRUE(message.find(" touch: ") != std::string::npos ||
                  message.find(" are any text, ") != std::string::npos)
          << message;
      continue;
    }
    ++compiled;
    for (std::size_t i = 0; i < format.directives.size(); ++i) touching += format.touches(i) ? 1U : 0U;
    Reader reader(*std::move(grammar));
    for (int i = 0; i < 20; ++i) {
      const Line line = random_line(random, format);
      ASSERT_EQ(reader.read(line.text), line.values) << format.text() << "\n"
                                                     << line.text << "\nseed " << seed;
    }
  }
  // The generator is worth something: a good part of the formats compiles, and some have fields that touch.
  EXPECT_GT(compiled, formats / 5);
  EXPECT_LT(compiled, formats * 4 / 5);
  EXPECT_GT(touching, formats / 20);
}

}  // namespace
}  // namespace anonlog
