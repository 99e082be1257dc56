#include "filter/reveal/token_source.h"

#include <fmt/format.h>

#include <algorithm>

namespace anonlog {

const Action* TokenSource::action_of(std::optional<Column> column, OutputFormat form) const {
  if (output_format_info(form).is_log) {
    if (column != Column::kNetwork || !combined_has_client) return nullptr;
    column = Column::kClient;
  }
  const auto action =
      std::ranges::find_if(actions, [column](const Action* known) { return known->column == column; });
  return action == actions.end() ? nullptr : *action;
}

bool TokenSource::agrees_with(const TokenSource& made) const {
  return site == made.site && std::ranges::all_of(actions, [&made](const Action* action) {
           return std::ranges::find(made.actions, action) != made.actions.end();
         });
}

TokenSource source_of(const Policy& policy) {
  TokenSource source{.title = fmt::format("the policy {}", policy.name), .site = policy.site, .actions = {}};
  for (const auto& rule : policy.columns) {
    if (rule && rule->action->has_way_back) source.actions.push_back(rule->action);
  }
  const auto& client = policy.columns[static_cast<std::size_t>(Column::kClient)];
  source.combined_has_client = client && writes_address(*client);
  return source;
}

TokenSource source_of(const MetaFile& meta) {
  TokenSource source{.title = fmt::format("the policy {}, as the output says,", meta.policy_name),
                     .site = meta.site,
                     .actions = {}};
  for (const MetaFile::MadeColumn& made : meta.columns) {
    const Action* const action = find_action(made.column, made.action);
    if (action != nullptr && action->has_way_back) source.actions.push_back(action);
    // Combined lines have no other place for it: they list what they are made of.
    source.combined_has_client = source.combined_has_client || made.column == Column::kClient;
  }
  return source;
}

}  // namespace anonlog
