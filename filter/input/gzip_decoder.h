// Decompresses gzip (RFC 1952) with zlib: any number of members, each checked by its CRC-32 and length.
//
// Memory:  FrameDecoder's buffer and zlib's state, about 40 KiB.
#ifndef ANONLOG_FILTER_INPUT_GZIP_DECODER_H_
#define ANONLOG_FILTER_INPUT_GZIP_DECODER_H_

#include <zlib.h>

#include <cstddef>
#include <span>
#include <string>

#include "filter/input/frame_decoder.h"

namespace anonlog {

class GzipDecoder final : public FrameDecoder {
 public:
  GzipDecoder();
  ~GzipDecoder() override;

 private:
  void begin_frame() override;
  Step decode(std::span<const char> in, std::span<char> out) override;
  std::string explain_damage() override;

  z_stream stream_{};
  int result_ = Z_OK;  // of the last call of zlib
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_INPUT_GZIP_DECODER_H_
