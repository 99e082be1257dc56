// Of which kind a referring site is, by the table in sites.txt; and which site an app stands for.
//
// Threads: immutable.
#ifndef ANONLOG_RULES_REFERRER_REFERRER_SITES_H_
#define ANONLOG_RULES_REFERRER_REFERRER_SITES_H_

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <unordered_map>

#include "rules/public_batch.h"

namespace anonlog {

enum class ReferrerKind : std::uint8_t { kDirect, kInternal, kSearch, kSocial, kEmail, kAi, kAds, kOther };

// Their names, in that order.
Vocabulary referrer_kinds();

class ReferrerSites {
 public:
  static const ReferrerSites& known();

  // kOther: no row is for it. Requires: `host` in normal form (host_name.h); its registrable domain begins at `domain_at`.
  [[nodiscard]] ReferrerKind kind_of(std::string_view host, std::size_t domain_at) const;

  // The host that the app of a URL as android-app://ID/... stands for; empty for apps that are not listed and for
  // whatever else the text is.
  [[nodiscard]] std::string_view app_host(std::string_view url) const;

 private:
  ReferrerSites();

  std::unordered_map<std::string_view, ReferrerKind> sites_;
  std::unordered_map<std::string_view, std::string_view> apps_;
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_REFERRER_REFERRER_SITES_H_
