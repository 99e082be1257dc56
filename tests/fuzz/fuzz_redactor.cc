// Any bytes as a path, a value and a user agent: what is published is what the slow reference publishes, holds nothing that
// the reference would find in it, however often it is decoded, and stays as it is when it is redacted again.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "rules/redaction/redactor.h"
#include "rules/user_agent_guard.h"
#include "tests/fuzz/require.h"
#include "tests/rules/redaction/redaction_reference.h"

namespace anonlog {
namespace {

void check_path(std::string_view path, bool numbers) {
  RedactionCounts counts;
  TextArena arena;
  Redactor redactor(RedactionPolicy::none(), Column::kPath, counts, numbers);
  const RedactedPath result = redactor.path(path, arena);
  require(result.text == reference::redacted_path(path, numbers), "as the reference");
  require(result.is_url == reference::is_url(path), "a URL is one");
  require(redactor.path(result.text, arena).text == result.text, "twice is once");
  for (std::size_t begin = 0; begin <= result.text.size();) {
    const std::size_t end = std::min(result.text.find('/', begin), result.text.size());
    const std::string_view segment = result.text.substr(begin, end - begin);
    require(reference::class_of(segment).empty(), "no identifier is left, in whatever round");
    require(reference::kept_part(segment) == segment, "no parameter is left");
    begin = end + 1;
  }
}

void check_value(std::string_view value) {
  RedactionCounts counts;
  TextArena arena;
  Redactor redactor(RedactionPolicy::none(), Column::kTarget, counts);
  const std::string once(redactor.value(value, arena));
  require(once == reference::redacted_segment(value, false), "as the reference");
  require(counts.any() == (once.starts_with('{') && !value.starts_with('{')) || value.starts_with('{'),
          "what is redacted is counted");
}

void check_user_agent(std::string_view text) {
  RedactionCounts counts;
  TextArena arena;
  Redactor redactor(RedactionPolicy::none(), Column::kUserAgent, counts);
  std::string room;
  const std::string once(guard_user_agent(text, redactor, room, arena));
  require(guard_user_agent(once, redactor, room, arena) == once, "twice is once");
}

}  // namespace
}  // namespace anonlog

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  anonlog::check_path(text, false);
  anonlog::check_path(text, true);
  anonlog::check_value(text);
  anonlog::check_user_agent(text);
  return 0;
}
