// The path of a request, for the columns that publish it: path and target.
#ifndef ANONLOG_RULES_STEPS_PATH_H_
#define ANONLOG_RULES_STEPS_PATH_H_

#include <memory>

#include "rules/column.h"
#include "rules/step.h"

namespace anonlog {

// The parameters are those of the action `redact` of path.
std::unique_ptr<Step> make_redacted_path_of(const StepParts& parts, Column column);
std::unique_ptr<Step> make_listed_path_of(const StepParts& parts, Column column);

}  // namespace anonlog

#endif  // ANONLOG_RULES_STEPS_PATH_H_
