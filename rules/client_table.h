// Reads the table [client] of a policy (client.h).
#ifndef ANONLOG_RULES_CLIENT_TABLE_H_
#define ANONLOG_RULES_CLIENT_TABLE_H_

#include "parsers/error.h"
#include "rules/client.h"
#include "rules/toml_source.h"

namespace anonlog {

Result<ClientRule> read_client_table(const TomlSource& source, const toml::node& node);

}  // namespace anonlog

#endif  // ANONLOG_RULES_CLIENT_TABLE_H_
