#include "parsers/nginx_template.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "parsers/format_pieces.h"

namespace anonlog {
namespace {

bool is_name_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

struct NginxText {
  FormatText text;
  NginxEscape escape = NginxEscape::kDefault;
};

class TemplateReader {
 public:
  TemplateReader(std::string_view name, std::string_view text) : name_(name), text_(text) {}

  Result<NginxTemplate> read() {
    return read_text().and_then([this](NginxText&& format) { return split(format); });
  }

 private:
  tl::unexpected<Error> error(std::size_t offset, std::string_view message) const {
    return fail(ErrorKind::kUsage, locate(name_, text_, offset, message));
  }

  void skip_spaces() {
    while (at_ != text_.size() && is_space(text_[at_])) ++at_;
  }

  void skip_spaces_and_comments() {
    for (skip_spaces(); at_ != text_.size() && text_[at_] == '#'; skip_spaces()) {
      at_ = std::min(text_.find('\n', at_), text_.size());
    }
  }

  void skip_word() {
    while (at_ != text_.size() && !is_space(text_[at_])) ++at_;
  }

  // "log_format NAME", when the whole directive was copied.
  void skip_directive() {
    constexpr std::string_view kDirective = "log_format";
    if (!text_.substr(at_).starts_with(kDirective)) return;
    if (at_ + kDirective.size() == text_.size() || !is_space(text_[at_ + kDirective.size()])) return;
    at_ += kDirective.size();
    skip_spaces();
    skip_word();
    skip_spaces();
  }

  Result<NginxText> read_text() {
    NginxText format;
    at_ = skip_comments(text_);
    skip_directive();
    bool bare = at_ == text_.size() || text_[at_] != '\'';
    if (text_.substr(at_).starts_with("escape=")) {
      if (auto escape = read_escape()) {
        format.escape = *escape;
      } else {
        return tl::unexpected(std::move(escape.error()));
      }
      skip_spaces();
      bare = at_ == text_.size() || (text_[at_] != '\'' && text_[at_] != '"');
    }
    if (bare) {
      for (; at_ != text_.size(); ++at_) format.text.append(text_[at_], at_);
    } else if (Status strings = read_strings(format.text); !strings) {
      return tl::unexpected(std::move(strings.error()));
    }
    format.text.offsets.push_back(text_.size());
    return format;
  }

  Result<NginxEscape> read_escape() {
    at_ += std::string_view("escape=").size();
    const std::size_t begin = at_;
    skip_word();
    const std::string_view value = text_.substr(begin, at_ - begin);
    if (value == "default") return NginxEscape::kDefault;
    if (value == "json") return NginxEscape::kJson;
    if (value == "none") return NginxEscape::kNone;
    return error(begin, "the escape is not one of default, json, none");
  }

  // Strings in quotes up to the end or a semicolon, joined.
  Status read_strings(FormatText& format) {
    for (;;) {
      skip_spaces_and_comments();
      if (at_ == text_.size()) return {};
      if (text_[at_] == ';') {
        const std::size_t semicolon = at_++;
        skip_spaces_and_comments();
        if (at_ == text_.size()) return {};
        return error(semicolon, "there is text behind the semicolon that ends the log_format");
      }
      const char quote = text_[at_];
      if (quote != '\'' && quote != '"') {
        return error(at_, "expected a string in quotes, as log_format in nginx.conf has them");
      }
      const std::size_t begin = at_++;
      while (at_ != text_.size() && text_[at_] != quote) read_string_byte(format);
      if (at_ == text_.size()) return error(begin, "this string is never closed");
      ++at_;
    }
  }

  // One byte of a string; the configuration knows \" \' \\ \t \r \n and keeps any other backslash.
  void read_string_byte(FormatText& format) {
    const std::size_t begin = at_++;
    char c = text_[begin];
    if (c == '\\' && at_ != text_.size()) {
      constexpr std::string_view kFrom = "\"'\\trn";
      constexpr std::string_view kTo = "\"'\\\t\r\n";
      if (const std::size_t i = kFrom.find(text_[at_]); i != std::string_view::npos) {
        c = kTo[i];
        ++at_;
      }
    }
    format.append(c, begin);
  }

  Result<NginxTemplate> split(const NginxText& format) const {
    const auto& [bytes, offsets] = format.text;
    NginxTemplate made;
    made.escape = format.escape;
    std::string literal;
    for (std::size_t i = 0; i != bytes.size();) {
      if (bytes[i] != '$') {
        literal += bytes[i++];
        continue;
      }
      const std::size_t dollar = i;
      const std::string_view variable = read_variable(bytes, i);
      if (variable.empty()) {
        return error(offsets[dollar], "no variable name behind $ (it is $name or ${name})");
      }
      if (made.variables.size() == NginxTemplate::kMaxVariables) {
        return error(offsets[dollar],
                     fmt::format("more than {} variables in one format", NginxTemplate::kMaxVariables));
      }
      made.variables.push_back({std::exchange(literal, {}), std::string(variable), offsets[dollar]});
    }
    made.tail = std::move(literal);
    return made;
  }

  // The name behind the $ at bytes[i], with i moved past it; empty when there is none.
  static std::string_view read_variable(std::string_view bytes, std::size_t& i) {
    const bool braces = i + 1 < bytes.size() && bytes[i + 1] == '{';
    const std::size_t begin = i + (braces ? 2 : 1);
    std::size_t end = begin;
    while (end < bytes.size() && is_name_byte(bytes[end])) ++end;
    if (braces && (end >= bytes.size() || bytes[end] != '}')) return {};
    i = end + (braces ? 1 : 0);
    return bytes.substr(begin, end - begin);
  }

  std::string_view name_;
  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

Result<NginxTemplate> read_nginx_template(std::string_view name, std::string_view text) {
  return TemplateReader(name, text).read();
}

}  // namespace anonlog
