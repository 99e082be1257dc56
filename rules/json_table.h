// Reads the table [json] of a policy: which keys of a JSON line are which fields, for the format `json`.
//
//     [json]
//     client_ip = "req.addr"             # a path with dots; goes before the names that the format knows
//     duration_us = "took:ms"            # s, ms, us or ns; s when it is not said
//     user_agent = ["req.ua", "browser"] # the first that is there
#ifndef ANONLOG_RULES_JSON_TABLE_H_
#define ANONLOG_RULES_JSON_TABLE_H_

#include <vector>

#include "parsers/error.h"
#include "rules/json_keys.h"
#include "rules/toml_source.h"

namespace anonlog {

Result<std::vector<JsonKeys>> read_json_table(const TomlSource& source, const toml::node& node);

}  // namespace anonlog

#endif  // ANONLOG_RULES_JSON_TABLE_H_
