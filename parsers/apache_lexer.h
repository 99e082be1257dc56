// Cuts an Apache httpd configuration into directives, as ap_cfg_getline() and ap_getword_conf() do: one per
// line, a line that ends in a backslash goes on in the next, a line that begins with # is a comment; words
// between spaces, strings in '..' or "..", in which \" (of its own quote) and \\ are escapes.
#ifndef ANONLOG_PARSERS_APACHE_LEXER_H_
#define ANONLOG_PARSERS_APACHE_LEXER_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/config_files.h"

namespace anonlog {

struct HttpdDirective {
  std::vector<ConfigWord> words;  // at least the name; "<VirtualHost" and "*:80>" of a section
  // Apache takes a string without its closing quote up to the end of the line.
  std::optional<std::size_t> open_quote;
};

class ApacheLexer {
 public:
  // `text` must outlive the lexer.
  explicit ApacheLexer(std::string_view text) : text_(text) {}

  // False at the end.
  bool next(HttpdDirective& directive);

 private:
  bool read_line();
  void skip_spaces();
  ConfigWord read_word(HttpdDirective& directive);

  std::string_view text_;
  std::size_t at_ = 0;  // in text_

  // The present line, those that it goes on in joined to it.
  std::string line_;
  std::vector<std::size_t> offsets_;  // in text_, of each byte of line_
  std::size_t line_at_ = 0;           // in line_
};

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_APACHE_LEXER_H_
