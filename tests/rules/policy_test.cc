#include "rules/policy.h"

#include <gtest/gtest.h>

namespace anonlog {
namespace {

std::string message(std::string_view toml) {
  const Result<Policy> policy = read_policy("p.toml", toml);
  if (policy) return "read";
  EXPECT_EQ(policy.error().kind, ErrorKind::kPolicy);
  return policy.error().message;
}

const std::optional<ColumnRule>& rule(const Policy& policy, Column column) {
  return policy.columns[static_cast<std::size_t>(column)];
}

TEST(Policy, EveryPresetIsRead) {
  for (const Preset& preset : presets()) {
    const Result<Policy> policy = read_policy(preset.name, preset.text);
    ASSERT_TRUE(policy) << policy.error().message;
  }
  EXPECT_NE(find_preset("standard"), nullptr);
  EXPECT_EQ(find_preset("nothing"), nullptr);
}

TEST(Policy, AColumnThatNothingNamesHasNoRule) {
  const Policy policy = read_policy("p.toml", "[columns]\nstatus = \"keep\"\n").value();
  EXPECT_TRUE(rule(policy, Column::kStatus));
  for (const ColumnInfo& info : kColumns) {
    EXPECT_EQ(rule(policy, info.column).has_value(), info.column == Column::kStatus) << info.name;
  }
}

TEST(Policy, ParametersAreReadOrTheirDefault) {
  const Policy policy =
      read_policy("p.toml", "[columns]\nnetwork = { action = \"truncate\", ipv4 = 16 }\n").value();
  EXPECT_EQ(rule(policy, Column::kNetwork)->parameters[0], 16);
  EXPECT_EQ(rule(policy, Column::kNetwork)->parameters[1], 32);
}

TEST(Policy, ExtendsBeginsWithThePreset) {
  const Policy policy =
      read_policy("p.toml",
                  "hosts = [\"WWW.Example.org\"]\nextends = \"standard\"\n[columns]\nvisitor = \"drop\"\n")
          .value();
  EXPECT_TRUE(rule(policy, Column::kPath));
  EXPECT_FALSE(rule(policy, Column::kVisitor));
  ASSERT_EQ(policy.hosts.size(), 1U);
  EXPECT_EQ(policy.hosts[0], "www.example.org");
}

TEST(Policy, ErrorsHaveFileLineColumnAndCaret) {
  EXPECT_EQ(message("[columns]\nstatus = \"kep\"\n"),
            "p.toml:2:10: column status has no action \"kep\"; it has: drop, keep\n"
            "  status = \"kep\"\n"
            "           ^");
  EXPECT_EQ(message("[columns]\nclient_ip = \"keep\"\n"),
            "p.toml:2:1: no column is called \"client_ip\"\n"
            "  client_ip = \"keep\"\n"
            "  ^");
  EXPECT_EQ(message("hosts = \"example.org\"\n"),
            "p.toml:1:9: hosts takes a list of host names: [\"example.org\"]\n"
            "  hosts = \"example.org\"\n"
            "          ^");
}

TEST(Policy, WhatMakesNoSenseIsRefused) {
  EXPECT_NE(message("columns = 1\n").find("columns is a table"), std::string::npos);
  EXPECT_NE(message("[columns]\ncountry = \"keep\"\n").find("has no action yet"), std::string::npos);
  EXPECT_NE(message("[columns]\nstatus = 1\n").find("an action is a name"), std::string::npos);
  EXPECT_NE(message("[columns]\nstatus = { ipv4 = 1 }\n").find("has no action"), std::string::npos);
  EXPECT_NE(message("[columns]\nnetwork = { action = \"truncate\", ipv4 = 25 }\n").find("from 0 to 24"),
            std::string::npos);
  EXPECT_NE(
      message("[columns]\nnetwork = { action = \"truncate\", ipv5 = 1 }\n").find("no parameter \"ipv5\""),
      std::string::npos);
  EXPECT_NE(message("extends = \"nothing\"\n").find("a preset: standard"), std::string::npos);
  EXPECT_NE(message("colums = {}\n").find("unknown key \"colums\""), std::string::npos);
  EXPECT_NE(message("[columns\n").find("p.toml:1:"), std::string::npos);
  EXPECT_NE(message("").find("publishes no column"), std::string::npos);
  EXPECT_NE(message("[columns]\nstatus = \"drop\"\n").find("publishes no column"), std::string::npos);
  for (const char* host :
       {"https://example.org/", "*.example.org", ".example.org", "a b", "alice@example.org", "[::1]"}) {
    EXPECT_NE(message("hosts = [\"" + std::string(host) + "\"]\n").find("p.toml:1:10: a host is a name"),
              std::string::npos)
        << host;
  }
}

TEST(Policy, EveryActionIsOfAKnownColumnAndHasAMaker) {
  for (const Action& action : actions()) {
    EXPECT_NE(action.make, nullptr) << action.name;
    EXPECT_EQ(find_action(action.column, action.name), &action);
    for (const ActionParameter& parameter : action.parameters) {
      EXPECT_LE(parameter.min, parameter.default_value);
      EXPECT_LE(parameter.default_value, parameter.max);
    }
  }
}

}  // namespace
}  // namespace anonlog
