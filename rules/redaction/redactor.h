// Keeps text that looks like a person's data out of what is published: the one redactor of paths, hosts, pages that linked
// here, values of query keys, words of user agents.
//
// Structure first. A path ends at its first '?' or '#'; of its query only the values of keys that the policy lists stay. A
// segment or value ends where it, decoded, holds '?', '#', '&', '=' or ';'. What is kept is published as it was logged,
// unless it holds an identifier (identifier_finder.h) in any of up to three rounds of decoding: then all of it becomes
// its class, "{email}".
//
// Input:    any bytes.
// Lifetime: results point into the input, into `arena`, or into the policy. Policy and counts outlive the redactor.
// Memory:   `arena`, and there only where something changes; buffers that are kept.
// Threads:  one per worker and column.
#ifndef ANONLOG_RULES_REDACTION_REDACTOR_H_
#define ANONLOG_RULES_REDACTION_REDACTOR_H_

#include <string>
#include <string_view>

#include "rules/column.h"
#include "rules/redaction/identifier_finder.h"
#include "rules/redaction/path_templates.h"
#include "rules/redaction/redaction_counts.h"
#include "rules/redaction/redaction_policy.h"
#include "rules/redaction/text_look.h"
#include "rules/text_arena.h"

namespace anonlog {

struct RedactedPath {
  std::string_view text;  // fit to be published but for its encoding: publishable() comes next
  bool is_url = true;     // false: a space or control byte stands in the path; `text` is then "{malformed}"
  bool plain = false;     // publishable() would change nothing and say so; false when that is not known
};

class Redactor {
 public:
  // `numbers`: runs of five digits, and of eight hexadecimal ones that hold a letter and a digit, become "{n}".
  Redactor(const RedactionPolicy& policy, Column column, RedactionCounts& counts, bool numbers = false);

  // The path of a request target or URL; a query may stand behind it.
  RedactedPath path(std::string_view path, TextArena& arena) {
    const TextLook look = look_at_path(path);
    if ((look.suspicions & watched_) == kNothing) return {path.substr(0, look.bytes), true, look.plain()};
    return change_path(path, look, arena);
  }

  // The value of a query key, a campaign's name: what of it may be published, or its class.
  std::string_view value(std::string_view value, TextArena& arena);

  // What is in a text without structure of its own (a host, a word): '?', '#', '&', '=' and ';' mean nothing here. kNoClass:
  // it may be published.
  ClassId find(std::string_view text) { return finder_.find(text); }

  // The same of a text that ends at its parameters; nothing is counted.
  IdentifierFinder::Part find_in_part(std::string_view part) { return finder_.find_in_part(part); }

  // Counts a hit, and says what is published in place of the text.
  std::string_view replace(ClassId id) {
    counts_.count(column_, id);
    return policy_.replacement(id);
  }

 private:
  RedactedPath change_path(std::string_view path, const TextLook& look, TextArena& arena);
  void add_segments(std::string_view path, unsigned suspicions);
  // False: what follows is no path any more.
  bool add_piece(std::string_view piece, unsigned suspicions);
  void add_without_numbers(std::string_view piece);
  void add_query(std::string_view query);
  [[nodiscard]] bool is_listed_key(std::string_view key) const;

  const RedactionPolicy& policy_;
  Column column_;
  RedactionCounts& counts_;
  bool numbers_;
  IdentifierFinder finder_;
  PathTemplates templates_;
  unsigned watched_;  // suspicions that make a path worth more than one look
  std::string text_;  // that is put together
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_REDACTION_REDACTOR_H_
