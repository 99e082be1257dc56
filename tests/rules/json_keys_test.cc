#include "rules/json_keys.h"

#include <gtest/gtest.h>

#include "parsers/formats.h"
#include "rules/policy.h"

namespace anonlog {
namespace {

Result<Policy> policy(const std::string& json) {
  return read_policy("p.toml", "extends = \"standard\"\n[json]\n" + json);
}

std::string problem(const std::string& json) {
  const auto read = policy(json);
  return read ? "" : read.error().message.substr(0, read.error().message.find('\n'));
}

TEST(JsonKeys, GoBeforeThoseOfTheFormatInEachVariant) {
  const auto read = policy("status = [\"a.b\", \"c\"]\n");
  ASSERT_TRUE(read);
  const auto formats = with_json_keys(format_sources(*find_format("json")), read->json);
  ASSERT_EQ(formats.size(), 3U);
  for (const FormatSource& format : formats) {
    EXPECT_TRUE(format.text.starts_with("status=a.b|c|status|")) << format.text;
    EXPECT_TRUE(make_parser(format));
  }
}

TEST(JsonKeys, AreOfNoOtherFormat) {
  const auto read = policy("status = \"a\"\n");
  ASSERT_TRUE(read);
  for (const char* name : {"caddy", "nginx-json", "ltsv", "combined"}) {
    const auto own = format_sources(*find_format(name));
    EXPECT_EQ(with_json_keys(own, read->json).front().text, own.front().text) << name;
  }
}

TEST(JsonKeys, ErrorsShowTheirPlace) {
  EXPECT_EQ(problem("statsu = \"a\"\n"), "p.toml:3:1: no field is called \"statsu\"; did you mean status?");
  EXPECT_EQ(problem("other = \"a\"\n"), "p.toml:3:1: no field is called \"other\"");
  EXPECT_EQ(problem("host = \"a\"\nstatus = \"a\"\n"), "p.toml:4:10: this key is host already");
  EXPECT_EQ(problem("status = 1\n"), "p.toml:3:10: a key is a text in quotes: \"request.remote_ip\"");
  EXPECT_EQ(problem("status = []\n"), "p.toml:3:10: the list has no key");
  EXPECT_EQ(problem("status = \"a b\"\n"), "p.toml:3:10: a key with spaces or | cannot be named");
  EXPECT_EQ(read_policy("p.toml", "extends = \"standard\"\njson = 1\n").error().message.substr(0, 34),
            "p.toml:2:8: json is a table: [json");
}

}  // namespace
}  // namespace anonlog
