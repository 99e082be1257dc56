// Compresses chunks of output, each to a whole zstd frame or gzip member of its own.
//
// Frames that follow each other are one file to every tool that reads the format, and what is complete can be
// read while the rest is still being written. The bytes depend on the input, the level and the library's
// version alone.
//
// zstd: content size and checksum in every frame. gzip: neither name nor time in the header.
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
  bool checksum = true;  // of zstd's frames; what is encrypted has a better one
};

// The one table of compressions, in the order of Compression.
struct CompressionInfo {
  Compression kind;
  std::string_view name;    // as --compress takes it
  std::string_view ending;  // of a file's name
  int default_level;
  int min_level;
  int max_level;
};

// zstd: level 1 because compressing already costs more than anonymizing; level 3 makes NDJSON a tenth smaller
// for a fifth more time. Levels above 19 are made for windows larger than a chunk.
inline constexpr CompressionInfo kCompressions[] = {
    {Compression::kNone, "none", "", 0, 0, 0},
    {Compression::kZstd, "zstd", ".zst", 1, 1, 19},
    {Compression::kGzip, "gzip", ".gz", 6, 1, 9},
};

// "none", "zstd", "zstd:3", "gzip:9".
Result<CompressionSpec> parse_compression(std::string_view text);

// `kind` at its default level.
CompressionSpec default_compression(Compression kind);

class Compressor {
 public:
  explicit Compressor(const CompressionSpec& spec);
  ~Compressor();
  Compressor(const Compressor&) = delete;
  Compressor& operator=(const Compressor&) = delete;

  // Appends `bytes` to `out`, as one frame or member. Also when they are empty: an output without records is
  // a valid file too. Who has nothing to say in the middle of an output does not call this.
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
