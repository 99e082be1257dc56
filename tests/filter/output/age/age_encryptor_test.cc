#include "filter/output/age/age_encryptor.h"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>
#include <vector>

#include "tests/filter/output/age/age_reader.h"

namespace anonlog {
namespace {

struct Pair {
  AgePrivateKey own{};
  AgeRecipient recipient;
};

Pair make_pair_of(std::uint8_t seed) {
  Pair pair;
  pair.own.fill(seed);
  pair.recipient.key = age_public_key(pair.own);
  return pair;
}

std::string random_text(std::size_t size) {
  std::mt19937 random(7);
  std::string text(size, '\0');
  for (char& c : text) c = static_cast<char>(random());
  return text;
}

// In pieces of `piece` bytes.
std::string encrypt(const std::string& text, std::size_t piece, const std::vector<AgeRecipient>& recipients) {
  ByteBuffer out;
  const auto encryptor = AgeEncryptor::begin(recipients, out);
  EXPECT_TRUE(encryptor);
  for (std::size_t at = 0; at < text.size(); at += piece) {
    EXPECT_TRUE((*encryptor)->write(std::string_view(text).substr(at, piece), out));
  }
  EXPECT_TRUE((*encryptor)->finish(out));
  return std::string(out.bytes());
}

TEST(AgeEncryptor, WhatIsSealedOpensForEveryRecipientAndForNoOneElse) {
  const Pair one = make_pair_of(1);
  const Pair two = make_pair_of(2);
  const Pair stranger = make_pair_of(3);
  for (const int size : {0, 1, 65535, 65536, 65537, 131071, 131072, 131073, 200000}) {
    const std::string text = random_text(static_cast<std::size_t>(size));
    for (const std::size_t piece :
         {std::size_t{1000}, std::size_t{65536}, std::size_t{70000}, std::size_t{1} << 20}) {
      const std::string file = encrypt(text, piece, {one.recipient, two.recipient});
      for (const Pair& pair : {one, two}) {
        const AgeOpened opened = open_age(file, std::vector{pair.own});
        EXPECT_EQ(opened.outcome, AgeOpened::Outcome::kSuccess) << size;
        EXPECT_TRUE(opened.text == text) << size;
      }
      EXPECT_EQ(open_age(file, std::vector{stranger.own}).outcome, AgeOpened::Outcome::kNoMatch);
    }
  }
}

// 168 bytes of header for one recipient and 98 more for each further one, 16 of nonce, 16 of tag per chunk.
TEST(AgeEncryptor, HasTheSizeThatTheFormatSays) {
  const Pair one = make_pair_of(1);
  EXPECT_EQ(encrypt("", 1, {one.recipient}).size(), 200U);
  EXPECT_EQ(encrypt("", 1, {one.recipient, make_pair_of(2).recipient}).size(), 298U);
  EXPECT_EQ(encrypt(random_text(65537), 65537, {one.recipient}).size(), 168U + 16 + 65536 + 16 + 1 + 16);
}

TEST(AgeEncryptor, APushedChunkOpensInACutFile) {
  const Pair one = make_pair_of(1);
  ByteBuffer out;
  const auto encryptor = AgeEncryptor::begin(std::array{one.recipient}, out).value();
  const std::string text = random_text(AgeEncryptor::kChunkBytes);
  ASSERT_TRUE(encryptor->write(text, out));
  EXPECT_EQ(out.bytes().size(), 184U);  // it could still be the last one
  EXPECT_EQ(encryptor->room_bytes(), 0U);
  ASSERT_TRUE(encryptor->push_full_chunk(out));
  AgeOpened opened = open_age(out.bytes(), std::vector{one.own});
  EXPECT_EQ(opened.outcome, AgeOpened::Outcome::kPayloadFailure);
  EXPECT_TRUE(opened.text == text);
  ASSERT_TRUE(encryptor->write("more", out));
  ASSERT_TRUE(encryptor->finish(out));
  opened = open_age(out.bytes(), std::vector{one.own});
  EXPECT_EQ(opened.outcome, AgeOpened::Outcome::kSuccess);
  EXPECT_TRUE(opened.text == text + "more");
}

TEST(AgeEncryptor, TwoFilesOfOneTextHaveNothingInCommon) {
  const Pair one = make_pair_of(1);
  const std::string text(5000, 'x');
  const std::string a = encrypt(text, 5000, {one.recipient});
  const std::string b = encrypt(text, 5000, {one.recipient});
  EXPECT_NE(a.substr(22, 140), b.substr(22, 140));
  EXPECT_NE(a.substr(184), b.substr(184));
}

TEST(AgeEncryptor, APublicKeyOfLowOrderIsRefused) {
  ByteBuffer out;
  AgeRecipient nobody;  // all zero
  nobody.text = "age1nobody";
  const auto encryptor = AgeEncryptor::begin(std::array{nobody}, out);
  ASSERT_FALSE(encryptor);
  EXPECT_EQ(encryptor.error().kind, ErrorKind::kUsage);
}

}  // namespace
}  // namespace anonlog
