// What ranges of numbers have: ranges are added in their order, then looked up.
//
// The starts of all ranges, and of the gaps among them, in one sorted array, and for each value of the 16 bits that tell
// most an index into it: a lookup is one read of the index and a short binary search without branches. (In the trie of an
// MMDB file nearly each bit is a cache miss. A tree of blocks of one cache line each took as long or longer.)
//
// Memory:  of IPv4 8, of IPv6 28 bytes a range, and 256 KiB.
// Threads: immutable once finish() was called.
#ifndef ANONLOG_RULES_COUNTRY_RANGE_TABLE_H_
#define ANONLOG_RULES_COUNTRY_RANGE_TABLE_H_

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <vector>

namespace anonlog {

// `Key`: an unsigned number. `Word`: its upper bits, or all; these are searched. `kFirst`: only keys from there on whose
// words differ below `kIndexShift + 16` bits of it are added and looked up.
template <typename Key, typename Word, unsigned kIndexShift, Word kFirst>
class RangeTable {
 public:
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

  // The value of [first, last]. False: it is no range, or not behind the last one.
  bool add(Key first, Key last, std::uint32_t value) {
    assert(is_indexed(top(first)) && is_indexed(top(last)));
    if (first > last || (!starts_.empty() && first <= last_)) return false;
    if (starts_.empty()) {
      append(Key{kFirst} << kWordShift, kNone);
    } else if (first != last_ + 1) {
      append(last_ + 1, kNone);
    }
    append(first, value);
    last_ = last;
    return true;
  }

  // Requires: nothing is added after it.
  void finish() {
    if (starts_.empty()) return;
    if (last_ != static_cast<Key>(~Key{0})) append(last_ + 1, kNone);
    if constexpr (kWordShift != 0) {
      words_.reserve(starts_.size());
      for (const Key start : starts_) words_.push_back(top(start));
    }
    index_.resize(kIndexSize + 1);
    std::size_t at = 0;
    for (std::size_t i = 0; i < kIndexSize; ++i) {
      const Word begin = kFirst + (static_cast<Word>(i) << kIndexShift);
      while (at + 1 < words().size() && words()[at + 1] <= begin) ++at;
      index_[i] = static_cast<std::uint32_t>(at);
    }
    index_[kIndexSize] = static_cast<std::uint32_t>(words().size() - 1);
  }

  // kNone where nothing was added. Requires: finished.
  [[nodiscard]] std::uint32_t find(Key key) const {
    const Word word = top(key);
    if (index_.empty() || !is_indexed(word)) return kNone;
    const std::size_t bucket = static_cast<std::size_t>((word - kFirst) >> kIndexShift);
    std::size_t at = index_[bucket];
    // The last start that is not above the key is one of `count` from `at` on.
    const Word* const starts = words().data();
    for (std::size_t count = index_[bucket + 1] - at + 1; count > 1;) {
      const std::size_t half = count / 2;
      at += static_cast<std::size_t>(starts[at + half] <= word) * half;
      count -= half;
    }
    if constexpr (kWordShift != 0) {
      // Of starts with one word, which are few, the first has no bits below it: see append().
      while (at != 0 && starts[at - 1] == word && starts_[at] > key) --at;
    }
    return values_[at];
  }

 private:
  static constexpr std::size_t kIndexSize = std::size_t{1} << 16;
  static constexpr unsigned kWordShift = 8 * (sizeof(Key) - sizeof(Word));

  static Word top(Key key) { return static_cast<Word>(key >> kWordShift); }
  static bool is_indexed(Word word) {
    return word >= kFirst && static_cast<std::size_t>((word - kFirst) >> kIndexShift) < kIndexSize;
  }

  [[nodiscard]] const std::vector<Word>& words() const {
    if constexpr (kWordShift == 0) {
      return starts_;
    } else {
      return words_;
    }
  }

  // Neighbours of one value are one range.
  void append(Key start, std::uint32_t value) {
    if (!starts_.empty() && starts_.back() == start) {
      values_.back() = value;
    } else if (values_.empty() || values_.back() != value) {
      // So that most lookups need not read the bits below the word.
      const Key at_word = Key{top(start)} << kWordShift;
      if (at_word != start && starts_.back() < at_word) push(at_word, values_.back());
      push(start, value);
    }
  }

  void push(Key start, std::uint32_t value) {
    starts_.push_back(start);
    values_.push_back(value);
  }

  std::vector<Key> starts_;            // ascending
  std::vector<Word> words_;            // their upper bits; of a Word that is all of the Key starts_ itself
  std::vector<std::uint32_t> values_;  // of [starts_[i], starts_[i + 1])
  std::vector<std::uint32_t> index_;   // the last start that is not above the begin of a bucket
  Key last_ = 0;                       // of the range that was added last
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_COUNTRY_RANGE_TABLE_H_
