#include "filter/audit/parquet_records.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "filter/output/file_frames.h"
#include "filter/output/parquet/row_group_writer.h"

namespace anonlog {
namespace {

constexpr std::int64_t kMaxMicros = 253'402'300'799'999'999;  // the end of the year 9999

std::string_view write_decimal(auto number, std::array<char, kTimeRoomBytes>& text) {
  const char* const end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
  return {text.data(), static_cast<std::size_t>(end - text.data())};
}

}  // namespace

Result<std::unique_ptr<ParquetRecords>> ParquetRecords::open(const std::string& path) {
  Result<parquet::FileReader> file = parquet::FileReader::open(path);
  if (!file) return tl::unexpected<Error>(std::move(file).error());
  return std::unique_ptr<ParquetRecords>(new ParquetRecords(*std::move(file)));
}

ParquetRecords::ParquetRecords(parquet::FileReader file) : file_(std::move(file)) {
  for (const parquet::Column& column : file_.schema()) {
    cursors_.push_back({.column = find_column(column.name),
                        .name = column.name,
                        .type = column.type,
                        .reader = std::nullopt});
  }
}

std::string ParquetRecords::meta() const {
  const auto& pairs = file_.key_values();
  const auto pair = std::ranges::find(pairs, kMadeKey, [](const auto& known) { return known.first; });
  return pair == pairs.end() ? std::string() : pair->second;
}

void ParquetRecords::begin_group() {
  for (std::size_t column = 0; column < cursors_.size(); ++column) {
    cursors_[column].reader.emplace(file_.read(groups_, column));
    cursors_[column].row = 0;
  }
  rows_left_ = file_.rows_of(groups_++);
}

Result<bool> ParquetRecords::advance(Cursor& cursor) {
  while (++cursor.row >= cursor.reader->rows()) {
    const Result<bool> more = cursor.reader->next();
    if (!more || !*more) return more;
    if (cursor.reader->rows() == 0) continue;
    cursor.row = 0;
    break;
  }
  return true;
}

Result<bool> ParquetRecords::next(std::vector<PublishedCell>& cells) {
  while (rows_left_ == 0) {
    if (groups_ == file_.row_groups()) return false;
    begin_group();
  }
  --rows_left_;
  for (Cursor& cursor : cursors_) {
    const Result<bool> more = advance(cursor);
    if (!more) return more;
    const std::string_view text = text_of(cursor);
    if (text.data() == nullptr) continue;
    if (!cursor.column) cells.push_back({.column = std::nullopt, .text = cursor.name});
    cells.push_back({.column = cursor.column, .text = text});
  }
  return true;
}

// Without data(): null.
std::string_view ParquetRecords::text_of(Cursor& cursor) {
  using parquet::ColumnType;
  using parquet::RowGroupWriter;
  if (cursor.type == ColumnType::kString) return cursor.reader->texts()[cursor.row];
  if (cursor.type == ColumnType::kTimestampMicros) {
    const std::int64_t micros = cursor.reader->times()[cursor.row];
    return micros == RowGroupWriter::kNullTime ? std::string_view() : time_text(cursor, micros);
  }
  const std::uint64_t number = cursor.reader->numbers()[cursor.row];
  if (number == RowGroupWriter::kNullNumber) return {};
  if (cursor.type == ColumnType::kBoolean) return number != 0 ? "true" : "false";
  return write_decimal(number, cursor.text);
}

std::string_view ParquetRecords::time_text(Cursor& cursor, std::int64_t micros) {
  // None of ours.
  if (micros < 0 || micros > kMaxMicros) return write_decimal(micros, cursor.text);
  const std::uint8_t digits = micros % 1'000'000 == 0 ? 0 : micros % 1000 == 0 ? 3 : 6;
  const char* const end = times_.write({.micros = micros, .fraction_digits = digits}, cursor.text.data());
  return {cursor.text.data(), static_cast<std::size_t>(end - cursor.text.data())};
}

}  // namespace anonlog
