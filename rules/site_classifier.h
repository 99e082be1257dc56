// What of a host's name may be published: all of it when it is the operator's own, else its registrable
// domain.
//
// Input:    a host as it was logged, with port and capitals perhaps.
// Memory:   a cache of a fixed size; the public suffix list is libpsl's own.
// Threads:  one per worker.
#ifndef ANONLOG_RULES_SITE_CLASSIFIER_H_
#define ANONLOG_RULES_SITE_CLASSIFIER_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "rules/agent/byte_cache.h"
#include "rules/host_name.h"
#include "rules/redaction/identifier_finder.h"
#include "rules/referrer/referrer_sites.h"
#include "rules/text_arena.h"

namespace anonlog {

struct Site {
  enum class Kind : std::uint8_t {
    kOwn,          // named in the policy's `hosts`
    kDomain,       // has a registrable domain
    kIdentifying,  // has one, but it looks like an address, an e-mail or a token
    kAddress,      // an IP literal
    kUnknown,      // a single label, a bare suffix, an unknown top-level domain
  };

  Kind kind = Kind::kUnknown;
  bool has_capitals = true;                           // its normal form is not a part of the host as logged
  bool is_host_name = false;                          // labels joined by dots, perhaps behind "*."
  bool is_plain = false;                              // printable ASCII, nothing to escape in any output
  ReferrerKind referrer_kind = ReferrerKind::kOther;  // of kDomain; of what is in no table kOther
  std::uint16_t normal_bytes = 0;                     // of its normal form (host_name.h)
  ClassId identifies =
      kNoClass;                 // what its domain holds, of kIdentifying; what the whole name does otherwise
  std::uint16_t domain_at = 0;  // of kDomain: where in the normal form the registrable domain begins

  // The normal form of the `host` that this is about.
  [[nodiscard]] std::string_view normal(std::string_view host, TextArena& arena) const {
    return has_capitals ? normal_host(host, arena) : host.substr(0, normal_bytes);
  }
};

class SiteClassifier {
 public:
  // `own_hosts` in normal form; they outlive the classifier, as `redaction` does.
  explicit SiteClassifier(std::span<const std::string> own_hosts,
                          const RedactionPolicy& redaction = RedactionPolicy::none());

  Site classify(std::string_view host);

 private:
  Site classify_uncached(std::string_view host);

  std::span<const std::string> own_hosts_;
  IdentifierFinder finder_;
  ByteCache<Site> cache_;
  TextArena arena_;   // of one normal form
  std::string name_;  // the host with a NUL behind it, as libpsl reads it
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_SITE_CLASSIFIER_H_
