// Lines that are JSON objects around the line of a log. Rows of the table in wrapper.h.
//
// What is within was escaped twice: once by the server, as its format says, and once as JSON, which is undone here.
#ifndef ANONLOG_PARSERS_JSON_WRAPPER_H_
#define ANONLOG_PARSERS_JSON_WRAPPER_H_

#include <string_view>

#include "parsers/wrapper.h"

namespace anonlog {

// {"log":"text\n","stream":"stdout","time":"..."}, its members in any order, others among them ("attrs"). A `log` without the
// newline is a piece.
bool read_docker_json(std::string_view line, char* buffer, WrappedLine& wrapped);

// {"__REALTIME_TIMESTAMP":"...","MESSAGE":"text","SYSLOG_IDENTIFIER":"nginx",...}. MESSAGE may be an array of bytes. It is null
// when it was longer than 4096 bytes and journalctl was not told --all: such a line is not read, since its text is lost.
bool read_journal_json(std::string_view line, char* buffer, WrappedLine& wrapped);

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_JSON_WRAPPER_H_
