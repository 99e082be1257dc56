#include "parsers/value_split.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace anonlog {
namespace {

TEST(FindSeparators, AgreesWithTheReference) {
  std::mt19937 random(2);
  for (int round = 0; round < 100'000; ++round) {
    std::string line;
    const std::size_t spread = 1 + random() % 20;
    for (std::size_t size = random() % 400; size != 0; --size) line += random() % spread == 0 ? ' ' : 'x';
    std::vector<std::uint32_t> wanted;
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (line[i] == ' ') wanted.push_back(static_cast<std::uint32_t>(i));
    }
    const bool adjacent =
        line.empty() || line.find("  ") != std::string::npos || line.front() == ' ' || line.back() == ' ';
    const std::size_t most = random() % 2 == 0 ? line.size() : random() % 8;
    std::vector<std::uint32_t> positions(most + 64 + 8);
    const Separators found = find_separators(line, ' ', most, positions.data());
    if (wanted.size() <= most) {
      ASSERT_EQ(found.count, wanted.size()) << line;
      ASSERT_EQ(found.adjacent, adjacent) << line;
    } else {
      ASSERT_GT(found.count, most) << line;
    }
    const std::size_t compared = std::min(wanted.size(), most);
    ASSERT_TRUE(
        std::equal(wanted.begin(), wanted.begin() + static_cast<std::ptrdiff_t>(compared), positions.begin()))
        << line;
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
