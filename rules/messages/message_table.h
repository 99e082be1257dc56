// The constant messages of error logs and the modules that write them: the lines of messages/*.txt.
//
// A message is a line of nginx.txt or apache.txt: what is constant in it as the server writes it, what varies as {name}.
// A new message is one line there. Order matters only between messages that read the same text: the earlier is taken.
#ifndef ANONLOG_RULES_MESSAGES_MESSAGE_TABLE_H_
#define ANONLOG_RULES_MESSAGES_MESSAGE_TABLE_H_

#include "rules/public_batch.h"

namespace anonlog {

// The last is "{message}": what none of the others reads.
Vocabulary error_messages();
Vocabulary error_modules();

}  // namespace anonlog

#endif  // ANONLOG_RULES_MESSAGES_MESSAGE_TABLE_H_
