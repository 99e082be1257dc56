// The one table of formats that have a name (its rows are in format_table.cc), and all that --format takes. Adding a
// format is one row; one that no language can write is one file with its compiler, and a row of languages more.
#ifndef ANONLOG_PARSERS_FORMATS_H_
#define ANONLOG_PARSERS_FORMATS_H_

#include <array>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/config_files.h"
#include "parsers/error.h"
#include "parsers/format_source.h"
#include "parsers/parser.h"

namespace anonlog {

// One way in which a format is written.
struct FormatVariant {
  FormatLanguage language = FormatLanguage::kNginx;
  std::string_view text;  // in that language
};

struct Format {
  static constexpr std::size_t kMaxVariants = 5;

  std::string_view name;
  std::string_view summary;
  std::array<FormatVariant, kMaxVariants>
      variants;             // those without a text are not there; a line has the one with
                            // the most fields that reads it
  std::string_view sample;  // one line of it
};

// From the most specific to the most general: of two formats that read the same fields of a file, the earlier
// one is taken.
std::span<const Format> formats();

// Null when no format has this name.
const Format* find_format(std::string_view name);

// Its variants. The name of each is the format's.
std::vector<FormatSource> format_sources(const Format& format);

// The same as the beginning of a log has it: with the columns that its #Fields lines name, where those say the layout. None
// when they are of another format.
std::vector<FormatSource> format_sources(const Format& format, std::string_view head);

// What --format got, in its order and each format once:
//     a name of the table
//     an nginx log_format or Apache LogFormat string, as their compilers take them
//     nginx:FILE[#NAME], apache:FILE[#NAME]: the formats in use, or the one of this name, of the server's own
//     configuration, read by `read`
// "auto" alone gives none. Errors: kUsage, with what is wrong and where.
Result<std::vector<FormatSource>> find_format_sources(std::span<const std::string> options,
                                                      const ConfigReader& read);

// Errors: kUsage, with the place of the text, line, column and caret.
Result<std::unique_ptr<Parser>> make_parser(const FormatSource& source);

// Of a format string or a name of the table; of several variants the first.
Result<std::unique_ptr<Parser>> make_parser(std::string_view name_or_string);

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_FORMATS_H_
