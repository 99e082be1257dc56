// A policy in words, for people who check one.
#ifndef ANONLOG_FILTER_CLI_POLICY_TEXT_H_
#define ANONLOG_FILTER_CLI_POLICY_TEXT_H_

#include <string>
#include <string_view>
#include <vector>

#include "rules/policy.h"

namespace anonlog {

// How a field or column identifies: "directly", "in combination", "no".
std::string_view identity_text(IdentityClass identity);

// "truncate (ipv4 = 24, ipv6 = 32)".
std::string rule_text(const ColumnRule& rule);

// Where the client's address comes from; empty when that is the line's own.
std::string client_text(const ClientRule& client);

// What it leaves out, marks, honours and releases, a line each; often empty.
std::string records_text(const Policy& policy);

// What the policy adds to the redaction of texts; empty when it adds nothing.
std::string redaction_text(const RedactionPolicy& redaction);

// Of a column that keeps prefixes of addresses, what that means: told at every run as well. Empty for others.
std::string prefix_warning(const ColumnRule& rule);

// One line each, with its line end: of columns with text that clients wrote themselves, and of pseudonyms.
std::string warnings_text(const Policy& policy);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_CLI_POLICY_TEXT_H_
