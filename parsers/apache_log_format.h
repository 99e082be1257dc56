// Compiles an Apache LogFormat (mod_log_config, https://httpd.apache.org/docs/2.4/mod/mod_log_config.html) to a
// LineGrammar.
//
// Input:  either the bare text of a format
//             %h %l %u %t "%r" %>s %b
//         or, as httpd.conf has it, that text in quotes with the configuration's escapes undone, alone or in its
//         directive
//             "%h %l %u %t \"%r\" %>s %b"
//             LogFormat "%h %l %u %t \"%r\" %>s %b" common
//             CustomLog logs/access_log "%h %l %u %t \"%r\" %>s %b" env=!dontlog
//         Directives are % , then any of ! < > , digits and {argument}, then a letter, or ^ and two.
// Output: one slot for each directive, but for a path that its query touches (%U%q): these are one target. Parts of
//         a time (%{%F}t %{%T}t.%{usec_frac}t) are slots of Field::kTime that the time step combines; of a format
//         that logs the beginning and the end of a request the end is kOther.
// Errors: kUsage, with line, column and caret in the text: an unknown directive or argument, an open brace or string,
//         no directive at all, a line break inside of the format, two fields that nothing tells apart.
//
// Limits: a path is logged decoded; a "?" in it (%3F) reads as the query's.
#ifndef ANONLOG_PARSERS_APACHE_LOG_FORMAT_H_
#define ANONLOG_PARSERS_APACHE_LOG_FORMAT_H_

#include <string_view>

#include "parsers/error.h"
#include "parsers/line_grammar.h"

namespace anonlog {

// `name` stands before the position in error messages: "--format", or a file.
Result<LineGrammar> compile_apache_log_format(std::string_view name, std::string_view text);

// Whether `text` is meant to be one, rather than the name of a format or an nginx string.
bool is_apache_log_format(std::string_view text);

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_APACHE_LOG_FORMAT_H_
