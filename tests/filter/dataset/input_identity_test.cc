#include "filter/dataset/input_identity.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>

namespace anonlog {
namespace {

using Secret = std::array<std::uint8_t, 32>;

Secret secret(std::uint8_t first) {
  Secret made{};
  made[0] = first;
  return made;
}

std::string text_of(std::size_t bytes) {
  std::string text(bytes, '\0');
  for (std::size_t i = 0; i < bytes; ++i) text[i] = static_cast<char>(i * 131 % 251 + 1);
  return text;
}

std::string identity_of(InputIdentity& identity, std::string_view text, std::size_t piece_bytes) {
  EXPECT_TRUE(identity.begin());
  for (std::size_t at = 0; at < text.size(); at += piece_bytes) {
    EXPECT_TRUE(identity.add(text.substr(at, piece_bytes)));
  }
  const auto known = identity.finish();
  EXPECT_TRUE(known);
  return known ? *known : "";
}

std::string identity_of(std::string_view text, std::uint8_t first = 1) {
  auto identity = InputIdentity::create(secret(first));
  EXPECT_TRUE(identity);
  return identity_of(*identity, text, text.size() + 1);
}

TEST(InputIdentity, IsSixteenHexDigits) {
  const std::string known = identity_of("a");
  EXPECT_EQ(known.size(), 16U);
  EXPECT_EQ(known.find_first_not_of("0123456789abcdef"), std::string::npos);
}

TEST(InputIdentity, DoesNotHangOnThePieces) {
  auto identity = InputIdentity::create(secret(1));
  ASSERT_TRUE(identity);
  const std::string text = text_of(5000);
  const std::string whole = identity_of(*identity, text, text.size());
  for (const std::size_t piece : {1U, 2U, 7U, 15U, 16U, 17U, 333U, 4096U}) {
    EXPECT_EQ(identity_of(*identity, text, piece), whole) << piece;  // nothing of the input before is left
  }
}

TEST(InputIdentity, OtherBytesAreAnotherInput) {
  std::set<std::string> known;
  std::size_t count = 0;
  const std::string text = text_of(100);
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string other = text;
    other[i] = static_cast<char>(other[i] ^ 1);
    known.insert(identity_of(other));
    known.insert(identity_of(text.substr(0, i)));
    count += 2;
  }
  // The hash pads to its block with zeros: they must not be taken for the input's own.
  for (std::size_t zeros = 1; zeros < 40; ++zeros) {
    known.insert(identity_of(text + std::string(zeros, '\0')));
    known.insert(identity_of(std::string(zeros, '\0')));
    count += 2;
  }
  EXPECT_EQ(known.size(), count);
}

TEST(InputIdentity, HangsOnTheSecret) {
  EXPECT_EQ(identity_of("a", 1), identity_of("a", 1));
  EXPECT_NE(identity_of("a", 1), identity_of("a", 2));
  EXPECT_NE(identity_of("", 1), identity_of("", 2));
}

class TextSource final : public ByteSource {
 public:
  explicit TextSource(std::string_view text) : text_(text) {}

  Result<std::size_t> read(std::span<char> out) override {
    if (fails) return fail(ErrorKind::kIo, "gone");
    const std::size_t count = std::min({out.size(), text_.size(), std::size_t{7}});
    std::copy_n(text_.begin(), count, out.begin());
    text_.remove_prefix(count);
    return count;
  }
  [[nodiscard]] std::uint64_t bytes_consumed() const override { return 4711; }
  [[nodiscard]] bool may_pause() const override { return true; }
  bool ready(int timeout_ms) override { return timeout_ms != 0; }

  bool fails = false;

 private:
  std::string_view text_;
};

TEST(IdentifiedSource, GivesWhatItReadsAndTakesNoteOfIt) {
  const std::string text = text_of(100);
  auto identity = InputIdentity::create(secret(1));
  ASSERT_TRUE(identity && identity->begin());
  TextSource source(text);
  IdentifiedSource identified(source, *identity);
  EXPECT_TRUE(identified.may_pause());
  EXPECT_TRUE(identified.ready(1));
  EXPECT_FALSE(identified.ready(0));
  EXPECT_EQ(identified.bytes_consumed(), 4711U);
  std::string read;
  std::array<char, 64> buffer{};
  for (;;) {
    const auto count = identified.read(buffer);
    ASSERT_TRUE(count);
    if (*count == 0) break;
    read.append(buffer.data(), *count);
  }
  EXPECT_EQ(read, text);
  EXPECT_EQ(*identity->finish(), identity_of(text));
}

TEST(IdentifiedSource, ErrorsComeThrough) {
  auto identity = InputIdentity::create(secret(1));
  ASSERT_TRUE(identity && identity->begin());
  TextSource source("text");
  source.fails = true;
  IdentifiedSource identified(source, *identity);
  std::array<char, 8> buffer{};
  const auto count = identified.read(buffer);
  ASSERT_FALSE(count);
  EXPECT_EQ(count.error().message, "gone");
}

}  // namespace
}  // namespace anonlog
