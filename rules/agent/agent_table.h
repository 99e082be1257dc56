// The rules of uap-core, in its order, as make_agent_table wrote them at build time.
#ifndef ANONLOG_RULES_AGENT_AGENT_TABLE_H_
#define ANONLOG_RULES_AGENT_AGENT_TABLE_H_

#include <span>

#include "rules/agent/agent_rule.h"

namespace anonlog {

std::span<const AgentRule> builtin_browser_rules();
std::span<const AgentRule> builtin_system_rules();

}  // namespace anonlog

#endif  // ANONLOG_RULES_AGENT_AGENT_TABLE_H_
