#include "filter/feeder.h"

#include <gtest/gtest.h>

#include <deque>
#include <memory>
#include <string>

#include "filter/framed_output.h"
#include "filter/output/file_frames.h"
#include "parsers/formats.h"
#include "rules/policy.h"
#include "tests/filter/input/compressed.h"
#include "tests/filter/input/memory_source.h"
#include "tests/filter/input/scripted_source.h"

namespace anonlog {
namespace {

class MemorySink final : public Sink {
 public:
  Status write(std::string_view bytes) override {
    written += bytes;
    ++writes;
    return {};
  }
  Status commit() override { return {}; }

  std::string written;
  int writes = 0;
};

std::string line(std::string_view path) {
  return "203.0.113.7 - - [23/Nov/2025:17:37:28 +0000] \"GET " + std::string(path) + " HTTP/1.1\" 200 5\n";
}

class FeederTest : public testing::Test {
 protected:
  // Feeds one input to its end; what became of it is in the members.
  Status feed(ByteSource& source) {
    Pipeline pipeline(WorkerSettings{}, 2, output_);
    Progress progress(-1, false, std::nullopt);
    Feeder feeder(settings_, readings_, pipeline, progress);
    const Status status = feeder.feed(source, "x");
    early_end_ = feeder.early_end();
    bytes_in_ = feeder.bytes_in();
    const Status written = pipeline.finish();
    return status ? written : status;
  }

  [[nodiscard]] const Accounting& counts() const { return output_.stats().counts; }

  FeederSettings settings_{.formats = format_sources(*find_format("common")),
                           .limits = {},
                           .idle_ms = 5,
                           .max_age_ms = 20,
                           .first_max_age_ms = 1000};
  MemorySink sink_;
  FramedOutput framed_{make_text_frame("", {}), &sink_};
  OrderedOutput output_{framed_};
  std::optional<Error> early_end_;
  std::uint64_t bytes_in_ = 0;

 private:
  const std::unique_ptr<const AgentRules> agent_rules_ = AgentRules::make().value();
  const DayKeys day_keys_{{}};
  const Policy policy_ = read_policy("p", "[columns]\npath = \"redact\"\n").value();
  ReadingSet readings_{policy_, *agent_rules_, day_keys_};
};

TEST_F(FeederTest, DamageIsAnErrorBehindTheWholeLinesUnlessItIsAllowed) {
  const std::string text = line("/1") + line("/2") + line("/3");
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    const auto lines = static_cast<std::uint64_t>(
        std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(cut), '\n'));
    for (const bool is_allowed : {false, true}) {
      settings_.allow_truncated = is_allowed;
      MemorySource source(text, 50, cut);
      source.failure = ErrorKind::kTruncated;
      const std::uint64_t before = counts().published;
      const Status status = feed(source);
      EXPECT_EQ(status.has_value(), is_allowed);
      EXPECT_EQ(early_end_.has_value(), is_allowed);
      EXPECT_EQ(counts().published - before, lines) << cut;
      EXPECT_EQ(bytes_in_, cut);
      EXPECT_TRUE(counts().balances());
    }
  }
}

TEST_F(FeederTest, OtherErrorsAreNeverAllowed) {
  settings_.allow_truncated = true;
  MemorySource broken(line("/1"), kWholePiece, 10);
  EXPECT_EQ(feed(broken).error().kind, ErrorKind::kIo);
  EXPECT_FALSE(early_end_);
  MemorySource damaged(line("/1"), kWholePiece, 10);
  damaged.failure = ErrorKind::kBadInput;
  EXPECT_EQ(feed(damaged).error().kind, ErrorKind::kBadInput);
  EXPECT_FALSE(early_end_);
  settings_.formats = {};
  MemorySource unknown("noise\n");
  EXPECT_EQ(feed(unknown).error().kind, ErrorKind::kBadInput);
  EXPECT_FALSE(early_end_);
}

TEST_F(FeederTest, AStopIsTheCallersToJudge) {
  MemorySource source(line("/1") + "203.0.113.7", kWholePiece, line("/1").size() + 5);
  source.failure = ErrorKind::kStopped;
  EXPECT_TRUE(feed(source));
  ASSERT_TRUE(early_end_);
  EXPECT_EQ(early_end_->kind, ErrorKind::kStopped);
  EXPECT_EQ(counts().published, 1U);
  EXPECT_EQ(counts().lines, 1U);
}

TEST_F(FeederTest, LinesGoThroughWhenTheStreamRests) {
  // Judged after 200 ms of silence; from then on 5 ms are enough.
  ScriptedSource source(
      {{line("/1")}, {line("/2"), 199}, {line("/3"), 201}, {line("/4"), 6}, {line("/5"), 5}});
  ASSERT_TRUE(feed(source));
  EXPECT_EQ(counts().published, 5U);
  EXPECT_EQ(sink_.writes, 3);  // 1 and 2, 3, 4 and 5
}

TEST_F(FeederTest, LinesGoThroughWhenTheStreamNeverRests) {
  std::deque<ScriptStep> steps = {{line("/first")}, {line("/judged"), 201}};
  for (int i = 0; i < 50; ++i) steps.push_back({.bytes = line("/next"), .silence_ms = 0, .delay_ms = 2});
  ScriptedSource source(std::move(steps));
  ASSERT_TRUE(feed(source));
  EXPECT_GE(sink_.writes, 4);  // of the 100 ms that it takes, one in 20
}

}  // namespace
}  // namespace anonlog
