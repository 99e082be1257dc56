// Which keys of a JSON line the user says are which fields, for the format `json`.
#ifndef ANONLOG_RULES_JSON_KEYS_H_
#define ANONLOG_RULES_JSON_KEYS_H_

#include <string>
#include <vector>

#include "parsers/field.h"
#include "parsers/format_source.h"

namespace anonlog {

struct JsonKeys {
  Field field;
  std::vector<std::string> keys;  // as key_map.h has them
};

// The formats with these keys in those that are called json.
std::vector<FormatSource> with_json_keys(std::vector<FormatSource> formats,
                                         const std::vector<JsonKeys>& keys);

}  // namespace anonlog

#endif  // ANONLOG_RULES_JSON_KEYS_H_
