// The lists of rules/agent/*.txt, line by line, without comments and empty lines. Each file says how it is written.
#ifndef ANONLOG_RULES_AGENT_AGENT_LINES_H_
#define ANONLOG_RULES_AGENT_AGENT_LINES_H_

#include <cstddef>
#include <span>
#include <string_view>

namespace anonlog {

struct AgentLines {
  using Lines = std::span<const std::string_view>;

  Lines browsers;         // the three others, browsers.txt, then bots.txt
  std::size_t bot_count;  // the last of them
  Lines systems;          // `Other`, then systems.txt
  Lines bot_signs;
  Lines bot_categories;
  Lines devices;
  Lines brands;
  Lines majors;
};

const AgentLines& agent_lines();

}  // namespace anonlog

#endif  // ANONLOG_RULES_AGENT_AGENT_LINES_H_
