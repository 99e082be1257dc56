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

TEST(Policy, BooleansAreTrueOrFalse) {
  const auto redact = [](std::string_view toml) {
    return rule(read_policy("p.toml", "[columns]\nuser_agent = " + std::string(toml)).value(),
                Column::kUserAgent)
        ->parameters[0];
  };
  EXPECT_EQ(redact("{ action = \"keep\" }"), 1) << "redacted unless the policy says otherwise";
  EXPECT_EQ(redact("\"keep\""), 1);
  EXPECT_EQ(redact("{ action = \"keep\", redact = true }"), 1);
  EXPECT_EQ(redact("{ action = \"keep\", redact = false }"), 0);
  EXPECT_EQ(message("[columns]\ntarget = { action = \"keep\", redact = 0 }\n"),
            "p.toml:2:38: redact takes true or false\n"
            "  target = { action = \"keep\", redact = 0 }\n"
            "                                       ^");
  EXPECT_EQ(message("[columns]\nnetwork = { action = \"truncate\", ipv4 = true }\n"),
            "p.toml:2:41: ipv4 takes a whole number from 0 to 24\n"
            "  network = { action = \"truncate\", ipv4 = true }\n"
            "                                          ^");
  EXPECT_EQ(message("[columns]\ntarget = { action = \"redact\", redact = false }\n"),
            "p.toml:2:31: action redact has no parameter \"redact\"\n"
            "  target = { action = \"redact\", redact = false }\n"
            "                                ^");
}

TEST(Policy, ANameIsATextThatACookieCanHave) {
  const auto name = [](std::string_view toml) {
    return rule(read_policy("p.toml", "[columns]\ncookie = " + std::string(toml)).value(), Column::kCookie)
        ->name;
  };
  EXPECT_EQ(name("\"token\""), "");
  EXPECT_EQ(name("{ action = \"token\", name = \"__Host-sid.1\" }"), "__Host-sid.1");
  for (const std::string wrong :
       {"1", "\"\"", "\"a b\"", "\"a=b\"", "\"a;b\"", "\"a\\tb\"", "\"\u00e4\"", "[\"a\"]"}) {
    EXPECT_NE(message("[columns]\ncookie = { action = \"token\", name = " + wrong + " }\n")
                  .find("p.toml:2:37: name takes a text in quotes"),
              std::string::npos)
        << wrong;
  }
  EXPECT_NE(message("[columns]\nuser = { action = \"token\", name = \"a\" }\n").find("no parameter \"name\""),
            std::string::npos);
}

TEST(Policy, OptionalColumnsArePartOfTheRecordsOnlyWhereTheyAreNamed) {
  const auto has = [](std::string_view toml, Column column) {
    const std::vector<Column> columns = record_columns(read_policy("p.toml", toml).value());
    return std::find(columns.begin(), columns.end(), column) != columns.end();
  };
  EXPECT_FALSE(has("extends = \"standard\"\n", Column::kTarget));
  EXPECT_TRUE(has("[columns]\ntarget = \"redact\"\n", Column::kTarget));
  EXPECT_TRUE(has("[columns]\ntarget = \"redact\"\n", Column::kPath));
  EXPECT_FALSE(has("[columns]\nstatus = \"keep\"\ntarget = \"drop\"\n", Column::kTarget));
}

TEST(Policy, TheClientIsThatOfTheLineUnlessItSaysOtherwise) {
  EXPECT_EQ(read_policy("p.toml", "extends = \"standard\"").value().client.from, Field::kClientIp);
  const std::string columns = "extends = \"standard\"\n[client]\n";
  EXPECT_EQ(read_policy("p.toml", columns + "from = \"peer_ip\"\n").value().client.from, Field::kPeerIp);
  const Policy policy =
      read_policy("p.toml",
                  columns + "from = \"forwarded_for\"\ntrusted = [\"10.0.0.0/8\", \"::1\", \"unix:\"]\n")
          .value();
  EXPECT_EQ(policy.client.from, Field::kForwardedFor);
  EXPECT_EQ(policy.client.trusted.networks.size(), 2U);
  EXPECT_TRUE(policy.client.trusted.unix_socket);
}

// The message for a [client] of these lines, which begin at line 2; its first line only.
std::string client_message(const std::string& lines) {
  const std::string text = message("[client]\n" + lines);
  return text.substr(0, text.find('\n'));
}

TEST(Policy, AWrongClientIsRefusedWithWhatToWrite) {
  EXPECT_EQ(message("[client]\nfrom = \"forwarded_for\"\ntrusted = [\"10.0.0.0/8\", \"10.1.0.1/8\"]\n"),
            "p.toml:3:26: the address has bits behind the network's 8; write 10.0.0.0/8 or 10.1.0.1/32\n"
            "  trusted = [\"10.0.0.0/8\", \"10.1.0.1/8\"]\n"
            "                           ^");
  EXPECT_EQ(client_message("from = \"forwarded_for\"\n"),
            "p.toml:2:8: forwarded_for can be forged: name your proxies' networks with trusted = [...]");
  EXPECT_EQ(client_message("from = \"remote_user\"\n"),
            "p.toml:2:8: from takes the name of a field: client_ip, peer_ip, forwarded_for");
  EXPECT_EQ(client_message("trusted = [\"10.0.0.0/8\"]\n"),
            "p.toml:2:11: trusted has a meaning with from = \"forwarded_for\" only");
  EXPECT_EQ(client_message("form = \"client_ip\"\n"),
            "p.toml:2:1: unknown key \"form\"; [client] has from and trusted");
  EXPECT_EQ(client_message(""), "p.toml:1:1: [client] says where the client is taken from: from = \"...\"");
  EXPECT_EQ(message("client = 1\n").substr(0, 41), "p.toml:1:10: client is a table: [client]\n");
  for (const char* value : {"[]", "\"10.0.0.0/8\"", "1"}) {
    EXPECT_EQ(
        client_message("from = \"forwarded_for\"\ntrusted = " + std::string(value) + "\n"),
        "p.toml:3:11: trusted takes a list of your proxies' networks: [\"10.0.0.0/8\", \"2001:db8::/32\"]");
  }
}

TEST(Policy, AWrongNetworkIsRefusedWithWhatToWrite) {
  const std::vector<std::pair<std::string, std::string>> networks = {
      {"\"proxy.example.org\"", "a network is an address and its bits, as 10.0.0.0/8 or 2001:db8::/32"},
      {"\"10.0.0.0/\"", "behind / stand the bits of the network, 1 to 32"},
      {"\"10.0.0.0/33\"", "behind / stand the bits of the network, 1 to 32"},
      {"\"10.0.0.0/-1\"", "behind / stand the bits of the network, 1 to 32"},
      {"\"10.0.0.0/8x\"", "behind / stand the bits of the network, 1 to 32"},
      {"\"10.0.0.0/255.0.0.0\"", "behind / stand the bits of the network, 1 to 32"},
      {"\"2001:db8::/129\"", "behind / stand the bits of the network, 1 to 128"},
      {"\"2001:db8::1/32\"",
       "the address has bits behind the network's 32; write 2001:db8::/32 or 2001:db8::1/128"},
      {"\"0.0.0.0/0\"", "this network holds every address: no client would be left"},
      {"\"::/0\"", "this network holds every address: no client would be left"},
      {"\"::ffff:10.0.0.0/104\"", "this address stands for IPv4 10.0.0.0/32; write a network of IPv4"},
      {"1", "a network is a text in quotes"},
  };
  for (const auto& [network, text] : networks) {
    EXPECT_EQ(client_message("from = \"forwarded_for\"\ntrusted = [" + network + "]\n"),
              "p.toml:3:12: " + text);
  }
}

TEST(Policy, AMisspelledColumnIsTold) {
  EXPECT_EQ(message("[columns]\nreferer = \"site\"\n"),
            "p.toml:2:1: no column is called \"referer\"; did you mean referrer?\n"
            "  referer = \"site\"\n"
            "  ^");
}

TEST(Policy, WhatMakesNoSenseIsRefused) {
  EXPECT_NE(message("columns = 1\n").find("columns is a table"), std::string::npos);
  EXPECT_NE(message("[columns]\ndevice = \"keep\"\n").find("no action \"keep\"; it has: drop, class"),
            std::string::npos);
  EXPECT_NE(message("[columns]\nstatus = 1\n").find("an action is a name"), std::string::npos);
  EXPECT_NE(message("[columns]\nstatus = { ipv4 = 1 }\n").find("has no action"), std::string::npos);
  EXPECT_NE(message("[columns]\nnetwork = { action = \"truncate\", ipv4 = 25 }\n").find("from 0 to 24"),
            std::string::npos);
  EXPECT_NE(
      message("[columns]\nnetwork = { action = \"truncate\", ipv5 = 1 }\n").find("no parameter \"ipv5\""),
      std::string::npos);
  EXPECT_NE(message("[columns]\nnetwork = { action = \"truncate\", \"\" = 1 }\n").find("no parameter \"\""),
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

TEST(Policy, ErrorsOfWholeTablesStandAtTheirPlace) {
  EXPECT_EQ(message("extends = \"standard\"\n\n[flag]\nbots = true\n"),
            "p.toml:3:1: [flag] needs the column: flagged = \"rows\" in [columns]\n  [flag]\n  ^");
  EXPECT_EQ(message("[columns]\nstatus = \"keep\"\nflagged = \"rows\"\n"),
            "p.toml:3:11: the column flagged needs a table [flag] that says what it marks\n"
            "  flagged = \"rows\"\n            ^");
  EXPECT_EQ(message("[release]\n[columns]\nstatus = \"keep\"\nbytes = { action = \"keep\" }\n"),
            "p.toml:4:9: a release ([release]) cannot publish the column bytes with the action keep; bytes = "
            "\"drop\"\n  bytes = { action = \"keep\" }\n          ^");
  // Of what it extends, there.
  EXPECT_TRUE(message("# mine\nextends = \"standard\"\n[release]\n").starts_with("p.toml:2:11: a release"))
      << message("# mine\nextends = \"standard\"\n[release]\n");
}

}  // namespace
}  // namespace anonlog
