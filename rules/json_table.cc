#include "rules/json_table.h"

#include <fmt/format.h>

#include <algorithm>

#include "parsers/key_map.h"
#include "parsers/near_name.h"

namespace anonlog {
namespace {

class JsonTableReader {
 public:
  explicit JsonTableReader(const TomlSource& source) : source_(source) {}

  Result<std::vector<JsonKeys>> read(const toml::table& table) {
    for (const auto& [name, node] : table) {
      const auto* info = std::ranges::find(kFields, name.str(), &FieldInfo::name);
      if (info == std::end(kFields) || info->field == Field::kOther) {
        return source_.at(name.source().begin,
                          fmt::format("no field is called \"{}\"{}", name.str(), meant_field(name.str())));
      }
      all_.push_back({info->field, {}});
      if (Status status = read_keys(node); !status) return tl::unexpected(std::move(status).error());
    }
    return std::move(all_);
  }

 private:
  static std::string meant_field(std::string_view name) {
    const auto* near = std::ranges::find_if(
        kFields, [name](const FieldInfo& info) { return is_one_edit_away(info.name, name); });
    return near == std::end(kFields) ? "" : fmt::format("; did you mean {}?", near->name);
  }

  Status read_keys(const toml::node& node) {
    const toml::array* list = node.as_array();
    if (list == nullptr) return read_key(node);
    if (list->empty()) return source_.at(node, "the list has no key");
    for (const toml::node& item : *list) {
      if (Status status = read_key(item); !status) return status;
    }
    return {};
  }

  Status read_key(const toml::node& node) {
    const auto* text = node.as_string();
    if (text == nullptr) return source_.at(node, "a key is a text in quotes: \"request.remote_ip\"");
    const std::string& key = text->get();
    if (const auto problem = KeyMap::key_problem(all_.back().field, key)) return source_.at(node, *problem);
    for (const JsonKeys& known : all_) {
      if (std::ranges::find(known.keys, key) == known.keys.end()) continue;
      return source_.at(node, fmt::format("this key is {} already", field_info(known.field).name));
    }
    all_.back().keys.push_back(key);
    return {};
  }

  const TomlSource& source_;
  std::vector<JsonKeys> all_;
};

}  // namespace

Result<std::vector<JsonKeys>> read_json_table(const TomlSource& source, const toml::node& node) {
  const toml::table* table = node.as_table();
  if (table == nullptr) return source.at(node, "json is a table: [json]");
  return JsonTableReader(source).read(*table);
}

}  // namespace anonlog
