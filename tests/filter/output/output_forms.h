// Every form that can be written, those of lines of a log with a line that has every piece.
#ifndef ANONLOG_TESTS_FILTER_OUTPUT_OUTPUT_FORMS_H_
#define ANONLOG_TESTS_FILTER_OUTPUT_OUTPUT_FORMS_H_

#include <string_view>
#include <vector>

#include "filter/output/output_name.h"

namespace anonlog {

inline constexpr std::string_view kEveryPiece =
    R"($remote_addr:$remote_port - $remote_user [$time_local] $time_iso8601 $msec $request_method "$uri" "$request" )"
    R"($server_protocol $status $body_bytes_sent "$http_referer" "$http_user_agent" $host $request_time )"
    R"($http_accept_language "$request_uri" $status "$http_user_agent"|)";

inline std::vector<OutputForm> every_output_form() {
  std::vector<OutputForm> forms;
  for (const OutputFormatInfo& row : kOutputFormats) {
    forms.push_back(row.format == OutputFormat::kLogFormat ? read_output_form(kEveryPiece).value()
                                                           : OutputForm(row.format));
  }
  return forms;
}

}  // namespace anonlog

#endif  // ANONLOG_TESTS_FILTER_OUTPUT_OUTPUT_FORMS_H_
