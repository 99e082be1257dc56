// Decodes what servers write for the bytes that they escape: \xHH, \uHHHH, \" \\ \/ \b \f \n \r \t \v \a (nginx
// "default" and "json", Apache; one superset, since none of them writes a lone backslash), and the pairs \uD8HH\uDCHH
// of other writers of JSON. Any other backslash stays; half a pair is decoded as it is, which is no UTF-8.
#ifndef ANONLOG_PARSERS_UNESCAPE_H_
#define ANONLOG_PARSERS_UNESCAPE_H_

#include <cstddef>
#include <string_view>

namespace anonlog {

// Decodes `from` to `to`, which has room for from.size() bytes; returns the bytes written.
std::size_t unescape(std::string_view from, char* to);

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_UNESCAPE_H_
