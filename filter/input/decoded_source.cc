#include "filter/input/decoded_source.h"

#include <algorithm>
#include <boost/iostreams/char_traits.hpp>
#include <boost/iostreams/read.hpp>
#include <utility>

namespace anonlog {

std::streamsize DecodedSource::Device::read(char* out, std::streamsize out_bytes) {
  if (!deadline_.is_never() && !raw_.ready(deadline_.remaining_ms())) return boost::iostreams::WOULD_BLOCK;
  Result<std::size_t> count = raw_.read({out, static_cast<std::size_t>(out_bytes)});
  if (!count) {
    error_ = std::move(count).error();
    return -1;
  }
  return *count == 0 ? -1 : static_cast<std::streamsize>(*count);
}

DecodedSource::DecodedSource(std::unique_ptr<ByteSource> raw, std::string name,
                             std::unique_ptr<FrameDecoder> decoder)
    : raw_(std::move(raw)), name_(std::move(name)), decoder_(std::move(decoder)), device_(*raw_) {}

std::streamsize DecodedSource::decode(std::span<char> out, int timeout_ms) {
  device_.set_timeout(timeout_ms);
  return boost::iostreams::read(*decoder_, device_, out.data(), static_cast<std::streamsize>(out.size()));
}

Result<std::size_t> DecodedSource::read(std::span<char> out) {
  if (!held_.empty()) {
    const std::size_t count = std::min(held_.size(), out.size());
    std::copy_n(held_.data(), count, out.data());
    held_ = held_.subspan(count);
    return count;
  }
  const std::streamsize decoded = decode(out, Deadline::kNever);
  if (decoded > 0) return static_cast<std::size_t>(decoded);
  if (const std::optional<Error>& error = device_.error()) return tl::unexpected<Error>(*error);
  if (const auto& damage = decoder_->damage()) {
    const bool is_cut = decoder_->is_sound_before_damage();
    return fail(is_cut ? ErrorKind::kTruncated : ErrorKind::kBadInput, name_ + ": " + *damage);
  }
  return std::size_t{0};
}

bool DecodedSource::ready(int timeout_ms) {
  if (!held_.empty()) return true;
  held_buffer_.resize(kHeldBytes);
  const std::streamsize decoded = decode(held_buffer_, timeout_ms);
  if (decoded > 0) held_ = std::span<const char>(held_buffer_).first(static_cast<std::size_t>(decoded));
  return decoded != boost::iostreams::WOULD_BLOCK;
}

}  // namespace anonlog
