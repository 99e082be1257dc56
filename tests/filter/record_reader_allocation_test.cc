// Lines are taken out of wrappers without an allocation per line: more lines in as many chunks cost no more of them.
#include <gtest/gtest.h>

#include <string>

#include "filter/record_reader.h"
#include "parsers/formats.h"
#include "tests/allocation_counter.h"
#include "tests/filter/input/memory_source.h"

namespace anonlog {
namespace {

std::string access_line(int i) {
  return "203.0.113.7 - - [23/Nov/2025:17:37:28 +0000] \"GET /" + std::to_string(i) +
         " HTTP/1.1\" 200 5 \"-\" \"Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0\"";
}

TEST(RecordReader, AllocatesNothingPerLine) {
  const std::string docker_end = R"(\n","stream":"stdout","time":"2025-11-23T17:37:28Z"})"
                                 "\n";
  std::string text;
  for (int i = 0; i < 40'000; ++i) {
    const std::string line = access_line(i);
    std::string escaped = "Nov 23 17:37:28 web1 a-daemon-with-a-long-name: \\u001b[31m";
    for (const char c : line) escaped += c == '"' ? "\\\"" : std::string(1, c);
    if (i % 5 == 0) {
      text += R"({"log":")" + escaped.substr(0, 100) +
              R"(","stream":"stdout","time":"2025-11-23T17:37:28Z"})" + "\n";
      escaped.erase(0, 100);
    }
    if (i % 7 == 0) text += R"({"log":"Nov 23 17:37:28 web1 sshd: x)" + docker_end;
    text += R"({"log":")" + escaped + docker_end;
  }
  MemorySource source(text);
  RecordReader reader(source, {.chunk_bytes = 1 << 20}, format_sources(*find_format("combined")), "x");
  Chunk chunk;
  LineOrigins origins;
  for (int warm_up = 0; warm_up < 4; ++warm_up) ASSERT_TRUE(*reader.next(chunk, origins));
  ASSERT_EQ(reader.wrapper_choice().layers.size(), 3U);
  const std::size_t before = allocations;
  int chunks = 0;
  while (*reader.next(chunk, origins)) ++chunks;
  EXPECT_GE(chunks, 5);
  EXPECT_LT(allocations - before,
            10U);  // vectors that grow a little, for lines that fell otherwise into a chunk
}

}  // namespace
}  // namespace anonlog
