// An nginx log_format: any text is a shape of lines or is refused with a place in it, and the line of a record is one line
// that the same text reads.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "filter/audit/log_lines.h"
#include "filter/output/log_encoder.h"
#include "parsers/nginx_log_format.h"
#include "tests/fuzz/check_line.h"
#include "tests/fuzz/require.h"
#include "tests/rules/public_batch_maker.h"

namespace anonlog {
namespace {

constexpr std::string_view kMethods[] = {"GET"};
constexpr std::string_view kProtocols[] = {"HTTP/1.1"};

// A usual record, and one of nothing but null.
PublicBatchMaker make_records() {
  PublicBatchMaker maker(2);
  const auto add = [&maker](Column column, std::string_view text) {
    maker.column(column).make_texts()[0] = maker.text(text);
    maker.column(column).make_texts()[1] = PublicText();
  };
  add(Column::kNetwork, "2001:db8::/32");
  add(Column::kHost, "www.example.org");
  add(Column::kPath, "/a\"b\\c");
  add(Column::kReferrer, "example.com");
  add(Column::kLanguage, "de");
  maker.column(Column::kMethod).make_ids(kMethods)[1] = PublicColumn::kNullId;
  maker.column(Column::kProtocol).make_ids(kProtocols)[1] = PublicColumn::kNullId;
  maker.column(Column::kTime).make_times()[0] = {1'763'919'448'123'456, 6};
  maker.column(Column::kTime).make_times()[1] = PublicTime();
  for (const Column column : {Column::kStatus, Column::kBytes, Column::kDurationUs}) {
    maker.column(column).make_numbers()[0] = 404;
    maker.column(column).make_numbers()[1] = PublicColumn::kNullNumber;
  }
  return maker;
}

void check_written_line(const LineGrammar& grammar, const LogLines& lines, std::string_view line) {
  require(line.find_first_of("\r\n") == std::string_view::npos, "a record is one line");
  require(!skip_reason_of_any(line), "a line is a record to who reads it");
  require(read(grammar, &LineGrammar::match, line).read,
          "a line can be read by the text that it was written by");
  std::vector<PublishedCell> cells;
  if (!lines.read(line, cells)) return;  // it takes the whole line for one cell
  for (const PublishedCell& cell : cells) {
    require(
        line.data() <= cell.text.data() && cell.text.data() + cell.text.size() <= line.data() + line.size(),
        "the audit's cells are of the line");
  }
}

void check(std::string_view text) {
  auto shape = LogShape::compile("shape", text);
  if (!shape) {
    require(shape.error().kind == ErrorKind::kUsage, "a bad text is the user's error");
    require(shape.error().message.starts_with("shape:"), "the error tells the place");
    return;
  }
  static PublicBatchMaker records = make_records();
  const std::vector<Column> columns = log_columns(*shape, Policy());
  ByteBuffer out;
  make_log_encoder(*shape, columns)->encode(records.batch(), out);
  const LineGrammar grammar = compile_nginx_log_format("shape", text).value();
  const LogLines log_lines(*std::move(shape));
  std::string_view rest = out.bytes();
  for (std::size_t row = 0; row < records.batch().rows(); ++row) {
    const std::size_t end = rest.find('\n');
    require(end != std::string_view::npos, "each record has its line");
    check_written_line(grammar, log_lines, rest.substr(0, end));
    rest.remove_prefix(end + 1);
  }
  require(rest.empty(), "there is nothing else");
}

}  // namespace
}  // namespace anonlog

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  anonlog::check({reinterpret_cast<const char*>(data), size});
  return 0;
}
