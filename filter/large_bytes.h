// Uninitialized bytes, in pages of 2 MiB where they are many.
//
// A page that is touched for the first time costs a fault. In pages of 4 KiB a chunk of 32 MiB takes 8,192 of them, which
// was a tenth of the CPU time of log to Parquet.
//
// Errors:  as operator new. Where the kernel has no large pages, the bytes are in small ones.
// Memory:  what is touched, rounded up to 2 MiB where kLargeFrom or more are asked for.
#ifndef ANONLOG_FILTER_LARGE_BYTES_H_
#define ANONLOG_FILTER_LARGE_BYTES_H_

#include <sys/mman.h>

#include <cstddef>
#include <memory>
#include <new>

namespace anonlog {

// Smaller ones stay in small pages: a live log fills little of its chunks.
inline constexpr std::size_t kLargeFrom = std::size_t{8} << 20;

struct FreeLargeBytes {
  static constexpr std::align_val_t kSmallAlignment{alignof(std::max_align_t)};
  static constexpr std::align_val_t kLargeAlignment{std::size_t{2} << 20};

  void operator()(char* bytes) const { ::operator delete(bytes, alignment); }

  std::align_val_t alignment = kSmallAlignment;
};

using LargeBytes = std::unique_ptr<char[], FreeLargeBytes>;

inline LargeBytes make_large_bytes(std::size_t size) {
  const bool is_large = size >= kLargeFrom;
  const std::align_val_t alignment =
      is_large ? FreeLargeBytes::kLargeAlignment : FreeLargeBytes::kSmallAlignment;
  LargeBytes bytes(static_cast<char*>(::operator new(size, alignment)), FreeLargeBytes{alignment});
  // Advice alone: whether it is taken changes no byte.
  if (is_large) ::madvise(bytes.get(), size, MADV_HUGEPAGE);
  return bytes;
}

}  // namespace anonlog

#endif  // ANONLOG_FILTER_LARGE_BYTES_H_
