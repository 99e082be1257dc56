#include "filter/config_text.h"

#include <gtest/gtest.h>

#include <string>

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

}  // namespace
}  // namespace anonlog
