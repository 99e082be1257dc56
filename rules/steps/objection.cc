// Who objects to being followed: Sec-GPC: 1 (https://w3c.github.io/gpc/) or DNT: 1. Used where the policy says
// honour_signals; the visitor is null then.
#include <array>
#include <optional>
#include <string_view>

#include "rules/policy.h"
#include "rules/source.h"
#include "rules/step.h"

namespace anonlog {

StepMaker make_derive_objection;

namespace {

class DeriveObjection final : public Step {
 public:
  explicit DeriveObjection(std::array<std::optional<std::size_t>, 2> slots) : slots_(slots) {}

  void run(const StepData& data) override {
    data.identifying.objects.reset();
    for (const auto slot : slots_) {
      if (!slot) continue;
      const auto raw = data.records.column(*slot);
      for (std::size_t row = 0; row < raw.size(); ++row) {
        if (!raw[row].absent() && is_yes(raw[row].bytes())) data.identifying.objects.set(row);
      }
    }
  }

 private:
  // "1"; as JSON may have it true, and as a header that came twice "1, 1".
  static bool is_yes(std::string_view value) {
    return value == "1" || value == "true" || value.starts_with("1,");
  }

  std::array<std::optional<std::size_t>, 2> slots_;
};

}  // namespace

std::unique_ptr<Step> make_derive_objection(const StepParts& parts) {
  if (!parts.policy.honour_signals) return nullptr;
  return std::make_unique<DeriveObjection>(
      std::array{parts.sources.slot(Source::kGlobalPrivacy), parts.sources.slot(Source::kDoNotTrack)});
}

}  // namespace anonlog
