#include "rules/agent/uap_core_file.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cstddef>

namespace anonlog {
namespace {

// How one section names its parts, and what an absent part means.
struct Section {
  const char* key;
  const char* family_key;
  const char* major_key;  // nullptr: no version is wanted
};

constexpr Section kBrowsers{"user_agent_parsers", "family_replacement", "v1_replacement"};
constexpr Section kSystems{"os_parsers", "os_replacement", nullptr};

std::string text_or(const YAML::Node& node, const char* fallback) {
  return node && !node.IsNull() ? node.as<std::string>() : fallback;
}

tl::unexpected<Error> odd_rule(std::string_view name, const Section& section, const YAML::Node& rule,
                               std::string_view what) {
  return fail(ErrorKind::kUsage, fmt::format("{}:{}: {}: {}", name, rule.Mark().line + 1, section.key, what));
}

Result<OwnedAgentRule> read_rule(std::string_view name, const Section& section, const YAML::Node& rule) {
  if (!rule.IsMap()) return odd_rule(name, section, rule, "a rule is not a map");
  const YAML::Node regex = rule["regex"];
  if (!regex || !regex.IsScalar() || regex.Scalar().empty()) {
    return odd_rule(name, section, rule, "a rule has no regex");
  }
  const std::string flag = text_or(rule["regex_flag"], "");
  if (!flag.empty() && flag != "i") {
    return odd_rule(name, section, rule, "a rule has a regex_flag other than i");
  }
  OwnedAgentRule read;
  read.origin = fmt::format("{}:{}", name, rule.Mark().line + 1);
  read.pattern = (flag.empty() ? "" : "(?i)") + widen_large_bounds(regex.Scalar());
  read.family = text_or(rule[section.family_key], "$1");
  if (section.major_key != nullptr) read.major = text_or(rule[section.major_key], "$2");
  if ((read.pattern + read.family + read.major).find('\0') != std::string::npos) {
    return odd_rule(name, section, rule, "a rule holds a NUL byte");
  }
  return read;
}

Result<std::vector<OwnedAgentRule>> read_section(std::string_view name, const Section& section,
                                                 const YAML::Node& document) {
  const YAML::Node rules = document.IsMap() ? document[section.key] : YAML::Node();
  if (!rules || !rules.IsSequence() || rules.size() == 0) {
    return fail(ErrorKind::kUsage,
                fmt::format("{}: no list of {}; is this uap-core's regexes.yaml?", name, section.key));
  }
  std::vector<OwnedAgentRule> read;
  read.reserve(rules.size());
  for (const YAML::Node& rule : rules) {
    auto one = read_rule(name, section, rule);
    if (!one) return tl::unexpected<Error>(one.error());
    read.push_back(*std::move(one));
  }
  return read;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::string widen_large_bounds(std::string_view pattern) {
  constexpr std::size_t kBoundBytes = 7;  // {0,NNN}
  std::string widened;
  widened.reserve(pattern.size());
  for (std::size_t at = 0; at < pattern.size();) {
    const std::string_view bound = pattern.substr(at, kBoundBytes);
    // An escaped brace is a literal one; two bytes are copied so that the backslash guards what follows it.
    if (pattern[at] == '\\') {
      widened += pattern.substr(at, 2);
      at += std::min<std::size_t>(2, pattern.size() - at);
    } else if ((bound.starts_with("{0,") || bound.starts_with("{1,")) && bound.size() == kBoundBytes &&
               std::ranges::all_of(bound.substr(3, 3), is_digit) && bound.back() == '}') {
      widened += bound[1] == '0' ? '*' : '+';
      at += kBoundBytes;
    } else {
      widened += pattern[at++];
    }
  }
  return widened;
}

Result<UapCoreFile> parse_uap_core(const std::string& text, std::string_view name) {
  try {
    const YAML::Node document = YAML::Load(text);
    auto browsers = read_section(name, kBrowsers, document);
    if (!browsers) return tl::unexpected<Error>(browsers.error());
    auto systems = read_section(name, kSystems, document);
    if (!systems) return tl::unexpected<Error>(systems.error());
    return UapCoreFile{*std::move(browsers), *std::move(systems)};
  } catch (const YAML::Exception& error) {
    return fail(ErrorKind::kUsage, fmt::format("{}:{}: {}", name, error.mark.line + 1, error.msg));
  }
}

}  // namespace anonlog
