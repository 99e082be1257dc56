#include "rules/publishable.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <string_view>

#include "rules/text_arena.h"

namespace anonlog {
namespace {

struct Published {
  std::string text;
  bool plain = false;
  bool copied = false;
};

Published published(std::string_view bytes) {
  // Of the exact size, so that a sanitizer sees a read outside of it.
  const auto exact = std::make_unique<char[]>(bytes.size());
  std::copy(bytes.begin(), bytes.end(), exact.get());
  TextArena arena;
  Published result;
  const std::string_view text = publishable({exact.get(), bytes.size()}, arena, &result.plain);
  result.text = text;
  result.copied = text.data() != exact.get();
  return result;
}

std::string utf8(std::uint32_t code) {
  const auto byte = [](std::uint32_t bits) { return static_cast<char>(bits); };
  if (code < 0x80) return {byte(code)};
  if (code < 0x800) return {byte(0xC0 | code >> 6U), byte(0x80 | (code & 0x3FU))};
  if (code < 0x10000) {
    return {byte(0xE0 | code >> 12U), byte(0x80 | (code >> 6U & 0x3FU)), byte(0x80 | (code & 0x3FU))};
  }
  return {byte(0xF0 | code >> 18U), byte(0x80 | (code >> 12U & 0x3FU)), byte(0x80 | (code >> 6U & 0x3FU)),
          byte(0x80 | (code & 0x3FU))};
}

// The code point whose encoding `bytes` would be if it were one.
std::uint32_t bits_of(std::string_view bytes) {
  constexpr std::array<std::uint32_t, 5> kLeadBits = {0, 0x7F, 0x1F, 0x0F, 0x07};
  std::uint32_t code = static_cast<unsigned char>(bytes[0]) & kLeadBits[bytes.size()];
  for (const char c : bytes.substr(1)) code = code << 6U | (static_cast<unsigned char>(c) & 0x3FU);
  return code;
}

// The reference: at each place, is there a code point whose encoding stands there?
Published expected(std::string_view bytes) {
  Published result;
  result.plain = true;
  while (!bytes.empty()) {
    std::size_t taken = 0;
    std::uint32_t code = 0;
    for (std::size_t count = 1; count <= std::min<std::size_t>(4, bytes.size()) && taken == 0; ++count) {
      code = bits_of(bytes.substr(0, count));
      const bool scalar = code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
      if (scalar && utf8(code) == bytes.substr(0, count)) taken = count;
    }
    const bool control = code < 0x20 || (code >= 0x7F && code <= 0x9F);
    const std::string_view character = bytes.substr(0, std::max<std::size_t>(taken, 1));
    if (taken != 0 && !control) {
      result.text += character;
      result.plain &= code < 0x7F && code != '"' && code != '\\' && code != ',';
    } else {
      result.copied = true;
      for (const char c : character) {
        constexpr std::string_view kDigits = "0123456789ABCDEF";
        const auto byte = static_cast<unsigned char>(c);
        result.text += {'%', kDigits[byte / 16], kDigits[byte % 16]};
      }
    }
    bytes.remove_prefix(character.size());
  }
  return result;
}

void expect_as_reference(std::string_view bytes) {
  const Published want = expected(bytes);
  const Published got = published(bytes);
  ASSERT_EQ(got.text, want.text) << testing::PrintToString(bytes);
  ASSERT_EQ(got.plain, want.plain) << testing::PrintToString(bytes);
  ASSERT_EQ(got.copied, want.copied) << testing::PrintToString(bytes);
}

TEST(Publishable, PlainTextPassesUncopied) {
  for (const std::string_view text :
       {"", "/", "/index.html", "/a/path/of/more/than/sixteen/bytes ~!#$%&'()*+-.:;<=>"}) {
    const Published result = published(text);
    EXPECT_EQ(result.text, text);
    EXPECT_TRUE(result.plain);
    EXPECT_FALSE(result.copied);
  }
}

TEST(Publishable, QuoteBackslashAndCommaPassButAreNotPlain) {
  for (const char c : {'"', '\\', ','}) {
    for (std::size_t size = 1; size < 70; ++size) {
      for (std::size_t at = 0; at < size; ++at) {
        std::string text(size, 'x');
        text[at] = c;
        const Published result = published(text);
        ASSERT_EQ(result.text, text);
        ASSERT_FALSE(result.plain);
        ASSERT_FALSE(result.copied);
      }
    }
  }
}

TEST(Publishable, ValidUtf8PassesUncopiedAndIsNotPlain) {
  const std::string_view text = "/caf\xC3\xA9/\xE6\x97\xA5/\xF0\x9F\x8D\x9E";
  const Published result = published(text);
  EXPECT_EQ(result.text, text);
  EXPECT_FALSE(result.plain);
  EXPECT_FALSE(result.copied);
}

TEST(Publishable, ControlBytesAreEscapedInCapitals) {
  EXPECT_EQ(published("a\x1B[0mb").text, "a%1B[0mb");
  EXPECT_EQ(published(std::string_view("\0\t\n\r\x7F", 5)).text, "%00%09%0A%0D%7F");
  EXPECT_EQ(published("\xC2\x80\xC2\x9F\xC2\xA0").text, "%C2%80%C2%9F\xC2\xA0");
  EXPECT_TRUE(published("a\x01").plain);
  EXPECT_FALSE(published("a\x01,").plain);
}

TEST(Publishable, InvalidUtf8IsEscapedByteByByte) {
  EXPECT_EQ(published("\xE2\x82"
                      "A")
                .text,
            "%E2%82A");
  EXPECT_EQ(published("\xE2\x82").text, "%E2%82");
  EXPECT_EQ(published("\xC0\xAF").text, "%C0%AF");                  // overlong '/'
  EXPECT_EQ(published("\xE0\x9F\xBF").text, "%E0%9F%BF");           // overlong U+07FF
  EXPECT_EQ(published("\xF0\x8F\xBF\xBF").text, "%F0%8F%BF%BF");    // overlong U+FFFF
  EXPECT_EQ(published("\xED\xA0\x80").text, "%ED%A0%80");           // a surrogate
  EXPECT_EQ(published("\xF4\x90\x80\x80").text, "%F4%90%80%80");    // U+110000
  EXPECT_EQ(published("\xFF\xC3\xA9\x80").text, "%FF\xC3\xA9%80");  // what is valid between passes
}

TEST(Publishable, EveryCodePointIsJudgedAsTheReferenceDoes) {
  for (std::uint32_t code = 0; code <= 0x110FFF; ++code) {
    ASSERT_NO_FATAL_FAILURE(expect_as_reference(utf8(code)));
  }
}

TEST(Publishable, EveryPairOfBytesIsJudgedAsTheReferenceDoes) {
  for (unsigned i = 0; i < 0x10000; ++i) {
    const std::array<char, 2> pair = {static_cast<char>(i >> 8U), static_cast<char>(i & 0xFFU)};
    ASSERT_NO_FATAL_FAILURE(expect_as_reference({pair.data(), pair.size()}));
  }
}

TEST(Publishable, RandomBytesAreJudgedAsTheReferenceDoes) {
  constexpr std::string_view kEdges =
      "\x1F\x7F\x80\x8F\x90\x9F\xA0\xBF\xC0\xC1\xC2\xE0\xED\xF0\xF4\xF5\",\\aaaaaaaa";
  std::minstd_rand random(1);
  for (int i = 0; i < 300'000; ++i) {
    std::string text(random() % 40, ' ');
    const auto share = random() % 16;  // of bytes that are not letters
    for (char& c : text) c = random() % 16 < share ? kEdges[random() % kEdges.size()] : 'x';
    ASSERT_NO_FATAL_FAILURE(expect_as_reference(text));
  }
}

}  // namespace
}  // namespace anonlog
