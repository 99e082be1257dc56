// A LogFormat, a newline and a line: any format compiles or is refused with a place in it, what compiles reads the line
// alike by both scans, and the text of a time is of its format.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "parsers/apache_log_format.h"
#include "tests/fuzz/check_line.h"
#include "tests/fuzz/require.h"

namespace anonlog {
namespace {

void check_slots(const LineGrammar& grammar) {
  require(!grammar.slots().empty() && grammar.slots().size() <= LineGrammar::kMaxFields,
          "slots within bounds");
  for (const Slot& slot : grammar.slots()) {
    require(!slot.key.empty(), "every slot has a key");
    require(slot.time_format.empty() || TimeFormat::compile(slot.time_format).has_value(),
            "time formats compile");
    require(slot.field != Field::kOther || field_info(slot.field).identity == IdentityClass::kDirect,
            "what is not known identifies");
  }
}

void check(std::string_view input) {
  // The format ends at the last newline: one that was copied from a file has some of its own.
  const std::size_t newline = std::min(input.rfind('\n'), input.size());
  const std::string_view format = input.substr(0, newline);
  const std::string line(input.substr(std::min(newline + 1, input.size())));
  const auto grammar = compile_apache_log_format("format", format);
  if (!grammar) {
    require(grammar.error().kind == ErrorKind::kUsage, "a bad format is the user's error");
    require(grammar.error().message.starts_with("format:"), "the error tells the place");
    return;
  }
  check_slots(*grammar);
  if (!line.empty()) check_line(*grammar, line);
}

}  // namespace
}  // namespace anonlog

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  anonlog::check({reinterpret_cast<const char*>(data), size});
  return 0;
}
