#include "filter/policy_file.h"

#include <fmt/format.h>

#include <fstream>
#include <iterator>

namespace anonlog {

Result<Policy> load_policy(const std::string& name_or_path) {
  if (const Preset* preset = find_preset(name_or_path)) return read_policy(preset->name, preset->text);
  std::ifstream file(name_or_path, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file.is_open() || file.bad()) {
    return fail(ErrorKind::kPolicy, fmt::format("{} is neither a preset ({}) nor a file that can be read",
                                                name_or_path, preset_names()));
  }
  return read_policy(name_or_path, text);
}

}  // namespace anonlog
