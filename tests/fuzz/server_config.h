// What the fuzz targets of the servers' configurations share: the files of an input, and what must hold of them.
//
// An input is one file, or several with a form feed between: the first is "main", the others are "0", "1", ...
#ifndef ANONLOG_TESTS_FUZZ_SERVER_CONFIG_H_
#define ANONLOG_TESTS_FUZZ_SERVER_CONFIG_H_

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/config_files.h"
#include "parsers/formats.h"
#include "tests/fuzz/require.h"

namespace anonlog {

inline std::vector<ConfigFile> split_files(std::string_view input) {
  std::vector<ConfigFile> files;
  for (std::size_t begin = 0; begin <= input.size();) {
    const std::size_t end = std::min(input.find('\f', begin), input.size());
    const std::string path = files.empty() ? "main" : std::to_string(files.size() - 1);
    files.push_back({path, std::string(input.substr(begin, end - begin))});
    begin = end + 1;
  }
  return files;
}

inline ConfigReader reader_of(const std::vector<ConfigFile>& files) {
  return [&files](const std::string& path) -> Result<std::vector<ConfigFile>> {
    std::vector<ConfigFile> found;
    for (const ConfigFile& file : files) {
      if (file.path == path || (is_config_pattern(path) && file.path != "main")) found.push_back(file);
    }
    return found;
  };
}

// "FILE:LINE:COLUMN: ..." where that place is in the file, or just behind it.
inline bool has_place(const std::vector<ConfigFile>& files, std::string_view message) {
  for (const ConfigFile& file : files) {
    if (!message.starts_with(file.path + ":")) continue;
    std::size_t line = 0;
    std::size_t column = 0;
    const char* const end = message.data() + message.size();
    const auto after_line = std::from_chars(message.data() + file.path.size() + 1, end, line);
    if (after_line.ec != std::errc() || after_line.ptr == end || *after_line.ptr != ':') continue;
    if (std::from_chars(after_line.ptr + 1, end, column).ec != std::errc()) continue;
    std::size_t begin = 0;
    for (std::size_t i = 1; i < line && begin <= file.text.size(); ++i)
      begin = file.text.find('\n', begin) + 1;
    const std::size_t length = std::min(file.text.find('\n', begin), file.text.size()) - begin;
    return line >= 1 && column >= 1 && column <= length + 1;
  }
  return false;
}

// `may_ask`: an error without a place that is none of the files' (no format is in use).
template <typename Read>
void check_server_config(std::string_view input, Read read, std::string_view may_ask) {
  const std::vector<ConfigFile> files = split_files(input);
  const ConfigReader reader = reader_of(files);
  const Result<std::vector<FormatSource>> used = read("main", "", reader);
  if (!used) {
    require(used.error().kind == ErrorKind::kUsage, "a bad configuration is the user's error");
    const bool asks = !may_ask.empty() && used.error().message.find(may_ask) != std::string::npos;
    require(asks || has_place(files, used.error().message), "an error tells a place within a file");
  } else {
    require(!used->empty(), "there is a format");
    for (const FormatSource& source : *used) {
      const auto parser = make_parser(source);
      require(parser || parser.error().message.starts_with(source.place + ":"),
              "a format compiles or tells where");
    }
  }
  const Result<std::vector<FormatSource>> named = read("main", "a", reader);
  if (named) require(!named->empty(), "a name gives a format");
}

}  // namespace anonlog

#endif  // ANONLOG_TESTS_FUZZ_SERVER_CONFIG_H_
