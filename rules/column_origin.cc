#include "rules/column_origin.h"

#include <algorithm>

#include "rules/slot_table.h"
#include "rules/source.h"

namespace anonlog {
namespace {

// `wanted`: any of these sources would do.
ColumnOrigin not_logged(Column column, const std::optional<ColumnRule>& rule, unsigned wanted,
                        const Sources& sources) {
  ColumnOrigin origin{column, ColumnOrigin::State::kNotLogged, rule, {}, {}};
  for (std::size_t i = 0; i < kSourceCount; ++i) {
    const auto source = static_cast<Source>(i);
    if ((wanted & bit(source)) == 0) continue;
    const FieldList fields = sources.fields(source);
    origin.missing.insert(origin.missing.end(), fields.fields().begin(), fields.fields().end());
  }
  return origin;
}

// What the values of a column depend on, beside what its action always reads.
unsigned also_reads(const Policy& policy, const ColumnRule& rule) {
  unsigned sources = rule.action->also_reads;
  if (rule.action->column != Column::kPath || rule.action->name != "redact") return sources;
  if (rule.parameters[1] != 0) sources |= bit(Source::kStatus);
  if (!policy.redaction.query.empty()) sources |= bit(Source::kQuery);
  return sources;
}

ColumnOrigin origin_of(const Policy& policy, Column column, const Sources& sources) {
  const std::optional<ColumnRule>& rule = policy.columns[static_cast<std::size_t>(column)];
  if (!rule) {
    return {column, ColumnOrigin::State::kNotNamed, {}, {}, {}};
  }
  ColumnOrigin origin{column, ColumnOrigin::State::kMade, rule, {}, {}};
  for (std::size_t i = 0; i < kSourceCount; ++i) {
    const auto source = static_cast<Source>(i);
    if ((rule->action->reads & bit(source)) != 0 && sources.slots(source).empty()) {
      return not_logged(column, rule, bit(source), sources);
    }
    if (((rule->action->reads | also_reads(policy, *rule)) & bit(source)) == 0) continue;
    const auto slots = sources.slots(source);
    origin.slots.insert(origin.slots.end(), slots.begin(), slots.end());
  }
  if (rule->action->reads == 0 && origin.slots.empty()) {
    return not_logged(column, rule, rule->action->also_reads, sources);
  }
  return origin;
}

}  // namespace

std::vector<ColumnOrigin> column_origins(const Policy& policy, std::span<const Slot> slots) {
  const SlotTable table(slots);
  const Sources sources(policy.client, table);
  std::vector<ColumnOrigin> origins;
  for (const Column column : record_columns(policy)) {
    origins.push_back(origin_of(policy, column, sources));
  }
  return origins;
}

}  // namespace anonlog
