#include "rules/keys/hkdf.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace anonlog {
namespace {

std::vector<std::uint8_t> bytes_of(std::string_view hex) {
  std::vector<std::uint8_t> bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    bytes.push_back(static_cast<std::uint8_t>(std::stoul(std::string(hex.substr(i, 2)), nullptr, 16)));
  }
  return bytes;
}

std::string text_of(const std::vector<std::uint8_t>& bytes) { return {bytes.begin(), bytes.end()}; }

TEST(Hkdf, AgreesWithRfc5869) {
  struct Case {
    std::string_view key, salt, info, out;
  };
  const Case cases[] = {
      {"0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "000102030405060708090a0b0c", "f0f1f2f3f4f5f6f7f8f9",
       "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"},
      {"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f30313"
       "23334"
       "35363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f",
       "606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c8d8e8f90919"
       "29394"
       "95969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeaf",
       "b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedfe0e1e"
       "2e3e4"
       "e5e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff",
       "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da327"
       "5600c"
       "2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87"},
      {"0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "", "",
       "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"},
  };
  for (const Case& known : cases) {
    const std::vector<std::uint8_t> wanted = bytes_of(known.out);
    std::vector<std::uint8_t> out(wanted.size());
    ASSERT_TRUE(hkdf(bytes_of(known.key), bytes_of(known.salt), text_of(bytes_of(known.info)), out));
    EXPECT_EQ(out, wanted);
    // The RFC's two steps: extract is the HMAC of the key under the salt.
    std::vector<std::uint8_t> salt = bytes_of(known.salt);
    if (salt.empty()) salt.resize(kSha256Bytes);
    std::array<std::uint8_t, kSha256Bytes> extracted{};
    ASSERT_TRUE(hmac_sha256(salt, bytes_of(known.key), extracted));
    ASSERT_TRUE(hkdf_expand(extracted, text_of(bytes_of(known.info)), out));
    EXPECT_EQ(out, wanted);
  }
}

TEST(Hkdf, WhatCannotBeMadeIsZero) {
  std::vector<std::uint8_t> out(255 * kSha256Bytes + 1, 7);  // more than the RFC's limit
  const std::array<std::uint8_t, kSha256Bytes> key{};
  EXPECT_FALSE(hkdf_expand(key, "info", out));
  EXPECT_TRUE(std::ranges::all_of(out, [](std::uint8_t byte) { return byte == 0; }));
}

}  // namespace
}  // namespace anonlog
