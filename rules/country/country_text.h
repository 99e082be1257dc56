// Reads the text form of a country database, as Debian's package tor-geoipdb has it (/usr/share/tor/geoip, geoip6):
//
//     # a comment
//     16777216,16777471,AU                        IPv4 as numbers or with dots
//     2001:200::,2001:200:134:ffff:ffff:ffff:ffff:ffff,JP
//
// A line is a range, its ends included. Ranges of a family are in ascending order and do not overlap. What is behind a
// third comma is not read.
//
// Input:   whole lines, in as many pieces as one likes.
// Errors:  kBadInput with the number of the line, and what it should be.
// Memory:  that of the ranges.
#ifndef ANONLOG_RULES_COUNTRY_COUNTRY_TEXT_H_
#define ANONLOG_RULES_COUNTRY_COUNTRY_TEXT_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "parsers/error.h"
#include "rules/country/address_ranges.h"

namespace anonlog {

class CountryText {
 public:
  // `name` stands before line numbers in messages.
  explicit CountryText(std::string name) : name_(std::move(name)) {}

  // The last line needs no newline; then it is the last.
  Status add_lines(std::string_view lines);

  // Errors: kBadInput when there was no range at all.
  Result<AddressRanges> finish();

 private:
  [[nodiscard]] bool add_line(std::string_view line);

  std::string name_;
  std::uint64_t line_ = 0;
  AddressRanges ranges_;
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_COUNTRY_COUNTRY_TEXT_H_
