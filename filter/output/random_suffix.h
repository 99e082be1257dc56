// Six letters and digits, for temporary names that nobody has.
#ifndef ANONLOG_FILTER_OUTPUT_RANDOM_SUFFIX_H_
#define ANONLOG_FILTER_OUTPUT_RANDOM_SUFFIX_H_

#include <string>

namespace anonlog {

std::string random_suffix();

}  // namespace anonlog

#endif  // ANONLOG_FILTER_OUTPUT_RANDOM_SUFFIX_H_
