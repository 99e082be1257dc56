// Reads the tables [drop] and [flag] (row_rule.h) of a policy.
#ifndef ANONLOG_RULES_ROW_RULE_TABLE_H_
#define ANONLOG_RULES_ROW_RULE_TABLE_H_

#include <string_view>

#include "rules/row_rule.h"
#include "rules/toml_source.h"

namespace anonlog {

// `name`: of the table, for messages.
Result<RowRule> read_row_rule(const TomlSource& source, std::string_view name, const toml::node& node);

}  // namespace anonlog

#endif  // ANONLOG_RULES_ROW_RULE_TABLE_H_
