#include "rules/referrer/referrer_sites.h"

#include <algorithm>
#include <cassert>
#include <string>

#include "rules/referrer/referrer_table.h"

namespace anonlog {
namespace {

constexpr std::string_view kKinds[] = {"direct", "internal", "search", "social",
                                       "email",  "ai",       "ads",    "other"};

}  // namespace

Vocabulary referrer_kinds() { return kKinds; }

const ReferrerSites& ReferrerSites::known() {
  static const ReferrerSites sites;
  return sites;
}

ReferrerSites::ReferrerSites() {
  for (const std::string_view row : referrer_site_rows()) {
    const std::size_t space = row.find(' ');
    const auto* const kind = std::ranges::find(kKinds, row.substr(0, space));
    assert(kind != std::end(kKinds));
    sites_.emplace(row.substr(space + 1), static_cast<ReferrerKind>(kind - kKinds));
  }
  for (const std::string_view row : referrer_app_rows()) {
    const std::size_t space = row.find(' ');
    apps_.emplace(row.substr(0, space), row.substr(space + 1));
  }
}

ReferrerKind ReferrerSites::kind_of(std::string_view host, std::size_t domain_at) const {
  const std::size_t suffix_at = host.find('.', domain_at) + 1;
  for (std::size_t at = 0; at <= domain_at; at = host.find('.', at) + 1) {
    if (const auto site = sites_.find(host.substr(at)); site != sites_.end()) return site->second;
    const std::string under_any = std::string(host.substr(at, suffix_at - at)) + '*';
    if (const auto site = sites_.find(under_any); site != sites_.end()) return site->second;
  }
  return ReferrerKind::kOther;
}

std::string_view ReferrerSites::app_host(std::string_view url) const {
  for (const std::string_view scheme : {"android-app://", "ios-app://"}) {
    if (!url.starts_with(scheme)) continue;
    const std::string_view id = url.substr(scheme.size());
    const auto app = apps_.find(id.substr(0, id.find('/')));
    return app == apps_.end() ? std::string_view() : app->second;
  }
  return {};
}

}  // namespace anonlog
