#include "parsers/config_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace anonlog {

tl::unexpected<Error> config_error(const ConfigPlace& place, std::string_view message) {
  return fail(ErrorKind::kUsage, locate(place.file->path, place.file->text, place.offset, message));
}

std::string file_and_line(const ConfigPlace& place) {
  const std::string_view before = std::string_view(place.file->text).substr(0, place.offset);
  return fmt::format("{}:{}", place.file->path, 1 + std::count(before.begin(), before.end(), '\n'));
}

std::string folder_of(std::string_view path) {
  return std::string(path.substr(0, path.rfind('/') + 1));  // npos + 1 == 0
}

std::string in_folder(std::string_view folder, std::string_view path) {
  return path.starts_with('/') ? std::string(path) : std::string(folder).append(path);
}

bool is_config_pattern(std::string_view path) { return path.find_first_of("*?[") != std::string_view::npos; }

Status ConfigFiles::open(const std::string& path, const Visitor& visit) {
  Result<std::vector<ConfigFile>> found = read_(path);
  if (!found) return fail(ErrorKind::kUsage, found.error().message);
  if (found->empty()) return fail(ErrorKind::kUsage, fmt::format("there is no file {}", path));
  return visit_all(*std::move(found), {}, visit);
}

Status ConfigFiles::include(const std::string& path, const ConfigPlace& place, bool optional,
                            const Visitor& visit) {
  if (open_.size() == kMaxDepth) {
    return config_error(place, fmt::format("more than {} files include each other", kMaxDepth));
  }
  Result<std::vector<ConfigFile>> found = read_(path);
  if (!found) return config_error(place, found.error().message);
  if (found->empty() && !optional) return config_error(place, fmt::format("there is no file {}", path));
  return visit_all(*std::move(found), place, visit);
}

Status ConfigFiles::visit_all(std::vector<ConfigFile>&& found, const ConfigPlace& place,
                              const Visitor& visit) {
  for (ConfigFile& file : found) {
    const auto is_file = [&file](const ConfigFile* other) { return other->path == file.path; };
    if (std::any_of(open_.begin(), open_.end(), is_file)) {
      return config_error(place, fmt::format("{} includes itself", file.path));
    }
    if (files_.size() == kMaxFiles) {
      return config_error(place, fmt::format("more than {} files are included", kMaxFiles));
    }
    bytes_ += file.text.size();
    if (bytes_ > kMaxBytes) {
      return config_error(place, fmt::format("more than {} MiB are included", kMaxBytes >> 20));
    }
    files_.push_back(std::move(file));
    open_.push_back(&files_.back());
    Status status = visit(files_.back());
    open_.pop_back();
    if (!status) return status;
  }
  return {};
}

}  // namespace anonlog
