// The one table of formats that have a name. Adding a format is one row (and, when it is no LineGrammar, one
// file with its maker).
#ifndef ANONLOG_PARSERS_FORMATS_H_
#define ANONLOG_PARSERS_FORMATS_H_

#include <memory>
#include <span>
#include <string_view>

#include "parsers/error.h"
#include "parsers/parser.h"

namespace anonlog {

struct Format {
  std::string_view name;
  std::string_view summary;
  std::string_view grammar;  // as an nginx log_format string
  std::string_view sample;   // one line of it
};

// From the most specific to the most general: of two formats that read the same fields of a file, the earlier
// one is taken.
std::span<const Format> formats();

// Null when no format has this name.
const Format* find_format(std::string_view name);

// Compiles what --format got: a name of the table, an nginx log_format or an Apache LogFormat string.
Result<std::unique_ptr<Parser>> make_parser(std::string_view name_or_string);

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_FORMATS_H_
