// Long numbers, decimal and hexadecimal: ids, phone numbers without '+', addresses written as one number.
//
// A long number is a run of hexadecimal digits of at least eight with a letter and a digit, or of at least five behind
// "0x"; or, in what is left, a run of at least five decimal digits.
#ifndef ANONLOG_RULES_REDACTION_NUMBER_RUNS_H_
#define ANONLOG_RULES_REDACTION_NUMBER_RUNS_H_

#include <string>
#include <string_view>

namespace anonlog {

bool holds_long_number(std::string_view text);

// Appends `text` to `out` with `replacement` in place of each. Returns how many there were.
std::size_t replace_long_numbers(std::string_view text, std::string_view replacement, std::string& out);

}  // namespace anonlog

#endif  // ANONLOG_RULES_REDACTION_NUMBER_RUNS_H_
