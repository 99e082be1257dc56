// Compresses chunks of output, each to a whole zstd frame or gzip member of its own.
//
// Frames that follow each other are one file to every tool that reads the format, and what is complete can be read while
// the rest is still being written. The bytes depend on the input and the level alone.
//
// Errors:  parse_compression(): kUsage. compress(): kInternal, of the library.
// Memory:  one context, kept. zstd level 1: about 1 MiB beyond the chunk's own window.
// Threads: one per worker.
#ifndef ANONLOG_FILTER_OUTPUT_COMPRESSOR_H_
#define ANONLOG_FILTER_OUTPUT_COMPRESSOR_H_

#include <zlib.h>
#include <zstd.h>

#include <cstdint>
#include <memory>
#include <string_view>

#include "filter/output/byte_buffer.h"
#include "parsers/error.h"

namespace anonlog {

enum class Compression : std::uint8_t { kNone, kZstd, kGzip };

struct CompressionSpec {
  Compression kind = Compression::kNone;
  int level = 0;
};

// "none", "zstd", "zstd:3", "gzip:9".
Result<CompressionSpec> parse_compression(std::string_view text);

// `kind` at its default level. Of zstd that is 1: higher ones gain next to nothing on these records.
CompressionSpec default_compression(Compression kind);

class Compressor {
 public:
  explicit Compressor(const CompressionSpec& spec);
  ~Compressor();
  Compressor(const Compressor&) = delete;
  Compressor& operator=(const Compressor&) = delete;

  // Appends `bytes` to `out`, as one frame or member, also when they are empty.
  [[nodiscard]] Status compress(std::string_view bytes, ByteBuffer& out);

 private:
  [[nodiscard]] Status compress_zstd(std::string_view bytes, ByteBuffer& out);
  [[nodiscard]] Status compress_gzip(std::string_view bytes, ByteBuffer& out);

  struct FreeContext {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
  };

  CompressionSpec spec_;
  std::unique_ptr<ZSTD_CCtx, FreeContext> zstd_;  // of kZstd
  z_stream gzip_{};                               // of kGzip
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_OUTPUT_COMPRESSOR_H_
