#include "rules/text_guard.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "rules/publishable.h"
#include "rules/text_arena.h"
#include "tests/rules/text_guard_reference.h"

namespace anonlog {
namespace {

std::string guarded(std::string_view path) {
  TextArena arena;
  return std::string(guard_path(path, arena).text);
}

TEST(TextGuard, PathsWithoutIdentifiersStayAsTheyAre) {
  constexpr std::array kPaths = {
      "",
      "/",
      "//",
      "/index.html",
      "/assets/app.3f2a9c1b.js",
      "/2025-11-23",
      "/2025/11/23/spring",
      "/js/jquery-3.6.0.min.js",
      "/how-to-bake-bread-in-2025-at-home",
      "/docs/getting-started-with-the-command-line",
      "/internationalizationalism/of-words",
      "/12345678901234567890123",
      "/a/rather/deep/tree/of/folders/with/many/short/names/that/goes/on/and/on/for/longer/than/one/window",
      "/999.1.2.3",
      "/1.2.3",
      "/1.2.3.",
      "/1.2..3.4",
      "/1234.5.6.7",
      "/5.6.7.1234",
      "/1.2.3.256",
      "/a:b",
      "/Special:Search",
      "/12:30:45",
      "/::",
      "/~user_name/(x)+!$',*",
      "/caf\xC3\xA9",
      "relative",
  };
  for (const std::string_view path : kPaths) {
    TextArena arena;
    const std::string_view result = guard_path(path, arena).text;
    EXPECT_EQ(result, path);
    EXPECT_EQ(result.data(), path.data()) << "copied: " << path;
  }
}

TEST(TextGuard, SegmentsThatIdentifyAreRedacted) {
  constexpr std::array kSegments = {
      "alice@example.org",
      "alice%40example.org",
      "@",
      "caf%C3%A9",
      "203.0.113.7",
      "v203.0.113.7x",
      "ec2-203-0-113-7",
      "7.113.0.203.in-addr.arpa",
      "203-0.113-7",
      "001.002.003.004",
      "1.2.3.4.5",
      "9999.1.2.3.4",
      "2001:db8::1",
      "::1",
      "1::",
      "x::ffff:203.0.113.7",
      "2001:db8:1:2:3:4:5:6",
      "00:00:5e:00:53:01",
      "2001-db8-0-0-0-0-0-1",
      "node2001-db8-0-0-0-0-0-1example",
      "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa",
      "123e4567-e89b-12d3-a456-426614174000",
      "id-123E4567-E89B-12D3-A456-426614174000.json",
      "d41d8cd98f00b204e9800998ecf8427e",
      "abcdefabcdefabcdefabcdefabcdefab",
      "01234567890123456789012345678901",
      "abcdefghijklmnopqrs1",
      "1abcdefghijklmnopqrs",
      "aB_cD-eFgggggggggggg",
      "a1_b2-c3gggggggggggg",
  };
  for (const std::string_view segment : kSegments) {
    EXPECT_EQ(guarded("/a/" + std::string(segment) + "/b.html"), "/a/{redacted}/b.html") << segment;
    EXPECT_EQ(guarded(std::string(segment)), "{redacted}") << segment;
    EXPECT_TRUE(is_identifying(segment)) << segment;
  }
}

TEST(TextGuard, OneByteLessThanAnIdentifierStays) {
  constexpr std::array kSegments = {
      "2001:db8:1:2:3",                       // four colons
      "2001-db8-a-0-b-0-gg-1",                // a group that is no number
      "2001-db8-aaaaa-b-c-d-e-f",             // a group of five inside
      "a-b-c-d-e-f-a",                        // seven groups
      "234E4567-E89B-12D3-A456-42661417400",  // eleven digits last
      "23E4567-E89B-12D3-A456-426614174000",  // seven digits first
      "123E4567-E89B-12D3-A456.426614174000",
      "123E4567-E89B-123-A456-426614174000",
      "abcdefabcdefabcdefabcdefabcdefa",  // 31 letters of hexadecimal
      "abcdefghijklmnopqr1",              // 19 bytes
      "abcdefghi_jklmnopqrs1",            // broken
      "aB_cD-eFggggggggggg",              // 19 bytes
      "aB_cD-efgggggggggggg",             // two changes
      "aB_cD.eFgggggggggggg",             // broken
  };
  for (const std::string_view segment : kSegments) {
    std::string path = "/";  // apart: GCC 12 warns of "/" + a string
    path += segment;
    EXPECT_EQ(guarded(path), path);
    EXPECT_FALSE(is_identifying(segment)) << segment;
  }
}

TEST(TextGuard, APathEndsAtItsQueryOrFragment) {
  EXPECT_EQ(guarded("/search?q=alice"), "/search");
  EXPECT_EQ(guarded("/page#part?x"), "/page");
  EXPECT_EQ(guarded("?q=1"), "");
  EXPECT_EQ(guarded("/search?mail=alice@example.org"), "/search");
  EXPECT_EQ(guarded("/a;b=1?c"), "/a");
  EXPECT_EQ(guarded(std::string(100, 'x') + "?q"), std::string(100, 'x'));
}

TEST(TextGuard, AQueryIsNotCopied) {
  const std::string_view path = "/search?q=203.0.113.7";
  TextArena arena;
  const GuardedPath result = guard_path(path, arena);
  EXPECT_EQ(result.text.data(), path.data());
  EXPECT_TRUE(result.plain);
}

TEST(TextGuard, ASegmentEndsAtItsParameters) {
  EXPECT_EQ(guarded("/shop;jsessionid=0A1B2C3D4E5F/pay"), "/shop/pay");
  EXPECT_EQ(guarded("/user=alice/orders&x/z"), "/user/orders/z");
  EXPECT_EQ(guarded("/;a/=b/&c"), "///");
  EXPECT_EQ(guarded("/a;alice@example.org/b"), "/a/b");
  EXPECT_EQ(guarded("/alice@example.org;a/b"), "/{redacted}/b");
}

TEST(TextGuard, ASpaceOrControlByteInThePathIsNoUrl) {
  TextArena arena;
  for (const std::string_view path : {"/a b", "/a\tb", "/\x7f", "/alice@example.org/a b", "/\x01?q"}) {
    EXPECT_FALSE(guard_path(path, arena).is_url) << path;
  }
  for (const std::string_view path : {"/a?b c", "/a#b c", "/alice@example.org/a?b c", "/caf\xC3\xA9", ""}) {
    EXPECT_TRUE(guard_path(path, arena).is_url) << path;
  }
}

TEST(TextGuard, ManySegmentsCanBeRedacted) {
  std::string path;
  std::string expected;
  for (int i = 0; i < 1000; ++i) {
    path += "/@";
    expected += "/{redacted}";
  }
  EXPECT_EQ(guarded(path), expected);
  EXPECT_EQ(guarded(path + "/"), expected + "/");
}

TEST(TextGuard, WhatIsRedactedFitsItsRoom) {
  std::string path;
  for (int i = 0; i < 40; ++i) {
    TextArena arena;
    const std::string ends_redacted = path + "@";
    const std::string_view result = guard_path(ends_redacted, arena).text;
    std::fill_n(arena.allocate(1000), 1000, 'x');
    EXPECT_EQ(result, reference::guard_path(ends_redacted));
    path += i % 7 == 6 ? "x;y/" : "@/";
  }
}

TEST(TextGuard, AnIdentifierIsFoundAtEveryPlaceOfALongPath) {
  for (const std::string_view secret :
       {"203.0.113.7", "::1", "@", "2001-db8-0-0-0-0-0-1", "123e4567-e89b-12d3-a456-426614174000",
        "abcdefabcdefabcdefabcdefabcdefab", "abcdefghijklmnopqrs1", "aB_cD-eFgggggggggggg"}) {
    for (std::size_t before = 0; before < 200; ++before) {
      std::string path(before, 'x');
      for (std::size_t i = 0; i < before; i += 7) path[i] = '/';
      EXPECT_TRUE(is_identifying(path + "/" + std::string(secret) + "/tail")) << before << ' ' << secret;
    }
  }
}

TEST(TextGuard, ChangesFarApartInOneLongWordCount) {
  std::string word(300, 'x');
  for (std::size_t i = 5; i < word.size(); i += 10) word[i] = '-';
  word[21] = word[151] = word[291] = '7';
  EXPECT_TRUE(is_identifying(word));
  word[151] = 'x';
  EXPECT_FALSE(is_identifying(word));
}

// Texts that come close to what the rules look for.
class TextMaker {
 public:
  explicit TextMaker(unsigned seed) : random_(seed) {}

  std::string next() {
    switch (below(4)) {
      case 0:
        return from_alphabet();
      case 1:
        return from_pieces();
      case 2:
        return mutated(from_pieces());
      default:
        return mutated(kPaths[below(kPaths.size())]);
    }
  }

 private:
  static constexpr std::array<std::string_view, 9> kAlphabets = {
      "0123456789.-",
      "0123456789abcdef.-",
      "0123456789abcdefABCDEF:",
      "abcXYZ019_-",
      "aB3",
      "ab12@%\\/?#;=&.-:_",
      "0.-/a",
      "abcdefghijklmnopqrstuvwxyz0_-",
      "\x80\xC3\xFF 0a.:\x01~+,",
  };
  static constexpr std::array<std::string_view, 22> kPieces = {
      "203.0.113.7",
      "10-1-2-3",
      "2001:db8::1",
      "::",
      "-",
      ".",
      "/",
      "255",
      "256",
      "0",
      "2001-db8-0-0-",
      "dead",
      "f00",
      "a1B2c3",
      "release",
      "123e4567-e89b-12d3-a456-",
      "426614174000",
      ";",
      "abcdefabcdefabcd",
      "12:34",
      "_",
      "0123456789",
  };
  static constexpr std::array<std::string_view, 8> kPaths = {
      "/assets/js/app.3f2a9c1b.js",
      "/blog/2025-11-23/how-to-bake-bread-in-2025-at-home?utm_source=x",
      "/wp-content/plugins/contact-form-7/includes/css/styles.css",
      "/js/jquery-3.6.0.min.js",
      "/d/123e4567-e89b-12d3-a456-426614174000/view",
      "/t/eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9/x",
      "/h/ec2-203-0-113-7.compute.example.net",
      "/n/1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa",
  };

  std::size_t below(std::size_t count) { return random_() % count; }

  std::string from_alphabet() {
    const std::string_view alphabet = kAlphabets[below(kAlphabets.size())];
    std::string text(below(below(8) == 0 ? 200 : 50), ' ');
    for (char& c : text) c = alphabet[below(alphabet.size())];
    return text;
  }

  std::string from_pieces() {
    std::string text;
    for (std::size_t i = below(12); i > 0; --i) text += kPieces[below(kPieces.size())];
    return text;
  }

  std::string mutated(std::string_view of) {
    std::string text(of);
    for (std::size_t i = below(4); i > 0 && !text.empty(); --i) {
      const std::size_t at = below(text.size());
      const std::string_view alphabet = kAlphabets[below(kAlphabets.size())];
      const char byte = alphabet[below(alphabet.size())];
      switch (below(3)) {
        case 0:
          text[at] = byte;
          break;
        case 1:
          text.insert(at, 1, byte);
          break;
        default:
          text.erase(at, 1);
          break;
      }
    }
    return text;
  }

  std::minstd_rand random_;
};

constexpr int kRounds = 200'000;

// Of the exact size, so that a sanitizer sees a read outside of it.
struct Exact {
  explicit Exact(std::string_view text) : bytes(std::make_unique<char[]>(text.size())), size(text.size()) {
    std::copy(text.begin(), text.end(), bytes.get());
  }
  [[nodiscard]] std::string_view view() const { return {bytes.get(), size}; }

  std::unique_ptr<char[]> bytes;
  std::size_t size;
};

TEST(TextGuard, JudgesAsTheReferenceDoes) {
  TextMaker maker(1);
  int found = 0;
  for (int i = 0; i < kRounds; ++i) {
    const Exact text(maker.next());
    const bool expected = reference::is_identifying(text.view());
    found += expected ? 1 : 0;
    ASSERT_EQ(is_identifying(text.view()), expected) << text.view();
  }
  EXPECT_GT(found, kRounds / 5);  // the texts are worth the comparison
  EXPECT_LT(found, kRounds * 4 / 5);
}

TEST(TextGuard, GuardsAsTheReferenceDoes) {
  TextMaker maker(2);
  TextArena arena;
  int plain_paths = 0;
  for (int i = 0; i < kRounds; ++i) {
    const Exact path(maker.next());
    arena.clear();
    const GuardedPath result = guard_path(path.view(), arena);
    ASSERT_EQ(result.is_url, reference::is_url(path.view())) << path.view();
    if (!result.is_url) continue;
    ASSERT_EQ(result.text, reference::guard_path(path.view())) << path.view();
    if (!result.plain) continue;
    ++plain_paths;
    bool still_plain = false;
    ASSERT_EQ(publishable(result.text, arena, &still_plain).data(), result.text.data());
    ASSERT_TRUE(still_plain) << result.text;
  }
  EXPECT_GT(plain_paths, kRounds / 10);
}

TEST(TextGuard, GuardingTwiceIsGuardingOnce) {
  TextMaker maker(3);
  for (int i = 0; i < kRounds / 10; ++i) {
    const std::string once = guarded(maker.next());
    ASSERT_EQ(guarded(once), once);
  }
}

}  // namespace
}  // namespace anonlog
