// A secret of a fixed size, in the crypto library's secure heap where the program has one: locked in memory, kept out of
// core dumps, between guard pages. Wiped at the end; neither copied nor moved.
//
// Memory:  without a secure heap (tests) ordinary memory, wiped all the same.
// Threads: those of an array.
#ifndef ANONLOG_RULES_KEYS_SECRET_BYTES_H_
#define ANONLOG_RULES_KEYS_SECRET_BYTES_H_

#include <openssl/crypto.h>

#include <cstddef>
#include <cstdint>
#include <new>
#include <span>

namespace anonlog {

template <std::size_t kSize>
class SecretBytes {
 public:
  // All zero.
  SecretBytes() : bytes_(static_cast<std::uint8_t*>(OPENSSL_secure_zalloc(kSize))) {
    if (bytes_ == nullptr) throw std::bad_alloc();
  }
  ~SecretBytes() { OPENSSL_secure_clear_free(bytes_, kSize); }
  SecretBytes(const SecretBytes&) = delete;
  SecretBytes& operator=(const SecretBytes&) = delete;

  [[nodiscard]] std::span<const std::uint8_t, kSize> bytes() const {
    return std::span<const std::uint8_t, kSize>(bytes_, kSize);
  }
  std::span<std::uint8_t, kSize> bytes() { return std::span<std::uint8_t, kSize>(bytes_, kSize); }

  void wipe() { OPENSSL_cleanse(bytes_, kSize); }

 private:
  std::uint8_t* bytes_;
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_KEYS_SECRET_BYTES_H_
