#include "rules/row_rule_table.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>

#include "rules/request_line.h"

namespace anonlog {
namespace {

constexpr std::int64_t kFirstStatus = 100;

class RowRuleReader {
 public:
  RowRuleReader(const TomlSource& source, std::string_view name) : source_(source), name_(name) {}

  Result<RowRule> read(const toml::node& node) {
    const toml::table* table = node.as_table();
    if (table == nullptr) return source_.at(node, fmt::format("{0} is a table: [{0}]", name_));
    for (const auto& [key, value] : *table) {
      if (Status status = read_key(key, value); !status) return tl::unexpected<Error>(status.error());
    }
    return std::move(rule_);
  }

 private:
  Status read_key(const toml::key& key, const toml::node& value) {
    if (key == "networks") {
      return each(value, "networks takes a list: [\"192.0.2.0/24\"]", &RowRuleReader::read_network);
    }
    if (key == "statuses") {
      return each(value, "statuses takes a list: [301, 304]", &RowRuleReader::read_status);
    }
    if (key == "methods") {
      return each(value, "methods takes a list: [\"OPTIONS\"]", &RowRuleReader::read_method);
    }
    if (key == "bots") {
      const auto* bots = value.as_boolean();
      if (bots == nullptr) return source_.at(value, "bots takes true or false");
      rule_.bots = bots->get();
      return {};
    }
    return source_.at(
        key.source().begin,
        fmt::format("unknown key \"{}\"; [{}] has networks, statuses, methods and bots", key.str(), name_));
  }

  Status each(const toml::node& node, std::string_view what,
              Status (RowRuleReader::*read_item)(const toml::node&)) {
    const auto* list = node.as_array();
    if (list == nullptr) return source_.at(node, what);
    for (const toml::node& item : *list) {
      if (Status status = (this->*read_item)(item); !status) return status;
    }
    return {};
  }

  Status read_network(const toml::node& item) {
    const auto* text = item.as_string();
    if (text == nullptr) return source_.at(item, "a network is a text in quotes");
    const auto network = AddressNetwork::parse(text->get());
    if (!network) return source_.at(item, network.error());
    rule_.networks.push_back(*network);
    return {};
  }

  Status read_status(const toml::node& item) {
    const auto* status = item.as_integer();
    if (status == nullptr || status->get() < kFirstStatus ||
        status->get() >= static_cast<std::int64_t>(RowRule::kStatusEnd)) {
      return source_.at(item, "a status is a number from 100 to 599");
    }
    rule_.statuses.set(static_cast<std::size_t>(status->get()));
    return {};
  }

  Status read_method(const toml::node& item) {
    const auto* name = item.as_string();
    const Vocabulary names = method_names();
    const auto found = name == nullptr ? names.end() : std::ranges::find(names, name->get());
    if (found == names.end()) {
      return source_.at(item, fmt::format("a method is one of {}", fmt::join(names, ", ")));
    }
    rule_.methods.set(static_cast<std::size_t>(found - names.begin()));
    return {};
  }

  const TomlSource& source_;
  std::string_view name_;
  RowRule rule_;
};

}  // namespace

Result<RowRule> read_row_rule(const TomlSource& source, std::string_view name, const toml::node& node) {
  return RowRuleReader(source, name).read(node);
}

}  // namespace anonlog
