// referrer: the site that linked here, and nothing of the page.
#include "rules/host_name.h"
#include "rules/policy.h"
#include "rules/site_classifier.h"
#include "rules/slot_table.h"
#include "rules/step.h"
#include "rules/text_guard.h"

namespace anonlog {

StepMaker make_referrer;

namespace {

constexpr std::string_view kInternal = "(internal)";
constexpr std::string_view kOther = "(other)";

class Referrer final : public Step {
 public:
  Referrer(std::size_t slot, std::span<const std::string> own_hosts) : slot_(slot), sites_(own_hosts) {}

  void run(const StepData& data) override {
    const auto texts = data.published.column(Column::kReferrer).make_texts();
    const auto raw = data.records.column(slot_);
    TextArena& arena = data.published.arena();
    for (std::size_t row = 0; row < raw.size(); ++row) {
      const bool known = !raw[row].absent() && !raw[row].bytes().empty();
      texts[row] = known ? publish(raw[row].bytes(), data.identifying.hosts[row], arena) : PublicText();
    }
  }

 private:
  PublicText publish(std::string_view url, std::string_view own_host, TextArena& arena) {
    std::string_view host;
    if (!url_host(url, &host)) return plain(kOther);
    const Site site = sites_.classify(host);
    host = site.normal(host, arena);
    if (!own_host.empty() && is_same_host(host, own_host)) return plain(kInternal);
    switch (site.kind) {
      case Site::Kind::kOwn:
        return plain(kInternal);
      case Site::Kind::kDomain:
        break;
      case Site::Kind::kIdentifying:
        return plain(kRedacted);
      default:
        return plain(kOther);
    }
    host.remove_prefix(site.domain_at);
    return site.is_plain ? plain(host) : guarded(host, arena);
  }

  std::size_t slot_;
  SiteClassifier sites_;
};

}  // namespace

std::unique_ptr<Step> make_referrer(const StepParts& parts) {
  const auto slot = parts.slots.find(Field::kReferrer);
  if (!slot) return nullptr;
  return std::make_unique<Referrer>(*slot, parts.policy.hosts);
}

}  // namespace anonlog
