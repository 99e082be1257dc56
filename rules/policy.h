// What the user wrote: which column of the published record is made, and by which action.
//
//     extends = "standard"                      # perhaps: begin with a preset, change what follows
//     hosts = ["example.org", "www.example.org"]
//     site = "example.org"
//     [client]                                  # perhaps: the server stands behind proxies (client.h)
//     from = "forwarded_for"
//     trusted = ["10.0.0.0/8"]
//     [json]                                    # perhaps: keys of JSON lines that are not as usual (json_table.h)
//     client_ip = "req.addr"
//     honour_signals = true                     # who sends Sec-GPC: 1 or DNT: 1 gets no pseudonym
//     [drop]                                    # perhaps: records that are not published ([flag]: marked; row_rule.h)
//     bots = true
//     seal = ["client_ip"]                      # perhaps: what --sealed encrypts (seal_list.h)
//     [release]                                 # perhaps: data for anyone (release_rule.h)
//     paths = ["/docs"]                         # perhaps: of column path = "listed" (redaction/redact_table.h)
//     [redact]                                  # perhaps: classes, path templates and query keys of your own
//     query = ["page"]
//     [columns]
//     path = "redact"
//     network = { action = "truncate", ipv4 = 16, ipv6 = 32 }
//     visitor = "drop"                          # null, as if it were not named
//     target = "redact"                         # optional columns are there only where they are named
//     user_agent = { action = "keep", redact = false }  # the text as logged, with all that identifies in it
//     client = "cmac"                           # a pseudonym; also { action = "pfx", as_address = true }, with a key file
//     cookie = { action = "token", name = "sid" }  # of one cookie
//
// A column that nothing names is null.
//
// Errors:  kPolicy, with file, line, column and caret; kNoInput for a file that cannot be read.
// Threads: immutable once read.
#ifndef ANONLOG_RULES_POLICY_H_
#define ANONLOG_RULES_POLICY_H_

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/error.h"
#include "rules/action.h"
#include "rules/client.h"
#include "rules/json_keys.h"
#include "rules/redaction/redaction_policy.h"
#include "rules/release_rule.h"
#include "rules/row_rule.h"

namespace anonlog {

struct ColumnRule {
  const Action* action = nullptr;
  std::array<std::int64_t, Action::kMaxParameters> parameters{};
  std::string name;  // of an action that takes one
};

struct Policy {
  // Which one it is, set by who loads it: a preset's name, or that of a file without its folder.
  std::string name;
  std::string text_sha256;  // of its text, in hex

  std::vector<std::string> hosts;  // in normal form (host_name.h)
  std::string site;
  ClientRule client;
  std::vector<JsonKeys> json;  // of the format of this name, before its own
  bool honour_signals = false;
  RowRule drop;
  RowRule flag;
  std::optional<ReleaseRule> release;
  RedactionPolicy redaction;
  std::vector<Field> seal;                                      // what --sealed encrypts
  std::array<std::optional<ColumnRule>, kColumnCount> columns;  // by Column
};

// The columns of its records, in the order of the catalogue: all that are not optional, and the optional ones that it
// names.
std::vector<Column> record_columns(const Policy& policy);

// Whether what a rule makes is the text of an address.
bool writes_address(const ColumnRule& rule);

struct Preset {
  std::string_view name;
  std::string_view text;  // TOML
};

std::span<const Preset> presets();

// All of their names, for messages.
std::string preset_names();

// Null when no preset has this name.
const Preset* find_preset(std::string_view name);

// `name` stands before positions in error messages.
Result<Policy> read_policy(std::string_view name, std::string_view toml);

}  // namespace anonlog

#endif  // ANONLOG_RULES_POLICY_H_
