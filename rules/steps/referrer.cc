// referrer: the site that linked here, and nothing of the page. referrer_url: the page.
#include <cstring>

#include "rules/host_name.h"
#include "rules/policy.h"
#include "rules/redaction/redactor.h"
#include "rules/site_classifier.h"
#include "rules/source.h"
#include "rules/step.h"
#include "rules/steps/as_logged.h"

namespace anonlog {

StepMaker make_referrer, make_referrer_url, make_redacted_referrer_url;

namespace {

constexpr std::string_view kInternal = "(internal)";
constexpr std::string_view kOther = "(other)";

class Referrer final : public Step {
 public:
  Referrer(std::size_t slot, const Policy& policy, RedactionCounts& counts)
      : slot_(slot),
        redactor_(policy.redaction, Column::kReferrer, counts),
        sites_(policy.hosts, policy.redaction) {}

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
        return plain(redactor_.replace(site.identifies));
      default:
        return plain(kOther);
    }
    host.remove_prefix(site.domain_at);
    return site.is_plain ? plain(host) : guarded(host, arena);
  }

  std::size_t slot_;
  Redactor redactor_;
  SiteClassifier sites_;
};

// Its query, which holds what the visitor searched for, its user and its port never stay. Of a host that is not
// the operator's own the registrable domain stands for it: a name below it can be a person's.
class RedactedReferrerUrl final : public Step {
 public:
  RedactedReferrerUrl(std::size_t slot, const Policy& policy, RedactionCounts& counts)
      : slot_(slot),
        redactor_(policy.redaction, Column::kReferrerUrl, counts),
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
    const RedactedPath path = redactor_.path(url.substr(path_at), arena);
    if (!path.is_url) return plain(kMalformedText);
    const Site site = sites_.classify(host);
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

std::unique_ptr<Step> make_referrer(const StepParts& parts) {
  return std::make_unique<Referrer>(parts.sources[Source::kReferrer], parts.policy, parts.redactions);
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
