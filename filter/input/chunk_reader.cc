#include "filter/input/chunk_reader.h"

#include <algorithm>
#include <cstring>
#include <limits>

namespace anonlog {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// One read: large enough to be cheap, small enough that the bytes are still in the cache when they are
// searched.
constexpr std::size_t kReadBytes = std::size_t{256} << 10;

// The bytes up to and with the last "\n"; 0 when there is none. (string_view::rfind goes byte by byte.)
std::size_t whole_lines(std::string_view bytes) {
  const void* newline = ::memrchr(bytes.data(), '\n', bytes.size());
  return newline == nullptr ? 0
                            : static_cast<std::size_t>(static_cast<const char*>(newline) - bytes.data()) + 1;
}

// The bytes up to and with the first "\n"; 0 when there is none.
std::size_t first_line(std::string_view bytes) { return bytes.find('\n') + 1; }

// As poll(2) can take it; its limit of 24 days is long enough for anyone.
std::chrono::milliseconds as_timeout(std::uint64_t milliseconds) {
  return std::chrono::milliseconds(std::min<std::uint64_t>(milliseconds, std::numeric_limits<int>::max()));
}

}  // namespace

ChunkReader::ChunkReader(ByteSource& source, const ChunkLimits& limits)
    : source_(source),
      chunk_bytes_(limits.chunk_bytes),
      capacity_(std::max(limits.chunk_bytes, 2 * limits.max_line_bytes)),
      may_pause_(source.may_pause()) {}

void ChunkReader::set_timing(std::uint64_t idle_ms, std::uint64_t max_age_ms) {
  idle_ = as_timeout(idle_ms);
  max_age_ = as_timeout(max_age_ms);
}

Result<bool> ChunkReader::next(Chunk& chunk) {
  begin(chunk);
  while (!ended_ && !is_full(chunk) && !chunk.idle) {
    if (may_pause_ && whole_bytes_ != 0 && must_hand_out()) {
      chunk.idle = true;
    } else {
      read_some(chunk);
    }
  }
  if (error_) {
    chunk.size = whole_bytes_;
  } else if (!ended_ && whole_bytes_ != 0) {
    carry_over(chunk, whole_bytes_);
  } else if (!ended_) {
    skip_long_line(chunk);
  }
  if (chunk.size != 0 || chunk.too_long_lines != 0) return true;
  if (error_) return tl::unexpected<Error>(*error_);
  return false;
}

// Beyond chunk_bytes_ a chunk goes only to the end of a line that is longer: wherever reads end, it is cut there.
std::size_t ChunkReader::whole_bytes(std::string_view bytes) const {
  const std::size_t whole = whole_lines(bytes.substr(0, chunk_bytes_));
  return whole != 0 ? whole : first_line(bytes);
}

bool ChunkReader::is_full(const Chunk& chunk) const {
  return chunk.size == capacity_ || (chunk.size >= chunk_bytes_ && whole_bytes_ != 0);
}

// An empty chunk but for what was carried over.
void ChunkReader::begin(Chunk& chunk) {
  chunk.clear();
  if (chunk.capacity < capacity_) {
    chunk.buffer = make_large_bytes(capacity_);
    chunk.capacity = capacity_;
  }
  std::copy(carried_.begin(), carried_.end(), chunk.buffer.get());
  chunk.size = carried_.size();
  chunk.offset = bytes_read_ - carried_.size();
  carried_.clear();
  whole_bytes_ = whole_bytes(chunk.bytes());
  if (may_pause_) first_byte_ = Clock::now();
}

// Whether the lines that are there should not wait for more; waits to find out.
bool ChunkReader::must_hand_out() const {
  const auto age = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - first_byte_);
  if (age >= max_age_) return true;
  return !source_.ready(static_cast<int>(std::min(idle_, max_age_ - age).count()));
}

void ChunkReader::read_some(Chunk& chunk) {
  char* const piece = chunk.buffer.get() + chunk.size;
  const std::size_t room = (chunk.size < chunk_bytes_ ? chunk_bytes_ : capacity_) - chunk.size;
  Result<std::size_t> count = source_.read({piece, std::min(kReadBytes, room)});
  if (!count || *count == 0) {
    ended_ = true;
    if (!count) error_ = std::move(count).error();
    return;
  }
  if (may_pause_ && chunk.size == 0) first_byte_ = Clock::now();
  // Only the new bytes are searched: a slow writer of one long line must not make this quadratic.
  const std::string_view read(piece, *count);
  const std::size_t whole = chunk.size < chunk_bytes_ ? whole_lines(read) : first_line(read);
  if (whole != 0) whole_bytes_ = chunk.size + whole;
  bytes_read_ += *count;
  chunk.size += *count;
  if (at_beginning_) drop_byte_order_mark(chunk);
}

void ChunkReader::drop_byte_order_mark(Chunk& chunk) {
  const std::string_view bytes = chunk.bytes();
  at_beginning_ = bytes.size() < kByteOrderMark.size() && kByteOrderMark.starts_with(bytes);
  if (!bytes.starts_with(kByteOrderMark)) return;
  chunk.size -= kByteOrderMark.size();
  chunk.offset += kByteOrderMark.size();
  std::memmove(chunk.buffer.get(), bytes.data() + kByteOrderMark.size(), chunk.size);
  whole_bytes_ = whole_bytes(chunk.bytes());
}

// The chunk is full of the beginning of one line: reads on to its end, and keeps nothing of it.
void ChunkReader::skip_long_line(Chunk& chunk) {
  const char* newline = nullptr;
  while (!ended_ && newline == nullptr) {
    chunk.size = 0;
    read_some(chunk);
    newline = static_cast<const char*>(std::memchr(chunk.buffer.get(), '\n', chunk.size));
  }
  if (newline != nullptr) carry_over(chunk, static_cast<std::size_t>(newline - chunk.buffer.get()) + 1);
  chunk.size = 0;
  if (!error_) chunk.too_long_lines = 1;
}

void ChunkReader::put_back(Chunk& chunk, std::size_t bytes) {
  const std::string_view back = chunk.bytes().substr(bytes);
  carried_.insert(carried_.begin(), back.begin(), back.end());
  chunk.size = bytes;
}

void ChunkReader::carry_over(Chunk& chunk, std::size_t from) {
  carried_.assign(chunk.buffer.get() + from, chunk.buffer.get() + chunk.size);
  chunk.size = from;
}

}  // namespace anonlog
