#include "tests/allocation_counter.h"

#include <cstdlib>
#include <new>

namespace anonlog {

std::atomic<std::size_t> allocations = 0;

}  // namespace anonlog

// Not inline: the compiler would see malloc() and free() where it expects a pair of new and delete.
[[gnu::noinline]] void* operator new(std::size_t bytes) {
  ++anonlog::allocations;
  if (void* space = std::malloc(bytes == 0 ? 1 : bytes)) return space;
  std::abort();
}
// Who asks for this one gives back by the same operator delete.
[[gnu::noinline]] void* operator new(std::size_t bytes, const std::nothrow_t& /*no exception*/) noexcept {
  return operator new(bytes);
}
[[gnu::noinline]] void operator delete(void* space) noexcept { std::free(space); }
[[gnu::noinline]] void operator delete(void* space, std::size_t) noexcept { std::free(space); }
