#include "parsers/apache_lexer.h"

#include <utility>

namespace anonlog {
namespace {

// As isspace() in the C locale.
bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

}  // namespace

bool ApacheLexer::next(HttpdDirective& directive) {
  directive = {};
  while (directive.words.empty()) {
    if (!read_line()) return false;
    skip_spaces();
    if (line_at_ != line_.size() && line_[line_at_] == '#') continue;
    for (; line_at_ != line_.size(); skip_spaces()) {
      ConfigWord word = read_word(directive);
      directive.words.push_back(std::move(word));
    }
  }
  return true;
}

bool ApacheLexer::read_line() {
  line_.clear();
  offsets_.clear();
  line_at_ = 0;
  if (at_ == text_.size()) return false;
  for (; at_ != text_.size(); ++at_) {
    const bool return_too = text_.substr(at_).starts_with("\r\n");
    if (!return_too && text_[at_] != '\n') {
      line_ += text_[at_];
      offsets_.push_back(at_);
      continue;
    }
    if (return_too) ++at_;
    if (line_.empty() || line_.back() != '\\') {
      ++at_;
      break;
    }
    line_.pop_back();
    offsets_.pop_back();
  }
  return true;
}

void ApacheLexer::skip_spaces() {
  while (line_at_ != line_.size() && is_space(line_[line_at_])) ++line_at_;
}

ConfigWord ApacheLexer::read_word(HttpdDirective& directive) {
  ConfigWord word{{}, offsets_[line_at_]};
  const char quote = line_[line_at_] == '"' || line_[line_at_] == '\'' ? line_[line_at_] : '\0';
  if (quote != '\0') ++line_at_;
  for (; line_at_ != line_.size(); ++line_at_) {
    char c = line_[line_at_];
    if (quote == '\0' ? is_space(c) : c == quote) break;
    if (c == '\\' && line_at_ + 1 != line_.size()) {
      const char escaped = line_[line_at_ + 1];
      if (escaped == '\\' || (quote != '\0' && escaped == quote)) {
        c = escaped;
        ++line_at_;
      }
    }
    word.text += c;
  }
  if (quote == '\0') return word;
  if (line_at_ == line_.size()) {
    directive.open_quote = word.offset;
  } else {
    ++line_at_;
  }
  return word;
}

}  // namespace anonlog
