#include "rules/keys/day_keys.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include <string>

namespace anonlog {
namespace {

struct FreeKdf {
  void operator()(EVP_KDF* kdf) const { EVP_KDF_free(kdf); }
  void operator()(EVP_KDF_CTX* context) const { EVP_KDF_CTX_free(context); }
};

}  // namespace

Result<std::unique_ptr<const DayKeys>> DayKeys::random() {
  std::array<std::uint8_t, kSecretBytes> secret{};
  if (RAND_priv_bytes(secret.data(), static_cast<int>(secret.size())) != 1) {
    return fail(ErrorKind::kInternal, "no random bytes for the run's key: the system's generator failed");
  }
  auto keys = std::make_unique<const DayKeys>(secret);
  OPENSSL_cleanse(secret.data(), secret.size());
  return keys;
}

DayKeys::~DayKeys() { OPENSSL_cleanse(secret_.data(), secret_.size()); }

bool DayKeys::visitor_key(std::int64_t day, Block* key) const {
  const std::unique_ptr<EVP_KDF, FreeKdf> kdf(EVP_KDF_fetch(nullptr, "HKDF", nullptr));
  if (kdf == nullptr) return false;
  const std::unique_ptr<EVP_KDF_CTX, FreeKdf> context(EVP_KDF_CTX_new(kdf.get()));
  if (context == nullptr) return false;
  std::string label = "anonlog v1 visitor day " + std::to_string(day);
  std::array<std::uint8_t, kSecretBytes> secret = secret_;  // the parameters take no const bytes
  std::string digest = "SHA256";
  const OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest.data(), digest.size()),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, secret.data(), secret.size()),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, label.data(), label.size()),
      OSSL_PARAM_construct_end(),
  };
  const bool derived = EVP_KDF_derive(context.get(), key->data(), key->size(), parameters) == 1;
  OPENSSL_cleanse(secret.data(), secret.size());
  return derived;
}

}  // namespace anonlog
