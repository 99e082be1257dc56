#include "filter/output/compressor.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <charconv>
#include <iterator>
#include <limits>
#include <string>

namespace anonlog {
namespace {

constexpr int kGzipWindowBits = 15 + 16;  // 16: the gzip format, with neither name nor time in its header
constexpr int kGzipMemoryLevel = 8;

tl::unexpected<Error> failed(std::string_view what, std::string_view reason) {
  return fail(ErrorKind::kInternal, fmt::format("{} cannot compress: {}", what, reason));
}

// "none, zstd[:LEVEL], gzip[:LEVEL]"
std::string forms() {
  std::string text;
  for (const CompressionInfo& row : kCompressions) {
    text += fmt::format("{}{}{}", text.empty() ? "" : ", ", row.name, row.max_level == 0 ? "" : "[:LEVEL]");
  }
  return text;
}

constexpr bool compression_table_is_in_order() {
  for (std::size_t i = 0; i < std::size(kCompressions); ++i) {
    if (static_cast<std::size_t>(kCompressions[i].kind) != i) return false;
  }
  return true;
}
static_assert(compression_table_is_in_order());

}  // namespace

Result<CompressionSpec> parse_compression(std::string_view text) {
  const std::size_t colon = text.find(':');
  const std::string_view name = text.substr(0, colon);
  const auto* info = std::find_if(std::begin(kCompressions), std::end(kCompressions),
                                  [name](const CompressionInfo& row) { return row.name == name; });
  if (info == std::end(kCompressions)) {
    return fail(ErrorKind::kUsage, fmt::format("--compress: \"{}\" is not one of {}", name, forms()));
  }
  CompressionSpec spec{info->kind, info->default_level, true};
  if (colon == std::string_view::npos) return spec;
  if (info->max_level == 0) return fail(ErrorKind::kUsage, fmt::format("--compress: {} has no level", name));
  const std::string_view level = text.substr(colon + 1);
  const auto [end, error] = std::from_chars(level.data(), level.data() + level.size(), spec.level);
  const bool is_number = error == std::errc() && end == level.data() + level.size();
  if (!is_number || spec.level < info->min_level || spec.level > info->max_level) {
    return fail(ErrorKind::kUsage, fmt::format("--compress: {} takes a level from {} to {}, not \"{}\"", name,
                                               info->min_level, info->max_level, level));
  }
  return spec;
}

CompressionSpec default_compression(Compression kind) {
  return {kind, kCompressions[static_cast<std::size_t>(kind)].default_level, true};
}

Compressor::Compressor(const CompressionSpec& spec) : spec_(spec) {
  if (spec_.kind == Compression::kZstd) {
    zstd_.reset(ZSTD_createCCtx());
    ZSTD_CCtx_setParameter(zstd_.get(), ZSTD_c_compressionLevel, spec_.level);
    ZSTD_CCtx_setParameter(zstd_.get(), ZSTD_c_checksumFlag, spec_.checksum ? 1 : 0);
  } else if (spec_.kind == Compression::kGzip) {
    // A failure, of memory alone, shows at the first deflate().
    deflateInit2(&gzip_, spec_.level, Z_DEFLATED, kGzipWindowBits, kGzipMemoryLevel, Z_DEFAULT_STRATEGY);
  }
}

Compressor::~Compressor() {
  if (spec_.kind == Compression::kGzip) deflateEnd(&gzip_);
}

Status Compressor::compress(std::string_view bytes, ByteBuffer& out) {
  switch (spec_.kind) {
    case Compression::kZstd:
      return compress_zstd(bytes, out);
    case Compression::kGzip:
      return compress_gzip(bytes, out);
    case Compression::kNone:
      break;
  }
  out.append(bytes);
  return {};
}

Status Compressor::compress_zstd(std::string_view bytes, ByteBuffer& out) {
  const std::size_t bound = ZSTD_compressBound(bytes.size());
  char* to = out.reserve(bound);
  const std::size_t size = ZSTD_compress2(zstd_.get(), to, bound, bytes.data(), bytes.size());
  if (ZSTD_isError(size) != 0) return failed("zstd", ZSTD_getErrorName(size));
  out.commit(to + size);
  return {};
}

Status Compressor::compress_gzip(std::string_view bytes, ByteBuffer& out) {
  assert(bytes.size() <= std::numeric_limits<uInt>::max());
  if (deflateReset(&gzip_) != Z_OK) return failed("gzip", "no memory");
  const uLong bound = deflateBound(&gzip_, static_cast<uLong>(bytes.size()));
  char* to = out.reserve(bound);
  // zlib takes its input without const unless ZLIB_CONST is set; it does not write there.
  gzip_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  gzip_.avail_in = static_cast<uInt>(bytes.size());
  gzip_.next_out = reinterpret_cast<Bytef*>(to);
  gzip_.avail_out = static_cast<uInt>(bound);
  if (deflate(&gzip_, Z_FINISH) != Z_STREAM_END) return failed("gzip", "the stream did not end");
  out.commit(to + bound - gzip_.avail_out);
  return {};
}

}  // namespace anonlog
