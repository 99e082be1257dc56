// Decompresses xz with liblzma: any number of streams, each block and the stream's index checked.
//
// A stream that needs more than 136 MiB (a dictionary over 128 MiB; `xz -9` takes 64) is refused: what a stream asks
// for is what its reader allocates. A check of an unknown kind is refused too: nothing would be verified.
//
// Boost's lzma filter was measured (1.74) and rejected: it withholds up to a buffer of decoded bytes before an error,
// throws on padding that is no multiple of four, and knows no offset.
//
// Memory:  FrameDecoder's buffer, the stream's dictionary (8 MiB at the default level) and about 100 KiB.
#ifndef ANONLOG_FILTER_INPUT_XZ_DECODER_H_
#define ANONLOG_FILTER_INPUT_XZ_DECODER_H_

#include <lzma.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "filter/input/frame_decoder.h"

namespace anonlog {

class XzDecoder final : public FrameDecoder {
 public:
  static constexpr std::uint64_t kMaxMemoryBytes = std::uint64_t{136} << 20;

  XzDecoder();
  ~XzDecoder() override;

 private:
  void begin_frame() override;
  Step decode(std::span<const char> in, std::span<char> out) override;
  std::string explain_damage() override;

  lzma_stream stream_ = LZMA_STREAM_INIT;
  lzma_ret result_ = LZMA_OK;  // of the last call of liblzma
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_INPUT_XZ_DECODER_H_
