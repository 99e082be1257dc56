#include "parsers/error.h"

#include <gtest/gtest.h>

namespace anonlog {
namespace {

TEST(Locate, NamesLineAndColumnAndPointsAtTheByte) {
  EXPECT_EQ(locate("policy.toml", "a = 1\nb = oops\nc = 2\n", 10, "not a number"),
            "policy.toml:2:5: not a number\n"
            "  b = oops\n"
            "      ^");
}

TEST(Locate, CountsFromOneAtTheFirstByte) { EXPECT_EQ(locate("f", "abc", 0, "m"), "f:1:1: m\n  abc\n  ^"); }

TEST(Locate, PointsBehindTheLastByteForAnythingBeyond) {
  EXPECT_EQ(locate("f", "abc", 3, "m"), "f:1:4: m\n  abc\n     ^");
  EXPECT_EQ(locate("f", "abc", 99, "m"), "f:1:4: m\n  abc\n     ^");
}

TEST(Locate, ANewlineBelongsToTheLineThatItEnds) {
  EXPECT_EQ(locate("f", "ab\ncd", 2, "m"), "f:1:3: m\n  ab\n    ^");
  EXPECT_EQ(locate("f", "ab\ncd", 3, "m"), "f:2:1: m\n  cd\n  ^");
}

TEST(Locate, AnEmptyTextHasOnePlace) { EXPECT_EQ(locate("f", "", 0, "m"), "f:1:1: m\n  \n  ^"); }

TEST(Locate, KeepsTabsBelowTabs) { EXPECT_EQ(locate("f", "\tx\ty", 3, "m"), "f:1:4: m\n  \tx\ty\n  \t \t^"); }

TEST(Fail, CarriesKindAndMessage) {
  const Status status = fail(ErrorKind::kPolicy, "no such column");
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().kind, ErrorKind::kPolicy);
  EXPECT_EQ(status.error().message, "no such column");
}

}  // namespace
}  // namespace anonlog
