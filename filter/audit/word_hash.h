// Words as numbers: a keyed hash, so that no word of a log is kept, and that no log can be written that collides.
#ifndef ANONLOG_FILTER_AUDIT_WORD_HASH_H_
#define ANONLOG_FILTER_AUDIT_WORD_HASH_H_

#ifndef XXH_INLINE_ALL
#define XXH_INLINE_ALL
#endif
#include <xxhash.h>

#include <cstdint>
#include <string_view>

namespace anonlog {

// What a text was read as: the host info.example.org is not the e-mail address info@example.org.
enum class WordKind : std::uint8_t {
  kWord,
  kAddress,
  kNumber,  // an address that may be a number as well: 3405803783, cb007107
  kEmail,
  kToken,
};

class WordHash {
 public:
  // `key`: random, of this run.
  explicit WordHash(std::uint64_t key) : key_(key) {}

  std::uint64_t operator()(WordKind kind, std::string_view text) const {
    return XXH3_64bits_withSeed(text.data(), text.size(),
                                key_ + static_cast<std::uint64_t>(kind) * 0x9E3779B97F4A7C15U);
  }

 private:
  std::uint64_t key_;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_AUDIT_WORD_HASH_H_
