// What programs between a server and its log did to whole lines: colours, escapes, quotes. Rows of the table in wrapper.h:
// each takes a line only when there is something to undo in it.
#ifndef ANONLOG_PARSERS_LINE_ESCAPES_H_
#define ANONLOG_PARSERS_LINE_ESCAPES_H_

#include <cstddef>
#include <string_view>

#include "parsers/wrapper.h"

namespace anonlog {

// The bytes of the control sequence (ECMA-48: ESC [ parameters final) that `text` begins with; 0 when it does not.
std::size_t control_sequence_bytes(std::string_view text);

// Without any control sequence.
bool read_colours(std::string_view line, char* buffer, WrappedLine& wrapped);

// rsyslog's #ooo for control bytes; a newline stays as it is.
bool read_octal_escapes(std::string_view line, char* buffer, WrappedLine& wrapped);

// syslog-ng's \" \' \\.
bool read_escaped_quotes(std::string_view line, char* buffer, WrappedLine& wrapped);

// "a line, its ""quotes"" doubled".
bool read_quoted_line(std::string_view line, char* buffer, WrappedLine& wrapped);

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_LINE_ESCAPES_H_
