#include "filter/input/bzip2_decoder.h"

#include <algorithm>
#include <limits>
#include <string_view>

namespace anonlog {
namespace {

constexpr int kQuiet = 0;
constexpr int kFast = 0;  // rather than small

unsigned as_length(std::size_t bytes) {
  return static_cast<unsigned>(std::min<std::size_t>(bytes, std::numeric_limits<unsigned>::max()));
}

std::string_view reason(int result) {
  switch (result) {
    case BZ_DATA_ERROR_MAGIC:
      return "no bzip2 header";
    case BZ_DATA_ERROR:
      return "a block's data or checksum is wrong";
    case BZ_MEM_ERROR:
      return "out of memory";
    default:
      return "a failure of libbz2";
  }
}

}  // namespace

Bzip2Decoder::Bzip2Decoder()
    : FrameDecoder({.name = "bzip2", .frame = "stream", .magic_bytes = 4, .check_command = "bzip2 -t"}) {}

Bzip2Decoder::~Bzip2Decoder() { BZ2_bzDecompressEnd(&stream_); }

// libbz2 has no reset. Both calls refuse what is not theirs to do: the first one before the first stream, and
// decompressing after an Init that had no memory, which decode() then reports.
void Bzip2Decoder::begin_frame() {
  BZ2_bzDecompressEnd(&stream_);
  stream_ = bz_stream{};
  result_ = BZ2_bzDecompressInit(&stream_, kQuiet, kFast);
}

FrameDecoder::Step Bzip2Decoder::decode(std::span<const char> in, std::span<char> out) {
  if (result_ != BZ_OK) return {.outcome = Outcome::kDamaged};
  const unsigned in_bytes = as_length(in.size());
  const unsigned out_bytes = as_length(out.size());
  stream_.next_in = const_cast<char*>(in.data());  // not written to; libbz2 has no const
  stream_.avail_in = in_bytes;
  stream_.next_out = out.data();
  stream_.avail_out = out_bytes;
  result_ = BZ2_bzDecompress(&stream_);
  Step step{.taken = in_bytes - stream_.avail_in, .made = out_bytes - stream_.avail_out};
  if (result_ == BZ_STREAM_END) {
    step.outcome = Outcome::kFrameEnd;
  } else if (result_ != BZ_OK) {
    step.outcome = Outcome::kDamaged;
  }
  return step;
}

std::string Bzip2Decoder::explain_damage() {
  if (result_ == BZ_DATA_ERROR_MAGIC && frame_offset() != 0) return foreign_bytes();
  return corrupt_at(offset(), reason(result_));
}

}  // namespace anonlog
