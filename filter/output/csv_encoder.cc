#include "filter/output/csv_encoder.h"

#include "filter/output/row_encoder.h"

namespace anonlog {
namespace {

struct CsvSpelling {
  static std::string literal_before(Column column) { return column == kColumns[0].column ? "" : ","; }
  static std::string_view literal_behind() { return "\n"; }
  static std::string_view null() { return ""; }

  static char* write_text(std::string_view text, bool plain, char* out) {
    if (plain && !text.empty()) return copy_text(out, text);
    if (!text.empty() && text.find_first_of("\",") == std::string_view::npos) return copy_text(out, text);
    *out++ = '"';
    for (const char c : text) {
      if (c == '"') *out++ = '"';
      *out++ = c;
    }
    *out++ = '"';
    return out;
  }

  static char* write_time(TimeWriter& writer, const PublicTime& time, char* out) { return writer.write(time, out); }
};

class CsvEncoder final : public RowEncoder<CsvSpelling> {
 public:
  CsvEncoder() {
    for (const ColumnInfo& info : kColumns) {
      header_ += CsvSpelling::literal_before(info.column);
      header_ += info.name;
    }
    header_ += CsvSpelling::literal_behind();
  }

  [[nodiscard]] std::string_view header() const override { return header_; }

 private:
  std::string header_;
};

}  // namespace

std::unique_ptr<Encoder> make_csv_encoder() { return std::make_unique<CsvEncoder>(); }

}  // namespace anonlog
