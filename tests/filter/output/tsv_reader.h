// Reads TSV as PostgreSQL's COPY reads its text format: values between tabs, backslash sequences, \N for null.
#ifndef ANONLOG_TESTS_FILTER_OUTPUT_TSV_READER_H_
#define ANONLOG_TESTS_FILTER_OUTPUT_TSV_READER_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace anonlog {

using TsvRow = std::vector<std::optional<std::string>>;

class TsvReader {
 public:
  explicit TsvReader(std::string_view text) : rest_(text) {}

  // False at the end, and at a line that does not end: at_end() tells.
  bool next(TsvRow* row) {
    row->clear();
    const std::size_t size = rest_.find('\n');
    if (size == std::string_view::npos) return false;
    std::string_view line = rest_.substr(0, size);
    rest_.remove_prefix(size + 1);
    for (;;) {
      const std::size_t tab = line.find('\t');
      row->push_back(value(line.substr(0, tab)));
      if (tab == std::string_view::npos) return true;
      line.remove_prefix(tab + 1);
    }
  }

  [[nodiscard]] bool at_end() const { return rest_.empty(); }

 private:
  static std::optional<std::string> value(std::string_view raw) {
    if (raw == "\\N") return std::nullopt;
    std::string text;
    for (std::size_t i = 0; i < raw.size(); ++i) {
      if (raw[i] != '\\' || i + 1 == raw.size()) {
        text += raw[i];
        continue;
      }
      const char escaped = raw[++i];
      text += escaped == 't' ? '\t' : escaped == 'n' ? '\n' : escaped == 'r' ? '\r' : escaped;
    }
    return text;
  }

  std::string_view rest_;
};

}  // namespace anonlog

#endif  // ANONLOG_TESTS_FILTER_OUTPUT_TSV_READER_H_
