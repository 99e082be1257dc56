#include "filter/ordered_output.h"

#include <gtest/gtest.h>

#include <string>

#include "filter/framed_output.h"
#include "filter/output/file_frames.h"

namespace anonlog {
namespace {

class MemorySink final : public Sink {
 public:
  Status write(std::string_view bytes) override {
    if (fails) return fail(ErrorKind::kIo, "no space");
    written += bytes;
    return {};
  }
  Status commit() override { return {}; }

  std::string written;
  bool fails = false;
};

// A processed chunk: `published` records, then `rejected` ones, and `output`.
Work work(std::string_view output, std::uint64_t published, std::uint64_t rejected) {
  Work work;
  work.input = "a.log";
  if (!output.empty()) work.parts.emplace_back().bytes.append(output);
  work.tally.counts.lines = work.tally.counts.published = published;
  for (std::uint64_t i = 0; i < rejected; ++i) {
    ++work.tally.counts.lines;
    work.tally.reject(RejectReason::kFormat, 0);
  }
  return work;
}

class OrderedOutputTest : public testing::Test {
 protected:
  MemorySink sink_;
  Status deliver(Work&& work) { return output_.deliver(work); }
  Status deliver(Work& work) { return output_.deliver(work); }

  FramedOutput framed_{make_text_frame("", {}), &sink_};
  OrderedOutput output_{framed_};
};

TEST_F(OrderedOutputTest, NothingIsWrittenBeforeAThousandRecordsCame) {
  ASSERT_TRUE(deliver(work("a", 600, 0)));
  EXPECT_EQ(sink_.written, "");
  ASSERT_TRUE(deliver(work("b", 400, 0)));
  EXPECT_EQ(sink_.written, "ab");
  ASSERT_TRUE(deliver(work("c", 1, 0)));
  EXPECT_EQ(sink_.written, "abc");
}

TEST_F(OrderedOutputTest, OtherProgramsSayNothingOfTheFormat) {
  Work first = work("a", 99, 101);
  for (int i = 0; i < 800; ++i) {
    ++first.tally.counts.lines;
    first.tally.skip(SkipReason::kOtherProgram);
  }
  const Status status = deliver(first);
  ASSERT_FALSE(status);
  EXPECT_NE(status.error().message.find("101 of its first 200 records are not of any format"),
            std::string::npos)
      << status.error().message;
}

TEST_F(OrderedOutputTest, ARefusalTellsTheReasonThatPrevails) {
  Work first = work("a", 0, 4);
  for (int i = 0; i < 5; ++i) {
    ++first.tally.counts.lines;
    first.tally.reject(RejectReason::kTime, 0);
  }
  first.ends_input = true;
  const Status status = deliver(first);
  ASSERT_FALSE(status);
  EXPECT_NE(
      status.error().message.find("9 of its first 9 records are rejected, most of them since there is no "
                                  "such time"),
      std::string::npos)
      << status.error().message;
}

TEST_F(OrderedOutputTest, OverHalfRejectedIsRefusedAndNothingWritten) {
  ASSERT_TRUE(deliver(work("a", 499, 0)));
  const Status status = deliver(work("b", 0, 501));
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().kind, ErrorKind::kBadInput);
  EXPECT_NE(status.error().message.find("501 of its first 1000 records"), std::string::npos)
      << status.error().message;
  EXPECT_NE(status.error().message.find("line 500"), std::string::npos) << status.error().message;
  EXPECT_EQ(sink_.written, "");
}

TEST_F(OrderedOutputTest, HalfRejectedIsNotRefused) {
  ASSERT_TRUE(deliver(work("a", 500, 500)));
  EXPECT_EQ(sink_.written, "a");
}

TEST_F(OrderedOutputTest, WhatIsRejectedBehindTheFirstThousandIsForTheEnd) {
  ASSERT_TRUE(deliver(work("a", 1000, 0)));
  ASSERT_TRUE(deliver(work("b", 0, 100'000)));
  EXPECT_EQ(sink_.written, "ab");
  EXPECT_EQ(output_.stats().rejected_lines.at(0).at.line, 1001U);
}

TEST_F(OrderedOutputTest, APauseOrTheEndDecidesOnFewer) {
  Work paused = work("a", 1, 0);
  paused.chunk.idle = true;
  ASSERT_TRUE(deliver(paused));
  EXPECT_EQ(sink_.written, "a");
  Work end = work("", 0, 0);
  end.ends_input = true;
  ASSERT_TRUE(deliver(end));
  // The next input is judged for itself.
  Work wrong = work("b", 1, 2);
  wrong.ends_input = true;
  EXPECT_FALSE(deliver(wrong));
  EXPECT_EQ(sink_.written, "a");
}

TEST_F(OrderedOutputTest, ManyHeldBytesAreNotKeptForever) {
  const std::string large(OrderedOutput::kMaxHeldBytes + 1, 'x');
  ASSERT_TRUE(deliver(work(large, 1, 0)));
  EXPECT_EQ(sink_.written.size(), large.size());
}

TEST_F(OrderedOutputTest, CountsAndBytesAreSummed) {
  ASSERT_TRUE(deliver(work("abc", 900, 10)));
  ASSERT_TRUE(deliver(work("de", 100, 0)));
  EXPECT_EQ(output_.stats().counts.published, 1000U);
  EXPECT_EQ(output_.stats().counts.rejected_total(), 10U);
  EXPECT_EQ(framed_.bytes(), 5U);
  EXPECT_TRUE(output_.stats().counts.balances());
}

TEST_F(OrderedOutputTest, WithoutASinkEverythingIsCounted) {
  FramedOutput nothing(make_text_frame("", {}), nullptr);
  OrderedOutput dry(nothing);
  Work work_of_it = work("abc", 1000, 0);
  ASSERT_TRUE(dry.deliver(work_of_it));
  EXPECT_EQ(nothing.bytes(), 3U);
}

TEST_F(OrderedOutputTest, ErrorsOfSinkAndWorkerComeOut) {
  sink_.fails = true;
  EXPECT_FALSE(deliver(work("a", 1000, 0)));
  Work failed = work("", 0, 0);
  failed.status = fail(ErrorKind::kInternal, "compressor");
  EXPECT_FALSE(deliver(failed));
}

}  // namespace
}  // namespace anonlog
