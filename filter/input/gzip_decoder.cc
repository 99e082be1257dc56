#include "filter/input/gzip_decoder.h"

#include <algorithm>
#include <limits>

namespace anonlog {
namespace {

constexpr int kWindowBits = 15;      // the largest of deflate: reads every stream
constexpr int kGzipFormatOnly = 16;  // added to the window bits; neither zlib's own header nor none

uInt as_length(std::size_t bytes) {
  return static_cast<uInt>(std::min<std::size_t>(bytes, std::numeric_limits<uInt>::max()));
}

}  // namespace

GzipDecoder::GzipDecoder()
    : FrameDecoder({.name = "gzip", .frame = "member", .magic_bytes = 2, .check_command = "gzip -t"}) {
  // When there is no memory for its state, each later call reports that as an error of the stream.
  inflateInit2(&stream_, kWindowBits + kGzipFormatOnly);
}

GzipDecoder::~GzipDecoder() { inflateEnd(&stream_); }

void GzipDecoder::begin_frame() { inflateReset(&stream_); }

FrameDecoder::Step GzipDecoder::decode(std::span<const char> in, std::span<char> out) {
  const uInt in_bytes = as_length(in.size());
  const uInt out_bytes = as_length(out.size());
  // zlib takes its input without const unless ZLIB_CONST is set, and unsigned; it does not write there.
  stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(in.data()));
  stream_.avail_in = in_bytes;
  stream_.next_out = reinterpret_cast<Bytef*>(out.data());
  stream_.avail_out = out_bytes;
  result_ = inflate(&stream_, Z_NO_FLUSH);
  Step step{.taken = in_bytes - stream_.avail_in, .made = out_bytes - stream_.avail_out};
  if (result_ == Z_STREAM_END) {
    step.outcome = Outcome::kFrameEnd;
  } else if (result_ != Z_OK && result_ != Z_BUF_ERROR) {  // Z_BUF_ERROR: no input left and nothing to give
    step.outcome = Outcome::kDamaged;
  }
  return step;
}

std::string GzipDecoder::explain_damage() {
  if (may_be_foreign()) return foreign_bytes();  // zlib refuses a wrong magic as soon as it has it
  return corrupt_at(offset(), stream_.msg != nullptr ? stream_.msg : zError(result_));
}

}  // namespace anonlog
