#include "parsers/value_split.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace anonlog {
namespace {

using Values = std::vector<std::string>;

template <bool runs>
Values split(std::string_view line, std::size_t most = 1000) {
  Values values;
  split_values<runs>(line, ' ', [&](const char* begin, const char* end) {
    values.emplace_back(begin, end);
    return values.size() != most;
  });
  return values;
}

Values reference(const std::string& line, bool runs) {
  Values values(1);
  for (const char c : line) {
    if (c == ' ') {
      values.emplace_back();
    } else {
      values.back() += c;
    }
  }
  if (runs) std::erase(values, "");
  return values;
}

TEST(SplitValues, EachSeparatorOrEachRunOfThemEndsAValue) {
  EXPECT_EQ(split<false>(" a  b "), (Values{"", "a", "", "b", ""}));
  EXPECT_EQ(split<true>(" a  b "), (Values{"a", "b"}));
  EXPECT_EQ(split<false>(""), Values{""});
  EXPECT_EQ(split<true>("   "), Values{});
}

TEST(SplitValues, AgreesWithTheReference) {
  std::mt19937 random(2);
  for (int round = 0; round < 50'000; ++round) {
    std::string line;
    const std::size_t spread = 1 + random() % 20;
    for (std::size_t size = random() % 200; size != 0; --size) line += random() % spread == 0 ? ' ' : 'x';
    Values each = reference(line, false);
    Values runs = reference(line, true);
    ASSERT_EQ(split<false>(line), each) << line;
    ASSERT_EQ(split<true>(line), runs) << line;
    const std::size_t most = 1 + random() % 5;
    each.resize(std::min(each.size(), most));
    runs.resize(std::min(runs.size(), most));
    ASSERT_EQ(split<false>(line, most), each) << line;
    ASSERT_EQ(split<true>(line, most), runs) << line;
  }
}

TEST(CopyReplaced, ReplacesEveryByteOfAnyLength) {
  for (std::size_t size = 0; size < 100; ++size) {
    for (std::size_t at = 0; at < size; ++at) {
      std::string text(size, 'x');
      text[at] = '+';
      std::string wanted(size, 'x');
      wanted[at] = ' ';
      std::string out(size + 1, '#');
      copy_replaced(text, '+', ' ', out.data());
      ASSERT_EQ(out, wanted + "#");  // and not one byte more
    }
  }
}

}  // namespace
}  // namespace anonlog
