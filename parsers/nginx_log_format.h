// Compiles an nginx log_format (ngx_http_log_module, https://nginx.org/en/docs/http/ngx_http_log_module.html)
// to a LineGrammar.
//
// Input:  either the directive as the configuration has it, with or without its `log_format NAME`: an optional `escape=default|json|none` and
//         strings in quotes, joined with nothing between, with the configuration's own escapes undone
//         (comments as in a file are skipped)
//             escape=json '{"time":"$time_iso8601",' '"status":$status}'
//         or, when it begins neither with `escape=` nor with an apostrophe, the bare text of one string
//             $remote_addr - $remote_user [$time_local] "$request" $status
//         Variables are $name or ${name}.
//         $uri$is_args$args is one field, the target.
// Errors: kUsage, with line, column and caret in the text: a $ without a name, an unknown escape, an open
//         string, no variable at all, two variables that touch where one ends could not be told.
#ifndef ANONLOG_PARSERS_NGINX_LOG_FORMAT_H_
#define ANONLOG_PARSERS_NGINX_LOG_FORMAT_H_

#include <string_view>

#include "parsers/error.h"
#include "parsers/line_grammar.h"

namespace anonlog {

// `name` stands before the position in error messages: "--format", or a file.
Result<LineGrammar> compile_nginx_log_format(std::string_view name, std::string_view text);

// The slot that an nginx variable fills; an unknown one is kOther under its own name.
Slot nginx_variable_slot(std::string_view variable);

// The variable of ours that an unknown one is one edit away from; empty: none.
std::string_view near_nginx_variable(std::string_view variable);

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_NGINX_LOG_FORMAT_H_
