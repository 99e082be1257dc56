// Finds the log formats of an nginx configuration.
//
// Input:  the path of nginx.conf, or of a file that belongs into its http block. `include` is followed, with
//         patterns, relative to the folder of that file. Only what stands directly in http, server, location,
//         if and limit_except counts: `stream` and `mail` have formats of their own, which are no web logs,
//         and `map`, `types`, ... are tables. Conditions are not looked at.
// Output: without a name the formats that an access_log names (ngx_http_log_module), each once, in the order
//         of their first use, and `combined` when none does; with a name that log_format. `combined` is built
//         into nginx.
// Errors: kUsage, with file, line, column and caret; of a name that is not there, with those that are.
#ifndef ANONLOG_PARSERS_NGINX_CONFIG_H_
#define ANONLOG_PARSERS_NGINX_CONFIG_H_

#include <string>
#include <string_view>
#include <vector>

#include "parsers/config_files.h"
#include "parsers/error.h"
#include "parsers/format_source.h"

namespace anonlog {

// `name`: empty for the formats in use.
Result<std::vector<FormatSource>> read_nginx_config(const std::string& path, std::string_view name,
                                                    const ConfigReader& read);

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_NGINX_CONFIG_H_
