// host: the site that was asked for. A name out of the server's configuration is kept; one that the client
// sent becomes its registrable domain, unless the policy names it.
#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "rules/host_name.h"
#include "rules/policy.h"
#include "rules/public_suffix.h"
#include "rules/redaction/redaction_counts.h"
#include "rules/request_line.h"
#include "rules/site_classifier.h"
#include "rules/slot_table.h"
#include "rules/source.h"
#include "rules/step.h"

namespace anonlog {

StepMaker make_derive_host, make_host;

namespace {

class DeriveHost final : public Step {
 public:
  DeriveHost(std::size_t slot, const Slot& host, std::optional<std::size_t> address_slot,
             const Policy& policy)
      : slot_(slot),
        form_(!host.holds_host                ? Form::kHost
              : host.field == Field::kRequest ? Form::kRequest
                                              : Form::kTarget),
        configured_(host.field == Field::kServerName && !host.forgeable),
        address_slot_(address_slot),
        redaction_(policy.redaction),
        finder_(redaction_),
        sites_(policy.hosts, redaction_) {
    const auto& rule = policy.columns[static_cast<std::size_t>(Column::kHost)];
    if (rule && rule->action->name == "domain") {
      configured_ = false;
      for (const std::string& own : policy.hosts) own_domains_.emplace_back(own, domain_of(own));
    }
  }

  void run(const StepData& data) override {
    const auto raw = data.records.column(slot_);
    TextArena& arena = data.published.arena();
    for (std::size_t row = 0; row < raw.size(); ++row) {
      const std::string_view logged = logged_host(raw[row]);
      const bool known = !logged.empty() && has_address(data, row);
      data.identifying.hosts[row] = std::string_view();
      data.identifying.published_hosts[row] = PublicText();
      data.identifying.host_classes[row] = kNoClass;
      if (!known) continue;
      const Site site = sites_.classify(logged);
      const std::string_view host = site.normal(logged, arena);
      data.identifying.hosts[row] = host;
      const ClassId id = identifier_in(site, host);
      data.identifying.host_classes[row] = id;
      data.identifying.published_hosts[row] =
          id == kNoClass ? publish(site, host, arena) : plain(redaction_.replacement(id));
    }
  }

 private:
  static std::string domain_of(const std::string& host) {
    const std::string_view domain = registrable_domain(host);
    return domain.empty() ? host : std::string(domain);
  }

  // Of a host that the policy names: all of it, or with the action `domain` its registrable domain.
  [[nodiscard]] std::string_view own_host(std::string_view host) const {
    const auto found = std::ranges::find(own_domains_, host, &std::pair<std::string, std::string>::first);
    return found == own_domains_.end() ? host : std::string_view(found->second);
  }

  // What the slot holds: the host, or a request or target that has it in its URL.
  enum class Form : std::uint8_t { kHost, kRequest, kTarget };

  // Empty: none.
  [[nodiscard]] std::string_view logged_host(const RawBytes& raw) const {
    if (raw.absent() || form_ == Form::kHost) return raw.bytes();
    std::string_view target = raw.bytes();
    if (form_ == Form::kRequest) target = split_request_line(target).target;
    std::string_view host;
    return target_host(target, &host) ? host : std::string_view();
  }

  // Servers always log the client's address. A line without one is of another format, in which the name of a client
  // may stand where this one has the host.
  [[nodiscard]] bool has_address(const StepData& data, std::size_t row) const {
    return !address_slot_ || !data.records.column(*address_slot_)[row].absent();
  }

  // In what is to be published of it.
  ClassId identifier_in(const Site& site, std::string_view host) {
    if (site.kind == Site::Kind::kAddress || site.kind == Site::Kind::kOwn) return kNoClass;
    return configured_ && site.is_host_name ? finder_.find(host) : site.identifies;
  }

  PublicText publish(const Site& site, std::string_view host, TextArena& arena) const {
    const auto text = [&](std::string_view part) {
      return site.is_plain ? plain(part) : guarded(part, arena);
    };
    if (site.kind == Site::Kind::kAddress) return {};
    if (site.kind == Site::Kind::kOwn) return text(own_host(host));
    if (configured_ && site.is_host_name) return text(host);
    if (site.kind == Site::Kind::kDomain) return text(host.substr(site.domain_at));
    return {};
  }

  std::size_t slot_;
  Form form_;
  bool configured_;  // the slot holds a name out of the server's configuration
  std::optional<std::size_t> address_slot_;
  const RedactionPolicy& redaction_;
  IdentifierFinder finder_;
  SiteClassifier sites_;
  std::vector<std::pair<std::string, std::string>> own_domains_;  // of the action `domain`
};

class Host final : public Step {
 public:
  explicit Host(RedactionCounts& redactions) : redactions_(redactions) {}

  void run(const StepData& data) override {
    const auto texts = data.published.column(Column::kHost).make_texts();
    std::copy_n(data.identifying.published_hosts.begin(), data.records.rows(), texts.begin());
    for (std::size_t row = 0; row < data.records.rows(); ++row) {
      const ClassId id = data.identifying.host_classes[row];
      if (id != kNoClass) redactions_.count(Column::kHost, id);
    }
  }

 private:
  RedactionCounts& redactions_;
};

}  // namespace

std::unique_ptr<Step> make_derive_host(const StepParts& parts) {
  const auto slot = parts.sources.slot(Source::kHost);
  if (!slot) return nullptr;
  return std::make_unique<DeriveHost>(*slot, parts.slots[*slot], parts.slots.find(Field::kClientIp),
                                      parts.policy);
}

std::unique_ptr<Step> make_host(const StepParts& parts) { return std::make_unique<Host>(parts.redactions); }

}  // namespace anonlog
