// Reads a regexes.yaml of uap-core.
//
// Input:   the text of the file; `name` is only for messages.
// Output:  the rules of user_agent_parsers and os_parsers, in order, in the shape of agent_rule.h.
//          Repeats with a bound of three digits are widened (`{0,200}` to `*`): they are there against
//          backtracking, which RE2 does not do, and make its automata four times as large. Bounds of two
//          digits decide real cases and stay.
// Errors:  not YAML, a section missing or empty, a rule without regex, an unknown regex_flag.
// Threads: free function, any thread.
#ifndef ANONLOG_RULES_AGENT_UAP_CORE_FILE_H_
#define ANONLOG_RULES_AGENT_UAP_CORE_FILE_H_

#include <string>
#include <string_view>
#include <vector>

#include "parsers/error.h"
#include "rules/agent/agent_rule.h"

namespace anonlog {

// An AgentRule that owns its text.
struct OwnedAgentRule {
  std::string pattern;
  std::string family;
  std::string major;
  std::string origin;  // NAME:LINE

  [[nodiscard]] AgentRule view() const { return {pattern, family, major, origin}; }
};

struct UapCoreFile {
  std::vector<OwnedAgentRule> browsers;
  std::vector<OwnedAgentRule> systems;
};

Result<UapCoreFile> parse_uap_core(const std::string& text, std::string_view name);

// `{0,NNN}` to `*` and `{1,NNN}` to `+`, for NNN of three digits.
std::string widen_large_bounds(std::string_view pattern);

}  // namespace anonlog

#endif  // ANONLOG_RULES_AGENT_UAP_CORE_FILE_H_
