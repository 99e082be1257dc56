// host: the site that was asked for. A name out of the server's configuration is kept; one that the client
// sent becomes its registrable domain, unless the policy names it.
#include "rules/host_name.h"
#include "rules/policy.h"
#include "rules/site_classifier.h"
#include "rules/slot_table.h"
#include "rules/source.h"
#include "rules/step.h"
#include "rules/text_guard.h"

namespace anonlog {

StepMaker make_derive_host, make_host;

namespace {

class DeriveHost final : public Step {
 public:
  DeriveHost(std::size_t slot, bool configured, std::span<const std::string> own_hosts)
      : slot_(slot), configured_(configured), sites_(own_hosts) {}

  void run(const StepData& data) override {
    const auto raw = data.records.column(slot_);
    TextArena& arena = data.published.arena();
    for (std::size_t row = 0; row < raw.size(); ++row) {
      const bool known = !raw[row].absent() && !raw[row].bytes().empty();
      data.identifying.hosts[row] = std::string_view();
      data.identifying.published_hosts[row] = PublicText();
      if (!known) continue;
      const Site site = sites_.classify(raw[row].bytes());
      const std::string_view host = site.normal(raw[row].bytes(), arena);
      data.identifying.hosts[row] = host;
      data.identifying.published_hosts[row] = publish(site, host, arena);
    }
  }

 private:
  PublicText publish(const Site& site, std::string_view host, TextArena& arena) const {
    const auto text = [&](std::string_view part) {
      return site.is_plain ? plain(part) : guarded(part, arena);
    };
    if (site.kind == Site::Kind::kAddress) return {};
    if (site.kind == Site::Kind::kOwn) return text(host);
    if (configured_) return is_identifying(host) ? plain(kRedacted) : text(host);
    if (site.kind == Site::Kind::kDomain) return text(host.substr(site.domain_at));
    return site.kind == Site::Kind::kIdentifying ? plain(kRedacted) : PublicText();
  }

  std::size_t slot_;
  bool configured_;  // the slot holds a name out of the server's configuration
  SiteClassifier sites_;
};

class Host final : public Step {
 public:
  void run(const StepData& data) override {
    const auto texts = data.published.column(Column::kHost).make_texts();
    std::copy_n(data.identifying.published_hosts.begin(), data.records.rows(), texts.begin());
  }
};

}  // namespace

std::unique_ptr<Step> make_derive_host(const StepParts& parts) {
  const auto slot = parts.sources.slot(Source::kHost);
  if (!slot) return nullptr;
  return std::make_unique<DeriveHost>(*slot, parts.slots[*slot].field == Field::kServerName,
                                      parts.policy.hosts);
}

std::unique_ptr<Step> make_host(const StepParts& /*parts*/) { return std::make_unique<Host>(); }

}  // namespace anonlog
