// Compiles the language in which formats of our own table are written that no server's language can say: values with
// or without quotes, a port that touches its address, times of any shape.
//
// Input:  options, then literals and fields:
//             escape=none {client_ip:endpoint}{client_port} [{time:iso}] {duration_us:ms} {request:quoted} {other.flags}
//         A field is {NAME} or {other.KEY}, by the names of the catalogue (field.h), and behind colons
//             text token address number clf iso list quoted endpoint port hostname url word groups   its FieldShape; else
//                            the usual one of the field
//             s ms us epoch  its unit; "epoch" is a number
//             last           its end is the latest that can be read (LineGrammar::Piece::latest_end)
//             absolute       a request or target that is a whole URL always (Slot::holds_host)
//             part           a part of the request's duration (Slot::is_part_of_duration)
//         or, of a time, =FORMAT, as Apache's %{FORMAT}t has it. A brace that is a literal is written twice: {{
//         Options, each with a space behind it:
//             escape=backslash|quote|hash|none   how the server escapes (unescape.h); "backslash" when there is none
//             other=NAME                         what else stands in the log (other_lines.h)
//             lines=2                            a record may hold a line break in quotes
// Output: one slot for each field.
// Errors: kUsage, with line, column and caret in the text.
#ifndef ANONLOG_PARSERS_FIELD_FORMAT_H_
#define ANONLOG_PARSERS_FIELD_FORMAT_H_

#include <string_view>

#include "parsers/error.h"
#include "parsers/line_grammar.h"

namespace anonlog {

// `name` stands before the position in error messages.
Result<LineGrammar> compile_field_format(std::string_view name, std::string_view text);

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_FIELD_FORMAT_H_
