// The error logs of nginx and Apache as they are written when nothing is configured.
//
//     2025/11/23 17:37:28 [error] 123#456: *789 MESSAGE, client: 203.0.113.7, server: www.example.org,
//         request: "GET /x HTTP/1.1", upstream: "http://10.0.0.1/x", host: "www.example.org", referrer: "https://a/"
//     [Sun Nov 23 17:37:28.123456 2025] [core:error] [pid 1:tid 2] (2)ERRNO: [client 203.0.113.7:51234] MESSAGE, referer: URL
//     [Sun Nov 23 17:37:28 2025] [error] [client 203.0.113.7] MESSAGE, referer: URL           (Apache 2.2)
//
// Input:   one line. What stands behind the message may be missing; nginx cuts a line at 2,048 bytes, Apache at 8,191,
//          line feeds included. Times have no zone.
// Output:  the fields; those that a line lacks are absent. Apache's escapes (\xHH, \n, \", ...) are decoded; nginx writes
//          what the client sent.
// Safety:  since nginx escapes nothing, a path, a user or a referrer may hold `", client: 192.0.2.1, server: `: a line
//          with more than one ", client: " has no context at all. What the context says is the client's word
//          (Slot::forgeable). A value that the server cut is absent.
// Errors:  a line that does not begin as these is not of the format: stack traces are rejected, not joined.
// Threads: immutable.
#ifndef ANONLOG_PARSERS_ERROR_LOG_H_
#define ANONLOG_PARSERS_ERROR_LOG_H_

#include <memory>
#include <vector>

#include "parsers/error.h"
#include "parsers/format_source.h"
#include "parsers/parser.h"

namespace anonlog {

// `source.text`: nginx, apache or apache-2.2.
Result<std::unique_ptr<Parser>> compile_error_log(const FormatSource& source);

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_ERROR_LOG_H_
