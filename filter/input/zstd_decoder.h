// Decompresses zstd (RFC 8878) with libzstd: any number of frames, skippable frames among them.
//
// Frames that need a window over 128 MiB (made with `zstd --long=28` and above) are refused, as zstd itself
// does unless told otherwise: the window is what a frame makes its reader allocate.
//
// Errors:  an offset of damage is the beginning of the block (or header, or checksum) that zstd could not
// read. Memory:  FrameDecoder's buffer, the window of the frame (at most 128 MiB; 2 to 8 MiB at the usual
//          levels) and zstd's state of about 400 KiB.
#ifndef ANONLOG_FILTER_INPUT_ZSTD_DECODER_H_
#define ANONLOG_FILTER_INPUT_ZSTD_DECODER_H_

#include <zstd.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "filter/input/frame_decoder.h"

namespace anonlog {

class ZstdDecoder final : public FrameDecoder {
 public:
  static constexpr int kMaxWindowLog = 27;

  ZstdDecoder();

 private:
  struct FreeContext {
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
  };

  void begin_frame() override;
  Step decode(std::span<const char> in, std::span<char> out) override;
  std::string explain_damage() override;

  std::unique_ptr<ZSTD_DCtx, FreeContext> context_;
  std::size_t result_ = 0;          // of the last call of zstd
  std::size_t piece_bytes_ = 0;     // what is missing of the present piece: see decode()
  std::uint64_t piece_offset_ = 0;  // where that piece begins
  bool may_hold_output_ = false;    // the last call filled its output
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_INPUT_ZSTD_DECODER_H_
