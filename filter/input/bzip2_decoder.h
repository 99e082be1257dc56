// Decompresses bzip2 with libbz2: any number of streams, each block checked by its CRC-32.
//
// Boost's bzip2 filter was measured (1.74) and rejected: it throws on zero bytes behind a stream, withholds up to a
// buffer of decoded bytes before an error, and knows no offset.
//
// Memory:  FrameDecoder's buffer and libbz2's state, about 3.7 MiB at level 9.
#ifndef ANONLOG_FILTER_INPUT_BZIP2_DECODER_H_
#define ANONLOG_FILTER_INPUT_BZIP2_DECODER_H_

#include <bzlib.h>

#include <cstddef>
#include <span>
#include <string>

#include "filter/input/frame_decoder.h"

namespace anonlog {

class Bzip2Decoder final : public FrameDecoder {
 public:
  Bzip2Decoder();
  ~Bzip2Decoder() override;

 private:
  void begin_frame() override;
  Step decode(std::span<const char> in, std::span<char> out) override;
  std::string explain_damage() override;

  bz_stream stream_{};
  int result_ = BZ_OK;  // of the last call of libbz2
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_INPUT_BZIP2_DECODER_H_
