#include "rules/redaction/redactor.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/publishable.h"
#include "rules/text_arena.h"
#include "tests/rules/redaction/redaction_reference.h"
#include "tests/rules/redaction/text_maker.h"

namespace anonlog {
namespace {

// A redactor of a policy of its own.
struct Tested {
  explicit Tested(RedactionPolicy of = {}, bool numbers = false)
      : policy(std::move(of)), redactor(policy, Column::kPath, counts, numbers) {}

  std::string path(std::string_view path) { return std::string(redactor.path(path, arena).text); }
  std::string value(std::string_view value) { return std::string(redactor.value(value, arena)); }
  std::string class_of(std::string_view text) {
    const ClassId id = redactor.find(text);
    return id == kNoClass ? "" : std::string(policy.name(id));
  }

  RedactionPolicy policy;
  RedactionCounts counts;
  TextArena arena;
  Redactor redactor;
};

std::string redacted(std::string_view path) { return Tested().path(path); }

TEST(Redactor, PathsWithoutIdentifiersStayAsTheyAre) {
  constexpr std::array kPaths = {
      "",
      "/",
      "//",
      "/index.html",
      "/assets/app.3f2a9c1b.js",
      "/images/logo@2x.png",
      "/images/hero@small.dark.png",
      "/npm/react@18.2.0-beta.min.js",
      "/npm/vue@next/dist/vue.js",
      "/npm/@scope/package@v2/index.mjs",
      "/2025-11-23",
      "/2025/11/23/spring",
      "/backup-2025-11-23-10-30-00.tar.gz",
      "/log.2025.11.23.10.30",
      "/a+report+2025-11-23.pdf",
      "/c++/vector",
      "/js/jquery-3.6.0.min.js",
      "/img/1763900000000.jpg",
      "/t/1763900000000000",
      "/how-to-bake-bread-in-2025-at-home",
      "/docs/getting-started-with-the-command-line",
      "/what-is-new-in-version-3.2.1",
      "/internationalizationalism/of-words",
      "/12345678901234567890123",
      "/a/rather/deep/tree/of/folders/with/many/short/names/that/goes/on/and/on/for/longer/than/one/window",
      "/999.1.2.3",
      "/1.2.3",
      "/1.2..3.4",
      "/1234.5.6.7",
      "/5.6.7.1234",
      "/1.2.3.256",
      "/a:b",
      "/Special:Search",
      "/wiki/Bread_(food)",
      "/doc/std::vector",
      "/perl/Foo::Bar",
      "/12:30:45",
      "/::",
      "/btn--add",
      "/2025--spring",
      "/~user_name/(x)+!$',*",
      "/caf\xC3\xA9",
      "/caf%C3%A9/menu",
      "/%D0%BC%D0%B8%D1%80",
      "/my%20file.pdf",
      "/a%2Fb/100%",
      "/%4a%4A/%",
      "relative",
  };
  for (const std::string_view path : kPaths) {
    Tested tested;
    const std::string_view result = tested.redactor.path(path, tested.arena).text;
    EXPECT_EQ(result, path);
    EXPECT_EQ(result.data(), path.data()) << "copied: " << path;
    EXPECT_FALSE(tested.counts.any()) << path;
  }
}

// What becomes of a segment, by class.
struct Case {
  std::string_view segment;
  std::string_view found;
};

constexpr Case kIdentifiers[] = {
    {"alice@example.org", "email"},
    {"alice.o'hara+news@mail.example.co.uk", "email"},
    {"Alice@163.com", "email"},
    {"alice@intranet", "email"},
    {"alice%40example.org", "email"},
    {"alice%2540example.org", "email"},
    {"alice%252540example.org", "email"},
    {"%61lice%40e%78ample%2Eorg", "email"},
    {"alice%u0040example.org", "email"},
    {"alice\\x40example.org", "email"},
    {"alice\\u0040example.org", "email"},
    {"alice\\\\x40example.org", "email"},
    {"alice\\\\\\\\x40example.org", "email"},
    {"alice%C1%80example.org", "email"},
    {"alice%c0%ae\xC1\x80"
     "example.org",
     "email"},
    {"alice%E0%81%80example.org", "email"},
    {"alice%F0%80%81%80example.org", "email"},
    {"alice%EF%BC%A0example%EF%BC%8Eorg", "email"},
    {"alice%%34%30example.org", "email"},
    {"alice@example.org.png", "email"},
    {"alice@\xD0\xBF\xD1\x80.\xD1\x80\xD1\x84", "email"},
    {"mailto:alice@example.org", "email"},
    {"https%3A%2F%2Falice%40host", "userinfo"},
    {"https%3A%2F%2Falice:secret@127.1", "userinfo"},
    {"alice:secret@[::1]", "userinfo"},
    {"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0In0.c2ln", "jwt"},
    {"eyJhbGciOiJub25lIn0.e30.", "jwt"},
    {"(S(lit3py55t21z5v55vlm25s55))", "session"},
    {"(A(abc)S(lit3py))", "session"},
    {"123e4567-e89b-12d3-a456-426614174000", "uuid"},
    {"id-123E4567-E89B-12D3-A456-426614174000.json", "uuid"},
    {"%7B123e4567%2De89b-12d3-a456-426614174000%7D", "uuid"},
    {"203.0.113.7", "ip"},
    {"v203.0.113.7x", "ip"},
    {"1.2.3.4", "ip"},
    {"203%2E0%2E113%2e7", "ip"},
    {"%32%30%33.0.113.7", "ip"},
    {"203\xE3\x80\x82"
     "0.113.7",
     "ip"},
    {"ec2-203-0-113-7", "ip"},
    {"7.113.0.203.in-addr.arpa", "ip"},
    {"203-0.113-7", "ip"},
    {"001.002.003.004", "ip"},
    {"1.2.3.4.5", "ip"},
    {"9999.1.2.3.4", "ip"},
    {"2025-11-23-203-0-113-7", "ip"},
    {"2025-11-23-10-30-00-7", "ip"},
    {"2001:db8::1", "ip"},
    {"%5B2001%3Adb8%3A%3A1%5D", "ip"},
    {"::1", "ip"},
    {"1::", "ip"},
    {"dead::beef", "ip"},
    {"x::ffff:203.0.113.7", "ip"},
    {"2001:db8:1:2:3:4:5:6", "ip"},
    {"00:00:5e:00:53:01", "ip"},
    {"2001-db8-0-0-0-0-0-1", "ip"},
    {"2001-db8--1", "ip"},
    {"2001-db8--1.ipv6-literal.net", "ip"},
    {"fe80--1-2", "ip"},
    {"node2001-db8-0-0-0-0-0-1example", "ip"},
    {"1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa", "ip"},
    {"4111111111111111", "card"},
    {"4111-1111-1111-1111", "card"},
    {"4111%201111%201111%201111", "card"},
    {"order-7_4111.1111.1111.1111", "card"},
    {"378282246310005", "card"},
    {"2300000000000003", "card"},
    {"36000000000008", "card"},
    {"6011000990139424", "card"},
    {"DE89370400440532013000", "iban"},
    {"de89+3704+0044+0532+0130+00", "iban"},
    {"GB29%20NWBK%206016%201331%209268%2019", "iban"},
    {"NL91ABNA0417164300", "iban"},
    {"NO9386011117947", "iban"},
    {"NL91-ABNA-0417-1643-00", "iban"},
    {"MT84MALT011000012345MTLCAST001S", "iban"},
    {"+491701234567", "phone"},
    {"%2B491701234567", "phone"},
    {"tel:+1%20(202)%20555-0143", "phone"},
    {"+49-170-1234567", "phone"},
    {"d41d8cd98f00b204e9800998ecf8427e", "token"},
    {"abcdefabcdefabcdefabcdefabcdefab", "token"},
    {"01234567890123456789012345678901", "token"},
    {"abcdefghijklmnopqrs1", "token"},
    {"1abcdefghijklmnopqrs", "token"},
    {"aB_cD-eFgggggggggggg", "token"},
    {"a1_b2-c3gggggggggggg", "token"},
    {"AKIAABCDEFGHIJKLMNOP", "token"},
    {"key:glpat-aaaa-bbbb_cccc_ddddd", "token"},
    {"xoxb-abcdef-abcdef", "token"},
    {"sk_live_abcdefghijklmnop", "token"},
    {"alice%2525252540example.org", "encoded"},
    {"a%25252525b", "encoded"},
};

TEST(Redactor, SegmentsThatIdentifyBecomeTheirClass) {
  for (const auto& [segment, found] : kIdentifiers) {
    Tested tested;
    const std::string replacement = "{" + std::string(found) + "}";
    EXPECT_EQ(tested.path("/a/" + std::string(segment) + "/b.html"), "/a/" + replacement + "/b.html")
        << segment;
    EXPECT_EQ(tested.path(segment), replacement) << segment;
    EXPECT_EQ(tested.value(segment), replacement) << segment;
    EXPECT_EQ(tested.class_of(segment), found) << segment;
    EXPECT_EQ(reference::class_of(segment), found) << segment;
  }
}

TEST(Redactor, OneByteLessThanAnIdentifierStays) {
  constexpr std::array kSegments = {
      "2001:db8:1:2:3",                       // four colons
      "2001-db8-a-0-b-0-gg-1",                // a group that is no number
      "2001-db8-aaaaa-b-c-d-e-f",             // a group of five inside
      "a-b-c-d-e-f-a",                        // seven groups
      "2001-db8--1x",                         // a group that goes on
      "4001-db8--1",                          // no address of a machine
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
      "4111111111111112",                 // a wrong check digit
      "41111111111111111",                // no length of this issuer
      "1111111111111117",                 // no issuer
      "4111--1111-1111-1111",             // two separators
      "DE89-3704-0044-0532-0130-01",      // a wrong check
      "xDE89-3704-0044-0532-0130-00",     // in a word
      "ZZ89-3704-0044-0532-0130-00",      // no country
      "+4917012",                         // seven digits
      "+01234567890",                     // no country
      "AKIAABCDEFGHIJKLMNO",              // 15 behind the prefix
      "eyJhYmMiOiJub25lIn0",              // JSON without "alg"
      "@example.org",
      "alice@",
      "logo@2x",
      "(S())",
  };
  for (const std::string_view segment : kSegments) {
    std::string path = "/";  // apart: GCC 12 warns of "/" + a string
    path += segment;
    EXPECT_EQ(redacted(path), path);
    EXPECT_EQ(Tested().class_of(segment), "") << segment;
    EXPECT_EQ(reference::class_of(segment), "") << segment;
  }
}

TEST(Redactor, APathEndsAtItsQueryOrFragment) {
  EXPECT_EQ(redacted("/search?q=alice"), "/search");
  EXPECT_EQ(redacted("/page#part?x"), "/page");
  EXPECT_EQ(redacted("?q=1"), "");
  EXPECT_EQ(redacted("/search?mail=alice@example.org"), "/search");
  EXPECT_EQ(redacted("/a;b=1?c"), "/a");
  EXPECT_EQ(redacted(std::string(100, 'x') + "?q"), std::string(100, 'x'));
}

TEST(Redactor, AQueryIsNotCopied) {
  const std::string_view path = "/search?q=203.0.113.7";
  Tested tested;
  const RedactedPath result = tested.redactor.path(path, tested.arena);
  EXPECT_EQ(result.text.data(), path.data());
  EXPECT_TRUE(result.plain);
}

TEST(Redactor, ASegmentEndsAtItsParameters) {
  EXPECT_EQ(redacted("/shop;jsessionid=0A1B2C3D4E5F/pay"), "/shop/pay");
  EXPECT_EQ(redacted("/user=alice/orders&x/z"), "/user/orders/z");
  EXPECT_EQ(redacted("/;a/=b/&c"), "///");
  EXPECT_EQ(redacted("/a;alice@example.org/b"), "/a/b");
  EXPECT_EQ(redacted("/alice@example.org;a/b"), "/{email}/b");
}

TEST(Redactor, ASegmentEndsAtItsEncodedParameters) {
  EXPECT_EQ(redacted("/shop%3Bjsessionid=0A1B/pay"), "/shop/pay");
  EXPECT_EQ(redacted("/go/https%3A%2F%2Fexample.org%2Fa%3Fname%3Dalice"),
            "/go/https%3A%2F%2Fexample.org%2Fa");
  EXPECT_EQ(redacted("/a%253Fname=alice/b"), "/a") << "an encoded '?' ends the path";
  EXPECT_EQ(redacted("/redirect%3Furl=https://alice.example.org/reset/My-Secret"), "/redirect");
  EXPECT_EQ(redacted("/x%2523frag/secretfrag"), "/x");
  EXPECT_EQ(redacted("/caf%C3%A9%26alice/b"), "/caf%C3%A9/b");
  EXPECT_EQ(redacted("/a%C0%BBalice"), "/a");
  EXPECT_EQ(redacted("/a%u003Dalice"), "/a");
  EXPECT_EQ(Tested().value("spring%26user%3Dalice"), "spring");
  EXPECT_EQ(Tested().value("spring;user=alice"), "spring");
}

TEST(Redactor, ASpaceOrControlByteInThePathIsNoUrl) {
  for (const std::string_view path : {"/a b", "/a\tb", "/\x7f", "/alice@example.org/a b", "/\x01?q"}) {
    Tested tested;
    const RedactedPath result = tested.redactor.path(path, tested.arena);
    EXPECT_FALSE(result.is_url) << path;
    EXPECT_EQ(result.text, "{malformed}") << path;
    EXPECT_EQ(tested.counts.of(Column::kPath, kMalformedClass), 1U) << path;
  }
  for (const std::string_view path : {"/a?b c", "/a#b c", "/alice@example.org/a?b c", "/caf\xC3\xA9", ""}) {
    Tested tested;
    EXPECT_TRUE(tested.redactor.path(path, tested.arena).is_url) << path;
  }
}

TEST(Redactor, ManySegmentsCanBeRedacted) {
  std::string path;
  std::string expected;
  for (int i = 0; i < 1000; ++i) {
    path += "/a@b";
    expected += "/{email}";
  }
  EXPECT_EQ(redacted(path), expected);
  EXPECT_EQ(redacted(path + "/"), expected + "/");
}

TEST(Redactor, AnIdentifierIsFoundAtEveryPlaceOfALongPath) {
  for (const auto& [secret, found] : kIdentifiers) {
    for (std::size_t before = 0; before < 140; ++before) {
      std::string path(before, 'x');
      for (std::size_t i = 0; i < before; i += 7) path[i] = '/';
      path += "/";
      const std::string expected = path + "{" + std::string(found) + "}/tail";
      path += secret;
      EXPECT_EQ(redacted(path + "/tail"), expected) << before << ' ' << secret;
    }
  }
}

TEST(Redactor, ChangesFarApartInOneLongWordCount) {
  std::string word(300, 'x');
  for (std::size_t i = 5; i < word.size(); i += 10) word[i] = '-';
  word[21] = word[151] = word[291] = '7';
  EXPECT_EQ(Tested().class_of(word), "token");
  word[151] = 'x';
  EXPECT_EQ(Tested().class_of(word), "");
}

TEST(Redactor, HitsAreCountedByColumnAndClass) {
  Tested tested;
  tested.path("/alice@example.org/203.0.113.7/bob%40example.org");
  tested.value("203.0.113.7");
  EXPECT_EQ(tested.counts.of(Column::kPath, kEmailClass), 2U);
  EXPECT_EQ(tested.counts.of(Column::kPath, kIpClass), 2U);
  EXPECT_EQ(tested.counts.of(Column::kHost, kIpClass), 0U);
  RedactionCounts sum;
  sum.count(Column::kHost, kIpClass);
  tested.counts.move_to(sum);
  EXPECT_FALSE(tested.counts.any());
  EXPECT_EQ(sum.total(kIpClass), 3U);
  EXPECT_EQ(sum.total(kEmailClass), 2U);
  EXPECT_EQ(sum.total(kTokenClass), 0U);
}

TEST(Redactor, LongNumbersGoWhereAPolicyAsks) {
  Tested tested({}, true);
  EXPECT_EQ(tested.path("/user/12345/1234"), "/user/{n}/1234");
  EXPECT_EQ(tested.path("/article-12345-title-678901.html"), "/article-{n}-title-{n}.html");
  EXPECT_EQ(tested.path("/assets/app.3f2a9c1b.js"), "/assets/app.{n}.js");
  EXPECT_EQ(tested.path("/3405803783"), "/{n}");
  EXPECT_EQ(tested.path("/cb007107/CB007107x"), "/{n}/{n}x");
  EXPECT_EQ(tested.path("/0xdeadbeef/0xCB007107"), "/0x{n}/0x{n}");
  EXPECT_EQ(tested.path("/deadbeef/decades/a1234b"), "/deadbeef/decades/a1234b");
  EXPECT_EQ(tested.path("/%31%32%33%34%35/a%2012345"), "/{n}/{n}");
  EXPECT_EQ(tested.path("/caf%C3%A9/2025-11-23"), "/caf%C3%A9/2025-11-23");
  EXPECT_EQ(tested.path("/alice@example.org/12345"), "/{email}/{n}");
  EXPECT_EQ(tested.counts.of(Column::kPath, kNumberClass), 12U);
  EXPECT_EQ(redacted("/user/12345"), "/user/12345");
}

TEST(Redactor, OwnClassesGoFirst) {
  Tested tested(
      {{{"order_id", "ORD-[0-9]{4}", "{order_id}"}, {"staff", "^s[0-9]+$", "{staff}"}}, {}, {}, {}});
  EXPECT_EQ(tested.path("/orders/ORD-1234/x"), "/orders/{order_id}/x");
  EXPECT_EQ(tested.path("/orders/%4FRD-1234"), "/orders/{order_id}");
  EXPECT_EQ(tested.path("/ORD-1234-alice@example.org"), "/{order_id}");
  EXPECT_EQ(tested.path("/s12/xs12"), "/{staff}/xs12");
  EXPECT_EQ(tested.path("/plain"), "/plain");
  EXPECT_EQ(tested.counts.total(kBuiltinClasses), 3U);
  EXPECT_EQ(tested.counts.total(kBuiltinClasses + 1), 1U);
}

TEST(Redactor, TemplatesSayWhereNamesStand) {
  Tested tested({{},
                 {{{"user", false}, {"{*}", true}, {"order", false}, {"{order}", true}},
                  {{"team", false}, {"{*}", true}}},
                 {},
                 {}});
  EXPECT_EQ(tested.path("/user/alice/order/7/items"), "/user/{*}/order/{order}/items");
  EXPECT_EQ(tested.path("/USER/alice/order/7"), "/USER/{*}/order/{order}");
  EXPECT_EQ(tested.path("/us%65r/alice/order/7"), "/us%65r/{*}/order/{order}");
  EXPECT_EQ(tested.path("//user/./alice//order/7"), "//user/./{*}//order/{order}");
  EXPECT_EQ(tested.path("/x/../user/alice/order/7"), "/x/../user/{*}/order/{order}");
  EXPECT_EQ(tested.path("/user;v=1/alice/order/7"), "/user/{*}/order/{order}");
  EXPECT_EQ(tested.path("/user/alice"), "/user/alice") << "shorter than the template";
  EXPECT_EQ(tested.path("/team/red/alice@example.org"), "/team/{*}/{email}");
  EXPECT_EQ(tested.path("/a/user/alice/order/7"), "/a/user/alice/order/7");
  EXPECT_EQ(tested.counts.total(kTemplateClass), 13U);
}

TEST(Redactor, ListedKeysKeepTheirValuesRedacted) {
  Tested tested({{}, {}, {"page", "lang"}, {}});
  EXPECT_EQ(tested.path("/a?page=2&q=alice&lang=de"), "/a?page=2&lang=de");
  EXPECT_EQ(tested.path("/a?q=alice"), "/a");
  EXPECT_EQ(tested.path("/a?page=alice%40example.org"), "/a?page={email}");
  EXPECT_EQ(tested.path("/a?page=2;sid=1#x&lang=de"), "/a?page=2");
  EXPECT_EQ(tested.path("/a?page&lang="), "/a?page&lang=");
  EXPECT_EQ(tested.path("/a?p%61ge=1&Page=2"), "/a");
  EXPECT_EQ(tested.path("/a?page=2?q=alice"), "/a?page=2");
  EXPECT_EQ(tested.path("/a#?page=2"), "/a");
  EXPECT_EQ(tested.path("?page=1"), "?page=1");
}

// Millions in the long mode.
int rounds() { return std::getenv("ANONLOG_LONG") != nullptr ? 3'000'000 : 100'000; }

// Of the exact size, so that a sanitizer sees a read outside of it.
struct Exact {
  explicit Exact(std::string_view text) : bytes(std::make_unique<char[]>(text.size())), size(text.size()) {
    std::copy(text.begin(), text.end(), bytes.get());
  }
  [[nodiscard]] std::string_view view() const { return {bytes.get(), size}; }

  std::unique_ptr<char[]> bytes;
  std::size_t size;
};

TEST(Redactor, JudgesAsTheReferenceDoes) {
  TextMaker maker(1);
  Tested tested;
  std::vector<int> found(kBuiltinClasses);
  for (int i = 0; i < rounds(); ++i) {
    const Exact text(maker.next());
    const std::string expected = reference::class_of(text.view());
    ASSERT_EQ(tested.class_of(text.view()), expected) << text.view();
    const auto* row = std::ranges::find(kBuiltinClassTexts, expected, &ClassText::name);
    if (row != std::end(kBuiltinClassTexts)) ++found[static_cast<std::size_t>(row - kBuiltinClassTexts)];
  }
  // The texts are worth the comparison.
  for (ClassId id = 0; id <= kEncodedClass; ++id) EXPECT_GT(found[id], 50) << kBuiltinClassTexts[id].name;
}

TEST(Redactor, RedactsAsTheReferenceDoes) {
  TextMaker maker(2);
  Tested with_numbers({}, true);
  Tested without;
  int plain_paths = 0;
  for (int i = 0; i < rounds(); ++i) {
    const Exact path(maker.next());
    Tested& tested = i % 2 == 0 ? with_numbers : without;
    tested.arena.clear();
    const RedactedPath result = tested.redactor.path(path.view(), tested.arena);
    ASSERT_EQ(result.is_url, reference::is_url(path.view())) << path.view();
    ASSERT_EQ(result.text, reference::redacted_path(path.view(), i % 2 == 0)) << path.view();
    if (!result.plain) continue;
    ++plain_paths;
    bool still_plain = false;
    ASSERT_EQ(publishable(result.text, tested.arena, &still_plain).data(), result.text.data());
    ASSERT_TRUE(still_plain) << result.text;
  }
  EXPECT_GT(plain_paths, rounds() / 20);
}

TEST(Redactor, RedactingTwiceIsRedactingOnce) {
  TextMaker maker(3);
  for (const bool numbers : {false, true}) {
    Tested tested({}, numbers);
    for (int i = 0; i < rounds() / 10; ++i) {
      tested.arena.clear();
      const std::string once = tested.path(maker.next());
      ASSERT_EQ(tested.path(once), once);
    }
  }
}

}  // namespace
}  // namespace anonlog
