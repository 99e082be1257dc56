#include "parsers/percent_code.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace anonlog {
namespace {

std::string decoded(std::string_view text, std::size_t (*decode)(std::string_view, char*) = decode_percent) {
  std::string out(text.size(), '\0');
  out.resize(decode(text, out.data()));
  return out;
}

std::string decoded_twice(std::string_view text) { return decoded(text, decode_percent_twice); }

// One byte at a time.
std::string reference(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string digits(text.substr(std::min(i + 1, text.size()), 2));
    const bool escape = text[i] == '%' && digits.size() == 2 &&
                        digits.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
    out += escape ? static_cast<char>(std::stoi(digits, nullptr, 16)) : text[i];
    if (escape) i += 2;
  }
  return out;
}

TEST(DecodePercent, DecodesBothCasesAndLeavesWhatIsNoEscape) {
  EXPECT_EQ(decoded("a%20b%2Fc%2fd"), "a b/c/d");
  EXPECT_EQ(decoded("100%"), "100%");
  EXPECT_EQ(decoded("%2"), "%2");
  EXPECT_EQ(decoded("%zz%2g%%41"), "%zz%2g%A");
  EXPECT_EQ(decoded("%00%FF"), std::string("\0\xFF", 2));
  EXPECT_EQ(decoded(""), "");
}

TEST(DecodePercentTwice, DecodesOnceMoreWhatHeldAPercentSign) {
  EXPECT_EQ(decoded_twice("Mozilla/5.0%20(X11)"), "Mozilla/5.0 (X11)");
  EXPECT_EQ(decoded_twice("Mozilla/5.0%2520(X11)"), "Mozilla/5.0 (X11)");
  EXPECT_EQ(decoded_twice("%252520"), "%20");  // twice at most
  EXPECT_EQ(decoded_twice("a%25b"), "a%b");
  EXPECT_EQ(decoded_twice("a%2"), "a%2");
}

TEST(DecodePercent, AgreesWithTheReferenceAlsoInPlace) {
  std::mt19937 random(1);
  constexpr std::string_view kBytes = "%%%%2225450aAfFgG xyz";
  for (int round = 0; round < 100'000; ++round) {
    std::string text;
    for (std::size_t size = random() % 60; size != 0; --size) text += kBytes[random() % kBytes.size()];
    const std::string once = reference(text);
    ASSERT_EQ(decoded(text), once) << text;
    const bool twice = text.find("%25") != std::string::npos;
    // "%%325" decodes to "%25", but is not what an encoder writes.
    ASSERT_EQ(decoded_twice(text), twice ? reference(once) : once) << text;
    std::string in_place = text;
    in_place.resize(decode_percent_twice(in_place, in_place.data()));
    ASSERT_EQ(in_place, decoded_twice(text)) << text;
  }
}

}  // namespace
}  // namespace anonlog
