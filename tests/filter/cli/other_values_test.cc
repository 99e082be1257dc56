#include "filter/cli/other_values.h"

#include <gtest/gtest.h>

namespace anonlog {
namespace {

std::string members(const OtherValues& values) {
  std::string text;
  values.append_members(text);
  return text;
}

TEST(OtherValues, KeysKeepTheOrderInWhichTheyCame) {
  OtherValues values;
  EXPECT_TRUE(values.empty());
  values.add("z", "1");
  values.add("a\"", "");
  EXPECT_FALSE(values.empty());
  EXPECT_EQ(members(values), R"("z":"1","a\"":"")");
}

TEST(OtherValues, AKeyThatCameSeveralTimesHasAllItsValues) {
  OtherValues values;
  values.add("a", "1");
  values.add("b", "2");
  values.add("a", "1");
  values.add("a", "3");
  EXPECT_EQ(members(values), R"("a":["1","1","3"],"b":"2")");
}

TEST(OtherValues, OfTheLineBeforeNothingIsLeft) {
  OtherValues values;
  values.add("a", "1");
  values.clear();
  EXPECT_TRUE(values.empty());
  values.add("a", "2");
  EXPECT_EQ(members(values), R"("a":"2")");
}

}  // namespace
}  // namespace anonlog
