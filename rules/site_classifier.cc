#include "rules/site_classifier.h"

#include <algorithm>

#include "rules/host_name.h"
#include "rules/public_suffix.h"
#include "rules/text_guard.h"

namespace anonlog {
namespace {

constexpr std::size_t kMaxHostBytes = 253;  // RFC 1035
constexpr std::size_t kCacheEntries = 1024;

}  // namespace

SiteClassifier::SiteClassifier(std::span<const std::string> own_hosts)
    : own_hosts_(own_hosts), cache_(kCacheEntries) {}

Site SiteClassifier::classify(std::string_view host) {
  if (host.size() > kMaxHostBytes) return Site{};
  if (const Site* known = cache_.find(host)) return *known;
  const Site site = classify_uncached(host);
  if (Site* entry = cache_.insert(host)) *entry = site;
  return site;
}

Site SiteClassifier::classify_uncached(std::string_view host) {
  if (std::find(own_hosts_.begin(), own_hosts_.end(), host) != own_hosts_.end()) return {Site::Kind::kOwn, 0};
  if (is_ip_literal(host)) return {Site::Kind::kAddress, 0};
  name_.assign(host);
  const std::string_view domain = registrable_domain(name_);
  if (domain.empty()) return {};
  if (is_identifying(domain)) return {Site::Kind::kIdentifying, 0};
  return {Site::Kind::kDomain, static_cast<std::uint16_t>(host.size() - domain.size())};
}

}  // namespace anonlog
