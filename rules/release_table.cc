#include "rules/release_table.h"

#include <fmt/format.h>

namespace anonlog {

Result<ReleaseRule> read_release_rule(const TomlSource& source, const toml::node& node) {
  const toml::table* table = node.as_table();
  if (table == nullptr) return source.at(node, "release is a table: [release]");
  ReleaseRule rule;
  for (const auto& [key, value] : *table) {
    if (key != "min_clients") {
      return source.at(key.source().begin,
                       fmt::format("unknown key \"{}\"; [release] has min_clients", key.str()));
    }
    const auto* number = value.as_integer();
    if (number == nullptr || number->get() < static_cast<std::int64_t>(ReleaseRule::kLeastClients) ||
        number->get() > static_cast<std::int64_t>(ReleaseRule::kMostClients)) {
      return source.at(value, fmt::format("min_clients takes a whole number from {} to {}",
                                          ReleaseRule::kLeastClients, ReleaseRule::kMostClients));
    }
    rule.min_clients = static_cast<std::size_t>(number->get());
  }
  return rule;
}

}  // namespace anonlog
