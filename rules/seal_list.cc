#include "rules/seal_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string>

#include "parsers/near_name.h"

namespace anonlog {
namespace {

std::string meant_field(std::string_view name) {
  const auto* near = std::ranges::find_if(
      kFields, [name](const FieldInfo& info) { return is_one_edit_away(info.name, name); });
  return near == std::end(kFields) ? "`anonlog formats --fields` lists them"
                                   : fmt::format("did you mean {}?", near->name);
}

}  // namespace

Result<std::vector<Field>> read_seal_list(const TomlSource& source, const toml::node& node) {
  const auto* list = node.as_array();
  if (list == nullptr) {
    return source.at(node, "seal takes a list of fields of the log: [\"client_ip\", \"target\"]");
  }
  std::vector<Field> fields;
  for (const toml::node& item : *list) {
    const auto* name = item.as_string();
    if (name == nullptr) return source.at(item, "a field is a name in quotes");
    const auto* info =
        std::ranges::find_if(kFields, [name](const FieldInfo& row) { return row.name == name->get(); });
    if (info == std::end(kFields)) {
      return source.at(item,
                       fmt::format("no field is called \"{}\"; {}", name->get(), meant_field(name->get())));
    }
    if (info->field == Field::kOther) return source.at(item, "other is not one field, and cannot be sealed");
    if (std::ranges::find(fields, info->field) != fields.end()) {
      return source.at(item, fmt::format("{} stands there twice", info->name));
    }
    fields.push_back(info->field);
  }
  return fields;
}

}  // namespace anonlog
