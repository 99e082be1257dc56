// Makes bytes of a log fit to stand in UTF-8 output.
//
// Printable ASCII and UTF-8 (RFC 3629) pass. Control bytes (0x00-0x1F, 0x7F), the control characters U+0080
// to U+009F, and every byte that is no part of valid UTF-8 become %HH, in capitals: a terminal or a table
// never gets a control sequence that a client sent. '%' itself passes, so the change is not reversible.
//
// Lifetime: the result points into the input or into `arena`.
// Memory:   nothing is allocated but from `arena`, and from there only where a byte changes.
#ifndef ANONLOG_RULES_PUBLISHABLE_H_
#define ANONLOG_RULES_PUBLISHABLE_H_

#include <string_view>

#include "rules/text_arena.h"

namespace anonlog {

// *plain: the result is printable ASCII (0x20-0x7E) and holds neither quote, backslash nor comma.
std::string_view publishable(std::string_view bytes, TextArena& arena, bool* plain);

}  // namespace anonlog

#endif  // ANONLOG_RULES_PUBLISHABLE_H_
