#include "rules/request_line.h"

#include <gtest/gtest.h>

namespace anonlog {
namespace {

using State = RequestLine::State;

std::string_view method(const RequestLine& request) { return method_names()[request.method]; }

TEST(RequestLine, MethodTargetAndProtocolAreSplit) {
  const RequestLine request = split_request_line("GET /a?b=c HTTP/1.1");
  EXPECT_EQ(request.state, State::kParsed);
  EXPECT_EQ(method(request), "GET");
  EXPECT_EQ(request.target, "/a?b=c");
  EXPECT_EQ(protocol_names()[request.protocol], "HTTP/1.1");
}

TEST(RequestLine, ATargetMayHoldSpaces) {
  EXPECT_EQ(split_request_line("GET /a b c HTTP/1.0").target, "/a b c");
}

TEST(RequestLine, ARequestWithoutProtocolIsParsed) {
  const RequestLine request = split_request_line("GET /");
  EXPECT_EQ(request.state, State::kParsed);
  EXPECT_EQ(request.target, "/");
  EXPECT_EQ(request.protocol, PublicColumn::kNullId);
}

TEST(RequestLine, ThePartsHaveTheTextsOfTheLine) {
  const auto texts = [](std::string_view line) {
    const RequestTexts found = request_texts(line, split_request_line(line));
    return std::string(found.method) + "|" + std::string(found.target) + "|" +
           std::string(found.protocol.value_or("none"));
  };
  EXPECT_EQ(texts("GET /a?b=c HTTP/1.1"), "GET|/a?b=c|HTTP/1.1");
  EXPECT_EQ(texts("brew /a  b HTTP/7"), "brew|/a  b|HTTP/7");
  EXPECT_EQ(texts("BREW / HTTP/"), "BREW|/|HTTP/");
  EXPECT_EQ(texts("GET /a "), "GET|/a |none");
  EXPECT_EQ(texts("GET "), "GET||none");
  EXPECT_EQ(texts("GET  HTTP/1.1"), "GET||HTTP/1.1");
}

TEST(RequestLine, AnUnregisteredMethodIsOther) {
  EXPECT_EQ(method(split_request_line("BREW /pot HTTP/1.1")), "OTHER");
  EXPECT_EQ(method(split_request_line("get / HTTP/1.1")), "OTHER");
  EXPECT_EQ(method(split_request_line("VERSION-CONTROL / HTTP/1.1")), "VERSION-CONTROL");
}

TEST(RequestLine, AnUnknownProtocolIsNull) {
  const RequestLine request = split_request_line("GET / HTTP/9.9");
  EXPECT_EQ(request.protocol, PublicColumn::kNullId);
  EXPECT_EQ(request.target, "/");
}

TEST(RequestLine, WhatIsNoRequestIsMalformed) {
  for (const char* line :
       {"\x16\x03\x01", "GET", "\x16\x03\x01 /alice HTTP/1.1", " / HTTP/1.1", "alice@example.org"}) {
    const RequestLine request = split_request_line(line);
    EXPECT_EQ(request.state, State::kMalformed) << line;
    EXPECT_EQ(method(request), "OTHER") << line;
    EXPECT_EQ(request.protocol, PublicColumn::kNullId) << line;
  }
}

TEST(RequestLine, AnEmptyRequestIsAbsent) {
  const RequestLine request = split_request_line("");
  EXPECT_EQ(request.state, State::kAbsent);
  EXPECT_EQ(request.method, PublicColumn::kNullId);
}

TEST(TargetPath, AnAbsoluteUrlLosesItsAuthority) {
  std::string_view path;
  EXPECT_TRUE(target_path("http://alice:secret@example.org/a?b", &path));
  EXPECT_EQ(path, "/a?b");
  EXPECT_TRUE(target_path("HTTPS://example.org", &path));
  EXPECT_EQ(path, "/");
  EXPECT_TRUE(target_path("http://example.org?alice", &path));
  EXPECT_EQ(path, "/");
}

TEST(TargetPath, WhatIsNoUrlIsRefused) {
  std::string_view path;
  for (const char* target : {"", "example.org:443", "a/b", "ftp://example.org/"}) {
    EXPECT_FALSE(target_path(target, &path)) << target;
  }
  EXPECT_TRUE(target_path("*", &path));
  EXPECT_TRUE(target_path("/", &path));
}

}  // namespace
}  // namespace anonlog
