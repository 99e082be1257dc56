// The records that the policy's [drop] and [flag] mean (row_rule.h).
#include <optional>

#include "parsers/number_text.h"
#include "rules/identifying_batch.h"
#include "rules/policy.h"
#include "rules/row_rule.h"
#include "rules/source.h"
#include "rules/step.h"

namespace anonlog {

StepMaker make_drop, make_flagged;

namespace {

class RowMatcher {
 public:
  RowMatcher(const RowRule& rule, std::optional<std::size_t> status_slot)
      : rule_(rule), status_slot_(status_slot) {}

  // The first of the rule's parts that fits the record.
  [[nodiscard]] std::optional<ExcludeReason> match(const StepData& data, std::size_t row) const {
    const IdentifyingBatch& derived = data.identifying;
    if (!rule_.networks.empty() && derived.has_address[row]) {
      for (const AddressNetwork& network : rule_.networks) {
        if (network.contains(derived.addresses[row])) return ExcludeReason::kNetwork;
      }
    }
    if (rule_.statuses.any() && has_status(data, row)) return ExcludeReason::kStatus;
    const std::uint16_t method = derived.requests[row].method;
    if (method < RowRule::kMaxMethods && rule_.methods[method]) return ExcludeReason::kMethod;
    if (rule_.bots && derived.agents[row].is_bot()) return ExcludeReason::kBot;
    return std::nullopt;
  }

 private:
  [[nodiscard]] bool has_status(const StepData& data, std::size_t row) const {
    if (!status_slot_) return false;
    const RawBytes raw = data.records.column(*status_slot_)[row];
    const std::uint64_t status = raw.absent() ? PublicColumn::kNullNumber : read_status(raw.bytes());
    return status < RowRule::kStatusEnd && rule_.statuses[status];
  }

  const RowRule& rule_;
  std::optional<std::size_t> status_slot_;
};

class Drop final : public Step {
 public:
  explicit Drop(RowMatcher matcher) : matcher_(matcher) {}

  void run(const StepData& data) override {
    for (std::size_t row = 0; row < data.records.rows(); ++row) {
      data.identifying.excluded[row] = matcher_.match(data, row);
    }
  }

 private:
  RowMatcher matcher_;
};

class Flagged final : public Step {
 public:
  explicit Flagged(RowMatcher matcher) : matcher_(matcher) {}

  void run(const StepData& data) override {
    const auto flags = data.published.column(Column::kFlagged).make_numbers();
    for (std::size_t row = 0; row < data.records.rows(); ++row) {
      flags[row] = matcher_.match(data, row) ? 1 : 0;
    }
  }

 private:
  RowMatcher matcher_;
};

}  // namespace

std::unique_ptr<Step> make_drop(const StepParts& parts) {
  if (parts.policy.drop.empty()) return nullptr;
  return std::make_unique<Drop>(RowMatcher(parts.policy.drop, parts.sources.slot(Source::kStatus)));
}

std::unique_ptr<Step> make_flagged(const StepParts& parts) {
  return std::make_unique<Flagged>(RowMatcher(parts.policy.flag, parts.sources.slot(Source::kStatus)));
}

}  // namespace anonlog
