// What a redacted text was: the closed list of built-in classes; those of a policy come behind it.
//
// A class is published in place of the text, as its name in braces, and counted under its name.
#ifndef ANONLOG_RULES_REDACTION_REDACTION_CLASS_H_
#define ANONLOG_RULES_REDACTION_REDACTION_CLASS_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

namespace anonlog {

// A built-in class, or kBuiltinClasses and the place of a class in the policy.
using ClassId = std::uint16_t;

enum BuiltinClass : ClassId {
  kEmailClass,
  kUserinfoClass,  // user and password of a URL
  kJwtClass,
  kSessionClass,
  kUuidClass,
  kCardClass,
  kIbanClass,
  kIpClass,
  kPhoneClass,
  kTokenClass,      // also the keys and tokens of vendors, and 32 hexadecimal digits
  kEncodedClass,    // still percent-encoded after three rounds
  kNumberClass,     // where a policy asks for it
  kTemplateClass,   // a place of a path template; published under the place's own name
  kMalformedClass,  // what should be a URL and is none
  kNotFoundClass,   // the path of a request that the server did not know
  kOtherClass       // a path that the operator did not list
};

struct ClassText {
  std::string_view name;
  std::string_view replacement;
};

// By BuiltinClass.
inline constexpr ClassText kBuiltinClassTexts[] = {
    {"email", "{email}"},
    {"userinfo", "{userinfo}"},
    {"jwt", "{jwt}"},
    {"session", "{session}"},
    {"uuid", "{uuid}"},
    {"card", "{card}"},
    {"iban", "{iban}"},
    {"ip", "{ip}"},
    {"phone", "{phone}"},
    {"token", "{token}"},
    {"encoded", "{encoded}"},
    {"n", "{n}"},
    {"template", "{*}"},
    {"malformed", "{malformed}"},
    {"not_found", "{not_found}"},
    {"other", "{other}"},
};
inline constexpr std::size_t kBuiltinClasses = std::size(kBuiltinClassTexts);

inline constexpr ClassId kNoClass = std::numeric_limits<ClassId>::max();

inline constexpr std::string_view kMalformedText = kBuiltinClassTexts[kMalformedClass].replacement;

}  // namespace anonlog

#endif  // ANONLOG_RULES_REDACTION_REDACTION_CLASS_H_
