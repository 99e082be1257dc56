// The directives of Apache's LogFormat, of mod_log_config, mod_logio and mod_ssl
// (https://httpd.apache.org/docs/2.4/mod/mod_log_config.html), and the fields that they fill: one table.
//
// Arguments name headers, so case does not matter in them. A directive that writes what the catalogue has no field
// for is kOther under its own name: "X-Foo:i" for %{X-Foo}i, "k" for %k.
#ifndef ANONLOG_PARSERS_APACHE_DIRECTIVE_H_
#define ANONLOG_PARSERS_APACHE_DIRECTIVE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "parsers/error.h"
#include "parsers/field.h"

namespace anonlog {

// What a format wrote behind a %, as Apache takes it apart.
struct ApacheDirective {
  std::string_view letter;                   // "h", "^FB"
  std::optional<std::string_view> argument;  // what stands in braces
  bool original = false;                     // <: of the request before internal redirects
  bool conditional = false;                  // status codes: the value is "-" for all others
};

struct ApacheSlot {
  Slot slot;
  // Of several directives of a format that fill the same field the highest rank fills it, the others are kOther: the
  // final status before the first one, microseconds before seconds, an address before a name.
  std::uint8_t rank = 0;
  bool end_of_request = false;  // a time that is not the request's beginning
};

// What is wrong with a directive, and where in its argument, when it is that.
struct ApacheDirectiveProblem {
  std::string message;
  std::optional<std::size_t> argument_offset = {};
};

tl::expected<ApacheSlot, ApacheDirectiveProblem> apache_slot(const ApacheDirective& directive);

// The name under which it is kOther.
std::string apache_key(const ApacheDirective& directive);

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_APACHE_DIRECTIVE_H_
