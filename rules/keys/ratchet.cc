#include "rules/keys/ratchet.h"

#include <fmt/format.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

#include "rules/keys/hkdf.h"

namespace anonlog {
namespace {

using Secret = SecretBytes<Ratchet::kChainBytes>;

constexpr std::size_t kIdBytes = 8;

// To the next day.
bool step(Secret& chain) {
  Secret next;
  if (!hkdf_expand(chain.bytes(), "anonlog v1 ratchet", next.bytes())) return false;
  std::ranges::copy(next.bytes(), chain.bytes().begin());
  return true;
}

bool fill_randomly(std::span<std::uint8_t> bytes) {
  return RAND_priv_bytes(bytes.data(), static_cast<int>(bytes.size())) == 1;
}

// An id says nothing of the key: it is random too.
bool make_id(std::string& id) {
  std::array<std::uint8_t, kIdBytes> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) return false;
  id.clear();
  for (const std::uint8_t byte : bytes) id += fmt::format("{:02x}", byte);
  return true;
}

tl::unexpected<Error> no_randomness() {
  return fail(ErrorKind::kInternal, "no random bytes for the key: the system's generator failed");
}

}  // namespace

Result<Ratchet> Ratchet::random(unsigned keep_days, std::int64_t today) {
  std::string id;
  std::vector<std::unique_ptr<Chain>> chains;
  chains.push_back(std::make_unique<Chain>());
  chains.front()->day = today - keep_days + 1;
  if (!make_id(id) || !fill_randomly(chains.front()->bytes.bytes())) return no_randomness();
  return Ratchet(std::move(id), keep_days, std::move(chains));
}

Ratchet::Ratchet(std::string id, unsigned keep_days, std::vector<std::unique_ptr<Chain>> chains)
    : id_(std::move(id)), keep_days_(keep_days), chains_(std::move(chains)) {
  assert(!chains_.empty() && chains_.size() <= kMaxChains);
}

std::int64_t Ratchet::last_day(std::int64_t today) const {
  return std::clamp(today + 1, first_day() + keep_days_, first_day() + kMaxHeldDays - 1);
}

bool Ratchet::advance(std::int64_t day) {
  if (day <= first_day()) return true;
  auto front = std::make_unique<Chain>();
  if (!find_chain(day, front->bytes)) return false;
  front->day = day;
  while (!chains_.empty() && chains_.front()->day <= day) chains_.erase(chains_.begin());
  chains_.insert(chains_.begin(), std::move(front));
  return true;
}

Status Ratchet::rekey(std::int64_t day) {
  assert(day > first_day() && day >= chains_.back()->day);
  const bool replaces = chains_.back()->day == day;
  if (!replaces && chains_.size() == kMaxChains) {
    return fail(
        ErrorKind::kUsage,
        fmt::format("the key was changed {} times within the days that it keeps; more does not fit into "
                    "its file before the oldest of them is gone",
                    kMaxChains - 1));
  }
  auto chain = std::make_unique<Chain>();
  chain->day = day;
  Secret before;
  Secret fresh;
  std::string id;
  if (!make_id(id) || !fill_randomly(fresh.bytes())) return no_randomness();
  if (!find_chain(day, before) ||
      !mix(std::as_const(before).bytes(), std::as_const(fresh).bytes(), chain->bytes.bytes())) {
    return fail(ErrorKind::kInternal, "no new key could be made: the crypto library failed");
  }
  if (replaces) chains_.pop_back();
  chains_.push_back(std::move(chain));
  id_ = std::move(id);
  return {};
}

bool Ratchet::mix(ChainBytes before, ChainBytes fresh, std::span<std::uint8_t, kChainBytes> mixed) {
  return hkdf(fresh, before, "anonlog v1 rekey", mixed);
}

bool Ratchet::for_each_day(std::int64_t last_day,
                           const std::function<void(std::int64_t, ChainBytes)>& take) const {
  Secret chain;
  auto next = chains_.begin();
  for (std::int64_t day = first_day(); day <= last_day; ++day) {
    if (next != chains_.end() && (*next)->day == day) {
      std::ranges::copy((*next++)->bytes.bytes(), chain.bytes().begin());
    } else if (!step(chain)) {
      return false;
    }
    take(day, chain.bytes());
  }
  return true;
}

bool Ratchet::find_chain(std::int64_t day, Secret& chain) const {
  const auto after = std::ranges::upper_bound(
      chains_, day, {}, [](const std::unique_ptr<Chain>& candidate) { return candidate->day; });
  assert(after != chains_.begin());
  const Chain& from = **(after - 1);
  std::ranges::copy(from.bytes.bytes(), chain.bytes().begin());
  for (std::int64_t at = from.day; at < day; ++at) {
    if (!step(chain)) return false;
  }
  return true;
}

}  // namespace anonlog
