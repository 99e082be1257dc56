#include "rules/site_classifier.h"

#include <algorithm>

#include "rules/host_name.h"
#include "rules/public_suffix.h"
#include "rules/publishable.h"

namespace anonlog {
namespace {

constexpr std::size_t kMaxHostBytes = 253;  // RFC 1035
constexpr std::size_t kCacheEntries = 1024;

// Labels of letters, digits, '-' and '_', none of them empty. Whatever else a client sent as a host is no name, and could
// be anything.
bool is_host_name(std::string_view host) {
  char last = '.';
  for (const char c : host) {
    const bool joins = c == '.' && last != '.';
    const bool stands = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    if (!joins && !stands) return false;
    last = c;
  }
  return last != '.';
}

// An address in front of a name could leave its last number in the domain.
bool may_end_an_address(std::string_view domain) { return domain.front() >= '0' && domain.front() <= '9'; }

}  // namespace

SiteClassifier::SiteClassifier(std::span<const std::string> own_hosts, const RedactionPolicy& redaction)
    : own_hosts_(own_hosts), finder_(redaction), cache_(kCacheEntries) {}

Site SiteClassifier::classify(std::string_view host) {
  if (host.size() > kMaxHostBytes) return Site{};
  if (const Site* known = cache_.find(host)) return *known;
  const Site site = classify_uncached(host);
  if (Site* entry = cache_.insert(host)) *entry = site;
  return site;
}

Site SiteClassifier::classify_uncached(std::string_view host) {
  arena_.clear();
  const std::string_view normal = normal_host(host, arena_);
  Site site;
  site.has_capitals = normal.data() != host.data();
  site.normal_bytes = static_cast<std::uint16_t>(normal.size());
  bool plain = false;  // of publishable()'s result: what had to be changed for it was not plain
  const std::string_view text = publishable(normal, arena_, &plain);
  site.is_plain = plain && text.data() == normal.data();
  site.is_host_name = is_host_name(normal.starts_with("*.") ? normal.substr(2) : normal);
  name_.assign(normal);
  if (std::find(own_hosts_.begin(), own_hosts_.end(), name_) != own_hosts_.end()) {
    site.kind = Site::Kind::kOwn;
  } else if (is_ip_literal(normal)) {
    site.kind = Site::Kind::kAddress;
  } else if (!site.is_host_name) {
    site.kind = Site::Kind::kUnknown;
  } else if (const std::string_view domain = registrable_domain(name_); !domain.empty()) {
    site.identifies = finder_.find(domain);
    if (site.identifies == kNoClass && may_end_an_address(domain)) site.identifies = finder_.find(normal);
    site.kind = site.identifies != kNoClass ? Site::Kind::kIdentifying : Site::Kind::kDomain;
    site.domain_at = static_cast<std::uint16_t>(normal.size() - domain.size());
    if (site.kind == Site::Kind::kDomain)
      site.referrer_kind = ReferrerSites::known().kind_of(normal, site.domain_at);
  }
  return site;
}

}  // namespace anonlog
