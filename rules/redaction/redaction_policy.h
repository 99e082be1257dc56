// What a policy says about redaction: its table [redact] (redact_table.h) and `paths`.
//
// The patterns are texts here: who uses them compiles them (they were found to be valid when the policy was read), so that
// a policy can be copied.
#ifndef ANONLOG_RULES_REDACTION_REDACTION_POLICY_H_
#define ANONLOG_RULES_REDACTION_REDACTION_POLICY_H_

#include <string>
#include <vector>

#include "rules/redaction/redaction_class.h"

namespace anonlog {

// A class of the operator's own: a text in which `pattern` (RE2, Latin-1, anywhere in it) matches becomes `replacement`.
struct OwnClass {
  std::string name;
  std::string pattern;
  std::string replacement;  // the name in braces
};

// A segment of a template is either a name, in small letters, or a place that becomes its own text.
struct TemplateSegment {
  std::string text;
  bool is_place = false;
};
using PathTemplate = std::vector<TemplateSegment>;

struct RedactionPolicy {
  std::vector<OwnClass> classes;
  std::vector<PathTemplate> templates;
  std::vector<std::string> query;  // keys whose values stay in a path, redacted
  std::vector<std::string> paths;  // first segments that the action `listed` publishes, each with its '/'

  [[nodiscard]] std::size_t class_count() const { return kBuiltinClasses + classes.size(); }
  [[nodiscard]] std::string_view name(ClassId id) const {
    return id < kBuiltinClasses ? kBuiltinClassTexts[id].name : own(id).name;
  }
  [[nodiscard]] std::string_view replacement(ClassId id) const {
    return id < kBuiltinClasses ? kBuiltinClassTexts[id].replacement : own(id).replacement;
  }

  // By ClassId.
  [[nodiscard]] std::vector<std::string> class_names() const {
    std::vector<std::string> names;
    for (ClassId id = 0; id < class_count(); ++id) names.emplace_back(name(id));
    return names;
  }

  // One that says nothing.
  static const RedactionPolicy& none() {
    static const RedactionPolicy policy;
    return policy;
  }

 private:
  [[nodiscard]] const OwnClass& own(ClassId id) const { return classes[id - kBuiltinClasses]; }
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_REDACTION_REDACTION_POLICY_H_
