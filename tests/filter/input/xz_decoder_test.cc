#include "filter/input/xz_decoder.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "filter/input/decoded_source.h"
#include "tests/filter/input/compressed.h"
#include "tests/filter/input/memory_source.h"

namespace anonlog {
namespace {

WhatCame decode(const std::string& bytes, std::size_t span_bytes = 4096) {
  DecodedSource source(std::make_unique<MemorySource>(bytes), "x", std::make_unique<XzDecoder>());
  return read_all(source, span_bytes);
}

// What liblzma makes of `bytes` when it may take them all at once.
std::string decoded(const std::string& bytes) {
  lzma_stream stream = LZMA_STREAM_INIT;
  EXPECT_EQ(lzma_stream_decoder(&stream, UINT64_MAX, 0), LZMA_OK);
  std::string out(1 << 20, '\0');
  stream.next_in = reinterpret_cast<const std::uint8_t*>(bytes.data());
  stream.avail_in = bytes.size();
  stream.next_out = reinterpret_cast<std::uint8_t*>(out.data());
  stream.avail_out = out.size();
  EXPECT_NE(lzma_code(&stream, LZMA_RUN), LZMA_PROG_ERROR);
  out.resize(stream.total_out);
  lzma_end(&stream);
  return out;
}

TEST(XzDecoder, EveryByteThatCanBeDecodedIsGivenBeforeACut) {
  for (const std::size_t block_bytes : Sizes{0, 700}) {
    const std::string whole = xz_compressed(log_text(3000), block_bytes);
    for (std::size_t cut = 1; cut < whole.size(); ++cut) {
      const std::string bytes = whole.substr(0, cut);
      for (const std::size_t span_bytes : Sizes{1, 100, 4096}) {
        const WhatCame came = decode(bytes, span_bytes);
        ASSERT_EQ(came.bytes, decoded(bytes)) << cut;
        ASSERT_TRUE(came.error) << cut;
      }
    }
  }
}

TEST(XzDecoder, EveryByteThatCanBeDecodedIsGivenBeforeDamage) {
  for (const std::size_t block_bytes : Sizes{0, 700}) {
    const std::string whole = xz_compressed(log_text(3000), block_bytes);
    for (std::size_t at = 12; at < whole.size(); ++at) {
      std::string bytes = whole;
      bytes[at] = static_cast<char>(~bytes[at]);
      const WhatCame came = decode(bytes);
      ASSERT_EQ(came.bytes, decoded(bytes)) << at;
      ASSERT_TRUE(came.error) << at;
    }
  }
}

TEST(XzDecoder, AllChecksAreVerified) {
  const std::string text = "one\n";
  for (const lzma_check check : {LZMA_CHECK_CRC32, LZMA_CHECK_CRC64, LZMA_CHECK_SHA256}) {
    const std::string whole = xz_compressed(text, 0, check);
    EXPECT_EQ(decode(whole).bytes, text);
    EXPECT_FALSE(decode(whole).error);
    std::string bytes = whole;
    const std::size_t at = bytes.find(text);  // too short to be compressed: stored
    ASSERT_NE(at, std::string::npos);
    bytes[at] = 'x';
    EXPECT_TRUE(decode(bytes).error);
  }
}

// Its sizes are still in the index.
TEST(XzDecoder, StreamWithoutACheckIsRead) {
  const std::string whole = xz_compressed("one\n", 0, LZMA_CHECK_NONE);
  EXPECT_EQ(decode(whole).bytes, "one\n");
  EXPECT_FALSE(decode(whole).error);
}

TEST(XzDecoder, CheckOfAnUnknownKindIsRefused) {
  std::string bytes = xz_compressed("one\n");
  bytes[7] = 0x0F;  // the kind; then the CRC-32 of the two flag bytes, little endian
  const std::uint32_t crc = lzma_crc32(reinterpret_cast<const std::uint8_t*>(bytes.data()) + 6, 2, 0);
  for (std::size_t i = 0; i < 4; ++i) bytes[8 + i] = static_cast<char>(crc >> (8 * i));
  const WhatCame came = decode(bytes);
  EXPECT_EQ(came.bytes, "");
  ASSERT_TRUE(came.error);
  EXPECT_NE(came.error->message.find("of a kind that liblzma does not know"), std::string::npos)
      << came.error->message;
}

TEST(XzDecoder, StreamThatNeedsMuchMemoryIsRefusedWithWhatReadsIt) {
  const auto with_dictionary = [](std::uint32_t bytes) {
    lzma_options_lzma options{};
    EXPECT_FALSE(lzma_lzma_preset(&options, 0));
    options.dict_size = bytes;
    lzma_filter filters[] = {{LZMA_FILTER_LZMA2, &options}, {LZMA_VLI_UNKNOWN, nullptr}};
    std::string out(1000, '\0');
    std::size_t size = 0;
    EXPECT_EQ(lzma_stream_buffer_encode(filters, LZMA_CHECK_CRC64, nullptr,
                                        reinterpret_cast<const std::uint8_t*>("one\n"), 4,
                                        reinterpret_cast<std::uint8_t*>(out.data()), &size, out.size()),
              LZMA_OK);
    out.resize(size);
    return out;
  };
  EXPECT_EQ(decode(with_dictionary(128U << 20)).bytes, "one\n");
  const std::string before = xz_compressed("zero\n");
  const WhatCame came = decode(before + with_dictionary(192U << 20));
  EXPECT_EQ(came.bytes, "zero\n");
  ASSERT_TRUE(came.error);
  EXPECT_NE(came.error->message.find("stream at compressed byte " + std::to_string(before.size()) +
                                     " needs 192 MiB"),
            std::string::npos)
      << came.error->message;
  EXPECT_NE(came.error->message.find("xz -dc"), std::string::npos);
}

}  // namespace
}  // namespace anonlog
