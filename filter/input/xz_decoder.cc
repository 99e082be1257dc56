#include "filter/input/xz_decoder.h"

#include <fmt/format.h>

#include <string_view>

namespace anonlog {
namespace {

std::string_view reason(lzma_ret result) {
  switch (result) {
    case LZMA_FORMAT_ERROR:
      return "no xz header";
    case LZMA_DATA_ERROR:
      return "its data or checksum is wrong";
    case LZMA_OPTIONS_ERROR:
      return "options that liblzma does not know";
    case LZMA_UNSUPPORTED_CHECK:
      return "a checksum of a kind that liblzma does not know";
    case LZMA_MEM_ERROR:
      return "out of memory";
    default:
      return "a failure of liblzma";
  }
}

}  // namespace

// liblzma looks at a header once it has it whole: LZMA_STREAM_HEADER_SIZE bytes.
XzDecoder::XzDecoder()
    : FrameDecoder({.name = "xz",
                    .frame = "stream",
                    .magic_bytes = LZMA_STREAM_HEADER_SIZE,
                    .check_command = "xz -t"}) {}

XzDecoder::~XzDecoder() { lzma_end(&stream_); }

// Keeps the memory of the stream before.
void XzDecoder::begin_frame() {
  result_ = lzma_stream_decoder(&stream_, kMaxMemoryBytes, LZMA_TELL_UNSUPPORTED_CHECK);
}

FrameDecoder::Step XzDecoder::decode(std::span<const char> in, std::span<char> out) {
  if (result_ != LZMA_OK && result_ != LZMA_BUF_ERROR) return {.outcome = Outcome::kDamaged};
  stream_.next_in = reinterpret_cast<const std::uint8_t*>(in.data());
  stream_.avail_in = in.size();
  stream_.next_out = reinterpret_cast<std::uint8_t*>(out.data());
  stream_.avail_out = out.size();
  result_ = lzma_code(&stream_, LZMA_RUN);
  Step step{.taken = in.size() - stream_.avail_in, .made = out.size() - stream_.avail_out};
  if (result_ == LZMA_STREAM_END) {
    step.outcome = Outcome::kFrameEnd;
  } else if (result_ != LZMA_OK && result_ != LZMA_BUF_ERROR) {  // LZMA_BUF_ERROR: as zlib's
    step.outcome = Outcome::kDamaged;
  }
  return step;
}

std::string XzDecoder::explain_damage() {
  if (result_ == LZMA_FORMAT_ERROR && frame_offset() != 0) return foreign_bytes();
  if (result_ == LZMA_MEMLIMIT_ERROR) {
    return fmt::format(
        "the xz stream at compressed byte {} needs {} MiB of memory, more than {}. Let xz allow that much: "
        "`xz -dc FILE | anonlog`",
        frame_offset(), lzma_memusage(&stream_) >> 20, kMaxMemoryBytes >> 20);
  }
  return corrupt_at(offset(), reason(result_));
}

}  // namespace anonlog
