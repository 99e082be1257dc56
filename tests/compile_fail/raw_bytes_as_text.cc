// Bytes of a log do not become a string_view by accident.
#include <string_view>

#include "parsers/raw_bytes.h"

namespace anonlog {

std::size_t length(std::string_view text) { return text.size(); }

std::size_t length_of(const RawBytes& raw) {
#ifdef ANONLOG_WRONG
  return length(raw);
#else
  return length(raw.bytes());
#endif
}

}  // namespace anonlog
