#include "filter/reveal/address_revealer.h"

#include <gtest/gtest.h>

#include <array>

#include "rules/keys/hex_text.h"
#include "rules/keys/token_text.h"

namespace anonlog {
namespace {

constexpr std::array<std::uint8_t, DayKeys::kSecretBytes> kSecret = {1, 2, 3};
constexpr std::int64_t kDay = 20'416;

Address address_of(std::string_view text) {
  Address address;
  EXPECT_TRUE(Address::parse(text, &address));
  return address;
}

// A token as a policy with this action publishes it.
std::string token_of(const DayKeys& keys, const AddressCipherInfo& info, Column column, std::string_view site,
                     std::int64_t day, std::string_view text, bool as_address = false) {
  std::array<std::uint8_t, 32> key{};
  const auto bytes = std::span(key).first(info.key_bytes);
  const std::string purpose = std::string(column_info(column).name) + " " + std::string(info.name);
  EXPECT_TRUE(keys.derive({purpose, site}, day, bytes));
  const auto cipher = make_address_cipher(info.kind);
  const Address address = address_of(text);
  AddressToken token;
  EXPECT_TRUE(cipher->set_key(bytes) && cipher->encrypt({&address, 1}, {&token, 1}));
  std::array<char, kMaxAddressTokenText> out{};
  const std::size_t size = as_address ? write_address_token(token, out.data())
                                      : write_hex(std::span(token.bytes).first(token.size), out.data());
  return {out.data(), size};
}

TEST(AddressRevealer, EveryActionComesBack) {
  const DayKeys keys(kSecret);
  AddressRevealer revealer(keys, "example.org");
  for (const AddressCipherInfo& info : kAddressCiphers) {
    for (const Column column : {Column::kClient, Column::kPeer, Column::kForwardedFor}) {
      const Action* const action = find_action(column, info.name);
      ASSERT_NE(action, nullptr) << info.name;
      for (const std::string text : {"203.0.113.7", "255.255.255.255", "2001:db8::17", "fe80::1"}) {
        const std::string token = token_of(keys, info, column, "example.org", kDay, text);
        EXPECT_EQ(revealer.reveal(*action, kDay, token), text) << info.name;
        // Of another day, site or column it is some other address, or none.
        AddressRevealer other(keys, "other.example");
        EXPECT_NE(other.reveal(*action, kDay, token), text) << info.name;
        EXPECT_NE(revealer.reveal(*action, kDay + 1, token), text) << info.name;
        const Column elsewhere = column == Column::kPeer ? Column::kClient : Column::kPeer;
        EXPECT_NE(revealer.reveal(*find_action(elsewhere, info.name), kDay, token), text) << info.name;
        if (info.kind == AddressCipherKind::kNd || info.kind == AddressCipherKind::kNdx) continue;
        EXPECT_EQ(
            revealer.reveal(*action, kDay, token_of(keys, info, column, "example.org", kDay, text, true)),
            text)
            << info.name;
      }
    }
  }
}

TEST(AddressRevealer, WhatIsNoTokenHasNoAnswer) {
  const DayKeys keys(kSecret);
  AddressRevealer revealer(keys, "");
  for (const AddressCipherInfo& info : kAddressCiphers) {
    const Action& action = *find_action(Column::kClient, info.name);
    for (const std::string_view text :
         {"", "0", "zz", "00112233445566", "alice@example.org", "203.0.113.7:80", "DEADBEEF",
          "0011223344556677889900112233445566778899001122334455667788990011223344"}) {
      EXPECT_EQ(revealer.reveal(action, kDay, text), std::nullopt) << info.name << " " << text;
    }
  }
  EXPECT_TRUE(AddressRevealer::is_token("203.0.113.7"));
  EXPECT_FALSE(AddressRevealer::is_token("alice@example.org"));
}

TEST(AddressRevealer, ADayWithoutAKeyHasNoAnswer) {
  const auto keys = DayKeys::none();
  AddressRevealer revealer(*keys, "");
  EXPECT_EQ(revealer.reveal(*find_action(Column::kClient, "pfx"), kDay, "203.0.113.7"), std::nullopt);
}

}  // namespace
}  // namespace anonlog
