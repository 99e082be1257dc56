// Finds what identifies in a text: which class, if any, stands for it.
//
// The text is looked at as it is and in up to three rounds of decoding (text_decoding.h), the last of them first. In each, in this order: the
// policy's own classes, JWT, user information of a URL, e-mail, session, UUID, IP, card, IBAN, phone, token; then, what is
// still encoded after the rounds. The files named *_text.h say what each is. A session is what ASP.NET puts into paths,
// "(S(...))"; user information stands before '@' and behind "//", or holds a ':'.
//
// Input:   any bytes.
// Memory:  buffers of the decoding; the own classes' patterns.
// Threads: one per worker.
#ifndef ANONLOG_RULES_REDACTION_IDENTIFIER_FINDER_H_
#define ANONLOG_RULES_REDACTION_IDENTIFIER_FINDER_H_

#include <re2/re2.h>

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "rules/redaction/redaction_policy.h"
#include "rules/redaction/text_decoding.h"

namespace anonlog {

class IdentifierFinder {
 public:
  explicit IdentifierFinder(const RedactionPolicy& policy);

  // kNoClass: nothing was found.
  ClassId find(std::string_view text);

  // A part of a URL, which ends where it, decoded, holds '?', '#', '&', '=' or ';'.
  struct Part {
    std::size_t bytes;      // up to that end
    ClassId id;             // found before it
    bool has_long_numbers;  // before it, of whatever round (number_runs.h)
    bool is_encoded;        // decoding changes it
    bool ends_path;         // it, decoded, holds '?' or '#': what follows is a query, whatever it looks like
  };
  Part find_in_part(std::string_view part);

  // The same where a look at a text that it stands in found `suspicions`: of a path, at all of its segments at once.
  Part find_in_part(std::string_view part, unsigned suspicions);

  [[nodiscard]] bool has_own_classes() const { return !own_classes_.empty(); }

 private:
  ClassId find_once(std::string_view text, unsigned suspicions) const;
  ClassId find_own_class(std::string_view text) const;
  ClassId find_in_rounds() const;

  std::vector<std::unique_ptr<const re2::RE2>> own_classes_;  // in the order of the policy
  TextDecoding decoding_;
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_REDACTION_IDENTIFIER_FINDER_H_
