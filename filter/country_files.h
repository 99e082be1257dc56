// Finds and reads the country databases of a run: those of --country-db, or the one of Debian's package tor-geoipdb where
// that is installed. Text (rules/country/country_text.h) and MMDB (mmdb_file.h) are told apart by what is in the file.
//
// Of several databases the first that has countries of IPv4 gives those, and so for IPv6 and autonomous systems.
//
// Errors:  kNoInput for a file that cannot be read, kBadInput for one that is no database, kUsage for one that gives
//          nothing, and when `asn` is wanted and none has it.
// Memory:  about 11 MB for the package's data.
#ifndef ANONLOG_FILTER_COUNTRY_FILES_H_
#define ANONLOG_FILTER_COUNTRY_FILES_H_

#include <string>
#include <vector>

#include "parsers/error.h"
#include "rules/country/address_database.h"
#include "rules/policy.h"

namespace anonlog {

// `paths`: files, or folders with the files geoip and geoip6; {"none"}: no database. `policy` and `wanted`: whether a
// column needs one; if none does nothing is read.
Result<AddressDatabase> load_countries(const std::vector<std::string>& paths, const Policy& policy,
                                       const ColumnSet& wanted);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_COUNTRY_FILES_H_
