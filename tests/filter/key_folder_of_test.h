// A folder of mode 0700 for the keys of a test, removed with it.
#ifndef ANONLOG_TESTS_FILTER_KEY_FOLDER_OF_TEST_H_
#define ANONLOG_TESTS_FILTER_KEY_FOLDER_OF_TEST_H_

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace anonlog {

class KeyFolderOfTest : public testing::Test {
 protected:
  KeyFolderOfTest() : folder_(testing::TempDir() + "anonlog-key-XXXXXX") {
    EXPECT_NE(::mkdtemp(folder_.data()), nullptr);
  }
  ~KeyFolderOfTest() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  [[nodiscard]] std::string path(const std::string& name) const { return folder_ + "/" + name; }

  [[nodiscard]] std::string text(const std::string& name) const {
    std::ostringstream bytes;
    bytes << std::ifstream(path(name), std::ios::binary).rdbuf();
    return bytes.str();
  }

  void write(const std::string& name, std::string_view bytes) const {
    std::ofstream(path(name), std::ios::binary) << bytes;
    ::chmod(path(name).c_str(), 0600);
  }

  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> all;
    for (const auto& entry : std::filesystem::directory_iterator(folder_))
      all.push_back(entry.path().filename());
    std::ranges::sort(all);
    return all;
  }

 private:
  std::string folder_;
};

}  // namespace anonlog

#endif  // ANONLOG_TESTS_FILTER_KEY_FOLDER_OF_TEST_H_
