#include "rules/policy.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "parsers/near_name.h"
#include "rules/client_table.h"
#include "rules/host_name.h"
#include "rules/json_table.h"
#include "rules/redaction/redact_table.h"
#include "rules/release_table.h"
#include "rules/row_rule_table.h"
#include "rules/seal_list.h"
#include "rules/toml_source.h"

namespace anonlog {
namespace {

class PolicyReader {
 public:
  PolicyReader(std::string_view name, std::string_view text) : source_(name, text) {}

  Result<Policy> read() {
    // toml++ of Debian is a shared library that reports by exception; none goes past here.
    try {
      const toml::table document = toml::parse(source_.text());
      return read_document(document).map([this]() { return std::move(policy_); });
    } catch (const toml::parse_error& error) {
      return source_.at(error.source().begin, error.description());
    }
  }

 private:
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
      return source_.at(document,
                        "this policy publishes no column; name some in [columns], or extends = \"standard\"");
    }
    if (Status status = check_flag(document); !status) return status;
    if (Status status = check_paths(document); !status) return status;
    return policy_.release ? check_release(document) : Status{};
  }

  // A list that nothing reads is a mistake.
  Status check_paths(const toml::table& document) {
    const auto& path = policy_.columns[static_cast<std::size_t>(Column::kPath)];
    const bool is_listed = path && path->action->name == "listed";
    const toml::node* paths = document.get("paths");
    if (paths == nullptr || is_listed || policy_.redaction.paths.empty()) return {};
    return source_.at(*paths, "paths has a meaning with path = \"listed\" in [columns] only");
  }

  // A mark without its column, or a column that marks nothing, is a mistake.
  Status check_flag(const toml::table& document) {
    const bool has_column = policy_.columns[static_cast<std::size_t>(Column::kFlagged)].has_value();
    if (has_column == !policy_.flag.empty()) return {};
    return at_key(document, has_column ? "columns.flagged" : "flag",
                  has_column ? "the column flagged needs a table [flag] that says what it marks"
                             : "[flag] needs the column: flagged = \"rows\" in [columns]");
  }

  // What a release holds must be shared by many.
  Status check_release(const toml::table& document) {
    if (const toml::node* seal = document.get("seal"); seal != nullptr && !policy_.seal.empty()) {
      return source_.at(*seal,
                        "a release ([release]) cannot be sealed as well: its rows are those of no one");
    }
    for (const ColumnInfo& info : kColumns) {
      const auto& rule = policy_.columns[static_cast<std::size_t>(info.column)];
      if (!rule || rule->action->for_release) continue;
      return at_key(document, fmt::format("columns.{}", info.name),
                    fmt::format("a release ([release]) cannot publish the column {} with the action {}; "
                                "{} = \"drop\"{}",
                                info.name, rule->action->name, info.name, release_actions(info.column)));
    }
    return {};
  }

  // Where the policy itself has that key; of one that it has from what it extends, there.
  [[nodiscard]] tl::unexpected<Error> at_key(const toml::table& document, std::string_view path,
                                             std::string_view message) const {
    const toml::node_view<const toml::node> named = document.at_path(path);
    const toml::node* node = named ? named.node() : document.get("extends");
    return source_.at(node == nullptr ? static_cast<const toml::node&>(document) : *node, message);
  }

  static std::string release_actions(Column column) {
    std::string names;
    for (const Action& action : actions()) {
      if (action.column == column && action.for_release) names += fmt::format(", or {}", action.name);
    }
    return names;
  }

  Status read_top_level(const toml::key& key, const toml::node& node) {
    if (key == "extends") return {};
    if (key == "hosts") return read_hosts(node);
    if (key == "site") return read_site(node);
    if (key == "client") return read_into(policy_.client, read_client_table(source_, node));
    if (key == "json") return read_into(policy_.json, read_json_table(source_, node));
    if (key == "honour_signals") return read_honour_signals(node);
    if (key == "drop") return read_into(policy_.drop, read_row_rule(source_, "drop", node));
    if (key == "flag") return read_into(policy_.flag, read_row_rule(source_, "flag", node));
    if (key == "seal") return read_into(policy_.seal, read_seal_list(source_, node));
    if (key == "release") return read_into(policy_.release, read_release_rule(source_, node));
    if (key == "paths") return read_listed_paths(source_, node, policy_.redaction);
    if (key == "redact") return read_redact_table(source_, node, policy_.redaction);
    if (key == "columns") return read_columns(node);
    return source_.at(
        key.source().begin,
        fmt::format("unknown key \"{}\"; a policy has extends, hosts, site, paths, honour_signals, seal, "
                    "[client], [json], [drop], [flag], [redact], [release] and [columns]",
                    key.str()));
  }

  Status read_extends(const toml::node& node) {
    const auto* name = node.as_string();
    const Preset* preset = name == nullptr ? nullptr : find_preset(name->get());
    if (preset == nullptr)
      return source_.at(node, fmt::format("extends takes the name of a preset: {}", preset_names()));
    Result<Policy> base = read_policy(preset->name, preset->text);
    if (!base) return tl::unexpected<Error>(base.error());
    policy_ = std::move(*base);
    return {};
  }

  Status read_hosts(const toml::node& node) {
    const auto* list = node.as_array();
    if (list == nullptr) return source_.at(node, "hosts takes a list of host names: [\"example.org\"]");
    policy_.hosts.clear();
    TextArena arena;
    for (const toml::node& item : *list) {
      const auto* host = item.as_string();
      if (host == nullptr || host->get().empty()) return source_.at(item, "a host is a name in quotes");
      const std::string_view name = normal_host(host->get(), arena);
      if (name.find_first_of("/*@:?# ") != std::string_view::npos || name.starts_with('.')) {
        return source_.at(item, "a host is a name as \"www.example.org\", without scheme, path or wildcard");
      }
      policy_.hosts.emplace_back(name);
    }
    return {};
  }

  Status read_site(const toml::node& node) {
    const auto* site = node.as_string();
    if (site == nullptr) return source_.at(node, "site takes a text in quotes");
    policy_.site = site->get();
    return {};
  }

  Status read_honour_signals(const toml::node& node) {
    const auto* honours = node.as_boolean();
    if (honours == nullptr) return source_.at(node, "honour_signals takes true or false");
    policy_.honour_signals = honours->get();
    return {};
  }

  template <typename T, typename Read>
  static Status read_into(T& target, Result<Read> value) {
    if (!value) return Status(tl::unexpect, std::move(value).error());
    target = *std::move(value);
    return {};
  }

  Status read_columns(const toml::node& node) {
    const auto* table = node.as_table();
    if (table == nullptr) return source_.at(node, "columns is a table: [columns]");
    for (const auto& [key, rule] : *table) {
      const auto* column = std::find_if(std::begin(kColumns), std::end(kColumns),
                                        [&](const ColumnInfo& info) { return info.name == key.str(); });
      if (column == std::end(kColumns)) {
        return source_.at(key.source().begin,
                          fmt::format("no column is called \"{}\"{}", key.str(), meant_column(key.str())));
      }
      if (column->column == Column::kRecord) {
        return source_.at(key.source().begin,
                          "the column record is made by --sealed, and then always there; leave it out");
      }
      if (Status status = read_rule(column->column, rule); !status) return status;
    }
    return {};
  }

  static std::string meant_column(std::string_view name) {
    const auto* near = std::find_if(std::begin(kColumns), std::end(kColumns), [name](const ColumnInfo& info) {
      return is_one_edit_away(info.name, name);
    });
    return near == std::end(kColumns) ? "" : fmt::format("; did you mean {}?", near->name);
  }

  // "action", or { action = "...", parameter = value }.
  Status read_rule(Column column, const toml::node& node) {
    const toml::table* table = node.as_table();
    const toml::node* name = table == nullptr ? &node : table->get("action");
    if (name == nullptr) return source_.at(node, "this table has no action");
    const auto* text = name->as_string();
    if (text == nullptr)
      return source_.at(*name, "an action is a name in quotes, or { action = \"...\", ... }");
    std::optional<ColumnRule>& rule = policy_.columns[static_cast<std::size_t>(column)];
    if (text->get() == "drop") {
      rule.reset();
      return {};
    }
    const Action* action = find_action(column, text->get());
    if (action == nullptr) return source_.at(*name, unknown_action(column, text->get()));
    rule = ColumnRule{action, {}, {}};
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
    return fmt::format("column {} has no action \"{}\"; it has: {}", column_info(column).name, name,
                       fmt::join(names, ", "));
  }

  Status read_parameters(const toml::table& table, ColumnRule& rule) {
    for (const auto& [key, node] : table) {
      if (key == "action") continue;
      const auto& parameters = rule.action->parameters;
      const auto* parameter =
          std::find_if(parameters.begin(), parameters.end(),
                       [&](const ActionParameter& p) { return !p.name.empty() && p.name == key.str(); });
      if (parameter == parameters.end()) {
        return source_.at(key.source().begin,
                          fmt::format("action {} has no parameter \"{}\"", rule.action->name, key.str()));
      }
      if (parameter->type == ActionParameter::Type::kName) {
        if (!read_name(node, rule.name)) return source_.at(node, what_it_takes(*parameter));
        continue;
      }
      const std::optional<std::int64_t> value = read_value(*parameter, node);
      if (!value) return source_.at(node, what_it_takes(*parameter));
      rule.parameters[static_cast<std::size_t>(parameter - parameters.begin())] = *value;
    }
    return {};
  }

  // What may name a cookie (RFC 6265), and more.
  static bool read_name(const toml::node& node, std::string& name) {
    const auto* value = node.as_string();
    if (value == nullptr || value->get().empty()) return false;
    name = value->get();
    return std::ranges::all_of(name, [](char c) {
      return c > ' ' && c < '\x7F' && std::string_view("=;,\"\\").find(c) == std::string_view::npos;
    });
  }

  static std::optional<std::int64_t> read_value(const ActionParameter& parameter, const toml::node& node) {
    if (parameter.type == ActionParameter::Type::kBoolean) {
      const auto* value = node.as_boolean();
      return value == nullptr ? std::nullopt : std::optional<std::int64_t>(value->get() ? 1 : 0);
    }
    const auto* value = node.as_integer();
    const bool fits = value != nullptr && value->get() >= parameter.min && value->get() <= parameter.max;
    return fits ? std::optional<std::int64_t>(value->get()) : std::nullopt;
  }

  static std::string what_it_takes(const ActionParameter& parameter) {
    if (parameter.type == ActionParameter::Type::kBoolean) {
      return fmt::format("{} takes true or false", parameter.name);
    }
    if (parameter.type == ActionParameter::Type::kName) {
      return fmt::format("{} takes a text in quotes, without spaces and = ; , \\", parameter.name);
    }
    return fmt::format("{} takes a whole number from {} to {}", parameter.name, parameter.min, parameter.max);
  }

  TomlSource source_;
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

bool writes_address(const ColumnRule& rule) {
  return rule.action->parameters[0].name == "as_address" && rule.parameters[0] != 0;
}

std::string preset_names() {
  std::vector<std::string_view> names;
  for (const Preset& preset : presets()) names.push_back(preset.name);
  return fmt::format("{}", fmt::join(names, ", "));
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
