#include "filter/output/csv_encoder.h"

#include "filter/output/delimited_encoder.h"

namespace anonlog {
namespace {

// RFC 4180: a quote inside of quotes is two.
struct CsvEscapes {
  static constexpr std::array kBytes = {'"', '"'};

  static char* write(char byte, char* out) {
    *out++ = byte;
    *out++ = byte;
    return out;
  }
};

// A text without a quote or comma stands as it is, but an empty one would be null. Not inline: the row that has no such
// text pays for the registers.
[[gnu::noinline]] char* write_quoted_if_needed(std::string_view text, char* out) {
  if (!text.empty() && text.find_first_of("\",") == std::string_view::npos) return copy_text(out, text);
  *out++ = '"';
  out = copy_escaped<CsvEscapes>(text, out);
  *out++ = '"';
  return out;
}

struct CsvSpelling {
  static constexpr std::string_view kQuote = "";
  static constexpr std::string_view kNull = "";
  static constexpr std::string_view kRowBegin = "";
  static constexpr std::string_view kRowEnd = "\n";

  static std::string_view name_of(Column /*column*/, bool is_first) { return is_first ? "" : ","; }

  static char* write_text(std::string_view text, bool plain, char* out) {
    return plain && !text.empty() ? copy_text(out, text) : write_quoted_if_needed(text, out);
  }
};

}  // namespace

std::unique_ptr<Encoder> make_csv_encoder(std::span<const Column> columns) {
  return std::make_unique<DelimitedEncoder<CsvSpelling>>(columns);
}

}  // namespace anonlog
