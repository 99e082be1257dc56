// Finds the log formats of an Apache httpd configuration (mod_log_config).
//
// Input:  the path of httpd.conf or apache2.conf. Include and IncludeOptional are followed, with patterns,
//         relative to ServerRoot, which is the folder of that file until a ServerRoot says otherwise. ${NAME}
//         is what Define says. Sections are walked through as if all of their conditions held.
// Output: without a name the formats that CustomLog, GlobalLog and TransferLog use, each once, in the order of
//         their first use; with a name the LogFormat of that nickname, and one more for every virtual host
//         that has its own. As in Apache names have no case, the last definition counts, a virtual host's
//         before the main server's; CLF is built in, and is what a TransferLog without a LogFormat writes.
// Errors: kUsage, with file, line, column and caret; of a nickname that is not there, with those that are.
#ifndef ANONLOG_PARSERS_APACHE_CONFIG_H_
#define ANONLOG_PARSERS_APACHE_CONFIG_H_

#include <string>
#include <string_view>
#include <vector>

#include "parsers/config_files.h"
#include "parsers/error.h"
#include "parsers/format_source.h"

namespace anonlog {

// `nickname`: empty for the formats in use.
Result<std::vector<FormatSource>> read_apache_config(const std::string& path, std::string_view nickname,
                                                     const ConfigReader& read);

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_APACHE_CONFIG_H_
