// Reads objects of JSON texts of ours with JsonScanner, member by member.
#ifndef ANONLOG_FILTER_JSON_MEMBERS_H_
#define ANONLOG_FILTER_JSON_MEMBERS_H_

#include <string_view>

#include "parsers/json_scanner.h"

namespace anonlog {

// Calls take(key, value) for each member of the object that was entered last; it reads what the value enters, and says
// whether it could. False: the object is not whole.
template <typename Take>
bool each_member(JsonScanner& json, Take take) {
  for (JsonScanner::Value key;;) {
    const JsonScanner::Next next = json.next_member(key);
    if (next != JsonScanner::Next::kOne) return next == JsonScanner::Next::kEnd;
    const JsonScanner::Value value = json.value();
    if (value.kind == JsonScanner::Kind::kBad || !take(key.text, value)) return false;
  }
}

// What is of no interest.
inline bool pass(JsonScanner& json, const JsonScanner::Value& value) {
  return (value.kind != JsonScanner::Kind::kObject && value.kind != JsonScanner::Kind::kArray) || json.skip();
}

}  // namespace anonlog

#endif  // ANONLOG_FILTER_JSON_MEMBERS_H_
