// Parser::apart_from() for the parsers of a KeyMap.
#ifndef ANONLOG_PARSERS_KEYED_PARSER_H_
#define ANONLOG_PARSERS_KEYED_PARSER_H_

#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "parsers/key_map.h"
#include "parsers/parser.h"

namespace anonlog {

// `P`: one that finds the keys of every map in the same way.
template <typename P>
std::unique_ptr<const Parser> keyed_apart_from(const KeyMap& map, std::span<const Parser* const> others) {
  std::vector<const KeyMap*> maps;
  for (const Parser* other : others) {
    const auto* same = dynamic_cast<const P*>(other);
    if (same == nullptr) return nullptr;
    maps.push_back(&same->map());
  }
  std::optional<KeyMap> apart = map.apart_from(maps);
  return apart ? std::make_unique<P>(*std::move(apart)) : nullptr;
}

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_KEYED_PARSER_H_
