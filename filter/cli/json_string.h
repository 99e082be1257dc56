// Text as a JSON string, for what people read.
#ifndef ANONLOG_FILTER_CLI_JSON_STRING_H_
#define ANONLOG_FILTER_CLI_JSON_STRING_H_

#include <string>
#include <string_view>

namespace anonlog {

// Appends `bytes` as a JSON string. What is not UTF-8 is taken for Latin-1, byte by byte.
void append_json_string(std::string_view bytes, std::string& out);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_CLI_JSON_STRING_H_
