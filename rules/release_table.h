// Reads the table [release] (release_rule.h) of a policy.
#ifndef ANONLOG_RULES_RELEASE_TABLE_H_
#define ANONLOG_RULES_RELEASE_TABLE_H_

#include <string_view>

#include "rules/release_rule.h"
#include "rules/toml_source.h"

namespace anonlog {

Result<ReleaseRule> read_release_rule(const TomlSource& source, const toml::node& node);

}  // namespace anonlog

#endif  // ANONLOG_RULES_RELEASE_TABLE_H_
