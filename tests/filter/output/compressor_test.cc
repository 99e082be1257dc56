#include "filter/output/compressor.h"

#include <gtest/gtest.h>

#include <string>

namespace anonlog {
namespace {

std::string records(std::size_t lines) {
  std::string text;
  for (std::size_t i = 0; i < lines; ++i) {
    text += "{\"path\":\"/" + std::to_string(i * 2654435761U) + "\",\"status\":200}\n";
  }
  return text;
}

std::string compressed(Compressor& compressor, std::string_view bytes) {
  ByteBuffer out;
  EXPECT_TRUE(compressor.compress(bytes, out));
  return std::string(out.bytes());
}

// All frames, by the library's reader for streams.
std::string zstd_read(std::string_view bytes) {
  ZSTD_DCtx* context = ZSTD_createDCtx();
  ZSTD_inBuffer in = {bytes.data(), bytes.size(), 0};
  std::string out;
  std::size_t result = 1;
  while (in.pos < in.size) {
    char block[4096];
    ZSTD_outBuffer to = {block, sizeof(block), 0};
    do {
      to.pos = 0;
      result = ZSTD_decompressStream(context, &to, &in);
      EXPECT_FALSE(ZSTD_isError(result));
      out.append(block, to.pos);
    } while (to.pos == to.size);
  }
  EXPECT_EQ(result, 0U) << "the last frame is not whole";
  ZSTD_freeDCtx(context);
  return out;
}

std::string gzip_read(std::string bytes) {
  std::string out;
  z_stream stream{};
  EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(bytes.data());
  stream.avail_in = static_cast<uInt>(bytes.size());
  int result = Z_OK;
  while (result == Z_OK || (result == Z_STREAM_END && stream.avail_in != 0)) {
    if (result == Z_STREAM_END) inflateReset(&stream);
    char block[4096];
    stream.next_out = reinterpret_cast<Bytef*>(block);
    stream.avail_out = sizeof(block);
    result = inflate(&stream, Z_NO_FLUSH);
    out.append(block, sizeof(block) - stream.avail_out);
  }
  EXPECT_EQ(result, Z_STREAM_END);
  inflateEnd(&stream);
  return out;
}

TEST(Compressor, NoneLeavesTheBytes) {
  Compressor compressor(default_compression(Compression::kNone));
  EXPECT_EQ(compressed(compressor, "abc\n"), "abc\n");
  EXPECT_EQ(compressed(compressor, ""), "");
}

TEST(Compressor, AppendsToWhatIsThere) {
  for (const CompressionInfo& info : kCompressions) {
    Compressor compressor(default_compression(info.kind));
    ByteBuffer out;
    out.append("before");
    ASSERT_TRUE(compressor.compress("abc\n", out));
    EXPECT_EQ(out.bytes(), "before" + compressed(compressor, "abc\n")) << info.name;
  }
}

TEST(Compressor, FramesBehindEachOtherAreReadAsOne) {
  Compressor zstd(default_compression(Compression::kZstd));
  Compressor gzip(default_compression(Compression::kGzip));
  std::string expected;
  std::string zstd_bytes;
  std::string gzip_bytes;
  for (const std::size_t lines : {10U, 0U, 5000U, 1U, 100U}) {
    const std::string text = records(lines);
    expected += text;
    zstd_bytes += compressed(zstd, text);
    gzip_bytes += compressed(gzip, text);
  }
  EXPECT_EQ(zstd_read(zstd_bytes), expected);
  EXPECT_EQ(gzip_read(gzip_bytes), expected);
  EXPECT_LT(zstd_bytes.size(), expected.size() / 2);
  EXPECT_LT(gzip_bytes.size(), expected.size() / 2);
}

TEST(Compressor, NothingBecomesAFrameThatHoldsNothing) {
  Compressor zstd(default_compression(Compression::kZstd));
  Compressor gzip(default_compression(Compression::kGzip));
  EXPECT_FALSE(compressed(zstd, "").empty());
  EXPECT_FALSE(compressed(gzip, "").empty());
  EXPECT_EQ(zstd_read(compressed(zstd, "")), "");
  EXPECT_EQ(gzip_read(compressed(gzip, "")), "");
}

TEST(Compressor, ZstdFramesTellTheirSizeAndHaveAChecksum) {
  Compressor compressor(default_compression(Compression::kZstd));
  const std::string text = records(100);
  const std::string frame = compressed(compressor, text);
  EXPECT_EQ(ZSTD_getFrameContentSize(frame.data(), frame.size()), text.size());
  EXPECT_EQ(ZSTD_findFrameCompressedSize(frame.data(), frame.size()), frame.size());
  EXPECT_TRUE((frame[4] & 0x04) != 0) << "RFC 8878, 3.1.1.1.1: Content_Checksum_flag";
}

TEST(Compressor, GzipHeadersHoldNeitherTimeNorName) {
  Compressor compressor(default_compression(Compression::kGzip));
  const std::string member = compressed(compressor, "abc\n");
  EXPECT_EQ(member.substr(0, 8), std::string("\x1f\x8b\x08\x00\x00\x00\x00\x00", 8));
  EXPECT_EQ(member[9], 3);  // Unix
}

TEST(Compressor, BytesDoNotDependOnWhatWasCompressedBefore) {
  const std::string text = records(5000);
  for (const std::string_view spec : {"zstd", "zstd:3", "zstd:19", "gzip", "gzip:1", "gzip:9"}) {
    Compressor fresh(*parse_compression(spec));
    Compressor used(*parse_compression(spec));
    compressed(used, records(20'000));
    compressed(used, "");
    EXPECT_EQ(compressed(fresh, text), compressed(used, text)) << spec;
  }
}

TEST(Compressor, TheLevelIsUsed) {
  const std::string text = records(5000);
  const auto size = [&text](std::string_view spec) {
    Compressor compressor(*parse_compression(spec));
    return compressed(compressor, text).size();
  };
  EXPECT_LT(size("zstd:19"), size("zstd:1"));
  EXPECT_LT(size("gzip:9"), size("gzip:1"));
}

TEST(ParseCompression, KindsHaveADefaultLevel) {
  EXPECT_EQ(parse_compression("none")->kind, Compression::kNone);
  EXPECT_EQ(parse_compression("zstd")->kind, Compression::kZstd);
  EXPECT_EQ(parse_compression("zstd")->level, 1);
  EXPECT_EQ(parse_compression("gzip")->kind, Compression::kGzip);
  EXPECT_EQ(parse_compression("gzip")->level, 6);
  EXPECT_EQ(default_compression(Compression::kZstd).level, 1);
  EXPECT_EQ(default_compression(Compression::kGzip).kind, Compression::kGzip);
}

TEST(ParseCompression, LevelsAreTakenInTheirRange) {
  EXPECT_EQ(parse_compression("zstd:1")->level, 1);
  EXPECT_EQ(parse_compression("zstd:19")->level, 19);
  EXPECT_EQ(parse_compression("gzip:9")->level, 9);
}

TEST(ParseCompression, WhatIsWrongIsAUsageErrorThatSaysWhatIsRight) {
  const struct {
    std::string_view text;
    std::string_view message;
  } cases[] = {
      {"", "--compress: \"\" is not one of none, zstd[:LEVEL], gzip[:LEVEL]"},
      {"xz", "--compress: \"xz\" is not one of none, zstd[:LEVEL], gzip[:LEVEL]"},
      {"none:1", "--compress: none has no level"},
      {"zstd:0", "--compress: zstd takes a level from 1 to 19, not \"0\""},
      {"zstd:20", "--compress: zstd takes a level from 1 to 19, not \"20\""},
      {"zstd:", "--compress: zstd takes a level from 1 to 19, not \"\""},
      {"zstd:3x", "--compress: zstd takes a level from 1 to 19, not \"3x\""},
      {"zstd:99999999999", "--compress: zstd takes a level from 1 to 19, not \"99999999999\""},
      {"gzip:10", "--compress: gzip takes a level from 1 to 9, not \"10\""},
      {"gzip:-1", "--compress: gzip takes a level from 1 to 9, not \"-1\""},
  };
  for (const auto& wrong : cases) {
    const auto spec = parse_compression(wrong.text);
    ASSERT_FALSE(spec) << wrong.text;
    EXPECT_EQ(spec.error().kind, ErrorKind::kUsage);
    EXPECT_EQ(spec.error().message, wrong.message);
  }
}

}  // namespace
}  // namespace anonlog
