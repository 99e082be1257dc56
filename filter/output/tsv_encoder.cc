#include "filter/output/tsv_encoder.h"

#include "filter/output/delimited_encoder.h"

namespace anonlog {
namespace {

struct TsvEscapes {
  static constexpr std::array kBytes = {'\\', '\t', '\n', '\r'};

  static char* write(char byte, char* out) {
    *out++ = '\\';
    *out++ = byte == '\t' ? 't' : byte == '\n' ? 'n' : byte == '\r' ? 'r' : byte;
    return out;
  }
};

struct TsvSpelling {
  static constexpr std::string_view kQuote = "";
  static constexpr std::string_view kNull = "\\N";
  static constexpr std::string_view kRowBegin = "";
  static constexpr std::string_view kRowEnd = "\n";

  static std::string_view name_of(Column /*column*/, bool is_first) { return is_first ? "" : "\t"; }

  static char* write_text(std::string_view text, bool plain, char* out) {
    return plain ? copy_text(out, text) : copy_escaped<TsvEscapes>(text, out);
  }
};

}  // namespace

std::unique_ptr<Encoder> make_tsv_encoder(std::span<const Column> columns) {
  return std::make_unique<DelimitedEncoder<TsvSpelling>>(columns);
}

}  // namespace anonlog
