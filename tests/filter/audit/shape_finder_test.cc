#include "filter/audit/shape_finder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace anonlog {
namespace {

using Reading = ShapeFinder::Reading;

const WordHash kHash(42);

std::size_t count(std::string_view text, Identifier identifier) {
  ShapeFinder finder(kHash);
  finder.find(text, Reading::kRaw);
  return static_cast<std::size_t>(std::ranges::count(finder.shapes(), identifier, &Shape::identifier));
}

bool holds(std::string_view text, WordKind kind, std::string_view shape) {
  ShapeFinder finder(kHash);
  finder.find(text, Reading::kRaw);
  return std::ranges::find(finder.shapes(), kHash(kind, shape), &Shape::hash) != finder.shapes().end();
}

TEST(ShapeFinderTest, FindsEmailAddresses) {
  for (const char* text : {"maria@mail.example", "/u/Maria@Mail.Example/x", "mailto:maria@mail.example",
                           "maria%40mail.example", "q=a+maria@mail.example", "maria%2540mail.example.",
                           "<maria@mail.example>", "x:maria@mail.example:5"}) {
    EXPECT_TRUE(holds(text, WordKind::kEmail, "maria@mail.example")) << text;
  }
  for (const char* text : {"logo@2x.png", "react@18.2.0", "maria@localhost", "@mail.example", "a@b.c",
                           "pkg@1.2.3-beta.min.js"}) {
    EXPECT_EQ(count(text, Identifier::kEmail), 0U) << text;
  }
}

TEST(ShapeFinderTest, FindsTokens) {
  for (const char* text : {"a1b2c3d4e5f6g7h8i9j0", "/x/aB3dE5gH7-kL9nP1_rS4", "abC-defG-hiJ-klmnopqr",
                           "0123456789abcdef0123456789abcdef", "01234567890123456789012345678901",
                           "id-123e4567-e89b-12d3-a456-426614174000"}) {
    EXPECT_GE(count(text, Identifier::kToken), 1U) << text;
  }
  EXPECT_TRUE(holds("/x/AB12cd34ef56gh78ij90?", WordKind::kToken, "ab12cd34ef56gh78ij90"));
  EXPECT_TRUE(holds("a-123E4567-e89b-12d3-a456-426614174000-b", WordKind::kToken,
                    "123e4567-e89b-12d3-a456-426614174000"));
  for (const char* text :
       {"a1b2c3d4e5f6g7h8i9j", "abC-defG-hij-klmnopqr", "a-long-slug-with-2025-and-words",
        "internationalizationofsoftware", "12345678901234567890", "app.3f2a9c1b.js", "2025-11-23T17-37-28"}) {
    EXPECT_EQ(count(text, Identifier::kToken), 0U) << text;
  }
}

TEST(ShapeFinderTest, FindsAddressesBetweenOtherBytes) {
  for (const char* text : {"for=\"[2001:db8::7]:80\"", "x=203.0.113.7;", "a@203.0.113.7", "203%2e0%2e113%2e7",
                           "(203.0.113.7)"}) {
    EXPECT_EQ(count(text, Identifier::kAddress), 1U) << text;
  }
  EXPECT_EQ(count("[23/Nov/2025:17:37:28 +0000] Chrome/131.0.0.0 1.2.3", Identifier::kAddress), 0U);
}

}  // namespace
}  // namespace anonlog
