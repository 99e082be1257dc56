#include "filter/config_reader.h"

#include <fmt/format.h>
#include <glob.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <utility>

#include "filter/config_text.h"

namespace anonlog {
namespace {

constexpr std::size_t kMaxFileBytes = std::size_t{16} << 20;
constexpr int kMaxFolderDepth = 16;  // a folder may hold a link to itself

tl::unexpected<Error> unreadable(const std::string& path, const char* why) {
  return fail(ErrorKind::kUsage, fmt::format("cannot read {}: {}", path, why));
}

// Not only regular files: a shell gives <(command) as a pipe.
Status append_file(const std::string& path, std::vector<ConfigFile>& files) {
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  const std::unique_ptr<std::FILE, Close> file(std::fopen(path.c_str(), "rbe"));
  if (file == nullptr) return unreadable(path, std::strerror(errno));
  std::string text;
  char buffer[65536];
  while (const std::size_t size = std::fread(buffer, 1, sizeof buffer, file.get())) {
    text.append(buffer, size);
    if (text.size() > kMaxFileBytes) return unreadable(path, "it is too large for a configuration");
  }
  if (std::ferror(file.get()) != 0) return unreadable(path, std::strerror(errno));
  if (Status status = check_config_text(path, text, "configuration"); !status) return status;
  files.push_back({path, std::move(text)});
  return {};
}

Status append_path(const std::string& path, int depth, std::vector<ConfigFile>& files);

Status append_folder(const std::string& path, int depth, std::vector<ConfigFile>& files) {
  if (depth == kMaxFolderDepth) return unreadable(path, "its folders are too deep");
  std::error_code error;
  std::vector<std::string> entries;
  for (std::filesystem::directory_iterator i(path, error), end; !error && i != end; i.increment(error)) {
    entries.push_back(i->path().string());
  }
  if (error) return unreadable(path, error.message().c_str());
  std::sort(entries.begin(), entries.end());
  for (const std::string& entry : entries) {
    if (Status status = append_path(entry, depth + 1, files); !status) return status;
  }
  return {};
}

Status append_path(const std::string& path, int depth, std::vector<ConfigFile>& files) {
  std::error_code error;
  return std::filesystem::is_directory(path, error) ? append_folder(path, depth, files)
                                                    : append_file(path, files);
}

// For glob(): stop at a folder that is there and cannot be read.
int is_folder_hidden(const char* /*path*/, int error) { return error != ENOENT && error != ENOTDIR ? 1 : 0; }

Result<std::vector<std::string>> matches(const std::string& pattern) {
  glob_t found{};
  const int result = ::glob(pattern.c_str(), 0, is_folder_hidden, &found);
  const int why = errno;
  std::vector<std::string> paths(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  ::globfree(&found);
  if (result != 0 && result != GLOB_NOMATCH) return unreadable(pattern, std::strerror(why));
  return paths;
}

}  // namespace

Result<std::vector<ConfigFile>> read_config_files(const std::string& path_or_pattern) {
  std::vector<std::string> paths;
  std::error_code error;
  if (is_config_pattern(path_or_pattern)) {
    Result<std::vector<std::string>> found = matches(path_or_pattern);
    if (!found) return tl::unexpected(std::move(found).error());
    paths = *std::move(found);
  } else if (std::filesystem::status(path_or_pattern, error).type() !=
             std::filesystem::file_type::not_found) {
    paths.push_back(path_or_pattern);
  }
  std::vector<ConfigFile> files;
  for (const std::string& path : paths) {
    if (Status status = append_path(path, 0, files); !status)
      return tl::unexpected(std::move(status).error());
  }
  return files;
}

}  // namespace anonlog
