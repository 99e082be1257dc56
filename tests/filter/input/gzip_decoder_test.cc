#include "filter/input/gzip_decoder.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "filter/input/decoded_source.h"
#include "tests/filter/input/compressed.h"
#include "tests/filter/input/memory_source.h"

namespace anonlog {
namespace {

using namespace std::string_literals;

WhatCame decode(const std::string& bytes, std::size_t span_bytes = 4096) {
  DecodedSource source(std::make_unique<MemorySource>(bytes), "x", std::make_unique<GzipDecoder>());
  return read_all(source, span_bytes);
}

// What zlib makes of `bytes` when it may take them all at once.
std::string inflated(const std::string& bytes) {
  z_stream stream{};
  inflateInit2(&stream, 15 + 16);
  std::string out(1 << 20, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  inflate(&stream, Z_NO_FLUSH);
  out.resize(out.size() - stream.avail_out);
  inflateEnd(&stream);
  return out;
}

TEST(GzipDecoder, EveryByteThatCanBeDecodedIsGivenBeforeACut) {
  const std::string whole = gzipped(log_text(3000));
  for (std::size_t cut = 1; cut < whole.size(); ++cut) {
    const std::string bytes = whole.substr(0, cut);
    for (const std::size_t span_bytes : Sizes{1, 100, 4096}) {
      ASSERT_EQ(decode(bytes, span_bytes).bytes, inflated(bytes)) << cut;
    }
  }
}

TEST(GzipDecoder, EveryByteThatCanBeDecodedIsGivenBeforeDamage) {
  const std::string whole = gzipped(log_text(3000));
  for (std::size_t at = 10; at < whole.size(); ++at) {
    std::string bytes = whole;
    bytes[at] = static_cast<char>(~bytes[at]);
    ASSERT_EQ(decode(bytes).bytes, inflated(bytes)) << at;
  }
}

TEST(GzipDecoder, WrongChecksumAndWrongLengthAreDamage) {
  const std::string text = "one\n";
  const std::string whole = gzipped(text);
  for (std::size_t back = 1; back <= 8; ++back) {
    std::string bytes = whole;
    bytes[bytes.size() - back] = static_cast<char>(bytes[bytes.size() - back] ^ 1);
    const WhatCame came = decode(bytes);
    EXPECT_EQ(came.bytes, text);
    ASSERT_TRUE(came.error) << back;
    EXPECT_NE(came.error->message.find(back > 4 ? "incorrect data check" : "incorrect length check"),
              std::string::npos)
        << came.error->message;
  }
}

TEST(GzipDecoder, ZlibStreamIsNoMember) {
  std::string zlib(100, '\0');
  uLongf zlib_bytes = zlib.size();
  const Bytef text[] = {'t', 'w', 'o', '\n'};
  ASSERT_EQ(compress(reinterpret_cast<Bytef*>(zlib.data()), &zlib_bytes, text, sizeof(text)), Z_OK);
  zlib.resize(zlib_bytes);
  const WhatCame came = decode(gzipped("one\n") + zlib);
  EXPECT_EQ(came.bytes, "one\n");
  EXPECT_TRUE(came.error);
}

TEST(GzipDecoder, HeaderMayHoldANameAndAComment) {
  std::string bytes = gzipped("one\n");
  bytes[3] = 0x18;  // FNAME, FCOMMENT
  bytes.insert(10, "access.log\0a comment\0"s);
  const WhatCame came = decode(bytes);
  EXPECT_EQ(came.bytes, "one\n");
  EXPECT_FALSE(came.error) << came.error->message;
}

}  // namespace
}  // namespace anonlog
