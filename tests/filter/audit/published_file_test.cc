#include "filter/audit/published_file.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

namespace anonlog {
namespace {

using Cells = std::vector<std::pair<std::string, std::string>>;

class PublishedFileTest : public testing::Test {
 protected:
  // All records of a file that holds `text`.
  std::vector<Cells> read(const std::string& text) {
    std::ofstream(path_, std::ios::binary) << text;
    std::vector<Cells> all;
    auto file = PublishedFile::open(path_);
    EXPECT_TRUE(file.has_value());
    for (;;) {
      const Result<bool> more = (*file)->next();
      error_ = more ? "" : more.error().message;
      if (!more || !*more) return all;
      Cells cells;
      for (const PublishedFile::Cell& cell : (*file)->cells()) {
        cells.emplace_back(cell.column ? column_info(*cell.column).name : "?", cell.text);
      }
      all.push_back(cells);
    }
  }
  void TearDown() override { std::remove(path_.c_str()); }

  std::string path_ = testing::TempDir() + "published_file_test";
  std::string error_;
};

TEST_F(PublishedFileTest, ReadsNdjson) {
  EXPECT_EQ(read(R"({"time":null,"path":"/a\"b","status":200,"bot":true})"
                 "\n"
                 R"({"x":"y"})"
                 "\n"),
            (std::vector<Cells>{{{"path", "/a\"b"}, {"status", "200"}, {"bot", "true"}},
                                {{"?", "x"}, {"?", "y"}}}));
}

TEST_F(PublishedFileTest, WhatIsNoObjectOfOursIsOneCell) {
  for (const char* line :
       {R"({"path":["a"]})", R"({"path":"a"} b)", R"({"path":"a"}{"b":"c"})", R"({"path":"a)", "x"}) {
    const std::string first = R"({"path":"/"})"
                              "\n";
    EXPECT_EQ(read(first + line + "\n"), (std::vector<Cells>{{{"path", "/"}}, {{"?", line}}})) << line;
  }
}

TEST_F(PublishedFileTest, ReadsCsv) {
  EXPECT_EQ(read("path,status,host\n\"/a,\"\"b\",200,\n,,c\n\"\",1,\"d\"\n/e,2,f,g\n"),
            (std::vector<Cells>{{{"path", "/a,\"b"}, {"status", "200"}},
                                {{"host", "c"}},
                                {{"path", ""}, {"status", "1"}, {"host", "d"}},
                                {{"path", "/e"}, {"status", "2"}, {"host", "f"}, {"?", "g"}}}));
  EXPECT_EQ(read("path,host\n\"/a\"b,c\n\"/d\n"),
            (std::vector<Cells>{{{"path", "/ab"}, {"host", "c"}}, {{"path", "/d"}}}));
}

TEST_F(PublishedFileTest, ReadsTsv) {
  EXPECT_EQ(read("path\thost\n/a\\tb\t\\N\n\\N\tc\\\\d\n"),
            (std::vector<Cells>{{{"path", "/a\tb"}}, {{"host", "c\\d"}}}));
}

TEST_F(PublishedFileTest, ReadsCombined) {
  const std::string line =
      R"(203.0.113.0 - - [23/Nov/2025:17:37:28 +0000] "GET /a\x22 b HTTP/1.1" 200 - "https://a.example/" "x \x5C y")"
      "\n";
  EXPECT_EQ(read(line), (std::vector<Cells>{{{"network", "203.0.113.0"},
                                             {"time", "23/Nov/2025:17:37:28 +0000"},
                                             {"method", "GET"},
                                             {"target", "/a\" b"},
                                             {"protocol", "HTTP/1.1"},
                                             {"status", "200"},
                                             {"referrer_url", "https://a.example/"},
                                             {"user_agent", "x \\ y"}}}));
  EXPECT_EQ(read(line + "no such line\n")[1], (Cells{{"?", "no such line"}}));
  EXPECT_EQ(read(line + line.substr(0, line.size() - 1) + " more\n")[1].size(), 1U);
}

TEST_F(PublishedFileTest, OtherFilesAreRefused) {
  read("no output\n");
  EXPECT_NE(error_.find("line 1 is of no form"), std::string::npos);
  EXPECT_EQ(read("\n\n"), std::vector<Cells>{});
  EXPECT_EQ(error_, "");
  EXPECT_FALSE(PublishedFile::open("/dev/null").has_value());
}

}  // namespace
}  // namespace anonlog
