#include "filter/pipeline.h"

#include <gtest/gtest.h>

#include <cstring>
#include <random>
#include <string>

#include "filter/framed_output.h"
#include "filter/output/file_frames.h"
#include "parsers/formats.h"
#include "rules/policy.h"

namespace anonlog {
namespace {

class MemorySink final : public Sink {
 public:
  Status write(std::string_view bytes) override {
    if (written.size() > fail_beyond_bytes) return fail(ErrorKind::kIo, "no space");
    written += bytes;
    return {};
  }
  Status commit() override { return {}; }

  std::string written;
  std::size_t fail_beyond_bytes = std::string::npos;
};

class PipelineTest : public testing::Test {
 protected:
  // A chunk of `lines` lines whose paths count on from `first`.
  static void fill(Work& work, const Reading& reading, int first, int lines) {
    std::string text;
    for (int i = first; i < first + lines; ++i) {
      text +=
          "203.0.113.7 - - [23/Nov/2025:17:37:28 +0000] \"GET /" + std::to_string(i) + " HTTP/1.1\" 200 5\n";
    }
    work.chunk.buffer = make_large_bytes(text.size());
    std::memcpy(work.chunk.buffer.get(), text.data(), text.size());
    work.chunk.capacity = work.chunk.size = text.size();
    work.runs = {{text.size(), &reading}};
    work.ends_input = false;
  }

  const std::unique_ptr<const AgentRules> agent_rules_ = AgentRules::make().value();
  const DayKeys day_keys_{{}};
  const Policy policy_ = read_policy("p", "[columns]\npath = \"redact\"\n").value();
  ReadingSet readings_{policy_, *agent_rules_, day_keys_};
  const Reading& reading_ = *readings_.get(format_sources(*find_format("common"))).value();
  MemorySink sink_;
  const WorkerSettings settings_{
      .parts = {.to = OutputFormat::kNdjson, .compression = {}, .columns = {Column::kPath}}, .limits = {}};
};

TEST_F(PipelineTest, ChunksAreWrittenInOrderForAnyNumberOfThreads) {
  std::string expected;
  for (const unsigned threads : {1U, 2U, 3U, 8U}) {
    sink_.written.clear();
    FramedOutput framed(make_text_frame("", {}), &sink_);
    OrderedOutput output(framed);
    Pipeline pipeline(settings_, threads, output);
    std::mt19937 random(1);
    int first = 0;
    for (int chunk = 0; chunk < 300; ++chunk) {
      const int lines =
          static_cast<int>(random() % 40);  // of very different sizes, so that workers overtake each other
      Work& work = pipeline.acquire();
      fill(work, reading_, first, lines);
      first += lines;
      ASSERT_TRUE(pipeline.submit(work));
    }
    ASSERT_TRUE(pipeline.finish());
    EXPECT_EQ(output.stats().counts.published, static_cast<std::uint64_t>(first));
    if (expected.empty()) expected = sink_.written;
    EXPECT_EQ(sink_.written, expected) << threads;
    EXPECT_FALSE(expected.empty());
  }
}

TEST_F(PipelineTest, AnErrorOfTheOutputEndsSubmission) {
  sink_.fail_beyond_bytes = 1000;
  FramedOutput framed(make_text_frame("", {}), &sink_);
  OrderedOutput output(framed);
  Pipeline pipeline(settings_, 2, output);
  bool failed = false;
  for (int chunk = 0; chunk < 10'000 && !failed; ++chunk) {
    Work& work = pipeline.acquire();
    fill(work, reading_, chunk, 1000);
    failed = !pipeline.submit(work);
  }
  EXPECT_TRUE(failed);
  const Status status = pipeline.finish();
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().message, "no space");
}

TEST_F(PipelineTest, WhatWasNotSubmittedIsNoHindrance) {
  FramedOutput framed(make_text_frame("", {}), &sink_);
  OrderedOutput output(framed);
  Pipeline pipeline(settings_, 2, output);
  pipeline.acquire();  // as when reading fails
  EXPECT_TRUE(pipeline.finish());
}

}  // namespace
}  // namespace anonlog
