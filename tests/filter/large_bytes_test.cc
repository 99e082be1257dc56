#include "filter/large_bytes.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <fstream>
#include <sstream>
#include <string>

namespace anonlog {
namespace {

// The flags of the mapping that holds `address`; empty where the kernel does not tell them.
std::string mapping_flags(const char* address) {
  std::ifstream smaps("/proc/self/smaps");
  bool is_it = false;
  for (std::string line; std::getline(smaps, line);) {
    std::uintptr_t begin = 0;
    std::uintptr_t end = 0;
    char dash = 0;
    std::istringstream range(line);
    if (range >> std::hex >> begin >> dash >> end && dash == '-') {
      const auto at = reinterpret_cast<std::uintptr_t>(address);
      is_it = begin <= at && at < end;
    }
    if (is_it && line.starts_with("VmFlags:")) return line + " ";
  }
  return "";
}

TEST(LargeBytes, AskForLargePages) {
  const LargeBytes bytes = make_large_bytes(kLargeFrom);
  std::memset(bytes.get(), 1, kLargeFrom);
  const std::string flags = mapping_flags(bytes.get());
  if (flags.empty()) GTEST_SKIP() << "this kernel tells no flags of mappings";
  EXPECT_NE(flags.find(" hg "), std::string::npos) << flags;
}

TEST(LargeBytes, FewBytesStayInSmallPages) {
  const LargeBytes bytes = make_large_bytes(kLargeFrom - 1);
  std::memset(bytes.get(), 1, kLargeFrom - 1);
  EXPECT_EQ(mapping_flags(bytes.get()).find(" hg "), std::string::npos);
}

}  // namespace
}  // namespace anonlog
