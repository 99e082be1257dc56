// Encrypts a stream as one file of age v1, which `age -d` opens.
//
// Output:  the header, a nonce, then the payload in chunks of 64 KiB, each sealed by itself (STREAM): of a file that was cut
//          all whole chunks can still be opened. A chunk is given out once it is known not to be the last one.
// Source:  C2SP, age.md.
// Errors:  of make_age_header(); kInternal, of the crypto library.
// Memory:  one chunk. Keys are wiped.
// Threads: one at a time.
#ifndef ANONLOG_FILTER_OUTPUT_AGE_AGE_ENCRYPTOR_H_
#define ANONLOG_FILTER_OUTPUT_AGE_AGE_ENCRYPTOR_H_

#include <openssl/evp.h>

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "filter/output/age/age_recipient.h"
#include "filter/output/byte_buffer.h"
#include "parsers/error.h"

namespace anonlog {

class AgeEncryptor {
 public:
  static constexpr std::size_t kChunkBytes = std::size_t{64} << 10;

  // Appends header and nonce to `out`. Requires: at least one recipient.
  static Result<std::unique_ptr<AgeEncryptor>> begin(std::span<const AgeRecipient> recipients,
                                                     ByteBuffer& out);

  ~AgeEncryptor();
  AgeEncryptor(const AgeEncryptor&) = delete;
  AgeEncryptor& operator=(const AgeEncryptor&) = delete;

  // Appends the chunks that became whole. Up to kChunkBytes of the text are kept.
  [[nodiscard]] Status write(std::string_view text, ByteBuffer& out);

  // How much of the text is kept; how much room is left in its chunk.
  [[nodiscard]] std::size_t kept_bytes() const { return size_; }
  [[nodiscard]] std::size_t room_bytes() const { return kChunkBytes - size_; }

  // Appends the kept chunk, when it is full, as one that is not the last: more must follow before finish().
  [[nodiscard]] Status push_full_chunk(ByteBuffer& out);

  // Appends the last chunk, which is not empty unless the whole text is. Nothing may follow.
  [[nodiscard]] Status finish(ByteBuffer& out);

 private:
  struct FreeCipher {
    void operator()(EVP_CIPHER_CTX* cipher) const { EVP_CIPHER_CTX_free(cipher); }
  };

  AgeEncryptor() = default;
  [[nodiscard]] Status seal(bool is_last, ByteBuffer& out);

  std::unique_ptr<EVP_CIPHER_CTX, FreeCipher> cipher_;  // has the payload's key
  std::uint64_t chunks_ = 0;                            // that were given out
  std::size_t size_ = 0;                                // <= kChunkBytes
  std::array<char, kChunkBytes> chunk_;                 // personal data: wiped at the end
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_OUTPUT_AGE_AGE_ENCRYPTOR_H_
