#include "rules/keys/text_mac.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace anonlog {
namespace {

using Tag = std::array<std::uint8_t, kSha256Bytes>;

// Of texts of any length, the key changing in between.
TEST(TextMac, IsHmacOfEveryText) {
  std::mt19937_64 random(1);
  TextMac mac;
  for (int key_number = 0; key_number < 20; ++key_number) {
    std::vector<std::uint8_t> key(TextMac::kKeyBytes);
    for (auto& byte : key) byte = static_cast<std::uint8_t>(random());
    ASSERT_TRUE(mac.set_key(key));
    for (std::size_t bytes = 0; bytes < 200; bytes += 1 + bytes / 8) {
      std::string text(bytes, ' ');
      for (char& c : text) c = static_cast<char>(random());
      Tag wanted{};
      ASSERT_TRUE(
          hmac_sha256(key, ByteSpan(reinterpret_cast<const std::uint8_t*>(text.data()), bytes), wanted));
      for (int again = 0; again < 2; ++again) {
        Tag tag{};
        ASSERT_TRUE(mac.tag(text, tag));
        ASSERT_EQ(tag, wanted) << bytes;
      }
    }
  }
}

}  // namespace
}  // namespace anonlog
