// Whether a user agent is a program's: the rules of bot_signs.txt, our own.
//
// Idea:    all signs are one alternation, one pass over the text. What others write as look-around (a "bot" that does not
//          end "cubot") RE2 does not have: such words are exceptions. The leftmost match of either decides, at one place
//          the exception, and behind an exception the search goes on.
//          uap-core's own family "Spider" was rejected: it finds half of the bots.
// Input:   any bytes; the caller cuts long ones.
// Errors:  make(): a line that is no regular expression.
// Threads: immutable.
#ifndef ANONLOG_RULES_AGENT_BOT_SIGNS_H_
#define ANONLOG_RULES_AGENT_BOT_SIGNS_H_

#include <re2/re2.h>

#include <memory>
#include <span>
#include <string_view>

#include "parsers/error.h"

namespace anonlog {

class BotSigns {
 public:
  // `lines` as those of bot_signs.txt.
  static Result<BotSigns> make(std::span<const std::string_view> lines);

  [[nodiscard]] bool match(std::string_view text) const;

 private:
  BotSigns() = default;

  std::unique_ptr<const RE2> signs_;
  std::unique_ptr<const RE2> exceptions_;  // null when there is none
  std::unique_ptr<const RE2> either_;      // exceptions, then signs
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_AGENT_BOT_SIGNS_H_
