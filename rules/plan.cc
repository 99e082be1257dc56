#include "rules/plan.h"

namespace anonlog {
namespace {

// All derivations that the policy's columns need, and those that these need.
unsigned needed_derivations(const Policy& policy) {
  unsigned needs = 0;
  for (const auto& rule : policy.columns) {
    if (rule) needs |= rule->action->needs;
  }
  const std::span<const DerivationRow> rows = derivations();
  for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
    if ((needs & bit(row->derivation)) != 0) needs |= row->needs;
  }
  return needs;
}

}  // namespace

std::vector<std::unique_ptr<Step>> Plan::make_steps() const {
  std::vector<std::unique_ptr<Step>> steps;
  const auto add = [&](StepMaker* make, std::array<std::int64_t, Action::kMaxParameters> parameters) {
    auto step = make({policy_, slots_, sources_, agent_rules_, day_keys_, parameters});
    if (step != nullptr) steps.push_back(std::move(step));
  };
  const unsigned needs = needed_derivations(policy_);
  for (const DerivationRow& row : derivations()) {
    if ((needs & bit(row.derivation)) != 0) add(row.make, {});
  }
  for (const auto& rule : policy_.columns) {
    if (rule && sources_.has(rule->action->reads)) add(rule->action->make, rule->parameters);
  }
  return steps;
}

}  // namespace anonlog
