// The rows of rules/referrer/*.txt: where referrers come from.
#ifndef ANONLOG_RULES_REFERRER_REFERRER_TABLE_H_
#define ANONLOG_RULES_REFERRER_REFERRER_TABLE_H_

#include <span>
#include <string_view>

namespace anonlog {

std::span<const std::string_view> referrer_site_rows();  // "kind domain"
std::span<const std::string_view> referrer_app_rows();   // "id host"

}  // namespace anonlog

#endif  // ANONLOG_RULES_REFERRER_REFERRER_TABLE_H_
