#include "parsers/key_map.h"

#include <gtest/gtest.h>

namespace anonlog {
namespace {

std::string problem(std::string_view text) {
  const auto map = KeyMap::compile("keys", text);
  return map ? "" : map.error().message;
}

TEST(KeyMap, FindsKeysInAnyCaseAndNoOthers) {
  const auto map =
      KeyMap::compile("keys", "user_agent=h.User-Agent|ua client_ip=remote_addr host=x_forwarded");
  ASSERT_TRUE(map);
  const KeyNode& root = map->root();
  ASSERT_NE(root.find("h"), nullptr);
  ASSERT_NE(root.find("h")->members, nullptr);
  EXPECT_NE(root.find("h")->members->find("user-agent"), nullptr);
  EXPECT_NE(root.find("H.USER-AGENT"), nullptr);  // as one key
  EXPECT_EQ(root.find("ua")->rank, 1);
  for (const char* key : {"", "u", "uaa", "user-agent", "remote_adds", "remote-addr", "h.User_Agent"}) {
    EXPECT_EQ(root.find(key), nullptr) << key;
  }
}

TEST(KeyMap, HoldsManyKeysThatLookAlike) {
  std::string text = "host=k0";
  for (int i = 1; i < 200; ++i) text += "|k" + std::to_string(i);
  const auto map = KeyMap::compile("keys", text);
  ASSERT_TRUE(map);
  for (int i = 0; i < 200; ++i) {
    const KeyEntry* entry = map->root().find("K" + std::to_string(i));
    ASSERT_NE(entry, nullptr) << i;
    EXPECT_EQ(entry->rank, i);
  }
  EXPECT_EQ(map->root().find("k200"), nullptr);
}

TEST(KeyMap, ErrorsShowTheirPlace) {
  EXPECT_EQ(
      problem("statsu=a"),
      "keys:1:1: this is field=key|key, and the field one of `anonlog formats --fields`\n  statsu=a\n  ^");
  EXPECT_EQ(problem("status=a host=b|a"),
            "keys:1:17: this key has a field already\n  status=a host=b|a\n"
            "                  ^");
  EXPECT_EQ(problem("status=a status=b"),
            "keys:1:10: this field has keys already\n  status=a status=b\n           ^");
  EXPECT_NE(problem("status=a !host"), "");
  EXPECT_NE(problem("status=a !"), "");
  EXPECT_NE(problem("status="), "");
  EXPECT_NE(problem("status=.a"), "");
  EXPECT_NE(problem("other=a"), "");
  EXPECT_NE(problem("+a"), "");
  EXPECT_NE(problem("status=a +"), "");
  EXPECT_EQ(problem("status=a !status|host +b +c=d* -e ~f duration_us=g:ms|h"), "");
}

TEST(KeyMap, ConditionsMakeARecord) {
  const auto map = KeyMap::compile("keys", "status=a host=b !status|host");
  ASSERT_TRUE(map);
  EXPECT_FALSE(map->is_record(0));
  EXPECT_TRUE(map->is_record(1));
  EXPECT_TRUE(map->is_record(2));
}

TEST(KeyMap, OwnKeysGoBeforeAndAreNoOtherFieldsAnyMore) {
  EXPECT_EQ(KeyMap::with_keys("!time time=ts|t host=server status=s", Field::kTime, {"when", "T"}),
            "time=when|T|ts !time host=server status=s");
  EXPECT_EQ(KeyMap::with_keys("time=ts host=server status=s", Field::kClientIp, {"Server"}),
            "client_ip=Server time=ts status=s");
  EXPECT_EQ(KeyMap::with_keys("duration_us=took|d:ms", Field::kDurationUs, {"took:us"}),
            "duration_us=took:us|d:ms");
}

}  // namespace
}  // namespace anonlog
