#include "filter/output/ndjson_encoder.h"

#include "filter/output/row_encoder.h"

namespace anonlog {
namespace {

// RFC 8259. Texts are UTF-8 without control bytes (PublicText): only quote and backslash need an escape.
struct JsonSpelling {
  static std::string literal_before(Column column) {
    const bool first = column == kColumns[0].column;
    return std::string(first ? "{\"" : ",\"") + std::string(column_info(column).name) + "\":";
  }
  static std::string_view literal_behind() { return "}\n"; }
  static std::string_view null() { return "null"; }

  static char* write_text(std::string_view text, bool plain, char* out) {
    *out++ = '"';
    if (plain) {
      out = copy_text(out, text);
    } else {
      for (const char c : text) {
        if (c == '"' || c == '\\') *out++ = '\\';
        *out++ = c;
      }
    }
    *out++ = '"';
    return out;
  }

  static char* write_time(TimeWriter& writer, const PublicTime& time, char* out) {
    *out++ = '"';
    out = writer.write(time, out);
    *out++ = '"';
    return out;
  }
};

class NdjsonEncoder final : public RowEncoder<JsonSpelling> {
 public:
  [[nodiscard]] std::string_view header() const override { return {}; }
};

}  // namespace

std::unique_ptr<Encoder> make_ndjson_encoder() { return std::make_unique<NdjsonEncoder>(); }

}  // namespace anonlog
