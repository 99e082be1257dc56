#include "filter/cli/policy_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "rules/request_line.h"

namespace anonlog {
namespace {

std::string value_text(const ActionParameter& parameter, std::int64_t value) {
  if (parameter.type == ActionParameter::Type::kBoolean) return value != 0 ? "true" : "false";
  return fmt::format("{}", value);
}

// Records that a table [drop] or [flag] means.
std::string rule_text(const RowRule& rule) {
  std::vector<std::string> parts;
  if (!rule.networks.empty()) parts.push_back(fmt::format("clients of {} networks", rule.networks.size()));
  std::vector<std::size_t> statuses;
  for (std::size_t status = 0; status < rule.statuses.size(); ++status) {
    if (rule.statuses[status]) statuses.push_back(status);
  }
  if (!statuses.empty()) parts.push_back(fmt::format("status {}", fmt::join(statuses, " ")));
  std::vector<std::string_view> methods;
  for (std::size_t i = 0; i < method_names().size(); ++i) {
    if (rule.methods[i]) methods.push_back(method_names()[i]);
  }
  if (!methods.empty()) parts.push_back(fmt::format("method {}", fmt::join(methods, " ")));
  if (rule.bots) parts.emplace_back("bots");
  return fmt::format("{}", fmt::join(parts, ", "));
}

// Whether a rule says redact = false.
bool publishes_as_logged(const ColumnRule& rule) {
  for (std::size_t i = 0; i < rule.parameters.size(); ++i) {
    const ActionParameter& parameter = rule.action->parameters[i];
    if (parameter.type == ActionParameter::Type::kBoolean && parameter.name == "redact")
      return rule.parameters[i] == 0;
  }
  return false;
}

std::string text_warning(const ColumnInfo& info, const ColumnRule& rule) {
  if (publishes_as_logged(rule)) {
    return fmt::format(
        "WARNING: {} is published AS LOGGED (redact = false), with every name, address, password and "
        "token\n"
        "         that stands in it. What this policy writes is personal data.\n",
        info.name);
  }
  return fmt::format(
      "warning: {} is published{}. Together with other columns it can still single out a "
      "person.\n",
      info.name, info.type == ColumnType::kText ? ", redacted" : "");
}

// All of a kind in one line.
std::string pseudonym_warnings(const Policy& policy, bool with_way_back) {
  std::vector<std::string_view> names;
  for (const ColumnInfo& info : kColumns) {
    const auto& rule = policy.columns[static_cast<std::size_t>(info.column)];
    if (!rule || !info.optional || !info.is_pseudonym) continue;
    if (rule->action->has_way_back == with_way_back) names.push_back(info.name);
  }
  if (names.empty()) return {};
  return fmt::format("warning: {} {}{}: personal data as long as there is a key of that day.\n",
                     fmt::join(names, ", "), names.size() == 1 ? "is a pseudonym" : "are pseudonyms",
                     with_way_back ? " that the key turns back" : ", each for a UTC day");
}

}  // namespace

std::string_view identity_text(IdentityClass identity) {
  switch (identity) {
    case IdentityClass::kNone:
      return "no";
    case IdentityClass::kQuasi:
      return "in combination";
    case IdentityClass::kDirect:
      break;
  }
  return "directly";
}

std::string rule_text(const ColumnRule& rule) {
  std::string parameters;
  for (std::size_t i = 0; i < rule.parameters.size(); ++i) {
    const ActionParameter& parameter = rule.action->parameters[i];
    const bool is_name = parameter.type == ActionParameter::Type::kName;
    if (parameter.name.empty() || (is_name && rule.name.empty())) continue;
    parameters += fmt::format("{}{} = {}", parameters.empty() ? "" : ", ", parameter.name,
                              is_name ? rule.name : value_text(parameter, rule.parameters[i]));
  }
  if (parameters.empty()) return std::string(rule.action->name);
  return fmt::format("{} ({})", rule.action->name, parameters);
}

std::string client_text(const ClientRule& client) {
  if (client.from == Field::kClientIp) return {};
  if (client.from != Field::kForwardedFor)
    return fmt::format("The client is {}.\n", field_info(client.from).name);
  return "The client is the rightmost address of forwarded_for, client_ip that is not one of the trusted\n"
         "proxies; without one there is none.\n";
}

std::string records_text(const Policy& policy) {
  std::string text;
  if (!policy.drop.empty()) text += fmt::format("Left out and counted: {}.\n", rule_text(policy.drop));
  if (!policy.flag.empty())
    text += fmt::format("Marked in the column flagged: {}.\n", rule_text(policy.flag));
  if (policy.honour_signals)
    text += "Who sends Sec-GPC: 1 or DNT: 1 gets no pseudonym, where the log has these.\n";
  if (!policy.seal.empty()) {
    std::vector<std::string_view> names;
    for (const Field field : policy.seal) names.push_back(field_info(field).name);
    text += fmt::format("Sealed with --sealed, as logged: {}.\n", fmt::join(names, ", "));
  }
  if (policy.release) {
    text += fmt::format(
        "Whole UTC days only, of files, rows in the order of their values. What fewer than {0} clients share "
        "in a day\n"
        "loses country, browser and os; what fewer than {0} share then is left out, as are the first and "
        "last day.\n",
        policy.release->min_clients);
  }
  return text;
}

std::string redaction_text(const RedactionPolicy& redaction) {
  std::string text;
  const auto add = [&text](std::string_view what, auto const& items, auto text_of) {
    std::string list;
    for (const auto& item : items) list += fmt::format("{}{}", list.empty() ? "" : ", ", text_of(item));
    if (!list.empty()) text += fmt::format("{}: {}\n", what, list);
  };
  const auto as_it_is = [](const std::string& item) { return item; };
  const auto path_of = [](const PathTemplate& path_template) {
    std::string path;
    for (const TemplateSegment& segment : path_template) path += "/" + segment.text;
    return path;
  };
  add("Classes of your own", redaction.classes, [](const OwnClass& own) { return own.replacement; });
  add("Path templates", redaction.templates, path_of);
  add("Query keys whose values stay, redacted, in paths", redaction.query, as_it_is);
  add("First segments that path = \"listed\" publishes", redaction.paths, as_it_is);
  return text;
}

std::string prefix_warning(const ColumnRule& rule) {
  if (!rule.action->keeps_prefixes) return {};
  return fmt::format(
      "warning: {} keeps prefixes ({}): neighbours stay neighbours, and an address that someone knows tells "
      "the first "
      "bits of those near it",
      column_info(rule.action->column).name, rule.action->name);
}

std::string warnings_text(const Policy& policy) {
  std::string text;
  for (const ColumnInfo& info : kColumns) {
    const auto& rule = policy.columns[static_cast<std::size_t>(info.column)];
    if (!rule || !info.optional || info.identity == IdentityClass::kNone) continue;
    if (!info.is_pseudonym) text += text_warning(info, *rule);
  }
  text += pseudonym_warnings(policy, false) + pseudonym_warnings(policy, true);
  for (const auto& rule : policy.columns) {
    if (rule && rule->action->keeps_prefixes) text += prefix_warning(*rule) + ".\n";
  }
  return text;
}

}  // namespace anonlog
