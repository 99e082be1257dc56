// Space for the texts of one batch, given back all at once.
//
// Lifetime: what allocate() gave stays where it is until clear().
// Memory:   blocks are kept, so that nothing is allocated once the largest batch was seen.
#ifndef ANONLOG_RULES_TEXT_ARENA_H_
#define ANONLOG_RULES_TEXT_ARENA_H_

#include <algorithm>
#include <cstddef>
#include <memory>
#include <vector>

namespace anonlog {

class TextArena {
 public:
  // `bytes` of uninitialized space.
  char* allocate(std::size_t bytes) {
    while (block_ < blocks_.size() && blocks_[block_].size - used_ < bytes) ++block_, used_ = 0;
    if (block_ == blocks_.size()) {
      const std::size_t size = std::max(kBlockBytes, bytes);
      blocks_.push_back({std::make_unique_for_overwrite<char[]>(size), size});
    }
    char* space = blocks_[block_].bytes.get() + used_;
    used_ += bytes;
    return space;
  }

  void clear() { block_ = used_ = 0; }

 private:
  static constexpr std::size_t kBlockBytes = std::size_t{64} << 10;

  struct Block {
    std::unique_ptr<char[]> bytes;
    std::size_t size;
  };

  std::vector<Block> blocks_;
  std::size_t block_ = 0;  // the block in use; all before it are full
  std::size_t used_ = 0;   // of that block
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_TEXT_ARENA_H_
