#include "filter/input/bzip2_decoder.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "filter/input/decoded_source.h"
#include "tests/filter/input/compressed.h"
#include "tests/filter/input/memory_source.h"

namespace anonlog {
namespace {

WhatCame decode(const std::string& bytes, std::size_t span_bytes = 4096) {
  DecodedSource source(std::make_unique<MemorySource>(bytes), "x", std::make_unique<Bzip2Decoder>());
  return read_all(source, span_bytes);
}

// What libbz2 makes of `bytes` when it may take them all at once.
std::string decoded(const std::string& bytes) {
  bz_stream stream{};
  BZ2_bzDecompressInit(&stream, 0, 0);
  std::string out(1 << 20, '\0');
  stream.next_in = const_cast<char*>(bytes.data());
  stream.avail_in = static_cast<unsigned>(bytes.size());
  stream.next_out = out.data();
  stream.avail_out = static_cast<unsigned>(out.size());
  BZ2_bzDecompress(&stream);
  out.resize(out.size() - stream.avail_out);
  BZ2_bzDecompressEnd(&stream);
  return out;
}

TEST(Bzip2Decoder, EveryBlockIsGivenBeforeACut) {
  // Of runs, which make a block of a hundred kilobytes a few hundred bytes: several blocks, and every cut.
  std::string text;
  for (int i = 0; text.size() < 12'000'000; ++i)
    text += std::string(250, static_cast<char>('a' + i % 7)) + "\n";
  const std::string whole = bzip2_compressed(text);
  std::size_t most = 0;
  for (std::size_t cut = 1; cut < whole.size(); cut += 1 + cut / 100) {
    const std::string bytes = whole.substr(0, cut);
    const WhatCame came = decode(bytes, 100'000);
    ASSERT_TRUE(text.starts_with(came.bytes)) << cut;
    ASSERT_TRUE(came.error) << cut;
    most = std::max(most, came.bytes.size());
  }
  EXPECT_GT(most, 3'000'000U);
}

TEST(Bzip2Decoder, EveryByteThatCanBeDecodedIsGivenBeforeACut) {
  const std::string whole = bzip2_compressed(log_text(150'000));
  for (std::size_t cut = 1; cut < whole.size(); cut += 1 + cut / 30) {
    const std::string bytes = whole.substr(0, cut);
    for (const std::size_t span_bytes : Sizes{1000, 100'000}) {
      ASSERT_EQ(decode(bytes, span_bytes).bytes, decoded(bytes)) << cut;
    }
  }
  const std::string small = bzip2_compressed(log_text(3000));
  for (std::size_t cut = 1; cut < small.size(); ++cut) {
    const std::string bytes = small.substr(0, cut);
    for (const std::size_t span_bytes : Sizes{1, 100, 4096}) {
      ASSERT_EQ(decode(bytes, span_bytes).bytes, decoded(bytes)) << cut;
    }
  }
}

TEST(Bzip2Decoder, EveryByteThatCanBeDecodedIsGivenBeforeDamage) {
  const std::string whole = bzip2_compressed(log_text(3000));
  for (std::size_t at = 10; at < whole.size(); ++at) {
    std::string bytes = whole;
    bytes[at] = static_cast<char>(~bytes[at]);
    const WhatCame came = decode(bytes);
    // libbz2 does not count what it wrote in a call that fails: asked for all at once it may tell of less.
    ASSERT_TRUE(came.bytes.starts_with(decoded(bytes))) << at;
    ASSERT_TRUE(came.error) << at;
  }
}

TEST(Bzip2Decoder, WrongChecksumOfABlockIsDamageAfterIt) {
  const std::string text = "one\n";
  std::string bytes = bzip2_compressed(text);
  bytes[10] = static_cast<char>(bytes[10] ^ 1);  // behind the header and the block's magic
  const WhatCame came = decode(bytes);
  EXPECT_EQ(came.bytes, text);
  ASSERT_TRUE(came.error);
  EXPECT_NE(came.error->message.find("checksum is wrong"), std::string::npos) << came.error->message;
}

TEST(Bzip2Decoder, StreamsOfAllLevelsAreRead) {
  const std::string text = log_text(2'000'000);
  for (int level = 1; level <= 9; level += 4) {
    std::string bytes(text.size(), '\0');
    auto size = static_cast<unsigned>(bytes.size());
    ASSERT_EQ(BZ2_bzBuffToBuffCompress(bytes.data(), &size, const_cast<char*>(text.data()),
                                       static_cast<unsigned>(text.size()), level, 0, 0),
              BZ_OK);
    bytes.resize(size);
    const WhatCame came = decode(bytes);
    EXPECT_TRUE(came.bytes == text) << level;
    EXPECT_FALSE(came.error);
  }
}

}  // namespace
}  // namespace anonlog
