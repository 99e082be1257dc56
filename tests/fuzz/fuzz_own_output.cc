// What is taken for output of anonlog, and what an output says about itself, on any text: what was written is read back and
// known as ours; a log is not, whatever comes behind its first lines.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "filter/meta_file.h"
#include "filter/own_output.h"
#include "filter/run_meta.h"
#include "tests/fuzz/require.h"

namespace anonlog {
namespace {

bool is_ascii(std::string_view text) {
  for (const char c : text) {
    if (c <= '\0') return false;
  }
  return true;
}

void check_meta(std::string_view text) {
  Policy policy;
  policy.name = text;
  policy.site = text;
  const std::string line = meta_line({.policy = policy,
                                      .key = KeyMeta{"0123456789abcdef", {{"2026-11-24", "5ce9c7a1"}}},
                                      .form = OutputFormat::kNdjson,
                                      .columns = {Column::kStatus},
                                      .compression = {},
                                      .inputs = 1,
                                      .started = {}});
  require(line.find('\n') == line.size() - 1, "it is one line");
  require(is_own_output(line), "it is ours");
  const auto meta = MetaFile::parse(line);
  require(meta && meta->columns.size() == 1 && meta->fingerprints.size() == 1, "it is read back");
  if (is_ascii(text)) require(meta->policy_name == text && meta->site == text, "texts come back");
}

void check(std::string_view text) {
  const auto meta = MetaFile::parse(text);
  if (meta) require(is_own_output(text), "what is read as ours is ours");
  const bool is_ours = is_own_output(text);
  require(is_own_output(std::string(text)) == is_ours, "nothing beyond the text is read");
  std::string log;
  for (int i = 0; i < 20; ++i)
    log += "203.0.113.7 - - [23/Nov/2025:17:37:28 +0000] \"GET / HTTP/1.1\" 200 5\n";
  log += text;
  require(!is_own_output(log), "a log is none of ours");
  check_meta(text);
}

}  // namespace
}  // namespace anonlog

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  anonlog::check({reinterpret_cast<const char*>(data), size});
  return 0;
}
