#include "parsers/nginx_lexer.h"

#include <fmt/format.h>

#include <algorithm>

namespace anonlog {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

}  // namespace

Result<NginxStatement> NginxLexer::next() {
  NginxStatement statement;
  for (;;) {
    skip_spaces_and_comments();
    statement.offset = at_;
    if (at_end()) {
      if (statement.words.empty()) return statement;
      return error(statement.words.front().offset, "this directive ends with neither ; nor {");
    }
    const char c = text_[at_];
    const bool ends = c == ';' || c == '{';
    if (ends ? statement.words.empty() : c == '}' && !statement.words.empty()) {
      return error(at_, fmt::format("unexpected \"{}\"", c));
    }
    if (ends || c == '}') {
      ++at_;
      statement.end = c == ';'   ? NginxStatement::End::kSemicolon
                      : c == '{' ? NginxStatement::End::kBlock
                                 : NginxStatement::End::kBlockEnd;
      return statement;
    }
    if (c != '"' && c != '\'') {
      statement.words.push_back(read_word());
    } else if (auto word = read_string()) {
      statement.words.push_back(*std::move(word));
    } else {
      return tl::unexpected(std::move(word).error());
    }
  }
}

void NginxLexer::skip_spaces_and_comments() {
  for (; !at_end(); ++at_) {
    if (text_[at_] == '#') at_ = std::min(text_.find('\n', at_), text_.size());
    if (at_end() || !is_space(text_[at_])) return;
  }
}

Result<ConfigWord> NginxLexer::read_string() {
  const std::size_t begin = at_++;
  while (!at_end() && text_[at_] != text_[begin]) {
    at_ += text_[at_] == '\\' && at_ + 1 != text_.size() ? 2U : 1U;
  }
  if (at_end()) return error(begin, "this string is never closed");
  ConfigWord word = unescaped(begin, begin + 1, at_++);
  if (at_end() || is_space(text_[at_]) || text_[at_] == ';' || text_[at_] == '{' || text_[at_] == ')') {
    return word;
  }
  return error(at_, "a string in quotes ends before this: there must be a space between");
}

ConfigWord NginxLexer::read_word() {
  const std::size_t begin = at_;
  bool variable = false;  // behind a $, where { begins no block
  for (; !at_end(); ++at_) {
    const char c = text_[at_];
    if (c == '{' && variable) continue;
    if (is_space(c) || c == ';' || c == '{') break;
    variable = c == '$';
    if (c == '\\' && at_ + 1 != text_.size()) ++at_;
  }
  return unescaped(begin, begin, at_);
}

ConfigWord NginxLexer::unescaped(std::size_t offset, std::size_t begin, std::size_t end) const {
  constexpr std::string_view kFrom = "\"'\\trn";
  constexpr std::string_view kTo = "\"'\\\t\r\n";
  ConfigWord word{{}, offset};
  for (std::size_t i = begin; i != end; ++i) {
    const std::size_t escape =
        text_[i] == '\\' && i + 1 != end ? kFrom.find(text_[i + 1]) : std::string_view::npos;
    const bool escaped = escape != std::string_view::npos;
    word.text += escaped ? kTo[escape] : text_[i];
    if (escaped) ++i;
  }
  return word;
}

Status NginxLexer::skip_lua_block() {
  const std::size_t begin = at_ - 1;
  for (std::size_t depth = 1; !at_end();) {
    const char c = text_[at_];
    if (text_.substr(at_).starts_with("--")) {
      at_ += 2;
      if (!skip_lua_brackets()) skip_past("\n");
    } else if (c == '"' || c == '\'') {
      skip_lua_string();
    } else if (c != '[' || !skip_lua_brackets()) {
      ++at_;
      if (c == '{') ++depth;
      if (c == '}' && --depth == 0) return {};
    }
  }
  return error(begin, "this block is never closed");
}

void NginxLexer::skip_past(std::string_view end) {
  const std::size_t found = text_.find(end, at_);
  at_ = found == std::string_view::npos ? text_.size() : found + end.size();
}

// [[...]], [=[...]=], ...: a string or, behind --, a comment. False: none is here.
bool NginxLexer::skip_lua_brackets() {
  if (at_end() || text_[at_] != '[') return false;
  const std::size_t second = std::min(text_.find_first_not_of('=', at_ + 1), text_.size());
  if (second == text_.size() || text_[second] != '[') return false;
  std::string end(second - at_ + 1, '=');
  end.front() = end.back() = ']';
  at_ = second + 1;
  skip_past(end);
  return true;
}

void NginxLexer::skip_lua_string() {
  const char quote = text_[at_++];
  while (!at_end() && text_[at_] != quote && text_[at_] != '\n') {
    at_ += text_[at_] == '\\' && at_ + 1 != text_.size() ? 2U : 1U;
  }
  if (!at_end()) ++at_;
}

}  // namespace anonlog
