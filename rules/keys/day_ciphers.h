// The ciphers of one use, set up per day: a log has few days at a time, and a forged one costs a new key per line.
//
// A day that is no longer held has no cipher: DayKeys has them wiped, also while no line comes.
//
// Lifetime: the keys, and the texts of the use, outlive it.
// Memory:   kSlots ciphers. They must wipe their keys when they are destroyed.
// Threads:  one per worker; the lock is for the thread that changes the keys, and free of contention otherwise.
#ifndef ANONLOG_RULES_KEYS_DAY_CIPHERS_H_
#define ANONLOG_RULES_KEYS_DAY_CIPHERS_H_

#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <span>

#include "rules/keys/day_keys.h"
#include "rules/keys/secret_bytes.h"

namespace anonlog {

// The cipher under a key; null when it takes none.
template <typename Cipher>
std::unique_ptr<Cipher> with_key(std::unique_ptr<Cipher> cipher, std::span<const std::uint8_t> key) {
  if (!cipher->set_key(key)) cipher.reset();
  return cipher;
}

template <typename Cipher>
class DayCiphers final : private KeyCache {
 public:
  static constexpr std::size_t kMaxKeyBytes = 32;

  // `make` sets a cipher up with a key of `key_bytes`; null when that fails.
  using Make = std::function<std::unique_ptr<Cipher>(std::span<const std::uint8_t> key)>;

  DayCiphers(const DayKeys& keys, const KeyUse& use, std::size_t key_bytes, Make make)
      : keys_(keys), use_(use), key_bytes_(key_bytes), make_(std::move(make)) {
    assert(key_bytes <= kMaxKeyBytes);
    keys_.add(*this);
  }
  ~DayCiphers() { keys_.remove(*this); }
  DayCiphers(const DayCiphers&) = delete;
  DayCiphers& operator=(const DayCiphers&) = delete;

  // What `work`, a bool(Cipher&), says of the day's cipher. False when the day has none.
  template <typename Work>
  [[nodiscard]] bool run(std::int64_t day, Work work) {
    const std::lock_guard lock(mutex_);
    Slot& slot = slots_[static_cast<std::uint64_t>(day) % kSlots];
    if (slot.cipher == nullptr || slot.day != day) {
      slot.day = day;
      slot.cipher = make_cipher(day);
    }
    return slot.cipher != nullptr && work(*slot.cipher);
  }

 private:
  static constexpr std::size_t kSlots = 8;

  struct Slot {
    std::int64_t day = 0;
    std::unique_ptr<Cipher> cipher;  // null: none yet, or none can be made
  };

  std::unique_ptr<Cipher> make_cipher(std::int64_t day) const {
    SecretBytes<kMaxKeyBytes> key;
    const auto bytes = key.bytes().first(key_bytes_);
    return keys_.derive(use_, day, bytes) ? make_(bytes) : nullptr;
  }

  void forget() override {
    const std::lock_guard lock(mutex_);
    for (Slot& slot : slots_) slot.cipher.reset();
  }

  const DayKeys& keys_;
  KeyUse use_;
  std::size_t key_bytes_;
  Make make_;
  std::mutex mutex_;  // guards slots_
  std::array<Slot, kSlots> slots_;
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_KEYS_DAY_CIPHERS_H_
