// Compressed inputs for tests, made at test time, and whatever a source gives.
#ifndef ANONLOG_TESTS_FILTER_INPUT_COMPRESSED_H_
#define ANONLOG_TESTS_FILTER_INPUT_COMPRESSED_H_

#include <bzlib.h>
#include <lzma.h>
#include <zlib.h>
#include <zstd.h>

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <string_view>

#include "filter/input/byte_source.h"

namespace anonlog {

// One gzip member.
inline std::string gzipped(std::string_view text) {
  z_stream stream{};
  [[maybe_unused]] int result =
      deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  assert(result == Z_OK);
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  result = deflate(&stream, Z_FINISH);
  assert(result == Z_STREAM_END);
  out.resize(out.size() - stream.avail_out);
  deflateEnd(&stream);
  return out;
}

// One zstd frame, with a checksum as the zstd program writes it. `window_log` 0: by the level.
inline std::string zstd_compressed(std::string_view text, int window_log = 0, bool has_checksum = true) {
  const std::unique_ptr<ZSTD_CCtx, std::size_t (*)(ZSTD_CCtx*)> context(ZSTD_createCCtx(), ZSTD_freeCCtx);
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, has_checksum ? 1 : 0);
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_windowLog, window_log);
  if (window_log != 0) ZSTD_CCtx_setParameter(context.get(), ZSTD_c_contentSizeFlag, 0);
  std::string out(ZSTD_compressBound(text.size()), '\0');
  ZSTD_inBuffer in{text.data(), text.size(), 0};
  ZSTD_outBuffer written{out.data(), out.size(), 0};
  // As a stream of unknown size when a window is asked for: a frame that fits one segment has none.
  if (window_log != 0) ZSTD_compressStream2(context.get(), &written, &in, ZSTD_e_flush);
  [[maybe_unused]] const std::size_t left = ZSTD_compressStream2(context.get(), &written, &in, ZSTD_e_end);
  assert(left == 0);
  out.resize(written.pos);
  return out;
}

// A zstd skippable frame, as pzstd and seekable zstd write them; `kind` in [0, 16).
inline std::string skippable_frame(std::string_view content, int kind = 0) {
  std::string out = "\x50\x2a\x4d\x18";
  out[0] = static_cast<char>(0x50 + kind);
  for (int shift = 0; shift < 32; shift += 8) out += static_cast<char>((content.size() >> shift) & 0xFF);
  return out.append(content);
}

// One bzip2 stream, in blocks of 100 kB.
inline std::string bzip2_compressed(std::string_view text) {
  std::string out(text.size() + text.size() / 50 + 700, '\0');
  auto size = static_cast<unsigned>(out.size());
  [[maybe_unused]] const int result = BZ2_bzBuffToBuffCompress(
      out.data(), &size, const_cast<char*>(text.data()), static_cast<unsigned>(text.size()), 1, 0, 0);
  assert(result == BZ_OK);
  out.resize(size);
  return out;
}

// One xz stream, checked as the xz program does; in blocks of `block_bytes` as `xz -T` makes them, 0: in one.
inline std::string xz_compressed(std::string_view text, std::size_t block_bytes = 0,
                                 lzma_check check = LZMA_CHECK_CRC64) {
  lzma_stream stream = LZMA_STREAM_INIT;
  [[maybe_unused]] lzma_ret result = lzma_easy_encoder(&stream, 0, check);
  assert(result == LZMA_OK);
  std::string out(
      text.size() + text.size() / 2 + 1000 + (block_bytes == 0 ? 0 : text.size() / block_bytes * 100), '\0');
  stream.next_out = reinterpret_cast<std::uint8_t*>(out.data());
  stream.avail_out = out.size();
  while (block_bytes != 0 && text.size() > block_bytes) {
    stream.next_in = reinterpret_cast<const std::uint8_t*>(text.data());
    stream.avail_in = block_bytes;
    result = lzma_code(&stream, LZMA_FULL_FLUSH);
    assert(result == LZMA_STREAM_END);
    text.remove_prefix(block_bytes);
  }
  stream.next_in = reinterpret_cast<const std::uint8_t*>(text.data());
  stream.avail_in = text.size();
  result = lzma_code(&stream, LZMA_FINISH);
  assert(result == LZMA_STREAM_END);
  out.resize(stream.total_out);
  lzma_end(&stream);
  return out;
}

// Log lines that compress as logs do, and need several blocks when they are long.
inline std::string log_text(std::size_t bytes, std::uint32_t seed = 1) {
  std::mt19937 random(seed);
  std::string text;
  while (text.size() < bytes) {
    text += "203.0.113." + std::to_string(random() % 256) + " - - [23/Nov/2025:17:37:28 +0000] \"GET /" +
            std::to_string(random()) + " HTTP/1.1\" 200 " + std::to_string(random() % 100000) + "\n";
  }
  text.resize(bytes);
  return text;
}

// What a source gave until its end or its error.
struct WhatCame {
  std::string bytes;
  std::optional<Error> error;
};

inline WhatCame read_all(ByteSource& source, std::size_t span_bytes = 4096) {
  WhatCame came;
  std::string span(span_bytes, '\0');
  while (true) {
    const Result<std::size_t> count = source.read(span);
    if (!count) came.error = count.error();
    if (!count || *count == 0) return came;
    came.bytes.append(span, 0, *count);
  }
}

}  // namespace anonlog

#endif  // ANONLOG_TESTS_FILTER_INPUT_COMPRESSED_H_
