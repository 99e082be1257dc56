#include "parsers/byte_scan.h"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

namespace anonlog {
namespace {

constexpr std::size_t kMaxLength = 200;  // three rounds of 64 and all kinds of rest

// Every function of byte_scan.h over [p, end), and what a plain search for the same bytes says.
void compare_with_find(const char* p, const char* end) {
  const auto plain = [&](std::string_view bytes) {
    return std::find_first_of(p, end, bytes.begin(), bytes.end());
  };
  ASSERT_EQ(find_byte(p, end, 'x') - p, plain("x") - p);
  ASSERT_EQ(find_either(p, end, 'x', '\xFF') - p, plain("x\xFF") - p);
  ASSERT_EQ(find_any(p, end, 'x', '\xFF', ' ') - p, plain("x\xFF ") - p);
}

// Calls `check` for a wanted byte at every place, alone and with another right behind it, and for none.
template <typename Check>
void with_each_place(char* p, std::size_t length, Check check) {
  check();
  for (std::size_t i = 0; i < length; ++i) {
    for (const char wanted : {'x', '\xFF', ' '}) {
      const char before = std::exchange(p[i], wanted);
      check();
      p[i] = before;
    }
  }
}

TEST(ByteScan, FindsTheFirstByteAtEveryAlignmentAndLength) {
  std::vector<char> bytes(kMaxLength + 64, 'a');
  for (std::size_t alignment = 0; alignment < 16; ++alignment) {
    for (std::size_t length = 0; length <= kMaxLength; length += length < 80 ? 1 : 7) {
      char* p = bytes.data() + alignment;
      // Wanted bytes outside of [p, end) must not be found.
      std::fill(bytes.begin(), bytes.end(), 'x');
      std::fill(p, p + length, 'a');
      with_each_place(p, length, [&] { compare_with_find(p, p + length); });
      if (HasFatalFailure()) FAIL() << "alignment " << alignment << ", length " << length;
    }
  }
}

TEST(ByteScan, TheFirstOfManyIsFound) {
  std::string bytes(kMaxLength, 'a');
  for (std::size_t i = bytes.size(); i != 0; --i) {
    bytes[i - 1] = i % 3 == 0 ? 'x' : i % 3 == 1 ? ' ' : '\xFF';
    compare_with_find(bytes.data(), bytes.data() + bytes.size());
  }
}

TEST(ByteScan, ReadsNothingOutsideTheRange) {
  const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  void* const map = mmap(nullptr, 3 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  ASSERT_NE(map, MAP_FAILED);
  char* const first = static_cast<char*>(map) + page;  // one page that may be read, between two that may not
  char* const last = first + page;
  ASSERT_EQ(mprotect(first, page, PROT_READ | PROT_WRITE), 0);
  std::memset(first, 'a', page);
  for (std::size_t length = 0; length <= kMaxLength; ++length) {
    compare_with_find(first, first + length);
    compare_with_find(last - length, last);
  }
  EXPECT_EQ(munmap(map, 3 * page), 0);
}

}  // namespace
}  // namespace anonlog
