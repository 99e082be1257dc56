// Columns of pseudonyms, through the door that they have.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "rules/keys/address_cipher.h"
#include "rules/keys/address_mac.h"
#include "rules/keys/hex_text.h"
#include "rules/keys/text_mac.h"
#include "rules/keys/token_text.h"
#include "tests/rules/keys/vectors/known_answers.h"
#include "tests/rules/published.h"

namespace anonlog {
namespace {

constexpr const char* kFormat =
    "$remote_addr $realip_remote_addr \"$http_x_forwarded_for\" \"$remote_user\" [$time_local] "
    "\"$http_cookie\" "
    "\"$request_id\" \"$http_sec_gpc\"";
constexpr Column kAddressColumns[] = {Column::kClient, Column::kPeer, Column::kForwardedFor};
constexpr Column kTextColumns[] = {Column::kUser, Column::kCookie, Column::kRequestId};
constexpr std::int64_t kDay = 20'415;  // 2025-11-23

struct Line {
  std::string client = "203.0.113.7";
  std::string peer = "203.0.113.7";
  std::string forwarded = "203.0.113.7";
  std::string text = "alice";  // user, cookie and id
  std::string time = "23/Nov/2025:17:37:28 +0000";
  std::string signal = "-";

  [[nodiscard]] std::string bytes() const {
    return client + " " + peer + " \"" + forwarded + "\" \"" + text + "\" [" + time + "] \"" + text +
           "\" \"" + text + "\" \"" + signal + "\"\n";
  }
};

Policy policy_of(const std::string& columns, const std::string& top = "") {
  const Result<Policy> policy = read_policy("p", top + "\n[columns]\n" + columns);
  EXPECT_TRUE(policy) << policy.error().message;
  return *policy;
}

// All address columns by one action.
Policy addresses_by(const std::string& action, const std::string& top = "") {
  return policy_of("client = " + action + "\npeer = " + action + "\nforwarded_for = " + action + "\n", top);
}

Policy tokens(const std::string& top = "") {
  return policy_of("user = \"token\"\ncookie = \"token\"\nrequest_id = \"token\"\n", top);
}

std::string by_name(std::string_view name) { return "\"" + std::string(name) + "\""; }
std::string as_address(std::string_view name) {
  return "{ action = \"" + std::string(name) + "\", as_address = true }";
}

const std::vector<std::string>& address_actions() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all = {"cmac"};
    for (const AddressCipherInfo& info : kAddressCiphers) all.emplace_back(info.name);
    return all;
  }();
  return names;
}

std::string publish_one(const Policy& policy, const Line& line, Column column,
                        const DayKeys& keys = DayKeys({})) {
  return publish(policy, kFormat, line.bytes(), column, keys).front();
}

// The key of a column's action, as DayKeys makes it.
std::vector<std::uint8_t> key_of(const DayKeys& keys, const std::string& purpose, std::size_t bytes,
                                 const std::string& site = "", std::int64_t day = kDay) {
  std::vector<std::uint8_t> key(bytes);
  EXPECT_TRUE(keys.derive({purpose, site}, day, key));
  return key;
}

TEST(Pseudonym, IsTheCipherUnderTheKeyOfItsColumnActionAndDay) {
  const DayKeys keys({1, 2, 3});
  for (const AddressCipherInfo& info : kAddressCiphers) {
    for (const Column column : kAddressColumns) {
      const auto cipher = make_address_cipher(info.kind);
      const std::string purpose = std::string(column_info(column).name) + " " + std::string(info.name);
      ASSERT_TRUE(cipher->set_key(key_of(keys, purpose, info.key_bytes)));
      for (const std::string client : {"203.0.113.7", "2001:db8::17"}) {
        const std::string text =
            publish_one(addresses_by(by_name(info.name)), {client, client, client}, column, keys);
        AddressToken token;
        Address back;
        ASSERT_TRUE(read_address_token(text, &token)) << text;
        ASSERT_TRUE(cipher->decrypt(token, &back));
        EXPECT_EQ(back.bytes(), address_of_text(client).bytes()) << info.name;
      }
    }
  }
}

TEST(Pseudonym, CmacIsThatOfTheRfcCut) {
  const DayKeys keys({1, 2, 3});
  AddressMac mac;
  ASSERT_TRUE(mac.set_key(key_of(keys, "client cmac", AddressMac::kKeyBytes)));
  const Address address[1] = {address_of_text("203.0.113.7")};
  AddressToken token[1];
  ASSERT_TRUE(mac.encrypt(address, token));
  std::string hex(32, ' ');
  write_hex(std::span(token[0].bytes).first(16), hex.data());
  EXPECT_EQ(publish_one(addresses_by(by_name("cmac")), {}, Column::kClient, keys), hex.substr(0, 16));
  const std::string text = publish_one(addresses_by(as_address("cmac")), {}, Column::kClient, keys);
  EXPECT_EQ(token_of_text(text), token[0]);
}

TEST(Pseudonym, AsAnAddressIsTheSameTokenAndKeepsTheFamilyWhereTheCipherDoes) {
  const DayKeys keys({1, 2, 3});
  for (const std::string name : {"deterministic", "pfx", "cryptopan"}) {
    for (const std::string client : {"203.0.113.7", "2001:db8::17"}) {
      const Line line{client, client, client};
      for (const Column column : kAddressColumns) {
        const std::string hex = publish_one(addresses_by(by_name(name)), line, column, keys);
        const std::string text = publish_one(addresses_by(as_address(name)), line, column, keys);
        EXPECT_EQ(token_of_text(text), token_of_hex(hex));
        const bool is_ipv4 = text.find(':') == std::string::npos;
        EXPECT_EQ(is_ipv4, name != "deterministic" && client == "203.0.113.7") << text;
      }
    }
  }
}

TEST(Pseudonym, ATokenWithATweakIsNoAddress) {
  for (const std::string name : {"nd", "ndx"}) {
    const auto policy = read_policy("p", "[columns]\nclient = " + as_address(name) + "\n");
    ASSERT_FALSE(policy);
    EXPECT_NE(policy.error().message.find("has no parameter \"as_address\""), std::string::npos);
  }
}

TEST(Pseudonym, TextIsHmacOfTheRfcCut) {
  const DayKeys keys({1, 2, 3});
  std::array<std::uint8_t, kSha256Bytes> tag{};
  const std::string text = "alice";
  for (const Column column : kTextColumns) {
    const std::string purpose = std::string(column_info(column).name) + " token";
    const ByteSpan message(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
    ASSERT_TRUE(hmac_sha256(key_of(keys, purpose, TextMac::kKeyBytes), message, tag));
    std::string hex(16, ' ');
    write_hex(std::span(tag).first(8), hex.data());
    EXPECT_EQ(publish_one(tokens(), {}, column, keys), hex);
  }
}

// One address and text in all columns, by all actions, on two days, of two sites, under two secrets.
TEST(Pseudonym, TwoOfAnotherDaySiteColumnActionOrSecretHaveNothingInCommon) {
  std::map<std::string, std::string> seen;
  std::size_t made = 0;
  const auto take = [&](const std::string& text, const std::string& where) {
    ++made;
    const auto [at, is_new] = seen.emplace(text.substr(0, 8), where);
    EXPECT_TRUE(is_new) << where << " and " << at->second << " have " << text;
  };
  for (const int secret : {1, 2}) {
    const DayKeys keys({static_cast<std::uint8_t>(secret)});
    for (const std::string day : {"22", "23"}) {
      Line line;
      line.time = day + "/Nov/2025:17:37:28 +0000";
      for (const std::string site : {"", "site = 'a'", "site = 'b'"}) {
        const std::string where = std::to_string(secret) + " " + day + " " + site + " ";
        for (const std::string& action : address_actions()) {
          const auto rows = publish_all(addresses_by(by_name(action), site), kFormat, line.bytes(), keys);
          for (const Column column : kAddressColumns) {
            take(rows[0][static_cast<std::size_t>(column)],
                 where + action + " " + std::string(column_info(column).name));
          }
        }
        const auto rows = publish_all(tokens(site), kFormat, line.bytes(), keys);
        for (const Column column : kTextColumns) {
          take(rows[0][static_cast<std::size_t>(column)], where + std::string(column_info(column).name));
        }
        const auto visitors =
            publish_all(policy_of("visitor = 'day_key'", site), kFormat, line.bytes(), keys);
        take(visitors[0][static_cast<std::size_t>(Column::kVisitor)], where + "visitor");
      }
    }
  }
  EXPECT_EQ(made, 2U * 2 * 3 * (3 * 6 + 3 + 1));
}

TEST(Pseudonym, TwoMachinesWithOneSecretAgree) {
  for (const std::string& action : address_actions()) {
    if (action == "nd" || action == "ndx") continue;
    for (const Column column : kAddressColumns) {
      const Policy policy = addresses_by(by_name(action));
      EXPECT_EQ(publish_one(policy, {}, column, DayKeys({7})), publish_one(policy, {}, column, DayKeys({7})));
    }
  }
  for (const Column column : kTextColumns) {
    EXPECT_EQ(publish_one(tokens(), {}, column, DayKeys({7})),
              publish_one(tokens(), {}, column, DayKeys({7})));
  }
}

TEST(Pseudonym, AllSpellingsOfAnAddressAreOne) {
  const Policy policy = addresses_by(by_name("cmac"));
  const std::string one = publish_one(policy, {}, Column::kClient);
  for (const std::string client :
       {"::ffff:203.0.113.7", "::FFFF:cb00:7107", "2002:cb00:7107::1", "64:ff9b::cb00:7107"}) {
    EXPECT_EQ(publish_one(policy, {client}, Column::kClient), one) << client;
  }
}

TEST(Pseudonym, WhatIsNoAddressIsNull) {
  for (const std::string& action : address_actions()) {
    const Policy policy = addresses_by(by_name(action));
    for (const std::string text : {"unix:", "unknown", "host.example", "fe80::1%eth0", "203.0.113.300"}) {
      EXPECT_EQ(publish_one(policy, {text, text}, Column::kClient), "null");
      EXPECT_EQ(publish_one(policy, {text, text}, Column::kPeer), "null");
      EXPECT_EQ(publish_one(policy, {"1.2.3.4", "1.2.3.4", text}, Column::kForwardedFor), "unknown");
    }
  }
}

TEST(Pseudonym, RowsOfManyDaysAndNoAddressKeepTheirPlaces) {
  const Policy policy = addresses_by(by_name("pfx"));
  std::string chunk;
  std::vector<std::string> wanted;
  for (int i = 0; i < 1000; ++i) {
    Line line;
    line.client = i % 5 == 3 ? "unix:" : "198.51.100." + std::to_string(i % 256);
    line.peer = "192.0.2." + std::to_string(i % 256);
    line.forwarded = i % 7 == 0 ? "-" : i % 3 == 0 ? line.client + ", " + line.peer : line.client;
    line.time = std::to_string(10 + i / 7 % 20) + "/Nov/2025:17:37:28 +0000";
    if (i % 11 == 0) line.signal = "1";
    chunk += line.bytes();
    for (const Column column : kAddressColumns) wanted.push_back(publish_one(policy, line, column));
  }
  const auto rows = publish_all(policy, kFormat, chunk);
  ASSERT_EQ(rows.size(), 1000U);
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    ASSERT_EQ(rows[i / 3][static_cast<std::size_t>(kAddressColumns[i % 3])], wanted[i]) << i;
  }
}

TEST(Pseudonym, EachAddressOfAListIsThePseudonymOfThatAddress) {
  for (const std::string& action : {by_name("cmac"), as_address("cmac"), by_name("pfx"), as_address("pfx")}) {
    const Policy policy = addresses_by(action);
    const auto of = [&policy](const std::string& list) {
      return publish_one(policy, {"1.2.3.4", "1.2.3.4", list}, Column::kForwardedFor);
    };
    const std::string a = of("198.51.100.1");
    const std::string b = of("2001:db8::7");
    EXPECT_EQ(of("198.51.100.1, 2001:db8::7"), a + ", " + b);
    EXPECT_EQ(of("198.51.100.1:4711,[2001:db8::7]:80 , 198.51.100.1"), a + ", " + b + ", " + a);
    EXPECT_EQ(of("unknown, 198.51.100.1,, _hidden,"), "unknown, " + a + ", unknown, unknown, unknown");
    EXPECT_EQ(of(","), "unknown, unknown");
    EXPECT_EQ(of("-"), "null");
  }
}

TEST(Pseudonym, OfALongListTheLast32AreKept) {
  const Policy policy = addresses_by(by_name("cmac"));
  const auto of = [&policy](const std::string& list) {
    return publish_one(policy, {"1.2.3.4", "1.2.3.4", list}, Column::kForwardedFor);
  };
  std::string list = "192.0.2.0";
  std::string wanted;
  for (int i = 1; i <= 100; ++i) {
    const std::string address = "192.0.2." + std::to_string(i);
    list += ", " + address;
    if (i > 100 - 32) wanted += (wanted.empty() ? "" : ", ") + of(address);
    if (i == 31) {
      EXPECT_EQ(std::ranges::count(of(list), ','), 31);
    }
  }
  EXPECT_EQ(of(list), wanted);
  EXPECT_EQ(std::ranges::count(of(std::string(5000, ',')), ','), 31);
}

TEST(Pseudonym, WhoObjectsGetsNone) {
  Line line;
  line.signal = "1";
  const std::string honours = "honour_signals = true";
  for (const std::string& action : address_actions()) {
    for (const Column column : kAddressColumns) {
      EXPECT_EQ(publish_one(addresses_by(by_name(action), honours), line, column), "null");
      EXPECT_NE(publish_one(addresses_by(by_name(action)), line, column), "null");
    }
  }
  for (const Column column : kTextColumns) {
    EXPECT_EQ(publish_one(tokens(honours), line, column), "null");
    EXPECT_NE(publish_one(tokens(), line, column), "null");
  }
}

// Of a format that logs no time no day is known, and of a day that is not held there is no key.
TEST(Pseudonym, WithoutAKeyOfItsDayALineHasNone) {
  const auto none = DayKeys::none();
  for (const std::string& action : address_actions()) {
    for (const Column column : kAddressColumns) {
      EXPECT_EQ(publish_one(addresses_by(by_name(action)), {}, column, *none), "null");
    }
  }
  for (const Column column : kTextColumns) EXPECT_EQ(publish_one(tokens(), {}, column, *none), "null");
  EXPECT_EQ(publish(addresses_by(by_name("cmac")), "$remote_addr $status", "1.2.3.4 200\n", Column::kClient)
                .front(),
            "null");
}

std::string cookie_of(const Policy& policy, const std::string& header) {
  const std::string line = "\"" + header + "\" [23/Nov/2025:17:37:28 +0000]\n";
  return publish(policy, "\"$http_cookie\" [$time_local]", line, Column::kCookie).front();
}

TEST(Pseudonym, OfACookieByNameOnlyItsValueCounts) {
  const Policy policy = policy_of("cookie = { action = \"token\", name = \"sid\" }");
  const std::string one = cookie_of(policy, "sid=abc");
  ASSERT_EQ(one.size(), 16U);
  for (const std::string header : {"a=1; sid=abc; b=2", "a=1;sid=abc ", "sid=abc; sid=other"}) {
    EXPECT_EQ(cookie_of(policy, header), one);
  }
  EXPECT_NE(cookie_of(policy, "sid=abd"), one);
  for (const std::string header :
       {"xsid=abc", "sid2=abc", "SID=abc", "sid", "sid=", "a=sid=abc", "-", ";;", "="}) {
    EXPECT_EQ(cookie_of(policy, header), "null") << header;
  }
}

TEST(Pseudonym, EqualTextsOfAnotherCookieOrAWholeHeaderHaveNothingInCommon) {
  const std::string one = cookie_of(policy_of("cookie = { action = \"token\", name = \"sid\" }"), "sid=abc");
  EXPECT_NE(cookie_of(policy_of("cookie = { action = \"token\", name = \"uid\" }"), "uid=abc"), one);
  EXPECT_NE(cookie_of(policy_of("cookie = \"token\""), "abc"), one);
  EXPECT_NE(cookie_of(policy_of("cookie = \"token\""), "sid=abc"), one);
}

TEST(Pseudonym, NoneMayBeReleased) {
  for (const Action& action : actions()) {
    const bool is_pseudonym = column_info(action.column).is_pseudonym;
    EXPECT_FALSE(is_pseudonym && action.for_release) << action.name;
    EXPECT_FALSE(action.has_way_back && !is_pseudonym) << action.name;
  }
  for (const std::string& action : address_actions()) {
    const auto policy =
        read_policy("p", "extends = \"public\"\n[columns]\nclient = " + by_name(action) + "\n");
    ASSERT_FALSE(policy);
    EXPECT_NE(policy.error().message.find("a release ([release]) cannot publish the column client"),
              std::string::npos);
  }
}

TEST(Pseudonym, OnlyTheReversibleOnesHaveAWayBack) {
  std::set<std::string> names;
  for (const Action& action : actions()) {
    if (action.has_way_back) names.emplace(action.name);
  }
  EXPECT_EQ(names, (std::set<std::string>{"deterministic", "nd", "ndx", "pfx", "cryptopan"}));
}

}  // namespace
}  // namespace anonlog
