#include "parsers/unwrapper.h"

#include <algorithm>
#include <cassert>
#include <functional>
#include <utility>

namespace anonlog {

Unwrapper::Unwrapper(std::vector<const Wrapper*> layers, std::size_t max_line_bytes)
    : layers_(std::move(layers)), max_line_bytes_(max_line_bytes), joining_(layers_.size()) {
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    if (!layers_[i]->joins) continue;
    assert(joining_ == layers_.size());
    joining_ = i;
  }
}

bool Unwrapper::take(std::string_view line, const LinePlace& place, UnwrappedRecord& record) {
  record = {.text = line.substr(0, max_line_bytes_ + 1), .program = {}, .place = place};
  if (line.size() > max_line_bytes_) return true;
  strip(0, joining_, record.text, record.program);
  if (joining_ == layers_.size()) return true;
  WrappedLine piece;
  if (layers_[joining_]->read(record.text, other_buffer(record.text), piece)) {
    Pending& pending = pending_[piece.stream];
    record.stream = piece.stream;
    if (piece.partial || pending.pieces != 0) {
      join(pending, piece, place);
      if (piece.partial) return false;
      finish(pending, record);
      return true;
    }
    record.text = piece.text;
  }
  strip(joining_ + 1, layers_.size(), record.text, record.program);
  return true;
}

bool Unwrapper::take_unfinished(UnwrappedRecord& record) {
  Pending* first = nullptr;
  for (Pending& pending : pending_) {
    if (pending.pieces == 0) continue;
    if (first == nullptr || pending.place.line < first->place.line) first = &pending;
  }
  if (first == nullptr) return false;
  record = {};
  record.stream = static_cast<std::uint8_t>(first - pending_.data());
  finish(*first, record);
  return true;
}

std::size_t Unwrapper::waiting_bytes() const {
  std::size_t bytes = 0;
  for (const Pending& pending : pending_) bytes += pending.text.size();
  return bytes;
}

bool Unwrapper::is_waiting() const {
  return std::ranges::any_of(pending_, [](const Pending& pending) { return pending.pieces != 0; });
}

// Takes `text` out of the layers [from, to); those that it lacks are passed over.
void Unwrapper::strip(std::size_t from, std::size_t to, std::string_view& text, std::string_view& program) {
  WrappedLine within;
  for (std::size_t i = from; i < to; ++i) {
    if (!layers_[i]->read(text, other_buffer(text), within)) continue;
    text = within.text;
    if (within.program.empty()) continue;
    program_.assign(within.program);  // its bytes may lie in a buffer that the next layer but one writes to
    program = program_;
  }
}

void Unwrapper::join(Pending& pending, const WrappedLine& piece, const LinePlace& place) {
  if (pending.pieces++ == 0) pending.place = place;
  // One byte more than a line may have tells that it is too long; the rest of it is not kept.
  const std::size_t room = max_line_bytes_ + 1 - pending.text.size();
  pending.text.append(piece.text.substr(0, room));
}

void Unwrapper::finish(Pending& pending, UnwrappedRecord& record) {
  joined_.swap(pending.text);
  pending.text.clear();
  record.text = joined_;
  record.place = pending.place;
  record.pieces = std::exchange(pending.pieces, 0);
  if (joined_.size() <= max_line_bytes_) strip(joining_ + 1, layers_.size(), record.text, record.program);
}

// A buffer for what is within `text`, which may lie in the other one.
char* Unwrapper::other_buffer(std::string_view text) {
  const auto lies_in = [text](const std::vector<char>& buffer) {
    return !buffer.empty() && std::less_equal<>()(buffer.data(), text.data()) &&
           std::less<>()(text.data(), buffer.data() + buffer.size());
  };
  std::vector<char>& buffer = lies_in(buffers_[0]) ? buffers_[1] : buffers_[0];
  const std::size_t needed = text.size() + Wrapper::kBufferSlack;
  if (buffer.size() < needed) buffer.resize(std::max(needed, 2 * buffer.size()));
  return buffer.data();
}

}  // namespace anonlog
