#include "filter/output/text_copy.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "filter/output/fragment_table.h"

namespace anonlog {
namespace {

std::string counting(std::size_t size) {
  std::string text;
  for (std::size_t i = 0; i < size; ++i) text += static_cast<char>('!' + i % 90);
  return text;
}

TEST(CopyText, TextsOfAnySizeAreCopiedWithoutTouchingWhatIsAround) {
  for (std::size_t size = 0; size <= 300; ++size) {
    const std::string text = counting(size);
    const auto from = std::make_unique<char[]>(size);  // a sanitizer watches both ends
    const auto to = std::make_unique<char[]>(size);
    std::copy(text.begin(), text.end(), from.get());
    EXPECT_EQ(copy_text(to.get(), {from.get(), size}), to.get() + size);
    EXPECT_EQ(std::string_view(to.get(), size), text);
  }
}

TEST(FragmentTable, EveryTextIsCopiedWhole) {
  for (const std::size_t longest : {0U, 1U, 27U, 28U, 29U, 32U, 60U, 61U, 1000U}) {
    std::vector<std::string> texts;
    for (std::size_t size = 0; size <= longest; ++size) texts.push_back(counting(size));
    const FragmentTable table(texts);
    ASSERT_EQ(table.size(), texts.size());
    const auto to = std::make_unique<char[]>(table.slot_bytes());
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const char* end = table.copy(to.get(), i);
      EXPECT_EQ(std::string_view(to.get(), static_cast<std::size_t>(end - to.get())), texts[i]);
    }
  }
}

}  // namespace
}  // namespace anonlog
