#include "rules/keys/text_mac.h"

#include <openssl/core_names.h>
#include <openssl/params.h>

#include <string>

namespace anonlog {

bool TextMac::set_key(ByteSpan key) {
  if (context_ == nullptr) {
    EVP_MAC* mac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
    if (mac == nullptr) return false;
    context_.reset(EVP_MAC_CTX_new(mac));
    EVP_MAC_free(mac);  // the context holds it
  }
  if (context_ == nullptr) return false;
  std::string digest = "SHA256";
  const OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), digest.size()),
      OSSL_PARAM_construct_end()};
  return EVP_MAC_init(context_.get(), key.data(), key.size(), parameters) == 1;
}

bool TextMac::tag(std::string_view text, std::span<std::uint8_t, kSha256Bytes> tag) {
  std::size_t size = 0;
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  return EVP_MAC_init(context_.get(), nullptr, 0, nullptr) == 1 &&
         EVP_MAC_update(context_.get(), bytes, text.size()) == 1 &&
         EVP_MAC_final(context_.get(), tag.data(), &size, tag.size()) == 1 && size == tag.size();
}

}  // namespace anonlog
