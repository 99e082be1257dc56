#include "rules/keys/ciphers/tweakable_aes.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "rules/keys/ciphers/aes_column.h"

namespace anonlog {
namespace {

// A million blocks; a tenth of that where the build is slow.
#ifdef NDEBUG
constexpr std::size_t kBlocks = 1'000'000;
#else
constexpr std::size_t kBlocks = 100'000;
#endif
constexpr std::size_t kBlocksPerKey = 1000;

template <std::size_t kSize>
void fill(std::array<std::uint8_t, kSize>& bytes, std::mt19937_64& random) {
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
}

TEST(TweakableAes, IsAesWithoutATweak) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 100; ++round) {
    Block key;
    std::vector<Block> blocks(kBlocksPerKey);
    fill(key, random);
    for (Block& block : blocks) fill(block, random);
    AesColumn aes;
    std::vector<Block> wanted(blocks.size());
    ASSERT_TRUE(aes.set_key(key) && aes.run(blocks, wanted));
    TweakableAes cipher;
    cipher.set_key(key);
    std::vector<Block> made(blocks.size());
    cipher.encrypt(blocks, std::vector<TweakableAes::Tweak>(blocks.size()), made);
    ASSERT_EQ(made, wanted);
  }
}

TEST(TweakableAes, ArithmeticAndInstructionsAgreeAndGoBack) {
  if (!TweakableAes::has_instructions()) GTEST_SKIP() << "the processor has no AES instructions";
  std::mt19937_64 random(2);
  for (std::size_t done = 0; done < kBlocks; done += kBlocksPerKey) {
    Block key;
    fill(key, random);
    TweakableAes cipher;
    cipher.set_key(key);
    std::vector<Block> blocks(kBlocksPerKey);
    std::vector<TweakableAes::Tweak> tweaks(kBlocksPerKey);
    for (Block& block : blocks) fill(block, random);
    for (TweakableAes::Tweak& tweak : tweaks) fill(tweak, random);
    std::vector<Block> fast(kBlocksPerKey);
    std::vector<Block> slow(kBlocksPerKey);
    cipher.encrypt(blocks, tweaks, fast);
    cipher.encrypt_portably(blocks, tweaks, slow);
    ASSERT_EQ(fast, slow);
    for (std::size_t i = 0; i < kBlocksPerKey; i += 100)
      ASSERT_EQ(cipher.decrypt(fast[i], tweaks[i]), blocks[i]);
  }
}

}  // namespace
}  // namespace anonlog
