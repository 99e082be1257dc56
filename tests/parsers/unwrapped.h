// What a wrapper makes of one line, as a text that tests compare: "program|stream|P or F|text", or "no".
#ifndef ANONLOG_TESTS_PARSERS_UNWRAPPED_H_
#define ANONLOG_TESTS_PARSERS_UNWRAPPED_H_

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>

#include "parsers/wrapper.h"

namespace anonlog {

// Line and buffer are no longer than they must be, so that a sanitizer sees what is read or written beside them.
inline std::string unwrapped(Wrapper::Read read, std::string_view line) {
  const auto copy = std::make_unique<char[]>(line.size());
  std::copy(line.begin(), line.end(), copy.get());
  const auto buffer = std::make_unique<char[]>(line.size() + Wrapper::kBufferSlack);
  WrappedLine within;
  if (!read({copy.get(), line.size()}, buffer.get(), within)) return "no";
  return std::string(within.program) + "|" + std::to_string(within.stream) + "|" +
         (within.partial ? "P|" : "F|") + std::string(within.text);
}

inline const Wrapper& wrapper_named(std::string_view name) {
  return *std::ranges::find(wrappers(), name, &Wrapper::name);
}

}  // namespace anonlog

#endif  // ANONLOG_TESTS_PARSERS_UNWRAPPED_H_
