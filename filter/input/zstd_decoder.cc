#include "filter/input/zstd_decoder.h"

#include <fmt/format.h>
#include <zstd_errors.h>

#include <algorithm>
#include <cassert>

namespace anonlog {
namespace {

constexpr std::size_t kBlockHeaderBytes = 3;

}  // namespace

ZstdDecoder::ZstdDecoder()
    : FrameDecoder({.name = "zstd", .frame = "frame", .magic_bytes = 4, .check_command = "zstd -t"}),
      context_(ZSTD_createDCtx()) {
  if (context_ == nullptr) return;
  [[maybe_unused]] const std::size_t result =
      ZSTD_DCtx_setParameter(context_.get(), ZSTD_d_windowLogMax, kMaxWindowLog);
  assert(!ZSTD_isError(result));
}

// zstd itself needs no reset: it expects a frame at the beginning and behind each frame.
void ZstdDecoder::begin_frame() {
  piece_bytes_ = 1;
  piece_offset_ = offset();
  may_hold_output_ = false;
}

// When ZSTD_decompressStream() fails it does not tell how much it wrote before, in the same call. So each
// call gets one piece at most, a block or a header, and what was decoded is taken before the next piece is
// given: then a call that fails has written nothing. zstd's result says how many bytes it wants next; with a
// block it counts the header of the next block, which is left out here. The cost is two calls per block of up
// to 128 KiB.
FrameDecoder::Step ZstdDecoder::decode(std::span<const char> in, std::span<char> out) {
  if (context_ == nullptr) {
    result_ = static_cast<std::size_t>(-ZSTD_error_memory_allocation);
    return {.outcome = Outcome::kDamaged};
  }
  const std::size_t given = may_hold_output_ ? 0 : std::min(in.size(), piece_bytes_);
  ZSTD_inBuffer input{in.data(), given, 0};
  ZSTD_outBuffer output{out.data(), out.size(), 0};
  result_ = ZSTD_decompressStream(context_.get(), &output, &input);
  if (ZSTD_isError(result_) != 0) return {.outcome = Outcome::kDamaged};
  may_hold_output_ = output.pos == output.size;
  if (input.pos == piece_bytes_) piece_offset_ = offset() + input.pos;
  piece_bytes_ = result_ > kBlockHeaderBytes ? result_ - kBlockHeaderBytes : result_;
  return {
      .outcome = result_ == 0 ? Outcome::kFrameEnd : Outcome::kMore, .taken = input.pos, .made = output.pos};
}

std::string ZstdDecoder::explain_damage() {
  switch (ZSTD_getErrorCode(result_)) {
    case ZSTD_error_prefix_unknown:
      return foreign_bytes();
    case ZSTD_error_frameParameter_windowTooLarge:
      return fmt::format(
          "the zstd frame at compressed byte {} needs a window over {} MiB. Let zstd allow that much memory: "
          "`zstd -dc --long=31 FILE | anonlog`",
          frame_offset(), (1 << kMaxWindowLog) >> 20);
    case ZSTD_error_dictionary_wrong:
      return fmt::format(
          "the zstd frame at compressed byte {} was made with a dictionary. Give it to zstd: "
          "`zstd -dc -D DICTIONARY FILE | anonlog`",
          frame_offset());
    default:
      return corrupt_at(piece_offset_, ZSTD_getErrorName(result_));
  }
}

}  // namespace anonlog
