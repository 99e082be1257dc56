#include "rules/policy.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <toml++/toml.h>

#include <algorithm>

#include "rules/host_name.h"

namespace anonlog {
namespace {

// The byte offset of a position that toml++ gives; both count from 1, columns in code points.
std::size_t byte_offset(std::string_view text, const toml::source_position& position) {
  std::size_t offset = 0;
  for (toml::source_index line = 1; line < position.line; ++line) {
    const std::size_t newline = text.find('\n', offset);
    if (newline == std::string_view::npos) return text.size();
    offset = newline + 1;
  }
  for (toml::source_index column = 1; column < position.column && offset < text.size(); ++column) {
    ++offset;
    while (offset < text.size() && (static_cast<unsigned char>(text[offset]) & 0xC0U) == 0x80U) ++offset;
  }
  return offset;
}

class PolicyReader {
 public:
  PolicyReader(std::string_view name, std::string_view text) : name_(name), text_(text) {}

  Result<Policy> read() {
    // toml++ of Debian is a shared library that reports by exception; none goes past here.
    try {
      const toml::table document = toml::parse(text_);
      return read_document(document).map([this]() { return std::move(policy_); });
    } catch (const toml::parse_error& error) {
      return at(error.source().begin, error.description());
    }
  }

 private:
  tl::unexpected<Error> at(const toml::source_position& position, std::string_view message) const {
    return fail(ErrorKind::kPolicy, locate(name_, text_, byte_offset(text_, position), message));
  }
  tl::unexpected<Error> at(const toml::node& node, std::string_view message) const {
    return at(node.source().begin, message);
  }

  Status read_document(const toml::table& document) {
    // What a policy extends is read first, wherever it stands.
    if (const toml::node* extended = document.get("extends")) {
      if (Status status = read_extends(*extended); !status) return status;
    }
    for (const auto& [key, node] : document) {
      if (Status status = read_top_level(key, node); !status) return status;
    }
    if (std::none_of(policy_.columns.begin(), policy_.columns.end(),
                     [](const auto& rule) { return rule.has_value(); })) {
      return at(document,
                "this policy publishes no column; name some in [columns], or extends = \"standard\"");
    }
    return {};
  }

  Status read_top_level(const toml::key& key, const toml::node& node) {
    if (key == "extends") return {};
    if (key == "hosts") return read_hosts(node);
    if (key == "site") return read_site(node);
    if (key == "columns") return read_columns(node);
    return at(key.source().begin, fmt::format("unknown key \"{}\"; a policy has extends, hosts, site and "
                                              "[columns]",
                                              key.str()));
  }

  Status read_extends(const toml::node& node) {
    const auto* name = node.as_string();
    const Preset* preset = name == nullptr ? nullptr : find_preset(name->get());
    if (preset == nullptr)
      return at(node, fmt::format("extends takes the name of a preset: {}", preset_names()));
    Result<Policy> base = read_policy(preset->name, preset->text);
    if (!base) return tl::unexpected<Error>(base.error());
    policy_ = std::move(*base);
    return {};
  }

  static std::string preset_names() {
    std::vector<std::string_view> names;
    for (const Preset& preset : presets()) names.push_back(preset.name);
    return fmt::format("{}", fmt::join(names, ", "));
  }

  Status read_hosts(const toml::node& node) {
    const auto* list = node.as_array();
    if (list == nullptr) return at(node, "hosts takes a list of host names: [\"example.org\"]");
    policy_.hosts.clear();
    TextArena arena;
    for (const toml::node& item : *list) {
      const auto* host = item.as_string();
      if (host == nullptr || host->get().empty()) return at(item, "a host is a name in quotes");
      const std::string_view name = normal_host(host->get(), arena);
      if (name.find_first_of("/*@:?# ") != std::string_view::npos || name.starts_with('.')) {
        return at(item, "a host is a name as \"www.example.org\", without scheme, path or wildcard");
      }
      policy_.hosts.emplace_back(name);
    }
    return {};
  }

  Status read_site(const toml::node& node) {
    const auto* site = node.as_string();
    if (site == nullptr) return at(node, "site takes a text in quotes");
    policy_.site = site->get();
    return {};
  }

  Status read_columns(const toml::node& node) {
    const auto* table = node.as_table();
    if (table == nullptr) return at(node, "columns is a table: [columns]");
    for (const auto& [key, rule] : *table) {
      const auto* column = std::find_if(std::begin(kColumns), std::end(kColumns),
                                        [&](const ColumnInfo& info) { return info.name == key.str(); });
      if (column == std::end(kColumns)) {
        return at(key.source().begin, fmt::format("no column is called \"{}\"", key.str()));
      }
      if (Status status = read_rule(column->column, rule); !status) return status;
    }
    return {};
  }

  // "action", or { action = "...", parameter = number }.
  Status read_rule(Column column, const toml::node& node) {
    const toml::table* table = node.as_table();
    const toml::node* name = table == nullptr ? &node : table->get("action");
    if (name == nullptr) return at(node, "this table has no action");
    const auto* text = name->as_string();
    if (text == nullptr) return at(*name, "an action is a name in quotes, or { action = \"...\", ... }");
    std::optional<ColumnRule>& rule = policy_.columns[static_cast<std::size_t>(column)];
    if (text->get() == "drop") {
      rule.reset();
      return {};
    }
    const Action* action = find_action(column, text->get());
    if (action == nullptr) return at(*name, unknown_action(column, text->get()));
    rule = ColumnRule{action, {}};
    for (std::size_t i = 0; i < action->parameters.size(); ++i) {
      rule->parameters[i] = action->parameters[i].default_value;
    }
    return table == nullptr ? Status{} : read_parameters(*table, *rule);
  }

  static std::string unknown_action(Column column, std::string_view name) {
    std::vector<std::string> names = {"drop"};
    for (const Action& action : actions()) {
      if (action.column == column) names.emplace_back(action.name);
    }
    if (names.size() == 1) {
      return fmt::format("column {} has no action yet; it is always null", column_info(column).name);
    }
    return fmt::format("column {} has no action \"{}\"; it has: {}", column_info(column).name, name,
                       fmt::join(names, ", "));
  }

  Status read_parameters(const toml::table& table, ColumnRule& rule) {
    for (const auto& [key, node] : table) {
      if (key == "action") continue;
      const auto& parameters = rule.action->parameters;
      const auto* parameter = std::find_if(parameters.begin(), parameters.end(),
                                           [&](const ActionParameter& p) { return p.name == key.str(); });
      if (parameter == parameters.end()) {
        return at(key.source().begin,
                  fmt::format("action {} has no parameter \"{}\"", rule.action->name, key.str()));
      }
      const auto* number = node.as_integer();
      if (number == nullptr || number->get() < parameter->min || number->get() > parameter->max) {
        return at(node, fmt::format("{} takes a whole number from {} to {}", parameter->name, parameter->min,
                                    parameter->max));
      }
      rule.parameters[static_cast<std::size_t>(parameter - parameters.begin())] = number->get();
    }
    return {};
  }

  std::string_view name_;
  std::string_view text_;
  Policy policy_;
};

}  // namespace

std::vector<Column> record_columns(const Policy& policy) {
  std::vector<Column> columns;
  for (const ColumnInfo& info : kColumns) {
    const bool named = policy.columns[static_cast<std::size_t>(info.column)].has_value();
    if (!info.optional || named) columns.push_back(info.column);
  }
  return columns;
}

const Preset* find_preset(std::string_view name) {
  const std::span<const Preset> all = presets();
  const auto preset =
      std::find_if(all.begin(), all.end(), [name](const Preset& p) { return p.name == name; });
  return preset == all.end() ? nullptr : &*preset;
}

Result<Policy> read_policy(std::string_view name, std::string_view toml) {
  return PolicyReader(name, toml).read();
}

}  // namespace anonlog
