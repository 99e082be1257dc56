#include "filter/policy_file.h"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <string>
#include <system_error>

#include "filter/config_text.h"

namespace anonlog {
namespace {

// False: it cannot be read. (Iterators over the stream's buffer would throw on a folder.)
bool read_file(const std::string& path, std::string* text) {
  std::ifstream file(path, std::ios::binary);
  std::array<char, 4096> bytes{};
  while (file.good()) {
    file.read(bytes.data(), bytes.size());
    text->append(bytes.data(), static_cast<std::size_t>(file.gcount()));
  }
  return file.eof();
}

}  // namespace

Result<Policy> load_policy(const std::string& name_or_path) {
  if (const Preset* preset = find_preset(name_or_path)) return read_policy(preset->name, preset->text);
  std::string text;
  if (!read_file(name_or_path, &text)) {
    const std::string why = std::generic_category().message(errno);
    return fail(ErrorKind::kPolicy, fmt::format("{} is neither a preset ({}) nor a file that can be read: {}",
                                                name_or_path, preset_names(), why));
  }
  if (Status status = check_config_text(name_or_path, text, "policy"); !status) {
    return fail(ErrorKind::kPolicy, std::move(status).error().message);
  }
  return read_policy(name_or_path, text);
}

}  // namespace anonlog
