// The files of a server's configuration while they are read: reads what is included, keeps the texts for
// messages, and refuses what has no end.
//
// Lifetime: files stay where they are as long as the object.
// Errors:   kUsage; of an include with the file, line and column that asks for it.
// Memory:   all texts, at most kMaxFiles files of kMaxBytes together.
#ifndef ANONLOG_PARSERS_CONFIG_FILES_H_
#define ANONLOG_PARSERS_CONFIG_FILES_H_

#include <cstddef>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/error.h"

namespace anonlog {

struct ConfigFile {
  std::string path;
  std::string text;
};

// Reads a file, the files of a folder, or what a pattern with * ? [ matches, sorted. What does not exist is no
// error, but none of them; what exists and cannot be read is one.
using ConfigReader = std::function<Result<std::vector<ConfigFile>>(const std::string& path_or_pattern)>;

// A word of a configuration, its quotes and escapes undone.
struct ConfigWord {
  std::string text;
  std::size_t offset = 0;  // of its first byte or quote, in the file
};

// Where something stands in a file.
struct ConfigPlace {
  const ConfigFile* file = nullptr;
  std::size_t offset = 0;
};

// "FILE:LINE:COLUMN: MESSAGE", the line and a caret.
tl::unexpected<Error> config_error(const ConfigPlace& place, std::string_view message);

// "FILE:LINE"
std::string file_and_line(const ConfigPlace& place);

// The folder of a path, with its slash; empty when it has none.
std::string folder_of(std::string_view path);

// `path`, which is taken to be relative to `folder` (as folder_of() gives it) unless it begins with a slash.
std::string in_folder(std::string_view folder, std::string_view path);

bool is_config_pattern(std::string_view path);

class ConfigFiles {
 public:
  // Enough for every real server; what an include of itself by another name runs into.
  static constexpr std::size_t kMaxDepth = 32;
  static constexpr std::size_t kMaxFiles = 10'000;
  static constexpr std::size_t kMaxBytes = std::size_t{64} << 20;

  using Visitor = std::function<Status(const ConfigFile&)>;

  // `read` must outlive this.
  explicit ConfigFiles(const ConfigReader& read) : read_(read) {}
  explicit ConfigFiles(ConfigReader&&) = delete;

  // Visits the file that the user named.
  Status open(const std::string& path, const Visitor& visit);

  // Visits the files that stand for an include at `place`; `optional`: there may be none.
  Status include(const std::string& path, const ConfigPlace& place, bool optional, const Visitor& visit);

 private:
  Status visit_all(std::vector<ConfigFile>&& found, const ConfigPlace& place, const Visitor& visit);

  const ConfigReader& read_;
  std::deque<ConfigFile> files_;
  std::size_t bytes_ = 0;                // of files_
  std::vector<const ConfigFile*> open_;  // each but the first was included by the one before
};

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_CONFIG_FILES_H_
