// One rule of uap-core, reduced to what is published: a regular expression, and what it says when it is the
// first one to match.
//
// `family` and `major` are templates: text with `$1` to `$9` for the groups of the pattern. The generator
// writes uap-core's implicit groups out (`$1` is the family, `$2` the major version of a browser), so that
// nothing is implied here. An operating system's version is never read: its `major` is empty.
#ifndef ANONLOG_RULES_AGENT_AGENT_RULE_H_
#define ANONLOG_RULES_AGENT_AGENT_RULE_H_

#include <string_view>

namespace anonlog {

struct AgentRule {
  std::string_view pattern;
  std::string_view family;
  std::string_view major;
  std::string_view origin = {};  // file and line, for messages; empty when it is compiled in
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_AGENT_AGENT_RULE_H_
