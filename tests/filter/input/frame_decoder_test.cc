// What gzip, zstd, bzip2 and xz have in common.
#include "filter/input/frame_decoder.h"

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "filter/input/bzip2_decoder.h"
#include "filter/input/decoded_source.h"
#include "filter/input/gzip_decoder.h"
#include "filter/input/xz_decoder.h"
#include "filter/input/zstd_decoder.h"
#include "tests/filter/input/compressed.h"
#include "tests/filter/input/memory_source.h"

namespace anonlog {
namespace {

struct Format {
  std::string name;
  std::function<std::string(std::string_view text)> compress;
  std::function<std::unique_ptr<FrameDecoder>()> make_decoder;
};

class FrameDecoderOf : public testing::TestWithParam<Format> {
 protected:
  static std::string compress(std::string_view text) { return GetParam().compress(text); }

  static WhatCame decode(std::string bytes, std::size_t piece_bytes = kWholePiece,
                         std::size_t span_bytes = 4096) {
    DecodedSource source(std::make_unique<MemorySource>(std::move(bytes), piece_bytes), "x",
                         GetParam().make_decoder());
    return read_all(source, span_bytes);
  }
};

TEST_P(FrameDecoderOf, PiecesAndSpansOfAnySizeGiveTheSame) {
  const std::string text = log_text(2000);
  const std::string bytes = compress(text);
  for (std::size_t piece_bytes = 1; piece_bytes <= bytes.size(); piece_bytes += 1 + piece_bytes / 8) {
    for (const std::size_t span_bytes : Sizes{1, 2, 100, 1999, 2000, 2001, 10000}) {
      const WhatCame came = decode(bytes, piece_bytes, span_bytes);
      ASSERT_EQ(came.bytes, text) << piece_bytes << " " << span_bytes;
      ASSERT_FALSE(came.error) << came.error->message;
    }
  }
}

TEST_P(FrameDecoderOf, LargeInputInLargeAndSmallSpans) {
  const std::string text = log_text(3000000);
  const std::string bytes = compress(text);
  for (const std::size_t span_bytes : Sizes{1000, 131072, 4000000}) {
    const WhatCame came = decode(bytes, 50000, span_bytes);
    ASSERT_TRUE(came.bytes == text) << span_bytes;
    ASSERT_FALSE(came.error) << came.error->message;
  }
}

TEST_P(FrameDecoderOf, FramesInARowAreJoined) {
  std::string text;
  std::string bytes;
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    const std::string part = log_text(seed * 7 % 500, seed);
    text += part;
    bytes += compress(part);
  }
  for (const std::size_t piece_bytes : Sizes{1, 7, 1000000}) {
    const WhatCame came = decode(bytes, piece_bytes);
    EXPECT_TRUE(came.bytes == text) << piece_bytes;
    EXPECT_FALSE(came.error) << came.error->message;
  }
}

TEST_P(FrameDecoderOf, ZeroBytesAfterAndBetweenFramesAreNothing) {
  const std::string padding(700000, '\0');
  const std::string bytes = compress("one\n") + padding + compress("two\n") + std::string(1, '\0');
  for (const std::size_t piece_bytes : Sizes{1, 1000, 10000000}) {
    const WhatCame came = decode(bytes, piece_bytes);
    EXPECT_EQ(came.bytes, "one\ntwo\n");
    EXPECT_FALSE(came.error) << came.error->message;
  }
}

TEST_P(FrameDecoderOf, CutAnywhereGivesTheBytesBeforeAndThenTheOffset) {
  const std::string text = log_text(1500);
  const std::string bytes = compress(text);
  for (std::size_t cut = 1; cut < bytes.size(); ++cut) {
    const WhatCame came = decode(bytes.substr(0, cut), 1 + cut % 13, 64);
    ASSERT_TRUE(text.starts_with(came.bytes)) << cut;
    ASSERT_TRUE(came.error) << cut;
    ASSERT_EQ(came.error->kind, ErrorKind::kTruncated);
    ASSERT_NE(
        came.error->message.find(" data is cut off: it ends at compressed byte " + std::to_string(cut) + ","),
        std::string::npos)
        << came.error->message;
  }
}

TEST_P(FrameDecoderOf, CutInALaterFrameGivesTheFramesBefore) {
  const std::string first = compress("one\n");
  const std::string second = compress("two\n");
  for (std::size_t cut = 1; cut < second.size(); ++cut) {
    const WhatCame came = decode(first + second.substr(0, cut));
    ASSERT_TRUE(came.bytes.starts_with("one\n")) << cut;
    ASSERT_TRUE(came.error) << cut;
  }
}

TEST_P(FrameDecoderOf, BitFlippedAnywhereNeverGivesOtherBytesAsASuccess) {
  const std::string text = log_text(600);
  const std::string whole = compress(text);
  std::size_t noticed = 0;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string bytes = whole;
      bytes[at] = static_cast<char>(bytes[at] ^ (1 << bit));
      const WhatCame came = decode(bytes, 100, 50);
      if (!came.error) {
        // A field that says nothing about the content, such as gzip's time.
        ASSERT_EQ(came.bytes, text) << "byte " << at << " bit " << bit;
        continue;
      }
      ++noticed;
      // A length that became larger looks like an input that was cut.
      ASSERT_TRUE(came.error->kind == ErrorKind::kBadInput || came.error->kind == ErrorKind::kTruncated);
      ASSERT_NE(came.error->message.find("compressed byte "), std::string::npos) << came.error->message;
    }
  }
  EXPECT_GT(noticed, whole.size() * 7);
}

TEST_P(FrameDecoderOf, RandomDamageEndsInAnErrorOrInTheText) {
  const std::string text = log_text(3000);
  const std::string whole = compress(text) + compress(text);
  std::mt19937 random(7);
  for (int round = 0; round < 3000; ++round) {
    std::string bytes = whole;
    for (std::size_t i = 1 + random() % 4; i > 0; --i)
      bytes[random() % bytes.size()] = static_cast<char>(random());
    if (random() % 2 == 0) bytes.erase(random() % bytes.size(), random() % 20);
    const WhatCame came = decode(bytes, 1 + random() % 2000, 1 + random() % 5000);
    if (!came.error) {
      ASSERT_EQ(came.bytes, text + text) << round;
    }
  }
}

TEST_P(FrameDecoderOf, ForeignBytesAfterAFrameAreAnErrorThatNamesTheFirstOfThem) {
  const std::string frame = compress("one\n");
  for (const char* foreign : {"x", "xyz", "203.0.113.7 - - and much more of it"}) {
    for (const std::size_t piece_bytes : Sizes{1, 1000}) {
      const WhatCame came = decode(frame + foreign, piece_bytes);
      EXPECT_EQ(came.bytes, "one\n");
      ASSERT_TRUE(came.error);
      EXPECT_NE(
          came.error->message.find("compressed byte " + std::to_string(frame.size()) + " begins something"),
          std::string::npos)
          << came.error->message;
      EXPECT_EQ(came.error->message.find("203"), std::string::npos);
    }
  }
}

TEST_P(FrameDecoderOf, EndStaysTheEnd) {
  for (const std::string& bytes : {compress("one\n"), compress("one\n").substr(0, 12)}) {
    DecodedSource source(std::make_unique<MemorySource>(bytes), "x", GetParam().make_decoder());
    const bool fails = read_all(source).error.has_value();
    EXPECT_EQ(read_all(source).error.has_value(), fails);
    EXPECT_EQ(read_all(source).bytes, "");
  }
}

INSTANTIATE_TEST_SUITE_P(
    Formats, FrameDecoderOf,
    testing::Values(Format{"gzip", gzipped, [] { return std::make_unique<GzipDecoder>(); }},
                    Format{"zstd", [](std::string_view text) { return zstd_compressed(text); },
                           [] { return std::make_unique<ZstdDecoder>(); }},
                    Format{"bzip2", bzip2_compressed, [] { return std::make_unique<Bzip2Decoder>(); }},
                    Format{"xz", [](std::string_view text) { return xz_compressed(text); },
                           [] { return std::make_unique<XzDecoder>(); }},
                    // In many blocks, as several threads write it.
                    Format{"xz_blocks", [](std::string_view text) { return xz_compressed(text, 500); },
                           [] { return std::make_unique<XzDecoder>(); }},
                    // Without a content size and in a small window: other paths of the library.
                    Format{"zstd_stream", [](std::string_view text) { return zstd_compressed(text, 10); },
                           [] { return std::make_unique<ZstdDecoder>(); }}),
    [](const testing::TestParamInfo<Format>& tested) { return tested.param.name; });

}  // namespace
}  // namespace anonlog
