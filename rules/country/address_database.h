// What a run knows of addresses, out of the files that --country-db names.
#ifndef ANONLOG_RULES_COUNTRY_ADDRESS_DATABASE_H_
#define ANONLOG_RULES_COUNTRY_ADDRESS_DATABASE_H_

#include "rules/country/address_ranges.h"

namespace anonlog {

struct AddressDatabase {
  AddressRanges countries;  // ids of countries()
  AddressRanges systems;    // numbers of autonomous systems
};

inline const AddressDatabase& no_addresses() {
  static const AddressDatabase none;
  return none;
}

}  // namespace anonlog

#endif  // ANONLOG_RULES_COUNTRY_ADDRESS_DATABASE_H_
