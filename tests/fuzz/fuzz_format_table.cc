// Every grammar of the table, and the language of our own formats. Input: a byte that tells which variant, another that
// tells how the sample line of its format is damaged, and the bytes that are put into it.
#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/field_format.h"
#include "parsers/formats.h"
#include "tests/fuzz/check_line.h"

namespace anonlog {
namespace {

struct Target {
  std::string_view sample;
  std::unique_ptr<Parser> parser;
  const LineGrammar* grammar;
};

std::vector<Target> make_targets() {
  std::vector<Target> targets;
  for (const Format& format : formats()) {
    for (const FormatSource& source : format_sources(format)) {
      auto parser = *make_parser(source);
      const auto* grammar = dynamic_cast<const LineGrammar*>(parser.get());
      if (grammar != nullptr) targets.push_back({format.sample, std::move(parser), grammar});
    }
  }
  return targets;
}

// The sample with `bytes` in the place of as many of its own, or of none, at `at`; now and then the bytes alone.
std::string damaged(std::string_view sample, std::size_t at, bool insert, std::string_view bytes) {
  std::string line(sample);
  at %= line.size() + 1;
  if (at == 0 && insert) return std::string(bytes);
  line.replace(at, insert ? 0 : std::min(bytes.size(), line.size() - at), bytes);
  return line;
}

void check_table(std::uint8_t which, std::uint8_t where, bool insert, std::string_view bytes) {
  static const auto targets = make_targets();
  const Target& target = targets[which % targets.size()];
  const std::string line = damaged(target.sample, where * 3U, insert, bytes);
  if (!line.empty()) check_line(*target.grammar, line);
  // What a client puts into an access line never makes it a line of another log.
  const bool untouched = line.size() > 40 && line.substr(0, 40) == target.sample.substr(0, 40);
  if (untouched && target.sample[0] != '[') {
    require(target.parser->skip_reason(line) != SkipReason::kOtherLog, "an access line stays one");
  }
}

void check_language(std::string_view input) {
  const std::string_view text = input.substr(0, input.find('\n'));
  const std::string line(input.substr(std::min(text.size() + 1, input.size())));
  const auto grammar = compile_field_format("format", text);
  if (!grammar) {
    require(grammar.error().kind == ErrorKind::kUsage, "a bad format is the user's error");
    require(grammar.error().message.starts_with("format:1:"), "the error tells the place");
    return;
  }
  if (!line.empty()) check_line(*grammar, line);
}

}  // namespace
}  // namespace anonlog

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 3, size - 3);
  if (data[2] % 4 == 3) {
    anonlog::check_language(bytes);
  } else {
    anonlog::check_table(data[0], data[1], data[2] % 2 == 1, bytes);
  }
  return 0;
}
