// A policy compiled against a format. Immutable; shared by the workers, each of which applies it with a
// PlanWorker.
#ifndef ANONLOG_RULES_PLAN_H_
#define ANONLOG_RULES_PLAN_H_

#include <array>
#include <bitset>
#include <cstdint>
#include <memory>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include "parsers/field.h"
#include "parsers/record_batch.h"
#include "rules/agent/agent_rules.h"
#include "rules/country/address_database.h"
#include "rules/identifying_batch.h"
#include "rules/keys/day_keys.h"
#include "rules/policy.h"
#include "rules/public_batch.h"
#include "rules/redaction/redaction_counts.h"
#include "rules/slot_table.h"
#include "rules/source.h"
#include "rules/step.h"
#include "rules/time_zone.h"

namespace anonlog {

class Plan {
 public:
  // `policy`, `agent_rules`, `day_keys` and `address_database` must outlive the plan and its workers. `wanted`: the columns that are
  // written; what the policy makes of the others is not computed, and they are null. `zone`: of times that do not tell
  // theirs.
  Plan(const Policy& policy, std::span<const Slot> slots, const AgentRules& agent_rules,
       const DayKeys& day_keys, const ColumnSet& wanted = ColumnSet().set(), const TimeZone& zone = {},
       const AddressDatabase& address_database = no_addresses())
      : policy_(policy),
        wanted_(wanted),
        slots_(slots),
        sources_(policy.client, slots_),
        agent_rules_(agent_rules),
        day_keys_(day_keys),
        zone_(zone),
        address_database_(address_database) {}
  Plan(Policy&&, std::span<const Slot>, const AgentRules&, const DayKeys&, const ColumnSet& = {},
       const TimeZone& = {}, const AddressDatabase& = no_addresses()) = delete;
  Plan(const Policy&, std::span<const Slot>, const AgentRules&, const DayKeys&, const ColumnSet&,
       const TimeZone&, AddressDatabase&&) = delete;

  // New steps, in the order in which they run: derivations, then columns. `redactions` outlives them.
  [[nodiscard]] std::vector<std::unique_ptr<Step>> make_steps(RedactionCounts& redactions) const;

  // Whether the policy leaves records out.
  [[nodiscard]] bool drops() const { return !policy_.drop.empty(); }

 private:
  const Policy& policy_;
  ColumnSet wanted_;
  SlotTable slots_;
  Sources sources_;
  const AgentRules& agent_rules_;
  const DayKeys& day_keys_;
  TimeZone zone_;
  const AddressDatabase& address_database_;
};

// Records whose day has no key, so that what is made with one is null.
struct KeylessRecords {
  std::uint64_t late = 0;    // older than the days that have one
  std::uint64_t future = 0;  // newer

  void add(const KeylessRecords& other) {
    late += other.late;
    future += other.future;
  }
};

// Applies a plan to batches: the one maker of a PublicBatch.
//
// Lifetime: the plan outlives the worker; a result dies with the next apply(), and with the records and their
// chunk. Threads:  one per worker.
class PlanWorker {
 public:
  explicit PlanWorker(const Plan& plan) : steps_(plan.make_steps(redactions_)), drops_(plan.drops()) {
    std::iota(kept_.begin(), kept_.end(), std::uint16_t{0});
  }
  explicit PlanWorker(Plan&&) = delete;

  // Requires: `records` of the plan's format.
  const PublicBatch& apply(const RecordBatch& records) {
    published_.begin(records.rows());
    const StepData data{records, identifying_, published_};
    for (const auto& step : steps_) step->run(data);
    excluded_ = {};
    keyless_ = {identifying_.late.count(), identifying_.future.count()};
    if (drops_) leave_out_excluded(records.rows());
    return published_;
  }

  // For the next batch, where the policy makes the column record.
  void set_first_record(const RecordId& id) { identifying_.first_record = id; }

  // Which rows of the last batch those of the result were made of.
  [[nodiscard]] std::span<const std::uint16_t> kept_rows() const {
    return std::span(kept_).first(published_.rows());
  }

  // Of the last batch; the rows are not in the result.
  [[nodiscard]] const ExcludedCounts& excluded() const { return excluded_; }

  // Of the rows of the last result, for a release (day_table.h): the UTC day, and the client's tag.
  [[nodiscard]] std::span<const std::int64_t> days() const {
    return std::span(identifying_.days).first(published_.rows());
  }
  [[nodiscard]] std::span<const std::uint64_t> clients() const {
    return std::span(identifying_.clients).first(published_.rows());
  }

  // The rows of the last batch's records whose senders object to being followed, where the policy honours that.
  [[nodiscard]] const std::bitset<RecordBatch::kMaxRows>& objections() const { return identifying_.objects; }

  // How many times of the last batch did not tell their zone; 0 when the plan needs no time.
  [[nodiscard]] std::size_t zoneless_times() const { return identifying_.zoneless_times; }

  // How many records of the last result are of a day without a key.
  [[nodiscard]] const KeylessRecords& keyless() const { return keyless_; }

  // Adds what was redacted since the last call.
  void move_redactions_to(RedactionCounts& counts) { redactions_.move_to(counts); }

 private:
  void leave_out_excluded(std::size_t rows);

  RedactionCounts redactions_;
  std::vector<std::unique_ptr<Step>> steps_;
  bool drops_;
  std::array<std::uint16_t, RecordBatch::kMaxRows> kept_{};  // without drops_ all rows
  ExcludedCounts excluded_{};
  KeylessRecords keyless_;
  IdentifyingBatch identifying_;
  PublicBatch published_;
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_PLAN_H_
