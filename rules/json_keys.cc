#include "rules/json_keys.h"

#include "parsers/key_map.h"

namespace anonlog {

std::vector<FormatSource> with_json_keys(std::vector<FormatSource> formats,
                                         const std::vector<JsonKeys>& keys) {
  for (FormatSource& format : formats) {
    if (format.language != FormatLanguage::kJson || format.name != "json") continue;
    for (const JsonKeys& of : keys) format.text = KeyMap::with_keys(format.text, of.field, of.keys);
  }
  return formats;
}

}  // namespace anonlog
