#include "rules/plan.h"

namespace anonlog {
namespace {

// All derivations that the rules need, and those that these need.
unsigned needed_derivations(std::span<const ColumnRule> rules) {
  unsigned needs = 0;
  for (const ColumnRule& rule : rules) needs |= rule.action->needs;
  const std::span<const DerivationRow> rows = derivations();
  for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
    if ((needs & bit(row->derivation)) != 0) needs |= row->needs;
  }
  return needs;
}

}  // namespace

std::vector<std::unique_ptr<Step>> Plan::make_steps(RedactionCounts& redactions) const {
  std::vector<std::unique_ptr<Step>> steps;
  const auto add = [&](StepMaker* make, std::array<std::int64_t, Action::kMaxParameters> parameters) {
    auto step = make({policy_, slots_, sources_, agent_rules_, day_keys_, zone_, redactions, parameters});
    if (step != nullptr) steps.push_back(std::move(step));
  };
  std::vector<ColumnRule> rules;
  for (std::size_t column = 0; column < kColumnCount; ++column) {
    const auto& rule = policy_.columns[column];
    if (rule && wanted_[column] && sources_.has(rule->action->reads)) rules.push_back(*rule);
  }
  const unsigned needs = needed_derivations(rules);
  for (const DerivationRow& row : derivations()) {
    if ((needs & bit(row.derivation)) != 0) add(row.make, {});
  }
  for (const ColumnRule& rule : rules) add(rule.action->make, rule.parameters);
  return steps;
}

}  // namespace anonlog
