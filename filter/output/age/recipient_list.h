// The recipients that the command line names: public keys, or files with one of them per line.
//
//     # comments and blank lines are left out
//     age1...
//
// Errors: kUsage, with the file and line but nothing of what stands there; kNoInput for a file that cannot be read.
#ifndef ANONLOG_FILTER_OUTPUT_AGE_RECIPIENT_LIST_H_
#define ANONLOG_FILTER_OUTPUT_AGE_RECIPIENT_LIST_H_

#include <span>
#include <string>
#include <vector>

#include "filter/output/age/age_recipient.h"
#include "parsers/error.h"

namespace anonlog {

// Each once, in the order in which they are named. Keys that are none are found here, and not with the first record.
Result<std::vector<AgeRecipient>> read_recipients(std::span<const std::string> named);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_OUTPUT_AGE_RECIPIENT_LIST_H_
