// Turns tokens of addresses back, with the keys of their days.
//
// None of these ciphers tells whether a token was made under its key: under a wrong one any token is some address. Who
// asks must know the day, the column and the action of a token, and that the key is the one it was made with.
//
// Lifetime: the keys outlive it.
// Memory:   a cipher per column, action and day that has a key.
// Threads:  one.
#ifndef ANONLOG_FILTER_REVEAL_ADDRESS_REVEALER_H_
#define ANONLOG_FILTER_REVEAL_ADDRESS_REVEALER_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "rules/action.h"
#include "rules/keys/address_cipher.h"
#include "rules/keys/day_keys.h"

namespace anonlog {

class AddressRevealer {
 public:
  AddressRevealer(const DayKeys& keys, std::string site) : keys_(keys), site_(std::move(site)) {}

  [[nodiscard]] const std::string& site() const { return site_; }

  static bool is_token(std::string_view text);

  // The text of the address; nothing when the day has no key, or this is no token of the action.
  // Requires: an action with a way back; a day as in "days from 1970-01-01".
  std::optional<std::string> reveal(const Action& action, std::int64_t day, std::string_view token);

 private:
  AddressCipher* cipher_of(const Action& action, std::int64_t day);

  const DayKeys& keys_;
  std::string site_;
  std::map<std::pair<const Action*, std::int64_t>, std::unique_ptr<AddressCipher>> ciphers_;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_REVEAL_ADDRESS_REVEALER_H_
