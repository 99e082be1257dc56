#include "filter/output/escaped_copy.h"

#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <string>

namespace anonlog {
namespace {

struct Brackets {
  static constexpr std::array kBytes = {'a', 'b', '\0'};

  static char* write(char byte, char* out) {
    *out++ = '<';
    *out++ = byte == '\0' ? '0' : byte;
    *out++ = '>';
    return out;
  }
};

std::string reference(std::string_view text) {
  std::string out;
  for (const char c : text) {
    out += c == 'a' || c == 'b' ? "<" + std::string(1, c) + ">" : c == '\0' ? "<0>" : std::string(1, c);
  }
  return out;
}

// Text and copy in space of exactly their sizes, so that a sanitizer sees who touches more.
std::string copied(std::string_view text) {
  const auto from = std::make_unique<char[]>(text.size());
  std::copy(text.begin(), text.end(), from.get());
  const std::size_t room = reference(text).size() + kEscapeRoomBytes;
  const auto out = std::make_unique<char[]>(room);
  const char* end = copy_escaped<Brackets>({from.get(), text.size()}, out.get());
  return std::string(out.get(), static_cast<std::size_t>(end - out.get()));
}

TEST(CopyEscaped, EveryPlaceOfEverySizeIsLookedAt) {
  for (std::size_t size = 0; size <= 70; ++size) {
    std::string text(size, 'x');
    EXPECT_EQ(copied(text), text);
    for (std::size_t i = 0; i < size; ++i) {
      for (const char c : {'a', 'b', '\0'}) {
        text[i] = c;
        EXPECT_EQ(copied(text), reference(text)) << size << " " << i;
      }
      text[i] = 'x';
    }
  }
}

TEST(CopyEscaped, AgreesWithTheReferenceOnRandomTexts) {
  std::mt19937 random(1);
  for (int i = 0; i < 20'000; ++i) {
    std::string text(random() % 100, 'x');
    const std::size_t rate = 1 + random() % 40;
    for (char& c : text) {
      if (random() % rate == 0) c = "ab\0x\xFF"[random() % 5];
    }
    ASSERT_EQ(copied(text), reference(text));
  }
}

}  // namespace
}  // namespace anonlog
