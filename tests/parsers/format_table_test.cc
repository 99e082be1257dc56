// The rows of the table on lines of their vendors' documentation and on odd ones: format_table/NAME.txt. A file is
//     # what the case is called
//     > a line, or several
//     key=value          every field that is read, none that is absent; control bytes and backslashes as \xHH
//     rejected format: 1 or what became of it else
// with a blank line between two cases.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tests/parsers/fields_read.h"

namespace anonlog {
namespace {

struct Case {
  std::string name;
  std::string lines;
  std::string read;
};

std::vector<Case> read_cases(const std::filesystem::path& file) {
  std::vector<Case> cases;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("# ")) {
      cases.push_back({line.substr(2), {}, {}});
    } else if (line.starts_with('>')) {
      cases.back().lines += line.substr(std::min<std::size_t>(2, line.size())) + "\n";
    } else if (!line.empty()) {
      cases.back().read += line + "\n";
    }
  }
  return cases;
}

std::vector<std::filesystem::path> files() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(ANONLOG_FORMAT_TABLE)) {
    files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string with_returns(const std::string& lines) {
  std::string out;
  for (const char c : lines) {
    if (c == '\n') out += '\r';
    out += c;
  }
  return out;
}

TEST(FormatTable, ReadsTheLinesOfTheVendors) {
  for (const auto& file : files()) {
    const std::string name = file.stem();
    ASSERT_NE(find_format(name), nullptr) << name;
    const auto cases = read_cases(file);
    EXPECT_GE(cases.size(), 10U) << name;
    FormatReader reader(name);
    for (const Case& line : cases) {
      EXPECT_EQ(reader.read(line.lines), line.read) << name << ": " << line.name;
    }
  }
}

// Of a record that is two lines the first one's return is a byte of a value.
TEST(FormatTable, ReturnsAtTheEndOfLinesDoNotCount) {
  for (const auto& file : files()) {
    FormatReader reader(file.stem().string());
    for (const Case& line : read_cases(file)) {
      if (line.read.find("continuations") != std::string::npos) continue;
      EXPECT_EQ(reader.read(with_returns(line.lines)), line.read) << file.stem() << ": " << line.name;
    }
  }
}

// Fields are appended over the years, by vendors and by who configures: they change nothing.
TEST(FormatTable, ATailOfSeveralKindsChangesNothing) {
  for (const auto& file : files()) {
    FormatReader reader(file.stem().string());
    const Format& format = *find_format(file.stem().string());
    const std::string read = reader.read(format.sample);
    const bool ends_with_group = format.sample.ends_with(']');  // one more would be of the same field
    for (const char* tail : {" x", " 12 13", " - -", " [a]", " {b}", "   "}) {
      if (ends_with_group && std::string_view(tail).find_first_of("[{") != std::string_view::npos) continue;
      EXPECT_EQ(reader.read(std::string(format.sample) + tail), read) << format.name << " + '" << tail << "'";
    }
  }
}

TEST(FormatTable, NoFormatReadsAPortAsPartOfTheClient) {
  for (const Format& format : formats()) {
    if (format.name == "w3c") continue;  // its columns come from the log
    const std::string read = FormatReader(format.name).read(format.sample);
    EXPECT_NE(("\n" + read).find("\nclient_ip=203.0.113.7\n"), std::string::npos) << format.name << "\n"
                                                                                  << read;
  }
}

}  // namespace
}  // namespace anonlog
