// `anonlog reveal`: turns pseudonyms of addresses back, for who holds the key and says why.
//
// Input:   on stdin tokens, one a line, perhaps in quotes; null is none. Or a published file of any form.
// Output:  a line for each token, of a file for each that differs: day, column, token, address, with tabs between. The
//          address is empty where there is no answer.
// Errors:  kUsage; those of the key, the policy, the input and the reveal log; kBadInput when a token has no answer, which is
//          told behind the answers. Nothing is printed before the reveal log says who asked.
// Memory:  all answers, kMaxTokens at most.
#ifndef ANONLOG_FILTER_CLI_REVEAL_COMMAND_H_
#define ANONLOG_FILTER_CLI_REVEAL_COMMAND_H_

#include "filter/cli/options.h"
#include "filter/diagnostics.h"
#include "parsers/error.h"

namespace anonlog {

Status run_reveal(const Options& options, const Streams& streams);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_CLI_REVEAL_COMMAND_H_
