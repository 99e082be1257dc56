// Build-time program: `make_agent_table REGEXES_YAML OUT_CC` turns uap-core's rules into the constant table
// of agent_table.h, so that the product neither needs the file nor a YAML parser to start.
#include <fmt/format.h>
#include <fmt/ostream.h>
#include <re2/re2.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include "rules/agent/uap_core_file.h"

namespace anonlog {
namespace {

// A C++ string literal. A byte that is not printable is written as three octal digits, which end by
// themselves (a hex escape would swallow the digits after it).
std::string literal(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const bool printable = c >= ' ' && c <= '~';
    if (!printable) {
      out += fmt::format("\\{:03o}", static_cast<unsigned char>(c));
      continue;
    }
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

void write_rules(std::ostream& out, std::string_view name, const std::vector<OwnedAgentRule>& rules) {
  fmt::print(out, "constexpr AgentRule k{}Rules[] = {{\n", name);
  for (const OwnedAgentRule& rule : rules) {
    fmt::print(out, "    {{{}, {}, {}}},\n", literal(rule.pattern), literal(rule.family),
               literal(rule.major));
  }
  fmt::print(out, "}};\n\n");
}

// A broken file must stop the build, not the program that it is built into.
Status check_patterns(const std::vector<OwnedAgentRule>& rules) {
  for (const OwnedAgentRule& rule : rules) {
    const RE2 regex(rule.pattern, RE2::Latin1);
    if (!regex.ok()) {
      return fail(ErrorKind::kUsage, fmt::format("not a valid regex: {}: {}", rule.pattern, regex.error()));
    }
    if (rule.family == "$1" && regex.NumberOfCapturingGroups() == 0) {
      return fail(ErrorKind::kUsage, fmt::format("neither family nor group: {}", rule.pattern));
    }
  }
  return {};
}

Status make_table(const char* yaml_path, const char* out_path) {
  std::ifstream in(yaml_path, std::ios::binary);
  if (!in) return fail(ErrorKind::kNoInput, fmt::format("cannot read {}", yaml_path));
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  const auto file = parse_uap_core(text, yaml_path);
  if (!file) return tl::unexpected<Error>(file.error());
  for (const auto* rules : {&file->browsers, &file->systems}) {
    if (auto status = check_patterns(*rules); !status) return status;
  }
  std::ofstream out(out_path, std::ios::binary | std::ios::trunc);
  fmt::print(out, "// Written by make_agent_table from uap-core's regexes.yaml (Apache-2.0). Do not edit.\n");
  fmt::print(out, "#include \"rules/agent/agent_table.h\"\n\nnamespace anonlog {{\nnamespace {{\n\n");
  write_rules(out, "Browser", file->browsers);
  write_rules(out, "System", file->systems);
  fmt::print(out, "}}  // namespace\n\n");
  fmt::print(out, "std::span<const AgentRule> builtin_browser_rules() {{ return kBrowserRules; }}\n");
  fmt::print(out, "std::span<const AgentRule> builtin_system_rules() {{ return kSystemRules; }}\n\n");
  fmt::print(out, "}}  // namespace anonlog\n");
  out.close();
  if (!out) return fail(ErrorKind::kIo, fmt::format("cannot write {}", out_path));
  return {};
}

}  // namespace
}  // namespace anonlog

int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "usage: make_agent_table REGEXES_YAML OUT_CC\n");
    return 64;
  }
  if (const auto status = anonlog::make_table(argv[1], argv[2]); !status) {
    fmt::print(stderr, "make_agent_table: {}\n", status.error().message);
    std::remove(argv[2]);  // half a table must not pass for a table
    return 65;
  }
  return 0;
}
