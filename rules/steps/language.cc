// language: the one that the client prefers. Of Accept-Language, or of the user agents that carry one.
#include <optional>

#include "rules/language/language_tag.h"
#include "rules/source.h"
#include "rules/step.h"

namespace anonlog {

StepMaker make_language;

namespace {

class Language final : public Step {
 public:
  explicit Language(std::optional<std::size_t> accept_slot) : accept_slot_(accept_slot) {}

  void run(const StepData& data) override {
    const auto ids = data.published.column(Column::kLanguage).make_ids(languages());
    for (std::size_t row = 0; row < data.records.rows(); ++row)
      ids[row] = data.identifying.agent_languages[row];
    if (!accept_slot_) return;
    const auto accepted = data.records.column(*accept_slot_);
    for (std::size_t row = 0; row < accepted.size(); ++row) {
      if (accepted[row].absent()) continue;
      const PreferredLanguage preferred = preferred_language(accepted[row].bytes());
      if (preferred.is_told) ids[row] = preferred.id;
    }
  }

 private:
  std::optional<std::size_t> accept_slot_;
};

}  // namespace

std::unique_ptr<Step> make_language(const StepParts& parts) {
  const auto accept_slot = parts.sources.slot(Source::kAcceptLanguage);
  if (!accept_slot && !parts.sources.slot(Source::kUserAgent)) return nullptr;
  return std::make_unique<Language>(accept_slot);
}

}  // namespace anonlog
