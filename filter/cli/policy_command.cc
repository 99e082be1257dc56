#include "filter/cli/policy_command.h"

#include <fmt/format.h>

#include <string>

#include "filter/cli/policy_text.h"
#include "filter/cli/text_table.h"
#include "filter/output/fd_sink.h"
#include "filter/policy_file.h"

namespace anonlog {
namespace {

std::string columns_text(const Policy& policy) {
  TextTable table;
  table.add({"COLUMN", "IDENTIFIES", "ACTION", "WHAT IT HOLDS"});
  std::string nulls;
  for (const Column column : record_columns(policy)) {
    const ColumnInfo& info = column_info(column);
    if (const auto& rule = policy.columns[static_cast<std::size_t>(column)]) {
      table.add({std::string(info.name), std::string(identity_text(info.identity)), rule_text(*rule),
                 std::string(rule->action->summary)});
    } else {
      nulls += fmt::format("{}{}", nulls.empty() ? "" : " ", info.name);
    }
  }
  if (nulls.empty()) return table.text();
  return fmt::format("{}\nNull in every record: {}\n", table.text(), nulls);
}

std::string hosts_text(const Policy& policy) {
  std::string text;
  for (const std::string& host : policy.hosts) text += (text.empty() ? "" : " ") + host;
  return text.empty() ? "" : fmt::format("Hosts that are yours: {}\n", text);
}

}  // namespace

Status run_policy_show(const Options& options, const Streams& streams) {
  const Preset* preset = find_preset(options.policy);
  if (preset == nullptr) {
    return fail(ErrorKind::kPolicy,
                fmt::format("no preset is called \"{}\"; there is: {}", options.policy, preset_names()));
  }
  return FdSink(streams.out, "stdout").write(preset->text);
}

Status run_policy_check(const Options& options, const Streams& streams) {
  const Result<Policy> policy = load_policy(options.policy);
  if (!policy) return Status(tl::unexpect, policy.error());
  std::string text = fmt::format("{}: OK\n\n{}", options.policy, columns_text(*policy));
  const std::string notes = hosts_text(*policy) + client_text(policy->client) + records_text(*policy) +
                            redaction_text(policy->redaction);
  if (!notes.empty()) text += "\n" + notes;
  const std::string warnings = warnings_text(*policy);
  if (!warnings.empty()) text += "\n" + warnings;
  return FdSink(streams.out, "stdout").write(text);
}

}  // namespace anonlog
