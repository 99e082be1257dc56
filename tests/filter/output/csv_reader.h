// Reads CSV as RFC 4180 says, lines ending with "\n", and nothing else.
#ifndef ANONLOG_TESTS_FILTER_OUTPUT_CSV_READER_H_
#define ANONLOG_TESTS_FILTER_OUTPUT_CSV_READER_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace anonlog {

// An unquoted empty value is null.
using CsvRow = std::vector<std::optional<std::string>>;

class CsvReader {
 public:
  explicit CsvReader(std::string_view text) : rest_(text) {}

  // False at the end, and at what is not CSV: at_end() tells.
  bool next(CsvRow* row) {
    row->clear();
    if (rest_.empty()) return false;
    for (;;) {
      std::optional<std::string> value;
      if (!(rest_.starts_with('"') ? read_quoted(&value) : read_bare(&value)) || rest_.empty()) return false;
      row->push_back(std::move(value));
      const char separator = rest_.front();
      if (separator != ',' && separator != '\n') return false;
      rest_.remove_prefix(1);
      if (separator == '\n') return true;
    }
  }

  [[nodiscard]] bool at_end() const { return rest_.empty(); }

 private:
  bool read_bare(std::optional<std::string>* value) {
    const std::size_t size = rest_.find_first_of(",\n\"\r");
    if (size == std::string_view::npos) return false;
    if (size != 0) *value = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return true;
  }

  bool read_quoted(std::optional<std::string>* value) {
    value->emplace();
    rest_.remove_prefix(1);
    for (;;) {
      const std::size_t quote = rest_.find('"');
      if (quote == std::string_view::npos) return false;
      **value += rest_.substr(0, quote);
      rest_.remove_prefix(quote + 1);
      if (!rest_.starts_with('"')) return true;
      **value += '"';
      rest_.remove_prefix(1);
    }
  }

  std::string_view rest_;
};

}  // namespace anonlog

#endif  // ANONLOG_TESTS_FILTER_OUTPUT_CSV_READER_H_
