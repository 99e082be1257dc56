// Decompresses a run of frames: gzip members, zstd frames, bzip2 and xz streams. What the formats have in common is
// here, what they differ in is a subclass each.
//
// A Boost.Iostreams multi-character input filter (it is neither copied nor shared, so give it by boost::ref).
// Boost's own filters were measured and rejected: a truncated zstd input is a clean end of file to them, zero
// bytes after gzip and bzip2 throw, and bytes decoded just before an error are withheld by all of them.
//
// Input:    frames one after the other. Zero bytes after a frame are padding (tapes, block devices), at the
//           end or before the next frame; any other bytes there are damage.
// Output:   every byte that can be decoded, also those before damage; then the end. Whoever gets the end asks
//           damage(), since nothing is thrown through Boost. A short read is usual: a byte that is decoded is
//           never held back to wait for more input.
// Errors:   damage() counts compressed bytes from 0, and says where damage was *noticed*: for a cut input its
//           length, for foreign bytes the first of them, otherwise where the decoder stood when its checks
//           failed. The damage itself can be earlier (a checksum is compared at the end of a frame), never
//           later.
// Memory:   one buffer of kInputBytes and what the library takes for its window; see the subclasses.
#ifndef ANONLOG_FILTER_INPUT_FRAME_DECODER_H_
#define ANONLOG_FILTER_INPUT_FRAME_DECODER_H_

#include <boost/iostreams/char_traits.hpp>
#include <boost/iostreams/concepts.hpp>
#include <boost/iostreams/read.hpp>
#include <cstddef>
#include <cstdint>
#include <ios>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace anonlog {

class FrameDecoder : public boost::iostreams::multichar_input_filter {
 public:
  static constexpr std::size_t kInputBytes = std::size_t{64} * 1024;

  virtual ~FrameDecoder() = default;
  FrameDecoder(const FrameDecoder&) = delete;
  FrameDecoder& operator=(const FrameDecoder&) = delete;

  // As Boost.Iostreams asks of a filter: the bytes put into [out, out + out_bytes), -1 at the end; and
  // WOULD_BLOCK when `source` said so and no byte is at hand. Requires: out_bytes > 0.
  template <typename Source>
  std::streamsize read(Source& source, char* out, std::streamsize out_bytes) {
    while (!finished_) {
      const std::size_t made = decode_buffered({out, static_cast<std::size_t>(out_bytes)});
      if (made != 0) return static_cast<std::streamsize>(made);
      if (finished_) break;
      const std::streamsize got =
          boost::iostreams::read(source, input_.data(), static_cast<std::streamsize>(input_.size()));
      if (got == boost::iostreams::WOULD_BLOCK) return got;
      if (got < 0) {
        end_input();
      } else {
        unread_ = std::span<const char>(input_).first(static_cast<std::size_t>(got));
      }
    }
    return -1;
  }

  // What is wrong with the input, where, and what to do; nothing when it was read to a proper end. Valid once
  // read() gave -1.
  [[nodiscard]] const std::optional<std::string>& damage() const { return damage_; }

  // Whether what was decoded before the damage can be trusted: the input was cut, or something else was joined to
  // it. Where a checksum failed, any byte since the beginning of its frame may be wrong.
  [[nodiscard]] bool is_sound_before_damage() const { return is_sound_before_damage_; }

 protected:
  struct Format {
    std::string_view name;
    std::string_view frame;  // what it calls its frames
    std::size_t magic_bytes;
    std::string_view check_command;  // tests a file
  };

  enum class Outcome : std::uint8_t { kMore, kFrameEnd, kDamaged };

  struct Step {
    Outcome outcome = Outcome::kMore;
    std::size_t taken = 0;  // bytes of the input
    std::size_t made = 0;   // bytes of output; all that were decoded, also when damaged
  };

  explicit FrameDecoder(const Format& format) : format_(format), input_(kInputBytes) {}

  // Forgets the frame before.
  virtual void begin_frame() = 0;

  // Decodes bytes of one frame. When `in` and `out` are not empty it takes or makes some, or ends the frame.
  virtual Step decode(std::span<const char> in, std::span<char> out) = 0;

  // Why the last decode() said kDamaged; called once, before anything else.
  virtual std::string explain_damage() = 0;

  // Texts for explain_damage(). `reason` is the library's, never bytes of the input.
  [[nodiscard]] std::string corrupt_at(std::uint64_t offset, std::string_view reason) const;
  [[nodiscard]] std::string foreign_bytes();

  // Whether the present frame is not the first one and its magic was not read: bytes after a file.
  [[nodiscard]] bool may_be_foreign() const {
    return frame_offset_ != 0 && offset_ - frame_offset_ <= format_.magic_bytes;
  }

  // Compressed bytes taken so far, and those before the present frame.
  [[nodiscard]] std::uint64_t offset() const { return offset_; }
  [[nodiscard]] std::uint64_t frame_offset() const { return frame_offset_; }

 private:
  std::size_t decode_buffered(std::span<char> out);
  void skip_padding();
  void end_input();

  Format format_;
  std::vector<char> input_;
  std::span<const char> unread_;  // part of input_ not yet decoded
  std::uint64_t offset_ = 0;
  std::uint64_t frame_offset_ = 0;
  bool in_frame_ = false;
  bool output_was_full_ = false;  // so the library may hold decoded bytes that need no further input
  bool finished_ = false;
  std::optional<std::string> damage_;
  bool is_sound_before_damage_ = false;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_INPUT_FRAME_DECODER_H_
