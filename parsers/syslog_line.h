// Lines of syslog, as daemons send and as rsyslog, syslog-ng and journalctl write them. Rows of the table in wrapper.h.
//
//     [NNN ][<PRI>]May  7 08:39:37 [host] tag[pid]: text        RFC 3164; the fraction of a second or the year may be there
//     [NNN ][<PRI>]2024-05-07T08:39:37.326492+00:00 [host] tag[pid]: text
//     [NNN ]<PRI>1 time host app pid msgid [data] text          RFC 5424
//     <PRI>text
//
// Host, pid, ids and data are dropped: who and where a log was written is none of its fields.
#ifndef ANONLOG_PARSERS_SYSLOG_LINE_H_
#define ANONLOG_PARSERS_SYSLOG_LINE_H_

#include <string_view>

#include "parsers/wrapper.h"

namespace anonlog {

// The program of lines that name none.
inline constexpr std::string_view kNoProgram = "-";

bool read_syslog(std::string_view line, char* buffer, WrappedLine& wrapped);

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_SYSLOG_LINE_H_
