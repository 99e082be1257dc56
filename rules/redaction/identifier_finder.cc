#include "rules/redaction/identifier_finder.h"

#include <algorithm>
#include <span>

#include "rules/redaction/account_text.h"
#include "rules/redaction/address_text.h"
#include "rules/redaction/byte_kinds.h"
#include "rules/redaction/email_text.h"
#include "rules/redaction/number_runs.h"
#include "rules/redaction/pattern_options.h"
#include "rules/redaction/text_look.h"
#include "rules/redaction/token_text.h"

namespace anonlog {
namespace {

bool holds_authority(std::string_view text) {
  if (text.find("//") == std::string_view::npos) return false;
  static const re2::RE2 pattern("//[^/?#@\\s]+@", pattern_options());
  return matches(text, pattern);
}

bool holds_user_and_password(std::string_view text, unsigned suspicions) {
  if ((suspicions & kColonSeen) == 0) return false;
  static const re2::RE2 pattern("[^/?#@\\s:]:[^/?#@\\s]*@[^/?#@\\s]", pattern_options());
  return matches(text, pattern);
}

bool holds_session(std::string_view text) {
  if (text.find("))") == std::string_view::npos) return false;
  static const re2::RE2 pattern("\\((?:[A-Za-z]\\([A-Za-z0-9_-]+\\))+\\)", pattern_options());
  return matches(text, pattern);
}

bool holds_ip(std::string_view text, unsigned suspicions) {
  if ((suspicions & kColonSeen) != 0 && holds_colon_ipv6(text)) return true;
  return (suspicions & kGroupsSeen) != 0 && (holds_ipv4(text) || holds_named_ipv6(text));
}

bool holds_any_token(std::string_view text, unsigned suspicions) {
  if ((suspicions & kRunSeen) != 0 && (holds_token(text) || holds_long_hex(text))) return true;
  return (suspicions & kPrefixSeen) != 0 && holds_vendor_token(text);
}

struct Search {
  ClassId id;
  unsigned suspicions;  // any of which it takes
  bool (*holds)(std::string_view text, unsigned suspicions);
};

// Wraps the searches that need no suspicions.
template <bool (*holds)(std::string_view)>
bool plainly(std::string_view text, unsigned /*suspicions*/) {
  return holds(text);
}

constexpr Search kSearches[] = {
    {kJwtClass, kPrefixSeen, plainly<holds_jwt>},
    {kUserinfoClass, kAtSeen, plainly<holds_authority>},
    {kEmailClass, kAtSeen, plainly<holds_email>},
    {kUserinfoClass, kAtSeen, holds_user_and_password},
    {kSessionClass, kParenthesisSeen, plainly<holds_session>},
    {kUuidClass, kGroupsSeen, plainly<holds_uuid>},
    {kIpClass, kGroupsSeen | kColonSeen, holds_ip},
    {kCardClass, kAccountSeen, plainly<holds_card>},
    {kIbanClass, kAccountSeen, plainly<holds_iban>},
    {kPhoneClass, kPlusSeen, plainly<holds_phone>},
    {kTokenClass, kRunSeen | kPrefixSeen, holds_any_token},
};
constexpr unsigned kSearchedFor = [] {
  unsigned suspicions = kNothing;
  for (const Search& search : kSearches) suspicions |= search.suspicions;
  return suspicions;
}();

bool is_part_end(char c) { return is_of(c, kPathEnd | kSegmentEnd); }

}  // namespace

IdentifierFinder::IdentifierFinder(const RedactionPolicy& policy) {
  for (const OwnClass& own : policy.classes) {
    own_classes_.push_back(std::make_unique<const re2::RE2>(own.pattern, pattern_options()));
  }
}

ClassId IdentifierFinder::find_own_class(std::string_view text) const {
  for (std::size_t i = 0; i < own_classes_.size(); ++i) {
    if (matches(text, *own_classes_[i])) return static_cast<ClassId>(kBuiltinClasses + i);
  }
  return kNoClass;
}

ClassId IdentifierFinder::find_once(std::string_view text, unsigned suspicions) const {
  if (const ClassId own = find_own_class(text); own != kNoClass) return own;
  if ((suspicions & kSearchedFor) == 0) return kNoClass;
  for (const Search& search : kSearches) {
    if ((search.suspicions & suspicions) != 0 && search.holds(text, suspicions)) return search.id;
  }
  return kNoClass;
}

ClassId IdentifierFinder::find_in_rounds() const {
  const std::span<const TextDecoding::Round> rounds = decoding_.rounds();
  for (auto round = rounds.rbegin(); round != rounds.rend(); ++round) {
    const ClassId id = find_once(round->bytes, look_at_text(round->bytes).suspicions);
    if (id != kNoClass) return id;
  }
  return decoding_.is_still_encoded() ? ClassId{kEncodedClass} : kNoClass;
}

ClassId IdentifierFinder::find(std::string_view text) {
  const unsigned suspicions = look_at_text(text).suspicions;
  if ((suspicions & (kEscapeSeen | kFoldableSeen)) == 0) return find_once(text, suspicions);
  decoding_.decode(text);
  return find_in_rounds();
}

IdentifierFinder::Part IdentifierFinder::find_in_part(std::string_view part) {
  return find_in_part(part, look_at_text(part).suspicions);
}

IdentifierFinder::Part IdentifierFinder::find_in_part(std::string_view part, unsigned suspicions) {
  Part found{part.size(), kNoClass, false, false, false};
  if ((suspicions & (kEscapeSeen | kFoldableSeen)) == 0) {
    const auto* const end =
        (suspicions & kCutSeen) == 0 ? part.end() : std::find_if(part.begin(), part.end(), is_part_end);
    found.bytes = static_cast<std::size_t>(end - part.begin());
    found.id = find_once(part.substr(0, found.bytes), suspicions);
    found.has_long_numbers = (suspicions & kNumberSeen) != 0;
    return found;
  }
  decoding_.decode(part);
  for (const TextDecoding::Round& round : decoding_.rounds()) {
    const auto end = std::ranges::find_if(round.bytes, is_part_end);
    if (end == round.bytes.end()) continue;
    found.ends_path = found.ends_path || round.bytes.find_first_of("?#") != std::string_view::npos;
    const auto at = static_cast<std::size_t>(end - round.bytes.begin());
    found.bytes = std::min(found.bytes, std::size_t{round.offsets[at]});
  }
  if (found.bytes != part.size()) decoding_.decode(part.substr(0, found.bytes));
  found.id = find_in_rounds();
  found.is_encoded =
      decoding_.rounds().size() > 1 || decoding_.rounds().front().bytes != part.substr(0, found.bytes);
  found.has_long_numbers = std::ranges::any_of(
      decoding_.rounds(), [](const TextDecoding::Round& round) { return holds_long_number(round.bytes); });
  return found;
}

}  // namespace anonlog
