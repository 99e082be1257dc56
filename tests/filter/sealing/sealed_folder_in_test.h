// A folder for sealed files, a pair of keys, and a clock, for one test; and what opens the files.
#ifndef ANONLOG_TESTS_FILTER_SEALING_SEALED_FOLDER_IN_TEST_H_
#define ANONLOG_TESTS_FILTER_SEALING_SEALED_FOLDER_IN_TEST_H_

#include <gtest/gtest.h>
#include <unistd.h>
#include <zstd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "filter/sealing/seal_settings.h"
#include "filter/sealing/sealed_folder.h"
#include "filter/sealing/sealed_part.h"
#include "tests/filter/output/age/age_reader.h"

namespace anonlog {

class SealedFolderInTest : public testing::Test {
 protected:
  SealedFolderInTest() {
    std::filesystem::remove_all(path_);
    folder_ = SealedFolder::open(path_, true).value();
    identity_.fill(5);
    AgeRecipient recipient;
    recipient.key = age_public_key(identity_);
    recipient.text = "age1test";
    settings_.recipients = {recipient};
    settings_.run = 7;
    settings_.clock = [this]() { return now_; };
  }
  ~SealedFolderInTest() override { std::filesystem::remove_all(path_); }

  // One frame; `records` is what it says.
  static SealedPart part_of(const std::string& text, std::uint64_t records = 1) {
    SealedPart part;
    part.bytes.append(text);
    part.records = records;
    return part;
  }

  [[nodiscard]] std::string read(const std::string& name) const {
    std::ifstream stream(path_ + "/" + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }

  [[nodiscard]] AgeOpened open(const std::string& name) const {
    return open_age(read(name), std::vector{identity_});
  }

  // In the order of their names.
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(path_))
      names.push_back(entry.path().filename());
    std::ranges::sort(names);
    return names;
  }

  // Of zstd frames one after the other, skippable ones too; the test fails when it is anything else.
  static std::string decompress(std::string_view frames) {
    std::string text;
    std::string out(std::size_t{1} << 20, '\0');
    while (!frames.empty()) {
      const std::size_t size = ZSTD_findFrameCompressedSize(frames.data(), frames.size());
      if (ZSTD_isError(size) != 0) {
        ADD_FAILURE() << "no whole frame";
        return text;
      }
      const std::size_t made = ZSTD_decompress(out.data(), out.size(), frames.data(), size);
      EXPECT_FALSE(ZSTD_isError(made));
      if (ZSTD_isError(made) == 0) text.append(out.data(), made);
      frames.remove_prefix(size);
    }
    return text;
  }

  const std::string path_ = testing::TempDir() + "sealed-" + std::to_string(::getpid());
  std::unique_ptr<SealedFolder> folder_;
  AgePrivateKey identity_{};
  SealSettings settings_;
  std::int64_t now_ = 1'795'541'887;  // 2026-11-24T17:38:07Z
};

}  // namespace anonlog

#endif  // ANONLOG_TESTS_FILTER_SEALING_SEALED_FOLDER_IN_TEST_H_
