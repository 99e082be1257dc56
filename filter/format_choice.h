// Which format an input has: what --format says, or what its first lines look like.
#ifndef ANONLOG_FILTER_FORMAT_CHOICE_H_
#define ANONLOG_FILTER_FORMAT_CHOICE_H_

#include <string>
#include <string_view>

#include "parsers/error.h"

namespace anonlog {

struct FormatChoice {
  std::string_view format;  // as make_parser() takes it; points into the option or the table of formats
  bool final = true;        // false: nothing but blank lines and comments so far, which any format skips
};

// `head`: the first chunk of an input, or the next one while the choice is not final. Errors: kBadInput, when
// no format reads half of it.
Result<FormatChoice> choose_format(std::string_view format_option, std::string_view head,
                                   const std::string& input_name);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_FORMAT_CHOICE_H_
