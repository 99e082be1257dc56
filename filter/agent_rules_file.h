// --ua-rules: the rules that name browsers and systems, out of a file.
//
// Input:   a path of a regexes.yaml of uap-core, at most 4 MiB; empty for the rules that are built in.
// Output:  the rules. What is published stays what the lists of rules/agent/ name, whatever the file says.
// Errors:  kNoInput for a file that cannot be read; kUsage, with file and line, for one that is no such rules.
#ifndef ANONLOG_FILTER_AGENT_RULES_FILE_H_
#define ANONLOG_FILTER_AGENT_RULES_FILE_H_

#include <memory>
#include <string>

#include "parsers/error.h"
#include "rules/agent/agent_rules.h"

namespace anonlog {

Result<std::unique_ptr<const AgentRules>> load_agent_rules(const std::string& path);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_AGENT_RULES_FILE_H_
