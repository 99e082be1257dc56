#include "rules/keys/day_keys.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <string>

#include "rules/keys/hkdf.h"

namespace anonlog {

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

bool DayKeys::derive(const KeyUse& use, std::int64_t day, std::span<std::uint8_t> key) const {
  std::string label = "anonlog v1 ";
  label.append(use.purpose).append(1, '\0');
  for (int shift = 56; shift >= 0; shift -= 8) {
    label += static_cast<char>((static_cast<std::uint64_t>(day) >> static_cast<unsigned>(shift)) & 0xFFU);
  }
  label.append(use.site);
  return hkdf_expand(secret_, label, key);
}

}  // namespace anonlog
