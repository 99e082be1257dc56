// Which formats an input has: what --format says, or what its first lines look like.
#ifndef ANONLOG_FILTER_FORMAT_CHOICE_H_
#define ANONLOG_FILTER_FORMAT_CHOICE_H_

#include <string>
#include <string_view>
#include <vector>

#include "parsers/detect.h"
#include "parsers/error.h"
#include "parsers/format_source.h"
#include "rules/json_keys.h"

namespace anonlog {

struct FormatChoice {
  std::vector<FormatSource> formats;  // at least one
  bool final = true;  // false: nothing but blank lines, comments and lines that the formats skip so far
  bool only_others = false;  // there were such, that not any format skips: an input must not end so
};

// `given`: what --format says; empty for auto. `head`: the first chunk of an input, or the next one while the
// choice is not final. `directives`: those that came before it. `json`: the policy's keys. `known`: what detection says of the
// head alone; null: it was not asked. Errors: kBadInput, when no format reads half of it, it is UTF-16, or was written by
// anonlog.
Result<FormatChoice> choose_format(const std::vector<FormatSource>& given, std::string_view directives,
                                   std::string_view head, const std::string& input_name,
                                   const std::vector<JsonKeys>& json = {}, const Detection* known = nullptr);

// `detect` needs both in one piece; of a head only its first lines are looked at.
Result<Detection> detect_behind(std::string_view directives, std::string_view head,
                                const std::string& input_name, const std::vector<JsonKeys>& json = {},
                                const Detection* known = nullptr);

// What the policy's keys make of formats of the table, for detect().
AdaptSources adapt_to(const std::vector<JsonKeys>& json);

// kBadInput when most of the first records have a host and a port where the client's address should be: one format reads the
// lines of another then (`combined` those of `vhost_combined`), and no client would be found.
Status refuse_ports_as_clients(const std::vector<FormatSource>& formats, std::string_view head,
                               const std::string& input_name);

// Whether there is any line that a format would have to read: neither blank nor a comment.
bool has_record(std::string_view chunk);

// What to do about a log that no format reads.
inline constexpr std::string_view kFormatAdvice =
    "Give its format with --format: a name of `anonlog formats`, an nginx log_format or Apache LogFormat "
    "string, or nginx:FILE or apache:FILE, which takes it from the server's own configuration";

}  // namespace anonlog

#endif  // ANONLOG_FILTER_FORMAT_CHOICE_H_
