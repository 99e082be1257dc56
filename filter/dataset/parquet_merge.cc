#include "filter/dataset/parquet_merge.h"

#include <algorithm>
#include <string>
#include <vector>

#include "filter/output/byte_buffer.h"
#include "filter/output/file_frames.h"
#include "filter/output/parquet/file_writer.h"
#include "filter/output/parquet/row_group_writer.h"

namespace anonlog {
namespace {

using parquet::ColumnReader;
using parquet::FileReader;
using parquet::RowGroupWriter;

// A row group of the input.
struct Source {
  const FileReader* file;
  std::size_t row_group;
};

void add_page(const ColumnReader& page, std::size_t column, RowGroupWriter& out) {
  // One of them has the page's rows.
  if (!page.numbers().empty()) out.add_numbers(column, page.numbers());
  if (!page.times().empty()) out.add_times(column, page.times());
  if (!page.texts().empty()) out.add_texts(column, page.texts());
}

Status add_column(std::span<const Source> sources, std::size_t column, RowGroupWriter& out) {
  for (const Source& source : sources) {
    ColumnReader pages = source.file->read(source.row_group, column);
    for (;;) {
      const Result<bool> more = pages.next();
      if (!more) return Status(tl::unexpect, more.error());
      if (!*more) break;
      add_page(pages, column, out);
    }
  }
  return {};
}

// Their row groups in order, as many as make one of the output.
std::vector<std::vector<Source>> gather(std::span<const FileReader> files) {
  std::vector<std::vector<Source>> gathered;
  std::uint64_t rows = kRowGroupRows;
  for (const FileReader& file : files) {
    for (std::size_t group = 0; group < file.row_groups(); ++group) {
      if (rows >= kRowGroupRows) {
        gathered.emplace_back();
        rows = 0;
      }
      gathered.back().push_back({&file, group});
      rows += file.rows_of(group);
    }
  }
  return gathered;
}

parquet::KeyValues merged_key_values(std::span<const FileReader> files) {
  std::vector<std::string> made;
  for (const FileReader& file : files) {
    for (const auto& [key, value] : file.key_values()) {
      const bool tells = key == kMadeKey || key == kManyMadeKey;
      if (tells && std::ranges::find(made, value) == made.end()) made.push_back(value);
    }
  }
  if (made.empty()) return {};
  if (made.size() == 1) {
    const bool is_many = made.front().starts_with('[');
    return {{std::string(is_many ? kManyMadeKey : kMadeKey), made.front()}};
  }
  std::string all;
  for (std::string_view one : made) {
    // An array of an earlier merge gives its elements.
    if (one.starts_with('[')) one = one.substr(1, one.size() - 2);
    all += all.empty() ? "" : ",";
    all += one;
  }
  return {{std::string(kManyMadeKey), "[" + all + "]"}};
}

Status write_and_clear(ByteBuffer& bytes, Sink& out) {
  Status status = out.write(bytes.bytes());
  bytes.clear();
  return status;
}

}  // namespace

Status merge_parquet(std::span<const FileReader> files, int zstd_level, Sink& out) {
  const parquet::Schema& schema = files.front().schema();
  parquet::FileWriter file(schema, std::string(kParquetCreatedBy));
  RowGroupWriter rows(schema, zstd_level);
  ByteBuffer bytes;
  file.begin(bytes);
  for (const std::vector<Source>& sources : gather(files)) {
    for (std::size_t column = 0; column < schema.size(); ++column) {
      if (Status status = add_column(sources, column, rows); !status) return status;
    }
    if (rows.rows() == 0) continue;
    // Offsets in a row group count from its first byte.
    if (Status status = write_and_clear(bytes, out); !status) return status;
    Result<parquet::RowGroup> row_group = rows.finish(bytes);
    if (!row_group) return Status(tl::unexpect, std::move(row_group).error());
    file.add(*std::move(row_group));
  }
  if (Status status = write_and_clear(bytes, out); !status) return status;
  file.finish(merged_key_values(files), bytes);
  return write_and_clear(bytes, out);
}

}  // namespace anonlog
