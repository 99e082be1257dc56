// A ByteSource of what a FrameDecoder makes of another ByteSource.
//
// The decoder reads the raw source directly, through Boost.Iostreams' device and filter concepts, into the
// caller's span. A filtering_streambuf was rejected: it copies every byte once more, waits until the caller's
// span is full (a live stream lags), and takes WOULD_BLOCK for a length.
//
// Errors:  the raw source's, unchanged; else kBadInput with the decoder's text. Both after the bytes before
// them. Memory:  the decoder's; kHeldBytes once ready() was asked.
#ifndef ANONLOG_FILTER_INPUT_DECODED_SOURCE_H_
#define ANONLOG_FILTER_INPUT_DECODED_SOURCE_H_

#include <boost/iostreams/categories.hpp>
#include <cstddef>
#include <cstdint>
#include <ios>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "filter/input/byte_source.h"
#include "filter/input/deadline.h"
#include "filter/input/frame_decoder.h"

namespace anonlog {

class DecodedSource final : public ByteSource {
 public:
  DecodedSource(std::unique_ptr<ByteSource> raw, std::string name, std::unique_ptr<FrameDecoder> decoder);

  [[nodiscard]] Result<std::size_t> read(std::span<char> out) override;

  // Exact, also when compressed bytes are at hand that make no decoded one yet: decodes ahead to find out.
  bool ready(int timeout_ms) override;

  [[nodiscard]] bool may_pause() const override { return raw_->may_pause(); }
  [[nodiscard]] std::uint64_t bytes_consumed() const override { return raw_->bytes_consumed(); }

 private:
  // The raw source as a Boost.Iostreams device. It remembers an error and gives it out as the end.
  class Device {
   public:
    using char_type = char;
    using category = boost::iostreams::source_tag;

    explicit Device(ByteSource& raw) : raw_(raw) {}

    // How long the following reads may wait together.
    void set_timeout(int timeout_ms) { deadline_ = Deadline(timeout_ms); }

    std::streamsize read(char* out, std::streamsize out_bytes);

    [[nodiscard]] const std::optional<Error>& error() const { return error_; }

   private:
    ByteSource& raw_;
    Deadline deadline_{Deadline::kNever};
    std::optional<Error> error_;
  };

  static constexpr std::size_t kHeldBytes = std::size_t{64} * 1024;

  // As FrameDecoder::read().
  std::streamsize decode(std::span<char> out, int timeout_ms);

  std::unique_ptr<ByteSource> raw_;
  std::string name_;
  std::unique_ptr<FrameDecoder> decoder_;
  Device device_;
  std::vector<char> held_buffer_;
  std::span<const char> held_;  // what ready() decoded ahead and read() has not given yet
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_INPUT_DECODED_SOURCE_H_
