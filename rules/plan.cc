#include "rules/plan.h"

namespace anonlog {

StepMaker make_clients, make_drop;

namespace {

// What the rows that a policy leaves out are known by, and those that a release is made of.
unsigned needed_by(const Policy& policy) {
  const RowRule& drop = policy.drop;
  unsigned needs =
      policy.release ? bit(Derivation::kTime) | bit(Derivation::kAddress) | bit(Derivation::kAgent) : 0;
  if (!drop.networks.empty()) needs |= bit(Derivation::kAddress);
  if (drop.methods.any()) needs |= bit(Derivation::kRequest);
  if (drop.bots) needs |= bit(Derivation::kAgent);
  // Of who objects nothing is sealed.
  if (policy.columns[static_cast<std::size_t>(Column::kRecord)]) needs |= bit(Derivation::kObjection);
  return needs;
}

// All derivations that the rules need, and those that these need.
unsigned needed_derivations(std::span<const ColumnRule* const> rules, unsigned needs) {
  for (const ColumnRule* rule : rules) needs |= rule->action->needs;
  const std::span<const DerivationRow> rows = derivations();
  for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
    if ((needs & bit(row->derivation)) != 0) needs |= row->needs;
  }
  return needs;
}

}  // namespace

std::vector<std::unique_ptr<Step>> Plan::make_steps(RedactionCounts& redactions) const {
  std::vector<std::unique_ptr<Step>> steps;
  const auto add = [&](StepMaker* make, const ColumnRule& rule) {
    auto step = make({policy_, slots_, sources_, agent_rules_, day_keys_, zone_, address_database_,
                      redactions, rule.action, rule.parameters, rule.name});
    if (step != nullptr) steps.push_back(std::move(step));
  };
  std::vector<const ColumnRule*> rules;
  for (std::size_t column = 0; column < kColumnCount; ++column) {
    const auto& rule = policy_.columns[column];
    if (rule && wanted_[column] && sources_.has(rule->action->reads)) rules.push_back(&*rule);
  }
  const unsigned needs = needed_derivations(rules, needed_by(policy_));
  for (const DerivationRow& row : derivations()) {
    if ((needs & bit(row.derivation)) != 0) add(row.make, {});
  }
  for (const ColumnRule* rule : rules) add(rule->action->make, *rule);
  add(make_drop, {});
  add(make_clients, {});
  return steps;
}

void PlanWorker::leave_out_excluded(std::size_t rows) {
  std::size_t size = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    if (const auto reason = identifying_.excluded[row]) {
      ++excluded_[static_cast<std::size_t>(*reason)];
      keyless_.late -= identifying_.late[row] ? 1U : 0U;
      keyless_.future -= identifying_.future[row] ? 1U : 0U;
    } else {
      identifying_.days[size] = identifying_.days[row];
      identifying_.clients[size] = identifying_.clients[row];
      kept_[size++] = static_cast<std::uint16_t>(row);
    }
  }
  if (size != rows) published_.keep({kept_.data(), size});
}

}  // namespace anonlog
