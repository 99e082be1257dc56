#include "rules/redaction/redactor.h"

#include <algorithm>
#include <cstring>

#include "rules/redaction/number_runs.h"

namespace anonlog {
namespace {

// What makes a path worth more than one look. Numbers are everywhere: only where they are asked for.
constexpr unsigned kWatched = ~unsigned{kNumberSeen | kNotPlainSeen | kPathSeen};

// The length from which a segment can hold any of what is suspected of its path.
std::size_t least_bytes(unsigned suspicions) {
  constexpr unsigned kOfLongTexts =
      kRunSeen | kPrefixSeen | kAccountSeen | kGroupsSeen | kNotPlainSeen | kPathSeen;
  constexpr std::size_t kShortestGroups = std::string_view("1.1.1.1").size();
  constexpr std::size_t kShortestAccount = 13;
  if ((suspicions & ~kOfLongTexts) != 0) return 1;
  if ((suspicions & kGroupsSeen) != 0) return kShortestGroups;
  if ((suspicions & kAccountSeen) != 0) return kShortestAccount;
  return (suspicions & kPrefixSeen) != 0 ? kPrefixedBytes : kTokenBytes;
}

std::string_view copy_to(TextArena& arena, std::string_view text) {
  char* const space = arena.allocate(text.size());
  if (!text.empty()) std::memcpy(space, text.data(), text.size());
  return {space, text.size()};
}

// The end of a query: a fragment stands behind it.
std::string_view without_fragment(std::string_view query) { return query.substr(0, query.find('#')); }

}  // namespace

Redactor::Redactor(const RedactionPolicy& policy, Column column, RedactionCounts& counts, bool numbers)
    : policy_(policy),
      column_(column),
      counts_(counts),
      numbers_(numbers),
      finder_(policy),
      templates_(policy.templates),
      watched_(numbers ? kWatched | kNumberSeen : kWatched) {
  if (finder_.has_own_classes() || !templates_.empty() || !policy.query.empty()) watched_ |= kPathSeen;
}

RedactedPath Redactor::change_path(std::string_view path, const TextLook& look, TextArena& arena) {
  if ((look.suspicions & kNoUrlSeen) != 0) return {replace(kMalformedClass), false, true};
  const std::string_view kept = path.substr(0, look.bytes);
  text_.clear();
  if (!templates_.empty()) templates_.match(kept);
  add_segments(kept, look.suspicions);
  const std::size_t path_bytes = text_.size();
  if (look.bytes < path.size() && path[look.bytes] == '?') {
    add_query(without_fragment(path.substr(look.bytes + 1)));
  }
  // The names of classes are plain; of a query nothing is known.
  const bool plain = look.plain() && text_.size() == path_bytes;
  if (text_ == kept) return {kept, true, plain};
  return {copy_to(arena, text_), true, plain};
}

void Redactor::add_segments(std::string_view path, unsigned suspicions) {
  const std::size_t least =
      finder_.has_own_classes() ? 1 : least_bytes(suspicions & (watched_ | kNotPlainSeen));
  std::size_t number = 0;
  for (std::size_t begin = 0; begin <= path.size(); ++number) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    if (begin != 0) text_ += '/';
    const std::string_view place = templates_.empty() ? std::string_view() : templates_.place(number);
    if (!place.empty()) {
      counts_.count(column_, kTemplateClass);
      text_ += place;
    } else if (end - begin < least) {
      text_ += path.substr(begin, end - begin);
    } else if (!add_piece(path.substr(begin, end - begin), suspicions)) {
      return;
    }
    begin = end + 1;
  }
}

bool Redactor::add_piece(std::string_view piece, unsigned suspicions) {
  const IdentifierFinder::Part part = finder_.find_in_part(piece, suspicions);
  const std::string_view kept = piece.substr(0, part.bytes);
  if (part.id != kNoClass) {
    text_ += replace(part.id);
  } else if (!numbers_ || !part.has_long_numbers) {
    text_ += kept;
  } else if (part.is_encoded) {
    text_ += replace(kNumberClass);
  } else {
    add_without_numbers(kept);
  }
  return !part.ends_path;
}

void Redactor::add_without_numbers(std::string_view piece) {
  const std::size_t begin = text_.size();
  std::size_t count = replace_long_numbers(piece, policy_.replacement(kNumberClass), text_);
  // Where a number was, a word may begin now.
  const ClassId uncovered = finder_.find(std::string_view(text_).substr(begin));
  if (uncovered != kNoClass) {
    text_.resize(begin);
    text_ += replace(uncovered);
    return;
  }
  for (; count > 0; --count) counts_.count(column_, kNumberClass);
}

bool Redactor::is_listed_key(std::string_view key) const {
  return std::ranges::find(policy_.query, key) != policy_.query.end();
}

void Redactor::add_query(std::string_view query) {
  char separator = '?';
  for (std::size_t begin = 0; begin <= query.size() && !policy_.query.empty();) {
    const std::size_t end = std::min(query.find('&', begin), query.size());
    const std::string_view pair = query.substr(begin, end - begin);
    const std::size_t equals = std::min(pair.find('='), pair.size());
    if (is_listed_key(pair.substr(0, equals))) {
      text_ += separator;
      text_ += pair.substr(0, equals);
      if (equals != pair.size()) {
        text_ += '=';
        const std::string_view value = pair.substr(equals + 1);
        add_piece(value, look_at_text(value).suspicions);
      }
      separator = '&';
    }
    begin = end + 1;
  }
}

std::string_view Redactor::value(std::string_view value, TextArena& arena) {
  text_.clear();
  add_piece(value, look_at_text(value).suspicions);
  if (value.starts_with(text_)) return value.substr(0, text_.size());
  return copy_to(arena, text_);
}

}  // namespace anonlog
