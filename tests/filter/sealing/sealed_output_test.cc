#include "filter/sealing/sealed_output.h"

#include <chrono>
#include <thread>

#include "tests/filter/sealing/sealed_folder_in_test.h"

namespace anonlog {
namespace {

class MemorySink final : public Sink {
 public:
  Status write(std::string_view bytes) override {
    if (fails) return fail(ErrorKind::kIo, "no space");
    written += bytes;
    return {};
  }
  Status commit() override { return {}; }

  std::string written;
  bool fails = false;
};

class SealedOutputTest : public SealedFolderInTest {
 protected:
  [[nodiscard]] std::string part_name(int number) const {
    return "2026-11-24-0000000000000007-000" + std::to_string(number) + ".ndjson.zst.age.part";
  }

  const SealedPart nothing_;
  MemorySink sink_;
  SealedStream records_{*folder_, SealedKind::kRecords, settings_};
  SealedStream rejects_{*folder_, SealedKind::kRejects, settings_};
};

TEST_F(SealedOutputTest, WhatIsPublishedWaitsForItsChunk) {
  SealedOutput output(&sink_, &records_, nullptr, 3'600'000);
  ASSERT_TRUE(output.write("header\n", nothing_, nothing_));
  EXPECT_EQ(sink_.written, "header\n");  // of nothing sealed
  ASSERT_TRUE(output.write("one\n", part_of(std::string(40'000, 'a')), nothing_));
  ASSERT_TRUE(output.tick());
  EXPECT_EQ(sink_.written, "header\n");
  ASSERT_TRUE(output.write("two\n", part_of(std::string(40'000, 'b')), nothing_));
  EXPECT_EQ(sink_.written, "header\none\n");  // the chunk holds all of it, and the beginning of the other
  EXPECT_EQ(open(part_name(1)).text, std::string(40'000, 'a') + std::string(25'536, 'b'));
  ASSERT_TRUE(output.close());
  EXPECT_EQ(sink_.written, "header\none\ntwo\n");
}

TEST_F(SealedOutputTest, TheIntervalEndsTheWait) {
  SealedOutput output(&sink_, &records_, nullptr, 20);
  ASSERT_TRUE(output.write("one\n", part_of("a"), nothing_));
  ASSERT_TRUE(output.tick());
  EXPECT_EQ(sink_.written, "");
  std::this_thread::sleep_for(std::chrono::milliseconds(25));
  ASSERT_TRUE(output.tick());
  EXPECT_EQ(sink_.written, "one\n");
  EXPECT_EQ(open(part_name(1)).text.size(), AgeEncryptor::kChunkBytes);
  ASSERT_TRUE(output.tick());  // nothing waits
  EXPECT_EQ(open(part_name(1)).text.size(), AgeEncryptor::kChunkBytes);
}

TEST_F(SealedOutputTest, NoMoreIsHeldThanItMay) {
  SealedOutput output(&sink_, &records_, nullptr, 3'600'000);
  const std::string published(SealedOutput::kMaxHeldBytes / 4, 'p');
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(output.write(published, part_of("a"), nothing_));
  EXPECT_GE(sink_.written.size(), 15 * published.size());
}

TEST_F(SealedOutputTest, AFileThatCannotBeMadePublishesNothing) {
  ASSERT_FALSE(std::ofstream(path_ + "/" + part_name(1)).fail());  // in the way
  SealedOutput output(&sink_, &records_, nullptr, 0);
  EXPECT_FALSE(output.write("one\n", part_of("a"), nothing_));
  EXPECT_FALSE(output.tick());
  EXPECT_FALSE(output.write("two\n", nothing_, nothing_)) << "the failure stays";
  EXPECT_FALSE(output.close());
  EXPECT_FALSE(records_.finish());
  EXPECT_EQ(sink_.written, "");
}

TEST_F(SealedOutputTest, AfterAFailureOfTheSinkThereIsNoGap) {
  SealedOutput output(&sink_, &records_, nullptr, 0);
  sink_.fails = true;
  ASSERT_TRUE(output.write("one\n", part_of("a"), nothing_));
  EXPECT_FALSE(output.tick());
  sink_.fails = false;
  EXPECT_FALSE(output.write("two\n", part_of("b"), nothing_));
  EXPECT_FALSE(output.close());
  EXPECT_EQ(sink_.written, "");
  EXPECT_TRUE(records_.finish());  // what is sealed is whole all the same
}

TEST_F(SealedOutputTest, RejectedLinesAloneHoldNothingBack) {
  SealedOutput output(&sink_, nullptr, &rejects_, 3'600'000);
  ASSERT_TRUE(output.write("one\n", nothing_, part_of("bad")));
  EXPECT_EQ(sink_.written, "one\n");
  ASSERT_TRUE(output.close());
  ASSERT_TRUE(rejects_.finish());
  EXPECT_EQ(open("2026-11-24-0000000000000007-rejects-0001.ndjson.zst.age").text, "bad");
}

TEST_F(SealedOutputTest, ADayAndARequestEndAFile) {
  SealedOutput output(&sink_, &records_, nullptr, 3'600'000);
  ASSERT_TRUE(output.write("one\n", part_of("a"), nothing_));
  output.ask_for_new_files();
  ASSERT_TRUE(output.tick());
  EXPECT_EQ(sink_.written, "one\n");
  ASSERT_TRUE(output.write("two\n", part_of("b"), nothing_));
  now_ += 86'400;
  ASSERT_TRUE(output.tick());
  EXPECT_EQ(sink_.written, "one\ntwo\n");
  ASSERT_TRUE(output.write("three\n", part_of("c"), nothing_));
  ASSERT_TRUE(output.close());
  ASSERT_TRUE(records_.finish());
  std::vector<std::string> texts;
  std::vector<std::string> files;
  for (const std::string& name : names()) {
    if (!name.ends_with(".age")) continue;
    files.push_back(name.substr(0, 10) + name.substr(27, 5));
    texts.push_back(open(name).text);
  }
  EXPECT_EQ(texts, (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(files, (std::vector<std::string>{"2026-11-24-0001", "2026-11-24-0002", "2026-11-25-0003"}));
}

}  // namespace
}  // namespace anonlog
