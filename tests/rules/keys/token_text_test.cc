#include "rules/keys/token_text.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "rules/keys/hex_text.h"
#include "tests/rules/keys/vectors/known_answers.h"

namespace anonlog {
namespace {

std::string hex_of(const AddressToken& token) {
  std::array<char, kMaxAddressTokenText> text{};
  return {text.data(), write_hex(std::span(token.bytes).first(token.size), text.data())};
}

std::string text_of(const AddressToken& token) {
  std::array<char, kMaxAddressTokenText> text{};
  return {text.data(), write_address_token(token, text.data())};
}

TEST(TokenText, IsHexDigitsOrAnAddress) {
  EXPECT_EQ(hex_of(token_of_hex("00ff10a9")), "00ff10a9");
  EXPECT_EQ(text_of(token_of_hex("00ff10a9")), "0.255.16.169");
  EXPECT_EQ(text_of(token_of_hex("20010db8000000000000000000000001")), "2001:db8::1");
}

TEST(TokenText, IsReadBackAsItWasWritten) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 20'000; ++round) {
    AddressToken token;
    constexpr std::uint8_t kSizes[] = {4, 16, 24, 32};
    token.size = kSizes[random() % 4];
    for (std::size_t i = 0; i < token.size; ++i) {
      token.bytes[i] = static_cast<std::uint8_t>(random() % 3 == 0 ? 0 : random());
    }
    AddressToken back;
    ASSERT_TRUE(read_address_token(hex_of(token), &back));
    ASSERT_EQ(back, token);
    if (token.size > 16) continue;
    ASSERT_TRUE(read_address_token(text_of(token), &back));
    ASSERT_EQ(back, token) << text_of(token);
  }
}

// 6to4, Teredo, NAT64: of a client's address they would be one of IPv4.
TEST(TokenText, AnAddressThatCarriesAnotherIsAToken) {
  for (const std::string_view text : {"2002:cb00:7107::1", "2001:0:1:2:3:4:5:6", "64:ff9b::102:304"}) {
    AddressToken token;
    ASSERT_TRUE(read_address_token(text, &token));
    EXPECT_EQ(token.size, 16) << text;
    EXPECT_EQ(text_of(token), text);
  }
}

TEST(TokenText, WhatIsNoTokenIsRefused) {
  for (const std::string_view text :
       {"", "0", "abc", "AB", "0g", "unknown", "1.2.3", "1.2.3.4.5", ":", "1::2::3", "1.2.3.4 ",
        "000102030405060708090a0b0c0d0e0f000102030405060708090a0b0c0d0e0f00"}) {
    AddressToken token;
    EXPECT_FALSE(read_address_token(text, &token)) << text;
  }
}

}  // namespace
}  // namespace anonlog
