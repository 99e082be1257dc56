#include "filter/sealing/sealed_file.h"

#include "tests/filter/sealing/sealed_folder_in_test.h"

namespace anonlog {
namespace {

constexpr std::size_t kChunk = AgeEncryptor::kChunkBytes;
constexpr const char* kName = "2026-11-24-0000000000000007-0001.ndjson.zst.age";

class SealedFileTest : public SealedFolderInTest {
 protected:
  std::unique_ptr<SealedFile> create() {
    return SealedFile::create(*folder_, {day_of(settings_.clock), 7, SealedKind::kRecords, 1}, settings_)
        .value();
  }

  // A frame of this size, of which as many bytes come out but for its header.
  static std::string frame(std::size_t bytes) {
    // Raw blocks: a magic number, a header for a window of 1 MiB, and per block three bytes of header.
    std::string text = std::string("\x28\xB5\x2F\xFD\x00\x50", 6);
    std::size_t left = bytes - text.size();
    while (left != 0) {
      const std::size_t body = std::min<std::size_t>(left - 3, 100'000);
      const std::size_t rest = left - 3 - body;
      const std::size_t size = rest != 0 && rest < 3 ? body - 3 : body;
      left -= size + 3;
      const std::size_t header = (size << 3U) | (left == 0 ? 1U : 0U);
      for (unsigned shift = 0; shift < 24; shift += 8) text += static_cast<char>((header >> shift) & 0xFFU);
      text += std::string(size, 'r');
    }
    return text;
  }

  // What decompress() makes of frames, in the sizes that ZSTD takes.
  static std::size_t count_r(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count(text, 'r'));
  }
};

TEST_F(SealedFileTest, HasSizesAroundTheBordersOfChunks) {
  for (const std::size_t size : {std::size_t{20}, kChunk - 9, kChunk - 8, kChunk - 7, kChunk - 1, kChunk,
                                 kChunk + 1, 2 * kChunk - 8, 2 * kChunk - 1, 2 * kChunk, 2 * kChunk + 1}) {
    const std::string text = frame(size);
    ASSERT_EQ(text.size(), size);
    for (const bool flushes : {false, true}) {
      const auto file = create();
      ASSERT_TRUE(file->append(part_of(text)));
      EXPECT_LT(file->kept_bytes(), kChunk) << "a full chunk is written";
      if (flushes) {
        ASSERT_TRUE(file->flush());
        EXPECT_EQ(file->kept_bytes(), 0U);
        // A cut file gives all of it.
        const AgeOpened cut = open(std::string(kName) + ".part");
        EXPECT_EQ(cut.outcome, AgeOpened::Outcome::kPayloadFailure);
        EXPECT_EQ(cut.text.size() % kChunk, 0U);
        EXPECT_TRUE(cut.text.starts_with(text));
        EXPECT_EQ(count_r(decompress(cut.text)), count_r(text)) << size;
      }
      ASSERT_TRUE(file->append(part_of(frame(30))));
      ASSERT_TRUE(file->finish());
      const AgeOpened opened = open(kName);
      EXPECT_EQ(opened.outcome, AgeOpened::Outcome::kSuccess) << size;
      EXPECT_EQ(count_r(decompress(opened.text)), count_r(text) + count_r(frame(30))) << size;
      std::filesystem::remove(path_ + "/" + kName);
    }
  }
}

TEST_F(SealedFileTest, TheLastChunkIsNotEmptyWhereAllIsWritten) {
  const auto file = create();
  ASSERT_TRUE(file->append(part_of(frame(kChunk))));
  EXPECT_EQ(file->kept_bytes(), 0U);
  ASSERT_TRUE(file->flush());  // nothing to do
  ASSERT_TRUE(file->close());
  ASSERT_TRUE(file->finish());
  const AgeOpened opened = open(kName);
  EXPECT_EQ(opened.outcome, AgeOpened::Outcome::kSuccess);
  EXPECT_EQ(opened.text.size(), kChunk + 8);
}

TEST_F(SealedFileTest, IsNeverWrittenOverAnother) {
  const auto file = create();
  const auto other =
      SealedFile::create(*folder_, {day_of(settings_.clock), 7, SealedKind::kRecords, 1}, settings_);
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().kind, ErrorKind::kIo);
}

}  // namespace
}  // namespace anonlog
