#include "rules/agent/uap_core_file.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "rules/agent/agent_table.h"

namespace anonlog {
namespace {

constexpr const char* kSmall = R"(
user_agent_parsers:
  - regex: '(Small)/(\d+)'
  - regex: 'Tiny'
    family_replacement: 'Tiny Browser'
    v1_replacement: '7'
os_parsers:
  - regex: '(SmallOS|TinyOS) (\d+)'
  - regex: 'big'
    regex_flag: 'i'
    os_replacement: 'Big'
device_parsers:
  - regex: 'ignored'
)";

std::string error_of(const std::string& text) {
  const auto file = parse_uap_core(text, "rules.yaml");
  return file ? "no error" : file.error().message;
}

TEST(UapCoreFile, ImplicitGroupsAreWrittenOut) {
  const auto file = parse_uap_core(kSmall, "rules.yaml");
  ASSERT_TRUE(file.has_value());
  ASSERT_EQ(file->browsers.size(), 2U);
  EXPECT_EQ(file->browsers[0].pattern, "(Small)/(\\d+)");
  EXPECT_EQ(file->browsers[0].family, "$1");
  EXPECT_EQ(file->browsers[0].major, "$2");
  EXPECT_EQ(file->browsers[1].family, "Tiny Browser");
  EXPECT_EQ(file->browsers[1].major, "7");
  ASSERT_EQ(file->systems.size(), 2U);
  EXPECT_EQ(file->systems[0].family, "$1");
  EXPECT_EQ(file->systems[0].major, "");
  EXPECT_EQ(file->systems[1].pattern, "(?i)big");
  EXPECT_EQ(file->systems[1].family, "Big");
}

TEST(UapCoreFile, OnlyBoundsOfThreeDigitsAreWidened) {
  EXPECT_EQ(widen_large_bounds("a.{0,200}b"), "a.*b");
  EXPECT_EQ(widen_large_bounds("a[^;]{1,300}b{0,100}"), "a[^;]+b*");
  EXPECT_EQ(widen_large_bounds("a.{0,200}?b"), "a.*?b");
  for (const char* same : {"a{0,50}", "a{1,99}", "a{2,200}", "a{0,1000}", "a{200}", "a{0,}", "a{0,20",
                           "a{0,2x0}", "a\\{0,200}", "{0,20", "\\", ""}) {
    EXPECT_EQ(widen_large_bounds(same), same);
  }
  EXPECT_EQ(widen_large_bounds("\\\\{0,200}"), "\\\\*");
}

TEST(UapCoreFile, WhatIsNotUapCoreIsAnErrorThatSaysWhere) {
  EXPECT_EQ(error_of(""), "rules.yaml: no list of user_agent_parsers; is this uap-core's regexes.yaml?");
  EXPECT_EQ(error_of("just text"),
            "rules.yaml: no list of user_agent_parsers; is this uap-core's regexes.yaml?");
  EXPECT_EQ(error_of("user_agent_parsers:\n  - regex: 'a'\n"),
            "rules.yaml: no list of os_parsers; is this uap-core's regexes.yaml?");
  EXPECT_EQ(error_of("user_agent_parsers: []\nos_parsers: []\n"),
            "rules.yaml: no list of user_agent_parsers; is this uap-core's regexes.yaml?");
  EXPECT_EQ(error_of("user_agent_parsers:\n  - regex: 'a'\n  - family_replacement: 'b'\n"),
            "rules.yaml:3: user_agent_parsers: a rule has no regex");
  EXPECT_EQ(error_of("user_agent_parsers:\n  - text\n"),
            "rules.yaml:2: user_agent_parsers: a rule is not a map");
  EXPECT_EQ(error_of("user_agent_parsers:\n  - regex: 'a'\n    regex_flag: 'x'\n"),
            "rules.yaml:2: user_agent_parsers: a rule has a regex_flag other than i");
  EXPECT_EQ(
      error_of("user_agent_parsers:\n  - regex: 'a'\n    family_replacement: [1]\n").find("rules.yaml:3: "),
      0U);
}

TEST(UapCoreFile, TextThatIsNoYamlIsAnErrorWithItsLine) {
  const std::string message = error_of("user_agent_parsers:\n  - regex: 'a'\n  - ]\n");
  EXPECT_EQ(message.find("rules.yaml:3: "), 0U) << message;
}

// What the generator wrote as C++ is what the file says.
TEST(UapCoreFile, TheBuiltInTableIsTheFile) {
  std::ifstream in(ANONLOG_UAP_CORE_YAML, std::ios::binary);
  ASSERT_TRUE(in.is_open());
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  const auto file = parse_uap_core(text, "regexes.yaml");
  ASSERT_TRUE(file.has_value());
  const auto expect_same = [](std::span<const AgentRule> table, const std::vector<OwnedAgentRule>& rules) {
    ASSERT_EQ(table.size(), rules.size());
    for (std::size_t i = 0; i < table.size(); ++i) {
      EXPECT_EQ(table[i].pattern, rules[i].pattern);
      EXPECT_EQ(table[i].family, rules[i].family);
      EXPECT_EQ(table[i].major, rules[i].major);
    }
  };
  expect_same(builtin_browser_rules(), file->browsers);
  expect_same(builtin_system_rules(), file->systems);
}

}  // namespace
}  // namespace anonlog
