#include "filter/output/parquet/text_dictionary.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

namespace anonlog::parquet {
namespace {

std::uint32_t code_of(TextDictionary& dictionary, std::string_view text) {
  std::uint64_t hash = 0;
  dictionary.hash({&text, 1}, {&hash, 1});
  return dictionary.intern(text, hash);
}

// Of every length up to 80, and such as differ in one byte, wherever it is.
std::vector<std::string> texts() {
  std::vector<std::string> texts = {""};
  for (std::size_t size = 1; size <= 80; ++size) {
    texts.emplace_back(size, 'a');
    for (std::size_t at = 0; at < size; ++at) {
      texts.emplace_back(size, 'a');
      texts.back()[at] = '\0';
    }
  }
  return texts;
}

TEST(TextDictionary, GivesEveryTextOneCode) {
  TextDictionary dictionary;
  const std::vector<std::string> all = texts();
  for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(code_of(dictionary, all[i]), i);
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(code_of(dictionary, all[i]), i);
    EXPECT_EQ(dictionary.text(static_cast<std::uint32_t>(i)), all[i]);
  }
  EXPECT_EQ(dictionary.size(), all.size());
}

// Even where all have the hash of each other: it decides where to look, nothing else.
TEST(TextDictionary, ComparesTextsAndNotHashes) {
  TextDictionary dictionary;
  const std::vector<std::string> all = texts();
  for (std::size_t i = 0; i < 500; ++i) EXPECT_EQ(dictionary.intern(all[i], 12'345), i);
  for (std::size_t i = 0; i < 500; ++i) EXPECT_EQ(dictionary.intern(all[i], 12'345), i);
}

TEST(TextDictionary, ForgetsWhatItHeldWhenCleared) {
  TextDictionary dictionary;
  for (const std::string& text : texts()) code_of(dictionary, text);
  dictionary.clear();
  EXPECT_EQ(dictionary.size(), 0U);
  EXPECT_EQ(code_of(dictionary, "a"), 0U);
  EXPECT_EQ(code_of(dictionary, "aa"), 1U);
  EXPECT_EQ(code_of(dictionary, "a"), 0U);
}

}  // namespace
}  // namespace anonlog::parquet
