#include "filter/output/csv_encoder.h"

#include "filter/output/row_encoder.h"

namespace anonlog {
namespace {

// RFC 4180. A text without a quote or comma stands as it is, but an empty one would be null.
char* write_quoted_if_needed(std::string_view text, char* out) {
  if (!text.empty() && text.find_first_of("\",") == std::string_view::npos) return copy_text(out, text);
  *out++ = '"';
  for (const char c : text) {
    if (c == '"') *out++ = '"';
    *out++ = c;
  }
  *out++ = '"';
  return out;
}

struct CsvSpelling {
  static constexpr std::string_view kQuote = "";
  static constexpr std::string_view kNull = "";
  static constexpr std::string_view kRowBegin = "";
  static constexpr std::string_view kRowEnd = "\n";

  static std::string_view name_of(Column column) { return column == kColumns[0].column ? "" : ","; }

  static char* write_text(std::string_view text, bool plain, char* out) {
    return plain && !text.empty() ? copy_text(out, text) : write_quoted_if_needed(text, out);
  }
};

class CsvEncoder final : public RowEncoder<CsvSpelling> {
 public:
  CsvEncoder() {
    for (const ColumnInfo& info : kColumns) {
      if (info.optional) continue;
      header_ += CsvSpelling::name_of(info.column);
      header_ += info.name;
    }
    header_ += CsvSpelling::kRowEnd;
  }

  [[nodiscard]] std::string_view header() const override { return header_; }

 private:
  std::string header_;
};

}  // namespace

std::unique_ptr<Encoder> make_csv_encoder() { return std::make_unique<CsvEncoder>(); }

}  // namespace anonlog
