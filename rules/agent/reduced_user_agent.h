// A user agent that stands for all of one browser family, major version and system: what tools that read logs can
// classify, and nothing of the text that was logged.
//
// Idea:    what browsers do themselves since Chrome 101 (https://www.chromium.org/updates/ua-reduction/): the parts
//          that name the family, the major version and the system stay, everything else is one fixed text. A table
//          holds the form of every family that has one of its own; the rest are `Mozilla/5.0 (compatible; NAME/7.0)`,
//          bots with an address that is nobody's (RFC 2606). What drives a browser and only says so elsewhere is
//          written as a bot without name, so that who counts bots counts it.
// Output:  AgentRules classifies it back to what it was made of, but for what reduced_user_agent_test.cc lists. A
//          family without a major version is given version 0 where its form needs one.
// Threads: the table is immutable.
#ifndef ANONLOG_RULES_AGENT_REDUCED_USER_AGENT_H_
#define ANONLOG_RULES_AGENT_REDUCED_USER_AGENT_H_

#include <cstddef>

#include "rules/agent/agent_rules.h"

namespace anonlog {

struct ReducedAgent {
  Agent agent;
  bool is_tablet = false;  // an iPad; families of Android's browsers say it themselves
  bool is_bot = false;

  friend bool operator==(const ReducedAgent&, const ReducedAgent&) = default;
};

inline constexpr std::size_t kMaxReducedUserAgentBytes = 256;

// Returns the bytes written; printable, without quote and backslash. An absent browser is "-".
// Requires: ids of AgentRules or Agent::kNone, room for kMaxReducedUserAgentBytes.
std::size_t write_reduced_user_agent(const ReducedAgent& reduced, char* out);

}  // namespace anonlog

#endif  // ANONLOG_RULES_AGENT_REDUCED_USER_AGENT_H_
