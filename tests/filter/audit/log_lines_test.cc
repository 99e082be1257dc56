#include "filter/audit/log_lines.h"

#include <gtest/gtest.h>

#include <string>

namespace anonlog {
namespace {

// "NAME=TEXT|..."; "?" is the name of no column.
std::string cells_of(std::string_view shape, std::string_view line) {
  const LogLines lines(LogShape::compile("shape", shape).value());
  std::vector<PublishedCell> cells;
  if (!lines.read(line, cells)) return "no such line";
  std::string text;
  for (const PublishedCell& cell : cells) {
    text +=
        std::string(cell.column ? column_info(*cell.column).name : "?") + "=" + std::string(cell.text) + "|";
  }
  return text;
}

TEST(LogLines, ReadsTheColumnsOfItsShape) {
  EXPECT_EQ(cells_of("[$time_iso8601] $remote_addr $remote_user \"$request\" $status;",
                     "[t] 203.0.113.0 - \"GET /a b HTTP/1.1\" 200;"),
            "time=t|network=203.0.113.0|method=GET|target=/a b|protocol=HTTP/1.1|status=200|");
  EXPECT_EQ(cells_of("$host $request_time $http_accept_language $uri", "- 0.001 de /a b"),
            "?=0.001|language=de|path=/a b|");
}

TEST(LogLines, LeavesNothingOutOfALine) {
  EXPECT_EQ(cells_of("$status $bytes_sent", "200 512 203.0.113.7"), "status=200|bytes=512 203.0.113.7|");
  EXPECT_EQ(cells_of("a $status b", "a 200 b "), "no such line");
  EXPECT_EQ(cells_of("a $status b", "b 200 b"), "no such line");
  EXPECT_EQ(cells_of("$status|$host", "200"), "no such line");
  EXPECT_EQ(cells_of("$remote_user|$host", "alice|a"), "no such line");
}

TEST(LogLines, WhatTouchesIsOfNoColumn) {
  EXPECT_EQ(cells_of("$request_method$uri $status", "GET/a 200"), "?=GET/a|status=200|");
}

}  // namespace
}  // namespace anonlog
