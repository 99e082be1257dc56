#include "filter/reveal/address_revealer.h"

#include <algorithm>
#include <array>

#include "rules/keys/secret_bytes.h"
#include "rules/keys/token_text.h"

namespace anonlog {
namespace {

std::string address_text(const Address& address) {
  AddressToken bytes;
  bytes.size = address.is_ipv4() ? 4 : Address::kBytes;
  std::copy(address.bytes().end() - bytes.size, address.bytes().end(), bytes.bytes.begin());
  std::array<char, kMaxAddressTokenText> text{};
  return {text.data(), write_address_token(bytes, text.data())};
}

}  // namespace

bool AddressRevealer::is_token(std::string_view text) {
  AddressToken token;
  return read_address_token(text, &token);
}

std::optional<std::string> AddressRevealer::reveal(const Action& action, std::int64_t day,
                                                   std::string_view token) {
  AddressToken bytes;
  if (!read_address_token(token, &bytes)) return std::nullopt;
  AddressCipher* const cipher = cipher_of(action, day);
  Address address;
  if (cipher == nullptr || !cipher->decrypt(bytes, &address)) return std::nullopt;
  return address_text(address);
}

AddressCipher* AddressRevealer::cipher_of(const Action& action, std::int64_t day) {
  const DayKeys::Days held = keys_.days();
  if (day < held.first || day > held.last) return nullptr;
  const auto [place, is_new] = ciphers_.try_emplace({&action, day});
  if (!is_new) return place->second.get();
  const auto* const info = std::ranges::find(kAddressCiphers, action.name, &AddressCipherInfo::name);
  if (info == std::end(kAddressCiphers)) return nullptr;
  SecretBytes<32> key;
  const auto bytes = key.bytes().first(info->key_bytes);
  std::unique_ptr<AddressCipher> cipher = make_address_cipher(info->kind);
  const std::string purpose = key_purpose(action);
  if (keys_.derive({purpose, site_}, day, bytes) && cipher->set_key(bytes)) place->second = std::move(cipher);
  return place->second.get();
}

}  // namespace anonlog
