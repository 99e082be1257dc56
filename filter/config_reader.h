// Reads the files of a server's configuration for parsers/config_files.h: a file, all files of a folder, or
// what a pattern matches (glob(3)), in the order of their bytes.
//
// Errors: kUsage for what is there and cannot be read, or is too large to be a configuration.
#ifndef ANONLOG_FILTER_CONFIG_READER_H_
#define ANONLOG_FILTER_CONFIG_READER_H_

#include <string>
#include <vector>

#include "parsers/config_files.h"
#include "parsers/error.h"

namespace anonlog {

Result<std::vector<ConfigFile>> read_config_files(const std::string& path_or_pattern);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_CONFIG_READER_H_
