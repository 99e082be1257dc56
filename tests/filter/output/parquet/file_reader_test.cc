#include "filter/output/parquet/file_reader.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "tests/filter/output/parquet/rows_file.h"

namespace anonlog::parquet {
namespace {

TEST(FileReader, ReadsWhatWasWritten) {
  for (const unsigned null_percent : {0U, 30U, 100U}) {
    for (const std::size_t count : {std::size_t{1}, std::size_t{7}, std::size_t{8}, std::size_t{9},
                                    std::size_t{20'000}, std::size_t{20'001}, std::size_t{50'000}}) {
      const std::vector<Rows> groups = {random_rows(count, null_percent, 1), random_rows(3, null_percent, 2)};
      const Result<FileReader> file = open(write(groups));
      ASSERT_TRUE(file.has_value()) << file.error().message;
      EXPECT_EQ(file->rows(), count + 3);
      EXPECT_EQ(file->rows_of(0), count);
      const Status checked = file->check();
      EXPECT_TRUE(checked.has_value()) << checked.error().message;
      EXPECT_TRUE(read(*file, 0) == groups[0] && read(*file, 1) == groups[1]) << count << " " << null_percent;
    }
  }
}

// Who waits for a reader would take this for it, and lose what it writes.
TEST(BeginsAsParquet, APipeIsNotOpened) {
  const std::string path = testing::TempDir() + "pipe-" + std::to_string(::getpid());
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  std::atomic<bool> has_reader = false;
  std::thread writer([&]() {
    const int fd = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    has_reader = true;
    ::close(fd);
  });
  for (int i = 0; i < 20 && !has_reader; ++i) {
    EXPECT_FALSE(begins_as_parquet(path));
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  EXPECT_FALSE(has_reader);
  const int reader = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  writer.join();
  ::close(reader);
  ::unlink(path.c_str());
}

TEST(FileReader, TellsWhatTheFooterSays) {
  const Result<FileReader> file = open(write({}));
  ASSERT_TRUE(file.has_value()) << file.error().message;
  EXPECT_EQ(file->rows(), 0U);
  EXPECT_EQ(file->row_groups(), 0U);
  EXPECT_EQ(file->created_by(), "anonlog version 0.1.0 (build test)");
  EXPECT_EQ(file->key_values(), (KeyValues{{"anonlog", "{}"}}));
  ASSERT_EQ(file->schema().size(), kSchema.size());
  for (std::size_t i = 0; i < kSchema.size(); ++i) {
    EXPECT_EQ(file->schema()[i].name, kSchema[i].name);
    EXPECT_EQ(file->schema()[i].type, kSchema[i].type);
  }
}

// Whatever is flipped: either it is found, or the values are the same.
TEST(FileReader, NoFlippedBitChangesAValue) {
  const Rows rows = random_rows(40, 20, 3);
  const std::string bytes = write({rows});
  std::size_t found = 0;
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ (1 << at % 8));
    const Result<FileReader> file = open(damaged);
    const bool is_sound = file && file->check().has_value();
    found += is_sound ? 0 : 1;
    const bool is_same_schema = is_sound && file->schema()[0].type == kSchema[0].type;
    if (is_same_schema && file->row_groups() == 1) {
      EXPECT_TRUE(read(*file, 0) == rows) << at;
    }
  }
  EXPECT_GT(found, bytes.size() / 4);
}

TEST(FileReader, ACutFileIsNone) {
  const std::string bytes = write({random_rows(10, 0, 4)});
  for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(open(bytes.substr(0, size))) << size;
}

TEST(FileReader, TellsWhereThePageIs) {
  std::string bytes = write({random_rows(10, 0, 5)});
  bytes[60] = static_cast<char>(bytes[60] ^ 1);
  const Result<FileReader> file = open(bytes);
  ASSERT_TRUE(file.has_value());
  const Status checked = file->check();
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().kind, ErrorKind::kBadInput);
  EXPECT_EQ(checked.error().message.rfind("x.parquet: the page at byte 4 is not readable: ", 0), 0U)
      << checked.error().message;
}

}  // namespace
}  // namespace anonlog::parquet
