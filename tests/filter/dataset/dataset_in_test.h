// A folder for the datasets of a test, removed with it.
#ifndef ANONLOG_TESTS_FILTER_DATASET_DATASET_IN_TEST_H_
#define ANONLOG_TESTS_FILTER_DATASET_DATASET_IN_TEST_H_

#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "filter/dataset/dataset_folder.h"

namespace anonlog {

class DatasetInTest : public testing::Test {
 protected:
  DatasetInTest() : root_(testing::TempDir() + "anonlog-dataset-XXXXXX") {
    EXPECT_NE(::mkdtemp(root_.data()), nullptr);
  }
  ~DatasetInTest() override {
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
  }

  [[nodiscard]] std::string path() const { return root_ + "/set"; }

  [[nodiscard]] std::unique_ptr<DatasetFolder> open(
      DatasetFolder::Use use = DatasetFolder::Use::kWrite) const {
    auto folder = DatasetFolder::open(path(), use);
    EXPECT_TRUE(folder) << folder.error().message;
    return folder ? *std::move(folder) : nullptr;
  }

  [[nodiscard]] std::string text(const std::string& name) const {
    std::ostringstream bytes;
    bytes << std::ifstream(path() + "/" + name, std::ios::binary).rdbuf();
    return bytes.str();
  }

  // Makes its folder where it is missing.
  void write(const std::string& name, std::string_view bytes) const {
    const std::filesystem::path file(path() + "/" + name);
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << bytes;
  }

  // All files, but the secret and the lock.
  [[nodiscard]] std::vector<std::string> files() const {
    std::vector<std::string> all;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path())) {
      const std::string name = entry.path().lexically_relative(path());
      if (!entry.is_directory() && name != ".anonlog-secret" && name != ".anonlog-lock") all.push_back(name);
    }
    std::ranges::sort(all);
    return all;
  }

 private:
  std::string root_;
};

}  // namespace anonlog

#endif  // ANONLOG_TESTS_FILTER_DATASET_DATASET_IN_TEST_H_
