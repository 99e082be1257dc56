#include "rules/public_suffix.h"

#include <libpsl.h>

namespace anonlog {
namespace {

// Without the star rule a top-level domain that the list does not know is no suffix: names of internal
// machines (laptop.local, host.lan) are not published.
constexpr int kRules = PSL_TYPE_ICANN | PSL_TYPE_NO_STAR_RULE;

}  // namespace

std::string_view registrable_domain(const std::string& host) {
  const psl_ctx_t* list = psl_builtin();
  if (list == nullptr || host.find('\0') != std::string::npos) return {};
  // The longest suffix is found by cutting labels from the left; the registrable domain is one label more.
  std::size_t label = 0;
  for (std::size_t dot = host.find('.'); dot != std::string::npos; dot = host.find('.', label)) {
    const std::size_t next = dot + 1;
    if (psl_is_public_suffix2(list, host.c_str() + label, kRules) != 0) return {};
    if (psl_is_public_suffix2(list, host.c_str() + next, kRules) != 0) {
      return std::string_view(host).substr(label);
    }
    label = next;
  }
  return {};
}

}  // namespace anonlog
