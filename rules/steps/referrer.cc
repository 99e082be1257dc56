// referrer, referrer_kind: the site that linked here, and nothing of the page. referrer_url: the page.
#include <cstring>

#include "rules/host_name.h"
#include "rules/policy.h"
#include "rules/redaction/redactor.h"
#include "rules/referrer/referrer_sites.h"
#include "rules/site_classifier.h"
#include "rules/source.h"
#include "rules/step.h"
#include "rules/steps/as_logged.h"

namespace anonlog {

StepMaker make_derive_referrer, make_referrer, make_well_known_referrer, make_referrer_kind,
    make_referrer_url, make_redacted_referrer_url;

namespace {

constexpr std::string_view kInternal = "(internal)";
constexpr std::string_view kOther = "(other)";

class DeriveReferrer final : public Step {
 public:
  DeriveReferrer(std::size_t slot, const Policy& policy)
      : slot_(slot), redaction_(policy.redaction), sites_(policy.hosts, policy.redaction) {}

  void run(const StepData& data) override {
    const auto raw = data.records.column(slot_);
    for (std::size_t row = 0; row < raw.size(); ++row) {
      const bool known = !raw[row].absent() && !raw[row].bytes().empty();
      data.identifying.referrers[row] =
          known ? read(raw[row].bytes(), data.identifying.hosts[row], data.published.arena())
                : Referrer{{}, ReferrerKind::kDirect, true};
    }
  }

 private:
  static constexpr Referrer internal() { return {plain(kInternal), ReferrerKind::kInternal, true}; }
  static constexpr Referrer other() { return {plain(kOther), ReferrerKind::kOther, true}; }

  Referrer read(std::string_view url, std::string_view own_host, TextArena& arena) {
    std::string_view host;
    if (url_host(url, &host)) return read_host(host, own_host, arena);
    host = ReferrerSites::known().app_host(url);
    return host.empty() ? other() : read_host(host, {}, arena);
  }

  Referrer read_host(std::string_view host, std::string_view own_host, TextArena& arena) {
    const Site site = sites_.classify(host);
    host = site.normal(host, arena);
    if (!own_host.empty() && is_same_host(host, own_host)) return internal();
    if (site.kind == Site::Kind::kOwn) return internal();
    if (site.kind == Site::Kind::kIdentifying) {
      return {plain(redaction_.replacement(site.identifies)), ReferrerKind::kOther, false, site.identifies};
    }
    if (site.kind != Site::Kind::kDomain) return other();
    host.remove_prefix(site.domain_at);
    return {site.is_plain ? plain(host) : guarded(host, arena), site.referrer_kind,
            site.referrer_kind != ReferrerKind::kOther};
  }

  std::size_t slot_;
  const RedactionPolicy& redaction_;
  SiteClassifier sites_;
};

class ReferrerSite final : public Step {
 public:
  ReferrerSite(bool only_well_known, RedactionCounts& redactions)
      : only_well_known_(only_well_known), redactions_(redactions) {}

  void run(const StepData& data) override {
    const auto texts = data.published.column(Column::kReferrer).make_texts();
    for (std::size_t row = 0; row < data.records.rows(); ++row) {
      const Referrer& referrer = data.identifying.referrers[row];
      const bool is_hidden = only_well_known_ && !referrer.is_well_known;
      texts[row] = is_hidden ? plain(kOther) : referrer.site;
      if (!is_hidden && referrer.identifies != kNoClass) {
        redactions_.count(Column::kReferrer, referrer.identifies);
      }
    }
  }

 private:
  bool only_well_known_;
  RedactionCounts& redactions_;
};

class KindOfReferrer final : public Step {
 public:
  void run(const StepData& data) override {
    const auto ids = data.published.column(Column::kReferrerKind).make_ids(referrer_kinds());
    for (std::size_t row = 0; row < data.records.rows(); ++row) {
      ids[row] = static_cast<std::uint16_t>(data.identifying.referrers[row].kind);
    }
  }
};

// Its query, which holds what the visitor searched for, its user and its port never stay. Of a host that is not
// the operator's own the registrable domain stands for it: a name below it can be a person's.
class RedactedReferrerUrl final : public Step {
 public:
  RedactedReferrerUrl(std::size_t slot, const Policy& policy, RedactionCounts& counts)
      : slot_(slot),
        redactor_(policy.redaction, Column::kReferrerUrl, counts, hides_numbers(policy)),
        sites_(policy.hosts, policy.redaction) {}

  void run(const StepData& data) override {
    const auto texts = data.published.column(Column::kReferrerUrl).make_texts();
    const auto raw = data.records.column(slot_);
    TextArena& arena = data.published.arena();
    for (std::size_t row = 0; row < raw.size(); ++row) {
      const bool known = !raw[row].absent() && !raw[row].bytes().empty();
      texts[row] = known ? publish(raw[row].bytes(), arena) : PublicText();
    }
  }

 private:
  PublicText publish(std::string_view url, TextArena& arena) {
    std::string_view host;
    if (!url_host(url, &host)) return plain(kOther);
    const auto path_at = static_cast<std::size_t>(host.data() + host.size() - url.data());
    const Site site = sites_.classify(host);
    std::string_view behind = url.substr(path_at);
    // Keys that the policy lists are those of its own pages: elsewhere they may hold what was searched for.
    if (site.kind != Site::Kind::kOwn) behind = behind.substr(0, behind.find_first_of("?#"));
    const RedactedPath path = redactor_.path(behind, arena);
    if (!path.is_url) return plain(kMalformedText);
    host = site.normal(host, arena);
    if (site.kind == Site::Kind::kIdentifying) return plain(redactor_.replace(site.identifies));
    if (site.kind == Site::Kind::kDomain) {
      host.remove_prefix(site.domain_at);
    } else if (site.kind != Site::Kind::kOwn) {
      return plain(kOther);
    }
    const bool secure = url[std::string_view("http").size()] != ':';
    return join({secure ? "https://" : "http://", host, path.text}, site.is_plain && path.plain, arena);
  }

  // As the policy has it for paths.
  static bool hides_numbers(const Policy& policy) {
    const auto& path = policy.columns[static_cast<std::size_t>(Column::kPath)];
    return path && path->action->name == "redact" && path->parameters[0] != 0;
  }

  static PublicText join(std::initializer_list<std::string_view> parts, bool is_plain, TextArena& arena) {
    std::size_t bytes = 0;
    for (const std::string_view part : parts) bytes += part.size();
    char* const space = arena.allocate(bytes);
    char* out = space;
    for (const std::string_view part : parts) {
      if (!part.empty()) std::memcpy(out, part.data(), part.size());
      out += part.size();
    }
    return is_plain ? plain({space, bytes}) : guarded({space, bytes}, arena);
  }

  std::size_t slot_;
  Redactor redactor_;
  SiteClassifier sites_;
};

}  // namespace

std::unique_ptr<Step> make_derive_referrer(const StepParts& parts) {
  const auto slot = parts.sources.slot(Source::kReferrer);
  if (!slot) return nullptr;
  return std::make_unique<DeriveReferrer>(*slot, parts.policy);
}

std::unique_ptr<Step> make_referrer(const StepParts& parts) {
  return std::make_unique<ReferrerSite>(false, parts.redactions);
}
std::unique_ptr<Step> make_well_known_referrer(const StepParts& parts) {
  return std::make_unique<ReferrerSite>(true, parts.redactions);
}
std::unique_ptr<Step> make_referrer_kind(const StepParts& /*parts*/) {
  return std::make_unique<KindOfReferrer>();
}

std::unique_ptr<Step> make_redacted_referrer_url(const StepParts& parts) {
  return std::make_unique<RedactedReferrerUrl>(parts.sources[Source::kReferrer], parts.policy,
                                               parts.redactions);
}

std::unique_ptr<Step> make_referrer_url(const StepParts& parts) {
  if (parts.parameters[0] != 0) return make_redacted_referrer_url(parts);
  return std::make_unique<AsLogged>(Column::kReferrerUrl, parts.sources[Source::kReferrer]);
}

}  // namespace anonlog
