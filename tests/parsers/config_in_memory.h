// A server's configuration as texts in memory, for tests: what a ConfigReader gives of files on disk.
#ifndef ANONLOG_TESTS_PARSERS_CONFIG_IN_MEMORY_H_
#define ANONLOG_TESTS_PARSERS_CONFIG_IN_MEMORY_H_

#include <fnmatch.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "parsers/config_files.h"

namespace anonlog {

// By path. A text of kUnreadable stands for a file that cannot be read.
using ConfigTexts = std::map<std::string, std::string>;
inline constexpr std::string_view kUnreadable = "<unreadable>";

inline ConfigReader config_in_memory(ConfigTexts texts) {
  return [texts = std::move(texts)](const std::string& path) -> Result<std::vector<ConfigFile>> {
    std::vector<ConfigFile> found;
    for (const auto& [name, text] : texts) {
      const bool is_it =
          is_config_pattern(path) ? fnmatch(path.c_str(), name.c_str(), FNM_PATHNAME) == 0 : name == path;
      if (!is_it) continue;
      if (text == kUnreadable) return fail(ErrorKind::kUsage, "cannot read " + name + ": Permission denied");
      found.push_back({name, text});
    }
    return found;
  };
}

}  // namespace anonlog

#endif  // ANONLOG_TESTS_PARSERS_CONFIG_IN_MEMORY_H_
