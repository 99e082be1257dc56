#include "filter/input/zstd_decoder.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "filter/input/decoded_source.h"
#include "tests/filter/input/compressed.h"
#include "tests/filter/input/memory_source.h"

namespace anonlog {
namespace {

WhatCame decode(const std::string& bytes, std::size_t piece_bytes = kWholePiece,
                std::size_t span_bytes = 4096) {
  DecodedSource source(std::make_unique<MemorySource>(bytes, piece_bytes), "x",
                       std::make_unique<ZstdDecoder>());
  return read_all(source, span_bytes);
}

// What zstd makes of `bytes` when it gets them one at a time, so that an error hides nothing.
std::string decoded_bytewise(const std::string& bytes) {
  const std::unique_ptr<ZSTD_DCtx, std::size_t (*)(ZSTD_DCtx*)> context(ZSTD_createDCtx(), ZSTD_freeDCtx);
  std::string out(1 << 20, '\0');
  ZSTD_outBuffer output{out.data(), out.size(), 0};
  for (const char& byte : bytes) {
    ZSTD_inBuffer input{&byte, 1, 0};
    const std::size_t before = output.pos;
    if (ZSTD_isError(ZSTD_decompressStream(context.get(), &output, &input)) != 0) {
      out.resize(before);
      return out;
    }
  }
  out.resize(output.pos);
  return out;
}

// Text in a window of 1 KiB, so in blocks of at most that.
std::string small_blocks(std::string_view text) { return zstd_compressed(text, 10); }

TEST(ZstdDecoder, EveryBlockBeforeACutIsGiven) {
  const std::string whole = small_blocks(log_text(6000));
  std::size_t most = 0;
  for (std::size_t cut = 1; cut < whole.size(); ++cut) {
    const std::string bytes = whole.substr(0, cut);
    const WhatCame came = decode(bytes);
    ASSERT_EQ(came.bytes, decoded_bytewise(bytes)) << cut;
    most = std::max(most, came.bytes.size());
  }
  EXPECT_GT(most, 5000U);
}

TEST(ZstdDecoder, EveryBlockBeforeDamageIsGiven) {
  const std::string whole = small_blocks(log_text(6000));
  for (std::size_t at = 6; at < whole.size(); ++at) {
    std::string bytes = whole;
    bytes[at] = static_cast<char>(~bytes[at]);
    for (const std::size_t span_bytes : Sizes{100, 100000}) {
      ASSERT_EQ(decode(bytes, kWholePiece, span_bytes).bytes, decoded_bytewise(bytes)) << at;
    }
  }
}

// Its last block ends the input, and zstd still holds most of it when the span is small.
TEST(ZstdDecoder, FrameWithoutChecksumIsReadWholeInSpansOfAnySize) {
  const std::string text = log_text(5000);
  const std::string bytes = zstd_compressed(text, 0, false);
  for (const std::size_t span_bytes : Sizes{1, 2, 999, 1000, 4999, 5000, 5001}) {
    for (const std::size_t piece_bytes : Sizes{1, 100, kWholePiece}) {
      const WhatCame came = decode(bytes, piece_bytes, span_bytes);
      EXPECT_EQ(came.bytes, text);
      EXPECT_FALSE(came.error) << came.error->message;
    }
  }
}

TEST(ZstdDecoder, SkippableFramesAreSkippedWhereverTheyStand) {
  const std::string skipped = skippable_frame(std::string(200000, 's'));
  const std::string bytes =
      skipped + zstd_compressed("one\n") + skipped + skippable_frame("") + zstd_compressed("two\n") + skipped;
  for (const std::size_t piece_bytes : Sizes{1, 1000, 10000000}) {
    const WhatCame came = decode(bytes, piece_bytes);
    EXPECT_EQ(came.bytes, "one\ntwo\n");
    EXPECT_FALSE(came.error) << came.error->message;
  }
}

TEST(ZstdDecoder, CutSkippableFrameIsAnError) {
  const std::string frame = skippable_frame("0123456789");
  for (std::size_t cut = 5; cut < frame.size(); ++cut) {
    const WhatCame came = decode(zstd_compressed("one\n") + frame.substr(0, cut));
    EXPECT_EQ(came.bytes, "one\n");
    EXPECT_TRUE(came.error) << cut;
  }
}

TEST(ZstdDecoder, FrameThatNeedsMoreThan128MiBOfWindowIsRefusedWithWhatReadsIt) {
  std::string frame = zstd_compressed("one\n", 20);
  ASSERT_EQ(frame[5], (20 - 10) << 3);  // the window's exponent, RFC 8878 section 3.1.1.1.2
  frame[5] = static_cast<char>((28 - 10) << 3);
  const std::string before = zstd_compressed("zero\n");
  const WhatCame came = decode(before + frame);
  EXPECT_EQ(came.bytes, "zero\n");
  ASSERT_TRUE(came.error);
  EXPECT_NE(came.error->message.find("at compressed byte " + std::to_string(before.size()) +
                                     " needs a window over 128 MiB"),
            std::string::npos)
      << came.error->message;
  frame[5] = static_cast<char>((27 - 10) << 3);
  EXPECT_EQ(decode(frame).bytes, "one\n");
}

TEST(ZstdDecoder, FrameOfADictionaryIsRefusedWithWhatReadsIt) {
  std::string frame = zstd_compressed("one\n");
  frame[4] = static_cast<char>(frame[4] | 1);  // one byte of dictionary id follows
  frame.insert(5, 1, '\x07');
  const WhatCame came = decode(frame);
  ASSERT_TRUE(came.error);
  EXPECT_NE(came.error->message.find("dictionary"), std::string::npos) << came.error->message;
}

TEST(ZstdDecoder, OffsetOfDamageIsWhereTheBlockBegins) {
  std::string frame = small_blocks(log_text(6000));
  // Frame header of 6 bytes (no content size), then blocks of a 3-byte header and their size.
  const auto block_bytes = [&frame](std::size_t at) {
    std::size_t header = 0;
    for (std::size_t i = 3; i > 0; --i) header = header << 8 | static_cast<unsigned char>(frame[at + i - 1]);
    return 3 + (header >> 3);
  };
  const std::size_t second = 6 + block_bytes(6);
  const std::size_t third = second + block_bytes(second);
  ASSERT_LT(third, frame.size());
  frame[third + 3] = static_cast<char>(0xFF);  // the literals' header: a size beyond the block
  frame[third + 4] = static_cast<char>(0xFF);
  frame[third + 5] = static_cast<char>(0xFF);
  for (const std::size_t piece_bytes : Sizes{1, 7, kWholePiece}) {
    const WhatCame came = decode(frame, piece_bytes);
    EXPECT_EQ(came.bytes.size(), 2048U);
    ASSERT_TRUE(came.error);
    EXPECT_NE(came.error->message.find("noticed at compressed byte " + std::to_string(third + 3) + " "),
              std::string::npos)
        << came.error->message;
  }
}

}  // namespace
}  // namespace anonlog
