#include "filter/input/decompress.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/filter/input/compressed.h"
#include "tests/filter/input/memory_source.h"
#include "tests/filter/input/scripted_source.h"

namespace anonlog {
namespace {

using namespace std::string_literals;

WhatCame decompress_all(const std::string& bytes, std::size_t piece_bytes = kWholePiece,
                        std::size_t span_bytes = 4096) {
  auto source = decompressed(std::make_unique<MemorySource>(bytes, piece_bytes), "access.log");
  if (!source) return {"", source.error()};
  return read_all(**source, span_bytes);
}

TEST(Decompress, PlainInputIsGivenAsItIs) {
  const std::vector<std::string> inputs = {
      "",   "a",   "203.0.113.7 - -\n", "\x1f",       "\x1fx",       "\x28\xb5\x2f",
      "PK", "BZh", "BZh9 is a host\n",  "BZh91AY&SX", "\xfd\x37zXZ", "\0\0\0\0"s};
  for (const std::string& input : inputs) {
    for (const std::size_t piece_bytes : Sizes{1, 2, 3, 100}) {
      for (const std::size_t span_bytes : Sizes{1, 2, 4096}) {
        const WhatCame came = decompress_all(input, piece_bytes, span_bytes);
        EXPECT_EQ(came.bytes, input);
        EXPECT_FALSE(came.error);
      }
    }
  }
}

TEST(Decompress, CompressionsAreToldByTheirFirstBytes) {
  const std::string text = log_text(300000);
  const std::vector<std::string> inputs = {gzipped(text), zstd_compressed(text), bzip2_compressed(text),
                                           xz_compressed(text),
                                           skippable_frame("meta data") + zstd_compressed(text)};
  for (const std::string& input : inputs) {
    for (const std::size_t piece_bytes : Sizes{1, 3, 4096, 1 << 20}) {
      const WhatCame came = decompress_all(input, piece_bytes);
      EXPECT_TRUE(came.bytes == text) << piece_bytes;
      EXPECT_FALSE(came.error);
    }
  }
}

TEST(Decompress, SkippableFramesOfAllKindsAreZstd) {
  for (int kind = 0; kind < 16; ++kind) {
    const WhatCame came = decompress_all(skippable_frame("meta data", kind) + zstd_compressed("one\n"));
    EXPECT_EQ(came.bytes, "one\n");
    EXPECT_FALSE(came.error) << came.error->message;
  }
}

TEST(Decompress, CompressedNothingIsNothing) {
  for (const std::string& input :
       {gzipped(""), zstd_compressed(""), skippable_frame(""), bzip2_compressed(""), xz_compressed("")}) {
    const WhatCame came = decompress_all(input);
    EXPECT_EQ(came.bytes, "");
    EXPECT_FALSE(came.error) << came.error->message;
  }
}

TEST(Decompress, ErrorsOfTheSourceComeOutUnchanged) {
  const std::string text = log_text(5000);
  for (const std::string& input :
       {"plain text"s, gzipped(text), zstd_compressed(text), bzip2_compressed(text), xz_compressed(text)}) {
    for (std::size_t fail_at = 0; fail_at < 14; ++fail_at) {
      if (fail_at > input.size()) continue;
      auto source = decompressed(std::make_unique<MemorySource>(input, 4, fail_at), "access.log");
      const WhatCame came = source ? read_all(**source) : WhatCame{"", source.error()};
      ASSERT_TRUE(came.error);
      EXPECT_EQ(came.error->kind, ErrorKind::kIo);
      EXPECT_EQ(came.error->message, MemorySource::kFailure);
    }
  }
}

TEST(Decompress, DamageIsReportedWithTheNameOfTheInput) {
  const WhatCame came = decompress_all(gzipped("text").substr(0, 12));
  ASSERT_TRUE(came.error);
  EXPECT_TRUE(
      came.error->message.starts_with("access.log: gzip data is cut off: it ends at compressed byte 12,"))
      << came.error->message;
}

TEST(Decompress, MayPauseIsThatOfTheSource) {
  for (const std::string& input :
       {"plain"s, gzipped("x"), zstd_compressed("x"), bzip2_compressed("x"), xz_compressed("x")}) {
    EXPECT_FALSE((*decompressed(std::make_unique<MemorySource>(input), "x"))->may_pause());
    auto pausing = std::make_unique<ScriptedSource>(std::deque<ScriptStep>{{input}});
    EXPECT_TRUE((*decompressed(std::move(pausing), "x"))->may_pause());
  }
}

TEST(Decompress, BytesConsumedAreTheCompressedOnes) {
  const std::string text = log_text(5000);
  for (const std::string& input :
       {"plain"s, gzipped(text), zstd_compressed(text), bzip2_compressed(text), xz_compressed(text)}) {
    auto source = *decompressed(std::make_unique<MemorySource>(input), "x");
    read_all(*source);
    EXPECT_EQ(source->bytes_consumed(), input.size());
  }
}

TEST(Decompress, PlainLineIsNotHeldBackForItsMagic) {
  auto raw = std::make_unique<ScriptedSource>(std::deque<ScriptStep>{{"2"}, {"03.0.113.7\n", 1000}});
  auto source = *decompressed(std::move(raw), "x");
  EXPECT_TRUE(source->ready(0));
  std::string out(10, '\0');
  EXPECT_EQ(*source->read(out), 1U);
  EXPECT_FALSE(source->ready(0));
}

}  // namespace
}  // namespace anonlog
