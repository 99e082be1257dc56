#include "rules/keys/cmac_column.h"

#include <gtest/gtest.h>
#include <openssl/core_names.h>
#include <openssl/params.h>

#include <algorithm>
#include <random>
#include <string_view>
#include <vector>

#include "tests/rules/keys/vectors/known_answers.h"

namespace anonlog {
namespace {

Block random_block(std::mt19937_64& random) {
  Block block;
  for (auto& byte : block) byte = static_cast<std::uint8_t>(random());
  return block;
}

// The crypto library's own AES-CMAC of one message: slow, and not ours.
Block reference(const Block& key, ByteSpan message) {
  EVP_MAC* mac = EVP_MAC_fetch(nullptr, "CMAC", nullptr);
  EVP_MAC_CTX* context = EVP_MAC_CTX_new(mac);
  char cipher[] = "AES-128-CBC";
  const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_CIPHER, cipher, 0),
                                   OSSL_PARAM_construct_end()};
  EXPECT_EQ(EVP_MAC_init(context, key.data(), key.size(), parameters), 1);
  EVP_MAC_update(context, message.data(), message.size());
  Block tag{};
  std::size_t written = 0;
  EVP_MAC_final(context, tag.data(), &written, tag.size());
  EVP_MAC_CTX_free(context);
  EVP_MAC_free(mac);
  return tag;
}

Block reference(const Block& key, const Block& head, const Block& tail) {
  std::array<std::uint8_t, 2 * sizeof(Block)> message{};
  std::ranges::copy(tail, std::ranges::copy(head, message.begin()).out);
  return reference(key, message);
}

Block block_of(std::string_view hex) {
  Block block{};
  std::ranges::copy(bytes_of_hex(hex), block.begin());
  return block;
}

// Section 4; of its messages one is a block long, and none is two.
TEST(CmacColumn, AgreesWithRfc4493) {
  const Block key = block_of("2b7e151628aed2a6abf7158809cf4f3c");
  const std::vector<std::uint8_t> message = bytes_of_hex(
      "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52eff69f24"
      "45df4f9b17"
      "ad2b417be66c3710");
  EXPECT_EQ(reference(key, {}), block_of("bb1d6929e95937287fa37d129b756746"));
  EXPECT_EQ(reference(key, std::span(message).first(16)), block_of("070a16b46b4d4144f79bdd9dd04a287c"));
  EXPECT_EQ(reference(key, std::span(message).first(40)), block_of("dfa66747de9ae63030ca32611497c827"));
  EXPECT_EQ(reference(key, message), block_of("51f0bebf7e3b9d92fc49741779363cfe"));
  CmacColumn column;
  ASSERT_TRUE(column.set_key(key));
  Block blocks[1] = {block_of("6bc1bee22e409f96e93d7e117393172a")};
  ASSERT_TRUE(column.tag(blocks, blocks));
  EXPECT_EQ(blocks[0], block_of("070a16b46b4d4144f79bdd9dd04a287c"));
}

TEST(CmacColumn, AgreesWithTheCryptoLibraryOnColumnsOfAnySize) {
  std::mt19937_64 random(1);
  CmacColumn column;
  for (std::size_t rows = 0; rows < 300; rows += rows < 70 ? 1 : 37) {
    const Block key = random_block(random);
    ASSERT_TRUE(column.set_key(key));
    std::vector<Block> heads(rows);
    std::vector<Block> tails(rows);
    std::vector<Block> tags(rows);
    for (std::size_t row = 0; row < rows; ++row) {
      heads[row] = random_block(random);
      tails[row] = random_block(random);
    }
    ASSERT_TRUE(column.tag(heads, tails, tags));
    for (std::size_t row = 0; row < rows; ++row) ASSERT_EQ(tags[row], reference(key, heads[row], tails[row]));
    ASSERT_TRUE(column.tag(heads, tags));
    for (std::size_t row = 0; row < rows; ++row) ASSERT_EQ(tags[row], reference(key, heads[row]));
  }
}

}  // namespace
}  // namespace anonlog
