#include "filter/config_text.h"

#include <gtest/gtest.h>

#include <string>

#include "rules/policy.h"

namespace anonlog {
namespace {

TEST(ConfigText, ALogIsNoConfigurationAndNothingOfItIsShown) {
  for (const std::string line :
       {"203.0.113.7 - - [23/Nov/2025:17:37:28 +0000] \"GET / HTTP/1.1\" 200 5\n",
        "{\"time\":\"2025-11-23T17:37:28Z\",\"ip\":\"203.0.113.7\"}\n",
        "Nov 23 17:37:28 host nginx: 203.0.113.7\n", "2025/11/23 17:37:28 [error] client: 203.0.113.7\n"}) {
    const Status status = check_config_text("access.log", "# a comment\n\n" + line + line, "policy");
    ASSERT_FALSE(status) << line;
    EXPECT_EQ(status.error().message, "access.log: is a log, and no policy; nothing of it is shown");
  }
}

TEST(ConfigText, WhatIsNoTextIsNoConfiguration) {
  const Status status = check_config_text("a.gz", std::string("\x1f\x8b\x08\0", 4), "configuration");
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().message, "a.gz: is no text, so no configuration");
}

TEST(ConfigText, AConfigurationMayHoldATime) {
  EXPECT_TRUE(check_config_text("nginx.conf",
                                "http {\n  add_header X-Since \"2025-11-23T17:37:28Z\";\n  server { }\n}\n",
                                "configuration"));
  EXPECT_TRUE(check_config_text("p.toml", "", "policy"));
  EXPECT_TRUE(check_config_text("p.toml", "[client]\ntrusted = [\"10.0.0.0/8\"]\n", "policy"));
}

TEST(ConfigText, AKeyIsNoConfigurationOfAnyKind) {
  for (const std::string key :
       {"anonlog-key-v1\nid 0123456789abcdef\n", "# created: 2026\nAGE-SECRET-KEY-1QQQQ\n",
        "[a]\nb = 1\nage-key = \"AGE-SECRET-KEY-1QQQQ\"\n", "-----BEGIN PRIVATE KEY-----\nQUJD\n",
        "-----BEGIN EC PRIVATE KEY-----\nQUJD\n"}) {
    for (const std::string_view what : {"policy", "configuration"}) {
      const Status status = check_config_text("k", key, what);
      ASSERT_FALSE(status) << key;
      EXPECT_EQ(status.error().message,
                "k: holds a secret key, and is no " + std::string(what) + "; nothing of it is shown");
    }
  }
}

TEST(ConfigText, WhatIsNoTomlIsNoPolicy) {
  for (const std::string line :
       {"203.0.113.7 GET /secret 200", "ip=203.0.113.7 path=/secret status=200",
        "path=/secret ip=203.0.113.7", "{\"ip\":\"203.0.113.7\",\"path\":\"/secret\"}",
        "ip:203.0.113.7\tpath:/secret", "\"203.0.113.7\",\"/secret\"", "[client 203.0.113.7:80] /secret",
        "[203.0.113.7] GET /secret?a=1", "columns:\n  path: redact", "GET /secret?user=\"alice\" 200",
        "hunter2"}) {
    for (const int lines : {1, 5}) {
      std::string text;
      for (int i = 0; i < lines; ++i) text += line + "\n";
      const Status status = check_config_text("a.log", text, "policy");
      ASSERT_FALSE(status) << line;
      EXPECT_TRUE(status.error().message.starts_with("a.log: is no TOML, so no policy")) << line;
      EXPECT_EQ(status.error().message.find("secret"), std::string::npos);
      EXPECT_TRUE(check_config_text("a.conf", text, "configuration")) << line;
    }
  }
}

TEST(ConfigText, APolicyWithMistakesIsStillOne) {
  for (const std::string_view text :
       {"extends = \"standard\"\npath redact\n", "[columns\npath = \"redact\"\n", "[columns]\npath: redact\n",
        "hosts = [\n  \"a.example\",\n  \"b.example\",  # mine\n]\n", "a.b = { action = \"x\", n = 1 }",
        "\"path\" = true\nnetworks = [\n  '10.0.0.0/8'\n]", "[[json]]\n[\"x y\".z]  # a comment [b]\n",
        "# nothing\n\n", "honour_signals = true  # or false\n", "status = \"ke"}) {
    EXPECT_TRUE(check_config_text("p.toml", text, "policy")) << text;
  }
  for (const Preset& preset : presets()) EXPECT_TRUE(check_config_text("p.toml", preset.text, "policy"));
}

}  // namespace
}  // namespace anonlog
