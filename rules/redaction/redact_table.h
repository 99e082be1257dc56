// Reads the table [redact] of a policy, and its key `paths` (redaction_policy.h).
//
//     paths = ["/docs", "/blog"]                    # what the action `listed` of column path publishes
//     [redact]
//     classes = { order_id = 'ORD-[0-9]{6}' }       # RE2 patterns; a segment in which one matches becomes {order_id}
//     templates = ["/user/*/order/{order}"]         # segments that stand in a place become {*}, {order}
//     query = ["page", "lang"]                      # keys that stay in a path, each value redacted like a segment
//
// A key that is given takes the place of that key in what the policy extends.
#ifndef ANONLOG_RULES_REDACTION_REDACT_TABLE_H_
#define ANONLOG_RULES_REDACTION_REDACT_TABLE_H_

#include "parsers/error.h"
#include "rules/redaction/redaction_policy.h"
#include "rules/toml_source.h"

namespace anonlog {

Status read_redact_table(const TomlSource& source, const toml::node& node, RedactionPolicy& policy);
Status read_listed_paths(const TomlSource& source, const toml::node& node, RedactionPolicy& policy);

}  // namespace anonlog

#endif  // ANONLOG_RULES_REDACTION_REDACT_TABLE_H_
