// What an nginx log_format is made of: its variables and the text between them. What they mean is for who reads such
// lines (nginx_log_format.h) or writes them (filter/output/log_shape.h).
//
// Input:  as nginx_log_format.h.
// Errors: kUsage, with line, column and caret in the text: a $ without a name, an unknown escape, an open string, too
//         many variables.
#ifndef ANONLOG_PARSERS_NGINX_TEMPLATE_H_
#define ANONLOG_PARSERS_NGINX_TEMPLATE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/error.h"
#include "parsers/line_grammar.h"

namespace anonlog {

enum class NginxEscape : std::uint8_t { kDefault, kJson, kNone };

struct NginxTemplate {
  static constexpr std::size_t kMaxVariables = LineGrammar::kMaxFields;

  struct Variable {
    std::string literal;     // before it, from the end of the one before
    std::string name;        // without the $
    std::size_t offset = 0;  // of the $ in what the user wrote
  };

  std::vector<Variable> variables;
  std::string tail;  // behind the last one
  NginxEscape escape = NginxEscape::kDefault;
};

// `name` stands before the position in error messages: "--format", or a file.
Result<NginxTemplate> read_nginx_template(std::string_view name, std::string_view text);

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_NGINX_TEMPLATE_H_
