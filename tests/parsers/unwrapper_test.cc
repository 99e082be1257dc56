#include "parsers/unwrapper.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/parsers/unwrapped.h"

namespace anonlog {
namespace {

constexpr std::size_t kMaxLineBytes = 1000;

std::vector<const Wrapper*> layers(std::initializer_list<const char*> names) {
  std::vector<const Wrapper*> found;
  for (const char* name : names) found.push_back(&wrapper_named(name));
  return found;
}

// "program|line|pieces|text" of each record.
std::vector<std::string> records(Unwrapper& unwrapper, std::initializer_list<std::string> lines) {
  std::vector<std::string> texts;
  UnwrappedRecord record;
  const auto add = [&] {
    texts.push_back(std::string(record.program) + "|" + std::to_string(record.place.line) + "|" +
                    std::to_string(record.pieces) + "|" + std::string(record.text));
  };
  std::uint64_t number = 0;
  for (const std::string& line : lines) {
    if (unwrapper.take(line, {.line = ++number, .offset = 0}, record)) add();
  }
  while (unwrapper.take_unfinished(record)) add();
  return texts;
}

using Texts = std::vector<std::string>;

TEST(Unwrapper, PiecesOfTwoStreamsAreJoinedEach) {
  Unwrapper unwrapper(layers({"cri"}), kMaxLineBytes);
  EXPECT_EQ(
      records(unwrapper, {"2016-10-06T00:17:09.1Z stdout P one ", "2016-10-06T00:17:09.1Z stderr P ONE ",
                          "2016-10-06T00:17:09.1Z stdout P two ", "2016-10-06T00:17:09.1Z stderr F TWO",
                          "2016-10-06T00:17:09.1Z stderr F THREE", "2016-10-06T00:17:09.1Z stdout F three",
                          "2016-10-06T00:17:09.1Z stdout F four"}),
      (Texts{"|2|2|ONE TWO", "|5|1|THREE", "|1|3|one two three", "|7|1|four"}));
  EXPECT_FALSE(unwrapper.is_waiting());
}

TEST(Unwrapper, AnUnfinishedRecordIsHandedOnAtTheEnd) {
  Unwrapper unwrapper(layers({"docker"}), kMaxLineBytes);
  EXPECT_EQ(records(unwrapper, {R"({"log":"a\n","stream":"stdout","time":"t"})",
                                R"({"log":"E1","stream":"stderr","time":"t"})",
                                R"({"log":"b","stream":"stdout","time":"t"})",
                                R"({"log":"c","stream":"stdout","time":"t"})"}),
            (Texts{"|1|1|a", "|2|1|E1", "|3|2|bc"}));
  EXPECT_EQ(unwrapper.waiting_bytes(), 0U);
}

TEST(Unwrapper, ALineThatLacksAWrapperGoesOnAsItIs) {
  Unwrapper unwrapper(layers({"docker", "syslog"}), kMaxLineBytes);
  EXPECT_EQ(records(unwrapper,
                    {R"({"log":"May  7 08:39:37 h nginx[1]: a\n","stream":"stdout","time":"t"})",
                     R"({"log":"piece ","stream":"stdout","time":"t"})", R"({"log":"torn)",
                     R"({"log":"b\n","stream":"stdout","time":"t"})", "May  7 08:39:37 h sshd: c", "", "d"}),
            (Texts{"nginx|1|1|a", "|3|1|{\"log\":\"torn", "|2|2|piece b", "sshd|5|1|c", "|6|1|", "|7|1|d"}));
}

TEST(Unwrapper, TheProgramOutlivesTheBuffersOfLayersWithin) {
  Unwrapper unwrapper(layers({"docker", "syslog", "colours", "octal"}), kMaxLineBytes);
  const std::string text(60, 'x');  // long enough to lie over the program, where it would be written
  const std::string line = R"({"log":"May  7 08:39:37 h a-long-name-of-a-daemon[1]: \u001b[31m)" + text +
                           R"(#011y\n","stream":"stdout","time":"t"})";
  EXPECT_EQ(records(unwrapper, {line, line}), (Texts{"a-long-name-of-a-daemon|1|1|" + text + "\ty",
                                                     "a-long-name-of-a-daemon|2|1|" + text + "\ty"}));
}

TEST(Unwrapper, WhatIsTooLongIsCutAtOneByteMore) {
  Unwrapper unwrapper(layers({"cri"}), 60);
  const std::string piece(20, 'x');
  const std::string prefix = "2016-10-06T00:17:09.1Z stdout ";
  EXPECT_EQ(records(unwrapper, {prefix + "P " + piece, prefix + "F " + piece}),
            Texts{"|1|2|" + piece + piece});
  EXPECT_EQ(records(unwrapper, {prefix + "P " + piece, prefix + "P " + piece, prefix + "P " + piece,
                                prefix + "P " + piece, prefix + "F y", prefix + "F z"}),
            (Texts{"|1|5|" + std::string(61, 'x'), "|6|1|z"}));
  EXPECT_EQ(records(unwrapper, {std::string(60, 'y'), std::string(61, 'y'), std::string(500, 'y')}),
            (Texts{"|1|1|" + std::string(60, 'y'), "|2|1|" + std::string(61, 'y'),
                   "|3|1|" + std::string(61, 'y')}));
  UnwrappedRecord record;
  for (int i = 0; i < 1000; ++i) EXPECT_FALSE(unwrapper.take(prefix + "P " + piece, {}, record));
  EXPECT_EQ(unwrapper.waiting_bytes(), 61U);
}

}  // namespace
}  // namespace anonlog
