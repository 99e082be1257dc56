// Reads the pages of a column chunk in their order: header, checksum, decompression.
//
// Lifetime: of a page: until the next page of its kind.
// Errors:   kBadInput with the file's name and the page's offset; kIo.
// Memory:   a page as it is stored, and one of each kind decompressed, each of at most ColumnReader::kMaxPageBytes.
// Threads:  one.
#ifndef ANONLOG_FILTER_OUTPUT_PARQUET_PAGE_READER_H_
#define ANONLOG_FILTER_OUTPUT_PARQUET_PAGE_READER_H_

#include <zstd.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "filter/output/byte_buffer.h"
#include "filter/output/parquet/file_footer.h"
#include "filter/output/parquet/page_header.h"
#include "parsers/error.h"

namespace anonlog::parquet {

// Reads all of `out` from `offset` on.
Status read_at(int fd, const std::string& name, std::uint64_t offset, std::size_t bytes, ByteBuffer& out);

class PageReader {
 public:
  struct Page {
    PageHeader header;
    std::string_view bytes;  // decompressed
  };

  PageReader(int fd, const std::string& name, FileFooter::Chunk chunk)
      : fd_(fd), name_(name), chunk_(chunk), end_(chunk.offset) {}

  // False behind the last one.
  Result<bool> next(Page& page);

  // Of the present page.
  [[nodiscard]] Error damage(std::string_view why) const;

 private:
  struct FreeContext {
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
  };

  Status read_header(PageHeader& header);
  Status read_bytes(Page& page);
  Status decompress(Page& page, ByteBuffer& out);

  int fd_;
  const std::string& name_;
  FileFooter::Chunk chunk_;
  std::uint64_t begin_ = 0;  // of the present page
  std::uint64_t end_;        // of it; the next one begins here
  ByteBuffer stored_;
  ByteBuffer dictionary_;
  ByteBuffer data_;
  std::unique_ptr<ZSTD_DCtx, FreeContext> context_;
};

}  // namespace anonlog::parquet

#endif  // ANONLOG_FILTER_OUTPUT_PARQUET_PAGE_READER_H_
