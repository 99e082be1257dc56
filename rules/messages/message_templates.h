// Which constant message of error_messages() a text of an error log is.
//
// A message reads a text when its constant parts stand in the text in their order, the first at the beginning and, unless
// the message ends in a hole, the last at the end; a hole takes the fewest bytes that work. If none reads it, what servers
// append is taken off and it is tried again: nginx's " while CONTEXT", then a last " (...)", the system's or OpenSSL's
// error. Of several messages the earliest is taken.
//
// Output:  an id of error_messages(). Nothing of the text goes further: that is why this is no regular expression that
//          takes out what varies, since what it would not recognize would stay.
// Errors:  none; what no message reads is "{message}".
// Threads: immutable.
#ifndef ANONLOG_RULES_MESSAGES_MESSAGE_TEMPLATES_H_
#define ANONLOG_RULES_MESSAGES_MESSAGE_TEMPLATES_H_

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "rules/public_batch.h"

namespace anonlog {

class MessageTemplates {
 public:
  // `messages`: texts with {holes}; the last reads everything. They outlive this.
  explicit MessageTemplates(Vocabulary messages);

  [[nodiscard]] std::uint16_t id_of(std::string_view text) const;

  // Of error_messages().
  static const MessageTemplates& all();

 private:
  struct Template {
    std::vector<std::string_view> parts;  // constant ones; a hole between two of them
    bool ends_in_hole = false;
    std::uint16_t id = 0;

    [[nodiscard]] bool reads(std::string_view text) const;
  };

  [[nodiscard]] std::uint16_t exact_id_of(std::string_view text) const;

  std::array<std::vector<Template>, 256> by_first_byte_;  // holes included: see the constructor
  std::uint16_t unknown_;
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_MESSAGES_MESSAGE_TEMPLATES_H_
