// What the bytes of an input are known by in a dataset: the same for the same bytes, whatever the file is called or however it
// is compressed. Only who has the dataset's secret can tell whether a log is in it.
//
// Source:  a universal hash under one key (GMAC, NIST SP 800-38D, with a constant nonce), and a pseudorandom function under
//          another over it and the length (HMAC, RFC 2104): Wegman and Carter's construction, as in Bernstein's "The Poly1305-AES
//          message-authentication code" (2005), section 5. The tag of GMAC is never shown, so that its nonce may be. HMAC over
//          all bytes would be simpler, and takes five times as long: an eighth of a run into Parquet.
// Output:  16 hex digits.
// Errors:  kInternal, when the crypto library failed.
// Threads: one.
#ifndef ANONLOG_FILTER_DATASET_INPUT_IDENTITY_H_
#define ANONLOG_FILTER_DATASET_INPUT_IDENTITY_H_

#include <openssl/evp.h>

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "filter/input/byte_source.h"
#include "parsers/error.h"

namespace anonlog {

class InputIdentity {
 public:
  static Result<InputIdentity> create(std::span<const std::uint8_t> secret);

  // Begins with an input.
  [[nodiscard]] Status begin();
  [[nodiscard]] Status add(std::span<const char> bytes);
  [[nodiscard]] Result<std::string> finish();

 private:
  static constexpr std::size_t kKeyBytes = 32;
  using Key = std::array<std::uint8_t, kKeyBytes>;

  struct FreeMac {
    void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
  };

  InputIdentity() = default;

  Key hash_key_{};
  Key name_key_{};
  std::unique_ptr<EVP_MAC_CTX, FreeMac> hash_;
  std::uint64_t bytes_ = 0;
};

// A source whose bytes are taken note of as they are read.
class IdentifiedSource final : public ByteSource {
 public:
  // Both outlive this; the identity has begun.
  IdentifiedSource(ByteSource& source, InputIdentity& identity) : source_(source), identity_(identity) {}

  [[nodiscard]] Result<std::size_t> read(std::span<char> out) override;
  bool ready(int timeout_ms) override { return source_.ready(timeout_ms); }
  [[nodiscard]] bool may_pause() const override { return source_.may_pause(); }
  [[nodiscard]] std::uint64_t bytes_consumed() const override { return source_.bytes_consumed(); }

 private:
  ByteSource& source_;
  InputIdentity& identity_;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_DATASET_INPUT_IDENTITY_H_
