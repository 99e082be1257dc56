#include "rules/keys/day_keys.h"

#include <openssl/rand.h>

#include <algorithm>
#include <cassert>
#include <string>
#include <utility>

#include "rules/keys/hkdf.h"

namespace anonlog {

Result<std::unique_ptr<const DayKeys>> DayKeys::random() {
  auto keys = std::make_unique<DayKeys>(std::array<std::uint8_t, kSecretBytes>{});
  const std::span<std::uint8_t> secret = keys->secrets_.front()->bytes();
  if (RAND_priv_bytes(secret.data(), static_cast<int>(secret.size())) != 1) {
    return fail(ErrorKind::kInternal, "no random bytes for the run's key: the system's generator failed");
  }
  return keys;
}

DayKeys::DayKeys(const std::array<std::uint8_t, kSecretBytes>& secret)
    : is_of_all_days_(true),
      first_day_(std::numeric_limits<std::int64_t>::min()),
      last_day_(std::numeric_limits<std::int64_t>::max()) {
  secrets_.push_back(std::make_unique<Secret>());
  std::ranges::copy(secret, secrets_.front()->bytes().begin());
}

std::unique_ptr<DayKeys> DayKeys::none() {
  auto keys = std::make_unique<DayKeys>(std::array<std::uint8_t, kSecretBytes>{});
  keys->drop();
  return keys;
}

bool DayKeys::derive(const KeyUse& use, std::int64_t day, std::span<std::uint8_t> key) const {
  const std::lock_guard lock(mutex_);
  const auto [first, last] = days();
  if (day < first || day > last) {
    std::ranges::fill(key, std::uint8_t{0});
    return false;
  }
  const std::size_t index = is_of_all_days_ ? 0 : static_cast<std::size_t>(day - first);
  return derive_key(secrets_[index]->bytes(), use, day, key);
}

bool DayKeys::hold(const Ratchet& ratchet, std::int64_t last_day) {
  Secrets secrets;
  const bool done = ratchet.for_each_day(last_day, [&](std::int64_t, Ratchet::ChainBytes chain) {
    secrets.push_back(std::make_unique<Secret>());
    std::ranges::copy(chain, secrets.back()->bytes().begin());
  });
  if (!done) {
    drop();
    return false;
  }
  replace(std::move(secrets), {ratchet.first_day(), last_day});
  return true;
}

void DayKeys::drop() { replace({}, kNoDays); }

void DayKeys::replace(Secrets secrets, Days days) {
  {
    const std::lock_guard lock(mutex_);
    secrets_ = std::move(secrets);
    is_of_all_days_ = false;
    first_day_ = days.first;
    last_day_ = days.last;
  }
  const std::lock_guard lock(caches_mutex_);
  for (KeyCache* cache : caches_) cache->forget();
}

void DayKeys::add(KeyCache& cache) const {
  const std::lock_guard lock(caches_mutex_);
  caches_.push_back(&cache);
}

void DayKeys::remove(KeyCache& cache) const {
  const std::lock_guard lock(caches_mutex_);
  caches_.erase(std::ranges::find(caches_, &cache));
}

bool derive_key(std::span<const std::uint8_t> secret, const KeyUse& use, std::int64_t day,
                std::span<std::uint8_t> key) {
  std::string label = "anonlog v1 ";
  label.append(use.purpose).append(1, '\0');
  for (int shift = 56; shift >= 0; shift -= 8) {
    label += static_cast<char>((static_cast<std::uint64_t>(day) >> static_cast<unsigned>(shift)) & 0xFFU);
  }
  label.append(use.site);
  return hkdf_expand(secret, label, key);
}

}  // namespace anonlog
