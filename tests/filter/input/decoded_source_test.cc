#include "filter/input/decoded_source.h"

#include <gtest/gtest.h>

#include <deque>
#include <memory>
#include <string>
#include <utility>

#include "filter/input/gzip_decoder.h"
#include "tests/filter/input/compressed.h"
#include "tests/filter/input/memory_source.h"
#include "tests/filter/input/scripted_source.h"

namespace anonlog {
namespace {

DecodedSource scripted(std::deque<ScriptStep> steps) {
  return {std::make_unique<ScriptedSource>(std::move(steps)), "x", std::make_unique<GzipDecoder>()};
}

TEST(DecodedSource, IsNotReadyForCompressedBytesThatMakeNoDecodedOne) {
  const std::string bytes = gzipped("one\n");
  DecodedSource source = scripted({{bytes.substr(0, 8)}, {bytes.substr(8), 500}});
  EXPECT_FALSE(source.ready(0));
  EXPECT_FALSE(source.ready(499));
  EXPECT_TRUE(source.ready(1));
  EXPECT_EQ(read_all(source).bytes, "one\n");
}

TEST(DecodedSource, WhatReadyDecodedAheadComesOnceAndFirst) {
  const std::string text = log_text(300000);
  DecodedSource source = scripted({{gzipped(text)}});
  std::string out(70000, '\0');
  std::string seen;
  for (std::size_t round = 0; source.ready(0); ++round) {
    const std::size_t count = *source.read(std::span(out).first(1 + round * 977 % out.size()));
    if (count == 0) break;
    seen.append(out, 0, count);
    ASSERT_TRUE(source.ready(0));
  }
  EXPECT_TRUE(seen == text);
}

TEST(DecodedSource, EndAndErrorAreReady) {
  DecodedSource ended = scripted({{gzipped("")}});
  EXPECT_TRUE(ended.ready(0));
  EXPECT_EQ(read_all(ended).bytes, "");
  EXPECT_FALSE(read_all(ended).error);
  DecodedSource cut = scripted({{gzipped("one\n").substr(0, 9)}});
  EXPECT_TRUE(cut.ready(0));
  EXPECT_TRUE(read_all(cut).error);
}

TEST(DecodedSource, ByteThatIsDecodedIsNotHeldBackForMore) {
  const std::string first = gzipped("one\n");
  DecodedSource source = scripted({{first}, {gzipped("two\n"), 1000}});
  EXPECT_TRUE(source.ready(0));
  std::string out(100, '\0');
  EXPECT_EQ(*source.read(out), 4U);
  EXPECT_FALSE(source.ready(0));
}

TEST(DecodedSource, ErrorOfTheRawSourceComesUnchangedAfterTheBytesBeforeIt) {
  const std::string first = gzipped("one\n");
  auto raw = std::make_unique<MemorySource>(first + gzipped("two\n"), kWholePiece, first.size() + 5);
  DecodedSource source(std::move(raw), "x", std::make_unique<GzipDecoder>());
  const WhatCame came = read_all(source);
  EXPECT_EQ(came.bytes, "one\n");
  ASSERT_TRUE(came.error);
  EXPECT_EQ(came.error->message, MemorySource::kFailure);
}

}  // namespace
}  // namespace anonlog
