// A format string, a newline and a line: any format compiles or is refused with a place in it, and the
// straight scan and the backtracking scan read the line alike.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "parsers/nginx_log_format.h"
#include "tests/fuzz/check_line.h"
#include "tests/fuzz/require.h"

namespace anonlog {
namespace {

void check(std::string_view input) {
  const std::string_view format = input.substr(0, input.find('\n'));
  const std::string line(input.substr(std::min(format.size() + 1, input.size())));
  const auto grammar = compile_nginx_log_format("format", format);
  if (!grammar) {
    require(grammar.error().kind == ErrorKind::kUsage, "a bad format is the user's error");
    require(grammar.error().message.starts_with("format:1:"), "the error tells the place");
    return;
  }
  require(!grammar->slots().empty() && grammar->slots().size() <= LineGrammar::kMaxFields,
          "slots within bounds");
  if (!line.empty()) check_line(*grammar, line);
}

}  // namespace
}  // namespace anonlog

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  anonlog::check({reinterpret_cast<const char*>(data), size});
  return 0;
}
