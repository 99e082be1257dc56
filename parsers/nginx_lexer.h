// Cuts an nginx configuration into statements, as ngx_conf_file.c does: words between spaces, strings in '..'
// or "..", the escapes \" \' \\ \t \r \n, ${name} inside a word, comments from a # that begins a word, and
// statements that end at ; { or }.
//
// Errors: kUsage, with file, line, column and caret.
#ifndef ANONLOG_PARSERS_NGINX_LEXER_H_
#define ANONLOG_PARSERS_NGINX_LEXER_H_

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "parsers/config_files.h"
#include "parsers/error.h"

namespace anonlog {

struct NginxStatement {
  enum class End : std::uint8_t { kSemicolon, kBlock, kBlockEnd, kFile };

  std::vector<ConfigWord> words;  // none before kBlockEnd and kFile
  End end = End::kFile;
  std::size_t offset = 0;  // of the byte that ends it
};

class NginxLexer {
 public:
  // `file` must outlive the lexer.
  explicit NginxLexer(const ConfigFile& file) : file_(file), text_(file.text) {}

  Result<NginxStatement> next();

  // Skips what follows a { up to its }: code in Lua (the module of OpenResty), whose strings and comments are
  // its own.
  Status skip_lua_block();

 private:
  [[nodiscard]] bool at_end() const { return at_ == text_.size(); }
  [[nodiscard]] tl::unexpected<Error> error(std::size_t offset, std::string_view message) const {
    return config_error({&file_, offset}, message);
  }
  void skip_spaces_and_comments();
  void skip_past(std::string_view end);
  bool skip_lua_brackets();
  void skip_lua_string();
  Result<ConfigWord> read_string();
  ConfigWord read_word();
  [[nodiscard]] ConfigWord unescaped(std::size_t offset, std::size_t begin, std::size_t end) const;

  const ConfigFile& file_;
  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_NGINX_LEXER_H_
