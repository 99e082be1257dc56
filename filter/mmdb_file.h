// Reads a MaxMind DB file (MMDB, https://maxmind.github.io/MaxMind-DB/) through libmaxminddb, whole and once.
//
// Its search tree is made flat (rules/country/range_table.h): a lookup in the tree and its data takes twice as long as
// all that a line may cost.
//
// Output:  countries out of `country.iso_code` (MaxMind, DB-IP), `country_code` (IPinfo, ip-location-db) or `country`;
//          numbers of autonomous systems out of `autonomous_system_number` or `asn`. Of what it has neither of, none.
// Errors:  kBadInput for a damaged file, kUsage when the program was built without libmaxminddb.
#ifndef ANONLOG_FILTER_MMDB_FILE_H_
#define ANONLOG_FILTER_MMDB_FILE_H_

#include <string>

#include "parsers/error.h"
#include "rules/country/address_database.h"

namespace anonlog {

// What stands in front of the metadata, in the last kMmdbTailBytes of such a file.
inline constexpr std::string_view kMmdbMark = "\xAB\xCD\xEFMaxMind.com";
inline constexpr std::size_t kMmdbTailBytes = std::size_t{128} << 10;

Result<AddressDatabase> read_mmdb(const std::string& path);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_MMDB_FILE_H_
