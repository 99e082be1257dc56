// `seal` of a policy: the fields of the log that --sealed encrypts, by their names.
//
//     seal = ["client_ip", "remote_user", "target"]
//
// Errors: kPolicy, with line, column and caret.
#ifndef ANONLOG_RULES_SEAL_LIST_H_
#define ANONLOG_RULES_SEAL_LIST_H_

#include <vector>

#include "parsers/field.h"
#include "rules/toml_source.h"

namespace anonlog {

// In the order of the list; of an empty list nothing.
Result<std::vector<Field>> read_seal_list(const TomlSource& source, const toml::node& node);

}  // namespace anonlog

#endif  // ANONLOG_RULES_SEAL_LIST_H_
