#include "filter/output/ndjson_encoder.h"

#include <fmt/format.h>

#include "filter/output/row_encoder.h"

namespace anonlog {
namespace {

// RFC 8259. Texts are UTF-8 without control bytes (PublicText): only quote and backslash need an escape.
struct JsonEscapes {
  static constexpr std::array kBytes = {'"', '\\'};

  static char* write(char byte, char* out) {
    *out++ = '\\';
    *out++ = byte;
    return out;
  }
};

struct JsonSpelling {
  static constexpr std::string_view kQuote = "\"";
  static constexpr std::string_view kNull = "null";
  static constexpr std::string_view kRowBegin = "{";
  static constexpr std::string_view kRowEnd = "}\n";

  static std::string name_of(Column column, bool is_first) {
    return fmt::format("{}\"{}\":", is_first ? "" : ",", column_info(column).name);
  }

  static char* write_text(std::string_view text, bool plain, char* out) {
    *out++ = '"';
    return plain ? copy_text(out, text) : copy_escaped<JsonEscapes>(text, out);
  }
};

class NdjsonEncoder final : public RowEncoder<JsonSpelling> {
 public:
  using RowEncoder::RowEncoder;

  [[nodiscard]] std::string_view header() const override { return {}; }
};

}  // namespace

std::unique_ptr<Encoder> make_ndjson_encoder(std::span<const Column> columns) {
  return std::make_unique<NdjsonEncoder>(columns);
}

}  // namespace anonlog
