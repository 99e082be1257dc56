#include "filter/output/parquet/file_writer.h"

#include <string_view>
#include <utility>

#include "filter/output/parquet/footer.h"
#include "filter/output/parquet/page_index.h"

namespace anonlog::parquet {
namespace {

std::size_t bytes_of(const Bounds& bounds) {
  return (bounds.min ? bounds.min->size() : 0) + (bounds.max ? bounds.max->size() : 0);
}

// In footer and indexes, roughly.
std::size_t held_bytes_of(const RowGroup& row_group) {
  constexpr std::size_t kChunkBytes = 120;
  constexpr std::size_t kPageBytes = 24;
  std::size_t bytes = 0;
  for (const ColumnChunk& chunk : row_group.columns) {
    bytes += kChunkBytes + bytes_of(chunk.bounds);
    for (const DataPage& page : chunk.pages) bytes += kPageBytes + bytes_of(page.bounds);
  }
  return bytes;
}

}  // namespace

FileWriter::FileWriter(const Schema& schema, std::string created_by)
    : schema_(schema), created_by_(std::move(created_by)) {}

void FileWriter::begin(ByteBuffer& out) {
  out.append(kMagic);
  end_ = kMagic.size();
}

void FileWriter::add(RowGroup&& row_group) {
  rows_ += row_group.rows;
  row_group.offset = end_;
  end_ += row_group.bytes;
  held_bytes_ += held_bytes_of(row_group);
  row_groups_.push_back(std::move(row_group));
}

void FileWriter::finish(const KeyValues& key_values, ByteBuffer& out) {
  const PageIndexPlaces places = append_page_indexes(schema_, row_groups_, end_, out);
  const std::size_t begin = out.bytes().size();
  append_footer(schema_, row_groups_, places, created_by_, key_values, out);
  const auto size = static_cast<std::uint32_t>(out.bytes().size() - begin);
  out.append({reinterpret_cast<const char*>(&size), sizeof size});
  out.append(kMagic);
}

}  // namespace anonlog::parquet
