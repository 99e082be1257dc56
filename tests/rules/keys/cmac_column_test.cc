#include "rules/keys/cmac_column.h"

#include <gtest/gtest.h>
#include <openssl/core_names.h>
#include <openssl/params.h>

#include <cstring>
#include <random>
#include <vector>

namespace anonlog {
namespace {

Block random_block(std::mt19937_64& random) {
  Block block;
  for (auto& byte : block) byte = static_cast<std::uint8_t>(random());
  return block;
}

// The crypto library's own AES-CMAC of one message: slow, and not ours.
Block reference(const Block& key, const Block& head, const Block& tail) {
  EVP_MAC* mac = EVP_MAC_fetch(nullptr, "CMAC", nullptr);
  EVP_MAC_CTX* context = EVP_MAC_CTX_new(mac);
  char cipher[] = "AES-128-CBC";
  const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_CIPHER, cipher, 0),
                                   OSSL_PARAM_construct_end()};
  EXPECT_EQ(EVP_MAC_init(context, key.data(), key.size(), parameters), 1);
  EVP_MAC_update(context, head.data(), head.size());
  EVP_MAC_update(context, tail.data(), tail.size());
  Block tag{};
  std::size_t written = 0;
  EVP_MAC_final(context, tag.data(), &written, tag.size());
  EVP_MAC_CTX_free(context);
  EVP_MAC_free(mac);
  return tag;
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
  }
}

}  // namespace
}  // namespace anonlog
