// A bounded cache from byte strings (user agents, hosts) to small values.
//
// Sets of eight ways. The hashes and lengths of a set share one cache line, so that a lookup reads that line
// and, nearly always, one key, which is compared in full: a hash alone could be made to collide.
//
// Replacement is a clock per set with counters: a hit raises a way's counter (to 3), the hand lowers what it
// passes and takes the first way at 0, and a new key starts at 0. So keys that come once, the long tail of
// every log, replace each other and not the ones in use. Exact LRU was rejected for that tail.
//
// Lifetime: what find() and insert() give is valid until the next insert().
// Memory:   taken once by the constructor: about kMaxKeyBytes + sizeof(Value) + 8 bytes an entry.
// Threads:  one cache per thread.
#ifndef ANONLOG_RULES_AGENT_BYTE_CACHE_H_
#define ANONLOG_RULES_AGENT_BYTE_CACHE_H_

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <new>
#include <random>
#include <string_view>
#include <type_traits>

#include "parsers/byte_scan.h"

namespace anonlog {

template <typename Value, std::size_t kMaxKeyBytes = 512>
class ByteCache {
  static_assert(std::is_trivially_copyable_v<Value>);
  static_assert(kMaxKeyBytes <= std::numeric_limits<std::uint16_t>::max());

 public:
  static constexpr std::size_t kWays = 8;

  // At least `entries` entries, rounded up to a power of two. The seed keeps outsiders from choosing keys
  // that share a set; give one only to repeat a test.
  explicit ByteCache(std::size_t entries, std::uint64_t seed = random_seed())
      : seed_(seed),
        set_mask_(std::bit_ceil(std::max<std::size_t>(1, (entries + kWays - 1) / kWays)) - 1),
        sets_(std::make_unique<Set[]>(set_mask_ + 1)),
        // Left uninitialized: a page that no key reaches is never touched.
        slots_(std::make_unique_for_overwrite<Slot[]>(capacity())) {}

  // Where a key belongs.
  struct Place {
    std::size_t set;
    std::uint32_t tag;
  };

  // The place of `key`, with its memory on the way: who has many keys asks for all places first, and waits
  // for the slowest only.
  Place prefetch(std::string_view key) const {
    const Place place = place_of(key);
    if (key.size() > kMaxKeyBytes) return place;
    for (unsigned ways = candidates(sets_[place.set], place, key); ways != 0; ways &= ways - 1) {
      const auto way = static_cast<std::size_t>(std::countr_zero(ways));
      const char* bytes = reinterpret_cast<const char*>(&slot(place.set, way));
      for (std::size_t i = 0; i < sizeof(Value) + key.size(); i += kLineBytes) __builtin_prefetch(bytes + i);
    }
    return place;
  }

  // The value of `key`, or nullptr.
  Value* find(std::string_view key) { return find(key, place_of(key)); }
  Value* find(std::string_view key, Place place) {
    if (key.size() > kMaxKeyBytes) return nullptr;
    Set& set = sets_[place.set];
    const std::size_t way = way_of(set, place, key);
    if (way == kWays) return nullptr;
    // Written only when it changes, so that hits leave the line clean.
    if (set.counts[way] < kMaxCount) ++set.counts[way];
    return value_of(slot(place.set, way));
  }

  // The value of `key` for the caller to fill, value-initialized when the key is new; may evict another key.
  // nullptr when the key is too long to be kept.
  Value* insert(std::string_view key) {
    if (key.size() > kMaxKeyBytes) return nullptr;
    const Place place = place_of(key);
    Set& set = sets_[place.set];
    if (const std::size_t way = way_of(set, place, key); way != kWays) return value_of(slot(place.set, way));
    const std::size_t way = evict(set);
    set.tags[way] = place.tag;
    set.key_bytes[way] = static_cast<std::uint16_t>(key.size());
    Slot& taken = slot(place.set, way);
    std::copy(key.begin(), key.end(), taken.key.begin());
    return ::new (taken.value.data()) Value();
  }

  [[nodiscard]] std::size_t capacity() const { return (set_mask_ + 1) * kWays; }

 private:
  static constexpr std::uint8_t kMaxCount = 3;
  static constexpr std::size_t kLineBytes = 64;

  struct alignas(kLineBytes) Set {
    std::array<std::uint32_t, kWays> tags{};  // of the hash; 0 is an empty way
    std::array<std::uint16_t, kWays> key_bytes{};
    std::array<std::uint8_t, kWays> counts{};
    std::uint8_t hand = 0;  // the way to be looked at next for eviction
  };
  static_assert(sizeof(Set) == kLineBytes);

  // The value is raw bytes until insert() makes it: a Value with a default would have all slots written at
  // the start.
  struct alignas(kLineBytes) Slot {
    alignas(Value) std::array<std::byte, sizeof(Value)> value;
    std::array<char, kMaxKeyBytes> key;
  };

  static std::uint64_t random_seed() {
    std::random_device device;
    return std::uint64_t{device()} << 32 | device();
  }

  Place place_of(std::string_view key) const {
    const std::uint64_t hash = XXH3_64bits_withSeed(key.data(), key.size(), seed_);
    return {hash & set_mask_, static_cast<std::uint32_t>(hash >> 32) | 1U};
  }

  // Bit i: way i has the key's tag and length. Requires: key.size() <= kMaxKeyBytes.
  // All ways are compared before any is tried: which way holds a key
  // is as good as random, and a mispredicted branch costs more than eight comparisons.
  static unsigned candidates(const Set& set, Place place, std::string_view key) {
#if defined(__SSE2__)
    const __m128i tag = _mm_set1_epi32(static_cast<int>(place.tag));
    const auto* tags = reinterpret_cast<const __m128i*>(set.tags.data());
    const __m128i same_tag = _mm_packs_epi32(_mm_cmpeq_epi32(_mm_load_si128(tags), tag),
                                             _mm_cmpeq_epi32(_mm_load_si128(tags + 1), tag));
    const __m128i size = _mm_set1_epi16(static_cast<short>(key.size()));
    const __m128i sizes = _mm_load_si128(reinterpret_cast<const __m128i*>(set.key_bytes.data()));
    const __m128i same = _mm_and_si128(same_tag, _mm_cmpeq_epi16(sizes, size));
    return static_cast<unsigned>(_mm_movemask_epi8(_mm_packs_epi16(same, _mm_setzero_si128())));
#else
    unsigned ways = 0;
    for (unsigned way = 0; way < kWays; ++way) {
      ways |= static_cast<unsigned>(set.tags[way] == place.tag && set.key_bytes[way] == key.size()) << way;
    }
    return ways;
#endif
  }

  // kWays when the set does not hold the key. Requires: key.size() <= kMaxKeyBytes.
  std::size_t way_of(const Set& set, Place place, std::string_view key) const {
    for (unsigned ways = candidates(set, place, key); ways != 0; ways &= ways - 1) {
      const auto way = static_cast<std::size_t>(std::countr_zero(ways));
      if (equal_bytes(slot(place.set, way).key.data(), key.data(), key.size())) return way;
    }
    return kWays;
  }

  static std::size_t evict(Set& set) {
    while (set.counts[set.hand] > 0) {
      --set.counts[set.hand];
      set.hand = next(set.hand);
    }
    const std::size_t way = set.hand;
    set.hand = next(set.hand);
    return way;
  }

  static std::uint8_t next(std::uint8_t way) { return static_cast<std::uint8_t>((way + 1U) % kWays); }

  static Value* value_of(Slot& slot) { return std::launder(reinterpret_cast<Value*>(slot.value.data())); }

  Slot& slot(std::size_t set, std::size_t way) { return slots_[set * kWays + way]; }
  const Slot& slot(std::size_t set, std::size_t way) const { return slots_[set * kWays + way]; }

  std::uint64_t seed_;
  std::size_t set_mask_;
  std::unique_ptr<Set[]> sets_;
  std::unique_ptr<Slot[]> slots_;
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_AGENT_BYTE_CACHE_H_
