#include "rules/client_table.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace anonlog {
namespace {

Result<Field> read_from(const TomlSource& source, const toml::node& node) {
  const auto* name = node.as_string();
  std::vector<std::string_view> names;
  for (const Field field : kClientFields) {
    names.push_back(field_info(field).name);
    if (name != nullptr && name->get() == names.back()) return field;
  }
  return source.at(node, fmt::format("from takes the name of a field: {}", fmt::join(names, ", ")));
}

Result<TrustedProxies> read_trusted(const TomlSource& source, const toml::node& node) {
  const auto* list = node.as_array();
  if (list == nullptr || list->empty()) {
    return source.at(node,
                     "trusted takes a list of your proxies' networks: [\"10.0.0.0/8\", \"2001:db8::/32\"]");
  }
  TrustedProxies trusted;
  for (const toml::node& item : *list) {
    const auto* text = item.as_string();
    if (text == nullptr) return source.at(item, "a network is a text in quotes");
    if (text->get() == kUnixSocket) {
      trusted.unix_socket = true;
      continue;
    }
    auto network = AddressNetwork::parse(text->get());
    if (!network) return source.at(item, network.error());
    trusted.networks.push_back(*network);
  }
  return trusted;
}

}  // namespace

Result<ClientRule> read_client_table(const TomlSource& source, const toml::node& node) {
  const toml::table* table = node.as_table();
  if (table == nullptr) return source.at(node, "client is a table: [client]");
  ClientRule client;
  for (const auto& [key, value] : *table) {
    if (key == "from") {
      const Result<Field> from = read_from(source, value);
      if (!from) return tl::unexpected<Error>(from.error());
      client.from = *from;
    } else if (key == "trusted") {
      Result<TrustedProxies> trusted = read_trusted(source, value);
      if (!trusted) return tl::unexpected<Error>(std::move(trusted).error());
      client.trusted = *std::move(trusted);
    } else {
      return source.at(key.source().begin,
                       fmt::format("unknown key \"{}\"; [client] has from and trusted", key.str()));
    }
  }
  const toml::node* trusted = table->get("trusted");
  const toml::node* from = table->get("from");
  if (client.from == Field::kForwardedFor && trusted == nullptr) {
    return source.at(*from, "forwarded_for can be forged: name your proxies' networks with trusted = [...]");
  }
  if (client.from != Field::kForwardedFor && trusted != nullptr) {
    return source.at(*trusted, "trusted has a meaning with from = \"forwarded_for\" only");
  }
  if (from == nullptr) return source.at(node, "[client] says where the client is taken from: from = \"...\"");
  return client;
}

}  // namespace anonlog
