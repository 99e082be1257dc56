#include "parsers/any_time.h"

#include <gtest/gtest.h>

#include <string>

namespace anonlog {
namespace {

std::string shaped(std::string_view text) {
  TimeBuffer buffer;
  const ShapedTime time = shape_of_any_time(text, buffer);
  const char* shape = time.shape == FieldShape::kClfTime   ? "clf "
                      : time.shape == FieldShape::kIsoTime ? "iso "
                                                           : "";
  return shape + std::string(time.text);
}

TEST(AnyTime, KnowsDatesByTheirLook) {
  EXPECT_EQ(shaped("10/Oct/2000:13:55:36 -0700"), "clf 10/Oct/2000:13:55:36 -0700");
  EXPECT_EQ(shaped("[10/Oct/2000:13:55:36 -0700]"), "clf 10/Oct/2000:13:55:36 -0700");
  EXPECT_EQ(shaped("2025-10-10T13:55:36.123456789Z"), "iso 2025-10-10T13:55:36.123456789Z");
  EXPECT_EQ(shaped("2025-10-10T13:55:36"), "iso 2025-10-10T13:55:36");
  EXPECT_EQ(shaped("2025/10/10 13:55:36"), "iso 2025-10-10T13:55:36");
  EXPECT_EQ(shaped("2025/10/10 13:55:36.123"), "iso 2025-10-10T13:55:36.123");
  EXPECT_EQ(shaped("2025-10-10 13:55:36 +0200"), "iso 2025-10-10T13:55:36+0200");
  EXPECT_EQ(shaped("2025-10-10 13:55:36.5 UTC"), "iso 2025-10-10T13:55:36.5Z");
}

TEST(AnyTime, KnowsUnixTimeByItsMagnitude) {
  EXPECT_EQ(shaped("1506702504"), "1506702504");
  EXPECT_EQ(shaped("1646861401.5241024"), "1646861401.5241024");
  EXPECT_EQ(shaped("1506702504433"), "1506702504.433");
  EXPECT_EQ(shaped("1506702504433.25"), "1506702504.43325");
  EXPECT_EQ(shaped("1506702504433000"), "1506702504.433000");
  EXPECT_EQ(shaped("1506702504433000200"), "1506702504.433000200");
  EXPECT_EQ(shaped("99999999999"), "99999999999");
  EXPECT_EQ(shaped("100000000000"), "100000000.000");
  EXPECT_EQ(shaped("1506702504433." + std::string(100, '1')).size(), 10U + 1 + 3 + 27);
}

TEST(AnyTime, LeavesWhatIsNoTimeAsItIs) {
  for (const char* text : {"", "-", "[]", "yesterday", "12:30", "2025-10-10", "-5", "1e9",
                           "123456789012345678901", "nineteen characters", "a/b"}) {
    EXPECT_EQ(shaped(text), text);
  }
}

}  // namespace
}  // namespace anonlog
