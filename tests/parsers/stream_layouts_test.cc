#include "parsers/stream_layouts.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "parsers/formats.h"

namespace anonlog {
namespace {

// Lines with their streams.
using Lines = std::vector<std::pair<int, std::string>>;

std::string chunk_of(const Lines& lines, LineOrigins& origins) {
  std::string chunk;
  origins.clear();
  for (const auto& [stream, line] : lines) {
    origins.add(chunk.size(), {.line = 1, .offset = 0}, 1, false, static_cast<std::uint8_t>(stream));
    chunk += line + "\n";
  }
  return chunk;
}

// The columns by which each line is read; "" before any are known.
std::vector<std::string> columns_of(StreamLayouts& layouts, const Lines& lines) {
  LineOrigins origins;
  const std::string chunk = chunk_of(lines, origins);
  std::vector<LayoutRun> runs;
  EXPECT_TRUE(layouts.cut(chunk, origins, runs));
  std::vector<std::string> columns;
  std::size_t begin = 0;
  for (const LayoutRun& run : runs) {
    const std::string_view text = std::string_view(chunk).substr(begin, run.bytes);
    for (const char c : text) {
      if (c == '\n') columns.push_back(run.formats->front().text);
    }
    begin += run.bytes;
  }
  EXPECT_EQ(begin, chunk.size());
  return columns;
}

class StreamLayoutsTest : public testing::Test {
 protected:
  StreamLayoutsTest() { layouts_.set_formats(format_sources(*find_format("w3c"))); }

  StreamLayouts layouts_;
  const std::string none_ = std::string(W3cExtended::kNoLayout);
};

TEST_F(StreamLayoutsTest, AFieldsLineCountsForItsOwnStream) {
  EXPECT_EQ(columns_of(layouts_, {{0, "#Fields: time c-ip"},
                                  {0, "a"},
                                  {1, "#Fields: c-ip time"},
                                  {0, "b"},
                                  {1, "c"},
                                  {0, "#Fields: cs-uri"},
                                  {1, "d"},
                                  {0, "e"}}),
            (std::vector<std::string>{none_, "time c-ip", none_, "time c-ip", "c-ip time", "time c-ip",
                                      "c-ip time", "cs-uri"}));
  // In the next chunk as well, which begins with the other stream.
  EXPECT_EQ(columns_of(layouts_, {{1, "f"}, {0, "g"}}), (std::vector<std::string>{"c-ip time", "cs-uri"}));
}

TEST_F(StreamLayoutsTest, OneStreamIsOneRun) {
  StreamLayouts layouts;
  layouts.set_formats(format_sources(*find_format("combined")));
  LineOrigins origins;
  const std::string chunk = chunk_of({{0, "a"}, {1, "b"}, {0, "c"}}, origins);
  std::vector<LayoutRun> runs;
  ASSERT_TRUE(layouts.cut(chunk, origins, runs));
  EXPECT_EQ(runs.size(), 1U);
}

TEST_F(StreamLayoutsTest, TellsWhichLineIsOneLayoutTooMany) {
  LineOrigins origins;
  std::vector<LayoutRun> runs;
  Lines lines;
  for (std::size_t i = 0; i <= W3cLayouts::kMaxLayouts; ++i) {
    lines.emplace_back(1, "#Fields: c-ip x-" + std::to_string(i));
    lines.emplace_back(0, "x");
  }
  const std::string chunk = chunk_of(lines, origins);
  EXPECT_FALSE(layouts_.cut(chunk, origins, runs));
  EXPECT_EQ(layouts_.failed_at(), chunk.find("#Fields: c-ip x-64"));
}

}  // namespace
}  // namespace anonlog
