// The countries that a record can have: the codes of ISO 3166-1 alpha-2, the rows of countries.txt.
#ifndef ANONLOG_RULES_COUNTRY_COUNTRY_LIST_H_
#define ANONLOG_RULES_COUNTRY_COUNTRY_LIST_H_

#include <cstdint>
#include <string_view>

#include "rules/public_batch.h"

namespace anonlog {

Vocabulary countries();

// Of either case. PublicColumn::kNullId: no country (as "??", "EU" and "AP" of some databases).
std::uint16_t country_id(std::string_view code);

}  // namespace anonlog

#endif  // ANONLOG_RULES_COUNTRY_COUNTRY_LIST_H_
