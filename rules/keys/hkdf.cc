#include "rules/keys/hkdf.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace anonlog {
namespace {

struct FreeKdf {
  void operator()(EVP_KDF* kdf) const { EVP_KDF_free(kdf); }
  void operator()(EVP_KDF_CTX* context) const { EVP_KDF_CTX_free(context); }
};

// The library's parameters take no const bytes.
OSSL_PARAM bytes_parameter(const char* name, ByteSpan bytes) {
  return OSSL_PARAM_construct_octet_string(name, const_cast<std::uint8_t*>(bytes.data()), bytes.size());
}

bool derive(int mode, ByteSpan key, ByteSpan salt, std::string_view info, std::span<std::uint8_t> out) {
  std::ranges::fill(out, std::uint8_t{0});
  const std::unique_ptr<EVP_KDF, FreeKdf> kdf(EVP_KDF_fetch(nullptr, "HKDF", nullptr));
  if (kdf == nullptr) return false;
  const std::unique_ptr<EVP_KDF_CTX, FreeKdf> context(EVP_KDF_CTX_new(kdf.get()));
  if (context == nullptr) return false;
  std::string digest = "SHA256";
  const ByteSpan label(reinterpret_cast<const std::uint8_t*>(info.data()), info.size());
  std::vector<OSSL_PARAM> parameters = {
      OSSL_PARAM_construct_int(OSSL_KDF_PARAM_MODE, &mode),
      OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest.data(), digest.size()),
      bytes_parameter(OSSL_KDF_PARAM_KEY, key),
      bytes_parameter(OSSL_KDF_PARAM_INFO, label),
  };
  if (!salt.empty()) parameters.push_back(bytes_parameter(OSSL_KDF_PARAM_SALT, salt));
  parameters.push_back(OSSL_PARAM_construct_end());
  if (EVP_KDF_derive(context.get(), out.data(), out.size(), parameters.data()) == 1) return true;
  std::ranges::fill(out, std::uint8_t{0});
  return false;
}

}  // namespace

bool hkdf(ByteSpan key, ByteSpan salt, std::string_view info, std::span<std::uint8_t> out) {
  return derive(EVP_KDF_HKDF_MODE_EXTRACT_AND_EXPAND, key, salt, info, out);
}

bool hkdf_expand(ByteSpan key, std::string_view info, std::span<std::uint8_t> out) {
  return derive(EVP_KDF_HKDF_MODE_EXPAND_ONLY, key, {}, info, out);
}

bool hmac_sha256(ByteSpan key, ByteSpan message, std::span<std::uint8_t, kSha256Bytes> out) {
  std::size_t size = 0;
  const unsigned char* made = EVP_Q_mac(nullptr, "HMAC", nullptr, "SHA256", nullptr, key.data(), key.size(),
                                        message.data(), message.size(), out.data(), out.size(), &size);
  if (made != nullptr && size == out.size()) return true;
  std::ranges::fill(out, std::uint8_t{0});
  return false;
}

}  // namespace anonlog
