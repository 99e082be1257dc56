#include "filter/input/frame_decoder.h"

#include <fmt/format.h>

#include <algorithm>

namespace anonlog {

// Decodes until there are bytes in `out`, or nothing more comes of what is buffered. Returns their number.
std::size_t FrameDecoder::decode_buffered(std::span<char> out) {
  while (true) {
    if (!in_frame_) {
      skip_padding();
      if (unread_.empty()) return 0;
      frame_offset_ = offset_;
      in_frame_ = true;
      begin_frame();
    }
    // Not called in vain: zstd takes 16 calls without any progress for an error.
    if (unread_.empty() && !output_was_full_) return 0;
    const Step step = decode(unread_, out);
    unread_ = unread_.subspan(step.taken);
    offset_ += step.taken;
    output_was_full_ = step.made == out.size();
    if (step.outcome == Outcome::kFrameEnd) in_frame_ = false;
    if (step.outcome == Outcome::kDamaged) {
      damage_ = explain_damage();
      finished_ = true;
    }
    if (step.made != 0 || finished_) return step.made;
  }
}

void FrameDecoder::skip_padding() {
  const auto begin = std::find_if(unread_.begin(), unread_.end(), [](char byte) { return byte != '\0'; });
  const auto count = static_cast<std::size_t>(begin - unread_.begin());
  unread_ = unread_.subspan(count);
  offset_ += count;
}

void FrameDecoder::end_input() {
  finished_ = true;
  if (!in_frame_) return;
  if (may_be_foreign()) {
    damage_ = foreign_bytes();
    return;
  }
  is_sound_before_damage_ = true;
  damage_ = fmt::format(
      "{} data is cut off: it ends at compressed byte {}, inside a {}. If the file is still being written, "
      "wait "
      "for its end; otherwise fetch it again",
      format_.name, offset_, format_.frame);
}

std::string FrameDecoder::corrupt_at(std::uint64_t offset, std::string_view reason) const {
  return fmt::format(
      "{} data is damaged, noticed at compressed byte {} ({}); what was decoded since byte {}, the beginning "
      "of the {}, "
      "may be wrong. Fetch it again; `{} FILE` checks a copy",
      format_.name, offset, reason, frame_offset_, format_.frame, format_.check_command);
}

std::string FrameDecoder::foreign_bytes() {
  is_sound_before_damage_ = true;
  return fmt::format(
      "compressed byte {} begins something that is no {} {}. If the bytes from there on do not belong to the "
      "file, read it without them: `head -c {} FILE | anonlog`",
      frame_offset_, format_.name, format_.frame, frame_offset_);
}

}  // namespace anonlog
