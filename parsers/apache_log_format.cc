#include "parsers/apache_log_format.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "parsers/apache_directive.h"
#include "parsers/format_pieces.h"
#include "parsers/partial_time.h"
#include "parsers/time_format.h"

namespace anonlog {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The directives of httpd.conf that hold a format, and how many words stand before it.
struct ConfigDirective {
  std::string_view name;
  int words_before;
};
constexpr ConfigDirective kConfigDirectives[] = {{"LogFormat", 0}, {"CustomLog", 1}, {"GlobalLog", 1}};

// The one that `text` begins with, in any case; null for none.
const ConfigDirective* config_directive(std::string_view text) {
  for (const ConfigDirective& directive : kConfigDirectives) {
    const std::size_t size = directive.name.size();
    const bool begins = text.size() > size && is_space(text[size]) &&
                        std::equal(directive.name.begin(), directive.name.end(), text.begin(),
                                   [](char a, char b) { return a == b || (a ^ 0x20) == b; });
    if (begins) return &directive;
  }
  return nullptr;
}

class Compiler {
 public:
  Compiler(std::string_view name, std::string_view text) : name_(name), text_(text) {}

  Result<LineGrammar> compile() {
    if (Status status = read_text(); !status) return tl::unexpected(std::move(status.error()));
    if (Status status = read_pieces(); !status) return tl::unexpected(std::move(status.error()));
    prefer_by_rank();
    widen_in_quotes();
    FormatPieces format{std::move(pieces_), std::move(literal_)};
    return make_grammar(std::move(format), BareTexts::kRefused)
        .map_error([this](const FormatProblem& problem) {
          return Error{ErrorKind::kUsage, locate(name_, text_, problem.offset, problem.message)};
        });
  }

 private:
  tl::unexpected<Error> error(std::size_t offset, std::string_view message) const {
    return fail(ErrorKind::kUsage, locate(name_, text_, offset, message));
  }

  // ---- The format out of what the user wrote.

  Status read_text() {
    at_ = skip_comments(text_);
    if (const ConfigDirective* directive = config_directive(text_.substr(at_))) {
      at_ += directive->name.size();
      for (int words = directive->words_before; words >= 0; --words) {
        format_ = {};
        skip_spaces();
        if (at_ == text_.size()) return error(at_, fmt::format("this {} has no format", directive->name));
        if (Status status = read_word(); !status) return status;
      }
    } else if (!is_quoted_word()) {
      while (at_ != 0 && text_[at_ - 1] == ' ') --at_;  // they are of the format
      for (; at_ != text_.size(); ++at_) format_.append(text_[at_], at_);
    } else if (Status status = read_word(); !status) {
      return status;
    }
    format_.offsets.push_back(at_);
    return {};
  }

  void skip_spaces() {
    while (at_ != text_.size() && is_space(text_[at_])) ++at_;
  }

  // Whether the text is one word in the configuration's quotes, and not a format that begins with a quote: then
  // the quotes inside of it are escaped.
  [[nodiscard]] bool is_quoted_word() const {
    if (at_ == text_.size() || (text_[at_] != '"' && text_[at_] != '\'')) return false;
    const char quote = text_[at_];
    bool escapes = quote == '\'';
    std::size_t i = at_ + 1;
    for (; i != text_.size() && text_[i] != quote; ++i) {
      if (text_[i] != '\\' || i + 1 == text_.size()) continue;
      if (text_[i + 1] == quote) escapes = true;
      if (text_[i + 1] == quote || text_[i + 1] == '\\') ++i;
    }
    return escapes && i != text_.size() &&
           text_.find_first_not_of(" \t\r\n", i + 1) == std::string_view::npos;
  }

  // A word of httpd.conf: in quotes, \\ and the quote with a backslash stand for themselves; a backslash at the end
  // of a line joins it with the next.
  Status read_word() {
    const std::size_t begin = at_;
    const char quote = text_[at_] == '"' || text_[at_] == '\'' ? text_[at_++] : '\0';
    while (at_ != text_.size() && (quote == '\0' ? !is_space(text_[at_]) : text_[at_] != quote)) {
      const std::size_t from = at_++;
      if (text_[from] == '\\' && at_ != text_.size()) {
        const char next = text_[at_];
        if (next == '\n') {
          ++at_;
          continue;
        }
        if (next == '\\' || (quote != '\0' && next == quote)) {
          format_.append(text_[at_++], from);
          continue;
        }
      }
      format_.append(text_[from], from);
    }
    if (quote == '\0') return {};
    if (at_ == text_.size()) return error(begin, "this string is never closed");
    ++at_;
    return {};
  }

  // ---- Directives and literals out of the format.

  Status read_pieces() {
    for (std::size_t i = 0; i != format_.bytes.size();) {
      if (format_.bytes[i] == '%') {
        if (Status status = read_directive(i); !status) return status;
      } else if (Status status = read_literal_byte(i); !status) {
        return status;
      }
    }
    if (pieces_.empty()) {
      return error(0, "no %directive in this format, and `anonlog formats` lists no format of this name");
    }
    while (!literal_.empty() && (literal_.back() == '\n' || literal_.back() == '\r')) literal_.pop_back();
    return {};
  }

  // \n \t \r \\ are decoded; any other backslash stays.
  Status read_literal_byte(std::size_t& i) {
    const std::size_t begin = i++;
    char c = format_.bytes[begin];
    if (c == '\\' && i != format_.bytes.size()) {
      constexpr std::string_view kFrom = "ntr\\";
      constexpr std::string_view kTo = "\n\t\r\\";
      if (const std::size_t at = kFrom.find(format_.bytes[i]); at != std::string_view::npos) {
        c = kTo[at];
        ++i;
      }
    }
    literal_ += c;
    // What ends the format ends the line, once more.
    if (c != '\n' || i == format_.bytes.size()) return {};
    return error(format_.offsets[begin],
                 "a line break inside of the format: a record would be several lines");
  }

  Status read_directive(std::size_t& i) {
    const std::size_t percent = i++;
    const std::string_view bytes = format_.bytes;
    if (i < bytes.size() && bytes[i] == '%') {
      literal_ += '%';
      ++i;
      return {};
    }
    ApacheDirective directive;
    std::optional<bool> original;
    std::size_t argument_begin = i;
    for (; i < bytes.size() && (is_digit(bytes[i]) || std::string_view("!<>,{").find(bytes[i]) < 5); ++i) {
      directive.conditional = directive.conditional || is_digit(bytes[i]);
      if (bytes[i] == '<' || bytes[i] == '>') original = bytes[i] == '<';
      if (bytes[i] != '{') continue;
      argument_begin = i + 1;
      const std::size_t brace = bytes.find('}', i);
      if (brace == std::string_view::npos) return error(format_.offsets[i], "this { is never closed");
      directive.argument = bytes.substr(argument_begin, brace - argument_begin);
      i = brace;
    }
    const std::size_t letter_bytes = i < bytes.size() && bytes[i] == '^' ? 3 : 1;
    if (i + letter_bytes > bytes.size()) {
      return error(format_.offsets[percent], "this % has no directive behind it (a percent sign is %%)");
    }
    directive.letter = bytes.substr(i, letter_bytes);
    i += letter_bytes;
    directive.original = original.value_or(directive.letter == "s");
    return add(directive, bytes.substr(percent, i - percent), percent, argument_begin);
  }

  Status add(const ApacheDirective& directive, std::string_view name, std::size_t percent,
             std::size_t argument_begin) {
    auto made = apache_slot(directive);
    if (!made) {
      const auto& [message, argument_offset] = made.error();
      return error(format_.offsets[argument_offset ? argument_begin + *argument_offset : percent], message);
    }
    if (pieces_.size() == LineGrammar::kMaxFields) {
      return error(format_.offsets[percent],
                   fmt::format("more than {} directives in one format", LineGrammar::kMaxFields));
    }
    const bool brackets = made->slot.shape == FieldShape::kClfTime;  // %t writes them too
    if (brackets) literal_ += '[';
    const bool query = made->slot.field == Field::kQuery && !directive.conditional;
    pieces_.push_back({std::exchange(literal_, std::string(brackets ? 1 : 0, ']')), std::move(made->slot),
                       std::string(name), format_.offsets[percent], query});
    parts_.push_back({made->rank, made->end_of_request, apache_key(directive)});
    return {};
  }

  // ---- What is known only when all directives are.

  // Whether the times of the request's beginning, of its end, or all together tell a moment.
  [[nodiscard]] bool tells_time(bool with_begin, bool with_end) const {
    std::vector<TimeFormat> formats;
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
      const Slot& slot = pieces_[i].slot;
      if (slot.field != Field::kTime || !(parts_[i].end_of_request ? with_end : with_begin)) continue;
      if (slot.time_format.empty()) return true;  // %t
      formats.push_back(TimeFormat::compile(slot.time_format).value());
    }
    return PartialTime::is_told_by(formats);
  }

  // Of each field the directives of the highest rank keep it. Times are parts of one time: of the request's beginning,
  // unless only its end tells a moment, or both together (the day it began, the clock when it ended).
  void prefer_by_rank() {
    const bool begin_tells = tells_time(true, false);
    const bool end_tells = !begin_tells && tells_time(false, true);
    const int begin_rank = end_tells ? 1 : 2;
    const int end_rank = end_tells || (!begin_tells && tells_time(true, true)) ? 2 : 1;
    std::array<int, kFieldCount> best{};
    const auto field = [this](std::size_t i) { return static_cast<std::size_t>(pieces_[i].slot.field); };
    const auto rank = [&](std::size_t i) {
      return pieces_[i].slot.field == Field::kTime ? (parts_[i].end_of_request ? end_rank : begin_rank)
                                                   : int{parts_[i].rank};
    };
    for (std::size_t i = 0; i < pieces_.size(); ++i) best[field(i)] = std::max(best[field(i)], rank(i));
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
      if (rank(i) == best[field(i)]) continue;
      pieces_[i].slot.field = Field::kOther;
      pieces_[i].slot.key = std::move(parts_[i].key);
    }
  }

  // Between quotes, which are escaped in values, a value may be anything: what a client sent often is.
  void widen_in_quotes() {
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
      const std::string& before = pieces_[i].literal;
      const std::string& behind = i + 1 == pieces_.size() ? literal_ : pieces_[i + 1].literal;
      FieldShape& shape = pieces_[i].slot.shape;
      const bool word = shape == FieldShape::kToken || shape == FieldShape::kAddress;
      if (word && before.ends_with('"') && behind.starts_with('"')) shape = FieldShape::kText;
    }
  }

  struct Part {
    std::uint8_t rank;
    bool end_of_request;
    std::string key;  // as kOther
  };

  std::string_view name_;
  std::string_view text_;
  std::size_t at_ = 0;
  FormatText format_;
  std::vector<FormatPiece> pieces_;
  std::vector<Part> parts_;  // one per piece
  std::string literal_;      // behind the last piece
};

}  // namespace

Result<LineGrammar> compile_apache_log_format(std::string_view name, std::string_view text) {
  return Compiler(name, text).compile();
}

bool is_apache_log_format(std::string_view text) {
  if (config_directive(text.substr(skip_comments(text))) != nullptr) return true;
  return text.find('%') != std::string_view::npos && text.find('$') == std::string_view::npos;
}

}  // namespace anonlog
