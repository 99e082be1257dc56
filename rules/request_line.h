// Takes a request line apart, whatever stands there: a log holds what the client sent.
//
//     GET /a?b HTTP/1.1      method "GET", target "/a?b", protocol "HTTP/1.1"
//     GET /                  no protocol (HTTP/0.9)
//     \x16\x03\x01 ...       malformed: TLS bytes sent to a plain port
//
// Lifetime: the parts point into the line.
#ifndef ANONLOG_RULES_REQUEST_LINE_H_
#define ANONLOG_RULES_REQUEST_LINE_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "rules/public_batch.h"
#include "rules/text_arena.h"

namespace anonlog {

struct RequestLine {
  enum class State : std::uint8_t { kAbsent, kMalformed, kParsed };

  State state = State::kAbsent;
  std::uint16_t method = PublicColumn::kNullId;    // an id of method_names()
  std::uint16_t protocol = PublicColumn::kNullId;  // an id of protocol_names()
  std::string_view target;                         // raw; of a parsed line
};

// An empty line is absent: nginx and Apache log it when the client sent nothing.
RequestLine split_request_line(std::string_view line);

// The texts of a parsed line's parts, as logged. No protocol: HTTP/0.9.
struct RequestTexts {
  std::string_view method;
  std::string_view target;
  std::optional<std::string_view> protocol;
};

// Requires: `request` is what split_request_line() made of `line`, parsed.
RequestTexts request_texts(std::string_view line, const RequestLine& request);

// The methods of the IANA registry, then OTHER; the versions of HTTP.
Vocabulary method_names();
Vocabulary protocol_names();

// OTHER for what is not registered; a null id for what is no version of HTTP.
std::uint16_t method_id(std::string_view method);
std::uint16_t protocol_id(std::string_view protocol);

// The path and query of a target: of an absolute URL what stands behind its authority. False: neither that
// nor a path nor "*"; what stands in the path is not looked at.
bool target_path(std::string_view target, std::string_view* path);

// A target whose query was logged apart, as one text: Apache's %q begins with a '?', nginx's $args does not. It is the path
// itself when there is no query, else in `arena`.
std::string_view with_query(std::string_view path, std::string_view query, TextArena& arena);

}  // namespace anonlog

#endif  // ANONLOG_RULES_REQUEST_LINE_H_
