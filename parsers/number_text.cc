#include "parsers/number_text.h"

#include <algorithm>

namespace anonlog {

bool take_list_part(std::string_view& list, std::string_view& part) {
  constexpr std::string_view kBetween = ",: ";
  list.remove_prefix(std::min(list.find_first_not_of(kBetween), list.size()));
  part = list.substr(0, list.find_first_of(kBetween));
  list.remove_prefix(part.size());
  return !part.empty();
}

}  // namespace anonlog
