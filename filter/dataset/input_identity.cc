#include "filter/dataset/input_identity.h"

#include <openssl/core_names.h>
#include <openssl/params.h>

#include <algorithm>

#include "rules/keys/hex_text.h"
#include "rules/keys/hkdf.h"

namespace anonlog {
namespace {

constexpr std::size_t kTagBytes = 16;
constexpr std::size_t kIdentityBytes = 8;

tl::unexpected<Error> failed() {
  return fail(ErrorKind::kInternal, "the crypto library cannot make the identity of an input");
}

}  // namespace

Result<InputIdentity> InputIdentity::create(std::span<const std::uint8_t> secret) {
  InputIdentity identity;
  EVP_MAC* const gmac = EVP_MAC_fetch(nullptr, "GMAC", nullptr);
  identity.hash_.reset(gmac == nullptr ? nullptr : EVP_MAC_CTX_new(gmac));
  EVP_MAC_free(gmac);
  if (identity.hash_ == nullptr || !hkdf_expand(secret, "anonlog dataset input hash", identity.hash_key_) ||
      !hkdf_expand(secret, "anonlog dataset input name", identity.name_key_)) {
    return failed();
  }
  return identity;
}

Status InputIdentity::begin() {
  bytes_ = 0;
  char cipher[] = "AES-256-GCM";
  std::array<std::uint8_t, 12> nonce{};
  const std::array parameters = {
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_CIPHER, cipher, 0),
      OSSL_PARAM_construct_octet_string(OSSL_MAC_PARAM_IV, nonce.data(), nonce.size()),
      OSSL_PARAM_construct_end()};
  return EVP_MAC_init(hash_.get(), hash_key_.data(), hash_key_.size(), parameters.data()) == 1 ? Status{}
                                                                                               : failed();
}

Status InputIdentity::add(std::span<const char> bytes) {
  bytes_ += bytes.size();
  const auto* const data = reinterpret_cast<const unsigned char*>(bytes.data());
  return EVP_MAC_update(hash_.get(), data, bytes.size()) == 1 ? Status{} : failed();
}

Result<std::string> InputIdentity::finish() {
  std::array<std::uint8_t, kTagBytes + sizeof bytes_> message{};
  std::size_t tag_bytes = 0;
  if (EVP_MAC_final(hash_.get(), message.data(), &tag_bytes, kTagBytes) != 1 || tag_bytes != kTagBytes) {
    return failed();
  }
  for (std::size_t i = 0; i < sizeof bytes_; ++i) {
    message[kTagBytes + i] = static_cast<std::uint8_t>(bytes_ >> (8 * i));
  }
  std::array<std::uint8_t, kSha256Bytes> tag{};
  if (!hmac_sha256(name_key_, message, tag)) return failed();
  std::string text(2 * kIdentityBytes, '\0');
  write_hex(std::span(tag).first(kIdentityBytes), text.data());
  return text;
}

Result<std::size_t> IdentifiedSource::read(std::span<char> out) {
  Result<std::size_t> count = source_.read(out);
  if (!count) return count;
  if (Status status = identity_.add(out.first(*count)); !status) {
    return tl::unexpected<Error>(std::move(status).error());
  }
  return count;
}

}  // namespace anonlog
