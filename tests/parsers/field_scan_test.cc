#include "parsers/field_scan.h"

#include <gtest/gtest.h>

namespace anonlog {
namespace {

// Not inlined: of a constant text GCC sees, and warns of, blocks that are never read.
[[gnu::noinline]] bool has_shape_of(FieldShape shape, std::string_view bytes) {
  return has_shape(shape, bytes);
}

TEST(HasShape, TellsWhichBytesAFieldMayHold) {
  EXPECT_TRUE(has_shape_of(FieldShape::kText, "a \"b"));
  EXPECT_TRUE(has_shape_of(FieldShape::kToken, "a,b:c"));
  EXPECT_FALSE(has_shape_of(FieldShape::kToken, "a b"));
  EXPECT_FALSE(has_shape_of(FieldShape::kToken, "a\"b"));
  EXPECT_TRUE(has_shape_of(FieldShape::kNumber, "-1.5+2"));
  EXPECT_FALSE(has_shape_of(FieldShape::kNumber, "1,5"));
  EXPECT_TRUE(has_shape_of(FieldShape::kCapitals, "VERSION-CONTROL"));
  EXPECT_FALSE(has_shape_of(FieldShape::kCapitals, "GET/"));
  EXPECT_FALSE(has_shape_of(FieldShape::kCapitals, "get"));
  EXPECT_TRUE(has_shape_of(FieldShape::kAddress, "a, b, c"));
  EXPECT_FALSE(has_shape_of(FieldShape::kAddress, "a, b,"));
  EXPECT_FALSE(has_shape_of(FieldShape::kAddress, "a,  b"));
  EXPECT_FALSE(has_shape_of(FieldShape::kAddress, "a b"));
  EXPECT_TRUE(has_shape_of(FieldShape::kClfTime, "10/Oct/2025:13:55:36 -0730"));
  EXPECT_FALSE(has_shape_of(FieldShape::kClfTime, "10/Oct/2025:13:55:36 -07300"));
  EXPECT_TRUE(has_shape_of(FieldShape::kIsoTime, "2025-10-10T13:55:36.5Z"));
  EXPECT_FALSE(has_shape_of(FieldShape::kIsoTime, "2025-10-10T13:55"));
  EXPECT_FALSE(has_shape_of(FieldShape::kIsoTime, "2025-10-10T13:55:36 Z"));
}

TEST(HasShape, EmptyIsOfEveryShapeButTheTimes) {
  for (const FieldShape shape : {FieldShape::kText, FieldShape::kToken, FieldShape::kAddress,
                                 FieldShape::kNumber, FieldShape::kCapitals}) {
    EXPECT_TRUE(has_shape_of(shape, ""));
  }
  EXPECT_FALSE(has_shape_of(FieldShape::kClfTime, ""));
  EXPECT_FALSE(has_shape_of(FieldShape::kIsoTime, ""));
}

}  // namespace
}  // namespace anonlog
