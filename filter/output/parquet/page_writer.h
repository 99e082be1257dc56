// Writes the pages of a column chunk: header, CRC, and the body as one zstd frame with a checksum.
//
// Source:  the Apache Parquet format, parquet.thrift (PageHeader) and README.md, "Data Pages", "Checksumming".
// Memory:  the body of the largest page, twice.
// Errors:  kInternal, of zstd.
// Threads: one per writer.
#ifndef ANONLOG_FILTER_OUTPUT_PARQUET_PAGE_WRITER_H_
#define ANONLOG_FILTER_OUTPUT_PARQUET_PAGE_WRITER_H_

#include <zstd.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "filter/output/byte_buffer.h"
#include "filter/output/parquet/row_group.h"
#include "parsers/error.h"

namespace anonlog::parquet {

// The numbers of the format.
enum class Encoding : std::uint8_t { kPlain = 0, kRle = 3, kRleDictionary = 8 };

class PageWriter {
 public:
  explicit PageWriter(int zstd_level);

  // Both append to `out` and count bytes in `chunk`; offsets count from `begin` in `out`.
  Status write_dictionary(std::string_view values, std::size_t entries, std::size_t begin, ColumnChunk& chunk,
                          ByteBuffer& out);

  // The body is that of begin_body() and what was appended since. Sets offset and bytes of `page`.
  Status write_data(Encoding encoding, std::size_t rows, std::size_t begin, DataPage& page,
                    ColumnChunk& chunk, ByteBuffer& out);

  // Begins the body of a data page, with which rows are null; the values are appended to body().
  void begin_body(std::span<const std::uint32_t> levels);  // 0: null, 1: not
  void begin_body(std::uint32_t level, std::size_t rows);  // all the same
  ByteBuffer& body() { return body_; }

 private:
  struct FreeContext {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
  };
  struct Compressed {
    std::string_view bytes;
    std::int32_t crc = 0;
  };

  Result<Compressed> compress(std::string_view body);
  void end_levels();

  std::unique_ptr<ZSTD_CCtx, FreeContext> zstd_;
  ByteBuffer body_;
  ByteBuffer frame_;
};

}  // namespace anonlog::parquet

#endif  // ANONLOG_FILTER_OUTPUT_PARQUET_PAGE_WRITER_H_
