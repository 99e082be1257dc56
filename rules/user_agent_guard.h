// Keeps what looks like a person's data out of a user agent, word by word.
//
// Words stand between spaces, control bytes and any of ()[]{}<>;,"'|. A word ends, for what is published of it, at its first
// '?', '#', '=' or '&', encoded or not. It becomes its class when it holds an identifier (redaction/identifier_finder.h): "{email}". A
// version behind a name that reads as an address keeps its first number, as browsers reduce theirs: Chrome/126.1.2.3 becomes
// Chrome/126.0.0.0.
//
// Plain words stay: a name that someone typed into his browser's settings is beyond any filter.
//
// Lifetime: the result points into the text or into `arena`; it is the text itself when nothing changes.
#ifndef ANONLOG_RULES_USER_AGENT_GUARD_H_
#define ANONLOG_RULES_USER_AGENT_GUARD_H_

#include <string>
#include <string_view>

#include "rules/redaction/redactor.h"
#include "rules/text_arena.h"

namespace anonlog {

// `room` is used to put the result together, and keeps its memory.
std::string_view guard_user_agent(std::string_view text, Redactor& redactor, std::string& room,
                                  TextArena& arena);

}  // namespace anonlog

#endif  // ANONLOG_RULES_USER_AGENT_GUARD_H_
