// Rows of texts, written so that their columns stand below each other.
#ifndef ANONLOG_FILTER_CLI_TEXT_TABLE_H_
#define ANONLOG_FILTER_CLI_TEXT_TABLE_H_

#include <string>
#include <vector>

namespace anonlog {

class TextTable {
 public:
  void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
  [[nodiscard]] bool empty() const { return rows_.empty(); }

  // Each row a line, two spaces before it and between columns, none at its end. What is not ASCII may stand
  // askew.
  [[nodiscard]] std::string text() const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_CLI_TEXT_TABLE_H_
