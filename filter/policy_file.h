// Finds the policy that --policy names: a preset, or a TOML file.
#ifndef ANONLOG_FILTER_POLICY_FILE_H_
#define ANONLOG_FILTER_POLICY_FILE_H_

#include <string>

#include "parsers/error.h"
#include "rules/policy.h"

namespace anonlog {

Result<Policy> load_policy(const std::string& name_or_path);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_POLICY_FILE_H_
