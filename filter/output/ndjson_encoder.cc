#include "filter/output/ndjson_encoder.h"

#include <fmt/format.h>

#include "filter/output/row_encoder.h"

namespace anonlog {
namespace {

// RFC 8259. Texts are UTF-8 without control bytes (PublicText): only quote and backslash need an escape.
char* write_escaped(std::string_view text, char* out) {
  for (const char c : text) {
    if (c == '"' || c == '\\') *out++ = '\\';
    *out++ = c;
  }
  return out;
}

struct JsonSpelling {
  static constexpr std::string_view kQuote = "\"";
  static constexpr std::string_view kNull = "null";
  static constexpr std::string_view kRowBegin = "{";
  static constexpr std::string_view kRowEnd = "}\n";

  static std::string name_of(Column column) {
    const bool first = column == kColumns[0].column;
    return fmt::format("{}\"{}\":", first ? "" : ",", column_info(column).name);
  }

  static char* write_text(std::string_view text, bool plain, char* out) {
    *out++ = '"';
    return plain ? copy_text(out, text) : write_escaped(text, out);
  }
};

class NdjsonEncoder final : public RowEncoder<JsonSpelling> {
 public:
  [[nodiscard]] std::string_view header() const override { return {}; }
};

}  // namespace

std::unique_ptr<Encoder> make_ndjson_encoder() { return std::make_unique<NdjsonEncoder>(); }

}  // namespace anonlog
