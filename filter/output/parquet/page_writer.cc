#include "filter/output/parquet/page_writer.h"

#include <fmt/format.h>
#include <zlib.h>

#include <cstring>

#include "filter/output/parquet/rle_encoder.h"
#include "filter/output/parquet/thrift_writer.h"

namespace anonlog::parquet {
namespace {

enum PageHeaderField : std::int16_t {
  kType = 1,
  kUncompressedSize = 2,
  kCompressedSize = 3,
  kCrc = 4,
  kDataPageHeader = 5,
  kDictionaryPageHeader = 7,
};
constexpr std::int32_t kDataPage = 0;
constexpr std::int32_t kDictionaryPage = 2;

constexpr std::size_t kLevelsLengthBytes = 4;

constexpr std::int32_t i32(std::size_t number) { return static_cast<std::int32_t>(number); }

void append_length(std::size_t length, ByteBuffer& out) {
  const auto bytes = static_cast<std::uint32_t>(length);
  out.append({reinterpret_cast<const char*>(&bytes), sizeof bytes});
}

}  // namespace

PageWriter::PageWriter(int zstd_level) : zstd_(ZSTD_createCCtx()) {
  ZSTD_CCtx_setParameter(zstd_.get(), ZSTD_c_compressionLevel, zstd_level);
  // Readers check it, while few look at the page's CRC.
  ZSTD_CCtx_setParameter(zstd_.get(), ZSTD_c_checksumFlag, 1);
}

Status PageWriter::write_dictionary(std::string_view values, std::size_t entries, std::size_t begin,
                                    ColumnChunk& chunk, ByteBuffer& out) {
  const auto frame = compress(values);
  if (!frame) return tl::unexpected(frame.error());
  const std::size_t offset = out.bytes().size() - begin;
  ThriftWriter header(out);
  header.begin_struct();
  header.write_i32(kType, kDictionaryPage);
  header.write_i32(kUncompressedSize, i32(values.size()));
  header.write_i32(kCompressedSize, i32(frame->bytes.size()));
  header.write_i32(kCrc, frame->crc);
  header.begin_struct(kDictionaryPageHeader);
  header.write_i32(1, i32(entries));
  header.write_i32(2, static_cast<std::int32_t>(Encoding::kPlain));
  header.end_struct();
  header.end_struct();
  const std::size_t header_bytes = out.bytes().size() - begin - offset;
  out.append(frame->bytes);
  chunk.dictionary_offset = offset;
  chunk.bytes += header_bytes + frame->bytes.size();
  chunk.uncompressed_bytes += header_bytes + values.size();
  return {};
}

Status PageWriter::write_data(Encoding encoding, std::size_t rows, std::size_t begin, DataPage& page,
                              ColumnChunk& chunk, ByteBuffer& out) {
  const auto frame = compress(body_.bytes());
  if (!frame) return tl::unexpected(frame.error());
  page.offset = out.bytes().size() - begin;
  ThriftWriter header(out);
  header.begin_struct();
  header.write_i32(kType, kDataPage);
  header.write_i32(kUncompressedSize, i32(body_.bytes().size()));
  header.write_i32(kCompressedSize, i32(frame->bytes.size()));
  header.write_i32(kCrc, frame->crc);
  header.begin_struct(kDataPageHeader);
  header.write_i32(1, i32(rows));
  header.write_i32(2, static_cast<std::int32_t>(encoding));
  header.write_i32(3, static_cast<std::int32_t>(Encoding::kRle));  // definition levels
  header.write_i32(4,
                   static_cast<std::int32_t>(Encoding::kRle));  // repetition levels, of which there are none
  header.end_struct();
  header.end_struct();
  const std::size_t header_bytes = out.bytes().size() - begin - page.offset;
  out.append(frame->bytes);
  page.bytes = static_cast<std::uint32_t>(header_bytes + frame->bytes.size());
  chunk.bytes += page.bytes;
  chunk.uncompressed_bytes += header_bytes + body_.bytes().size();
  return {};
}

void PageWriter::begin_body(std::span<const std::uint32_t> levels) {
  body_.clear();
  append_length(0, body_);
  append_rle(levels, 1, body_);
  end_levels();
}

void PageWriter::begin_body(std::uint32_t level, std::size_t rows) {
  body_.clear();
  append_length(0, body_);
  append_rle_run(level, rows, 1, body_);
  end_levels();
}

// Their length stands before them and is known only now.
void PageWriter::end_levels() {
  const std::size_t size = body_.bytes().size();
  const auto length = static_cast<std::uint32_t>(size - kLevelsLengthBytes);
  char* end = body_.reserve(0);
  std::memcpy(end - size, &length, kLevelsLengthBytes);
}

Result<PageWriter::Compressed> PageWriter::compress(std::string_view body) {
  frame_.clear();
  const std::size_t bound = ZSTD_compressBound(body.size());
  char* to = frame_.reserve(bound);
  const std::size_t size = ZSTD_compress2(zstd_.get(), to, bound, body.data(), body.size());
  if (ZSTD_isError(size) != 0) {
    return fail(ErrorKind::kInternal, fmt::format("zstd cannot compress: {}", ZSTD_getErrorName(size)));
  }
  frame_.commit(to + size);
  const uLong crc = crc32_z(0, reinterpret_cast<const Bytef*>(to), size);
  return Compressed{.bytes = {to, size}, .crc = static_cast<std::int32_t>(static_cast<std::uint32_t>(crc))};
}

}  // namespace anonlog::parquet
