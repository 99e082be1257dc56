// Whether a file can be the configuration that it was given as: a policy, or a server's own.
//
// An error in a configuration shows its line. A log or a key given by mistake would be shown so too, and what stands there
// is shown nowhere.
//
// Errors:  kUsage, for what is no text, looks like a log (most lines hold a date and time) or holds a key; for a policy also
//          what is no TOML: most of its lines are neither a table nor a key with a value.
#ifndef ANONLOG_FILTER_CONFIG_TEXT_H_
#define ANONLOG_FILTER_CONFIG_TEXT_H_

#include <string_view>

#include "parsers/error.h"

namespace anonlog {

// `what`: "policy", "configuration".
Status check_config_text(std::string_view path, std::string_view text, std::string_view what);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_CONFIG_TEXT_H_
