#include "tests/filter/output/age/age_reader.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <cassert>
#include <memory>
#include <optional>
#include <vector>

#include "filter/output/age/bech32.h"
#include "rules/keys/hkdf.h"

namespace anonlog {
namespace {

using Outcome = AgeOpened::Outcome;
using Bytes = std::vector<std::uint8_t>;

constexpr std::size_t kChunk = 65536;
constexpr std::size_t kTag = 16;

struct FreeAll {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};

ByteSpan span_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

// Standard alphabet, no padding, no bits left over.
std::optional<Bytes> decode_base64(std::string_view text) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  Bytes bytes;
  std::uint32_t bits = 0;
  unsigned size = 0;
  for (const char c : text) {
    const std::size_t digit = kAlphabet.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    bits = (bits << 6U) | static_cast<std::uint32_t>(digit);
    size += 6;
    if (size < 8) continue;
    size -= 8;
    bytes.push_back(static_cast<std::uint8_t>(bits >> size));
    bits &= (1U << size) - 1;
  }
  if (size >= 6 || bits != 0) return std::nullopt;
  return bytes;
}

struct Stanza {
  std::vector<std::string_view> arguments;
  Bytes body;
};

struct Header {
  std::vector<Stanza> stanzas;
  std::string_view authenticated;
  Bytes mac;
  std::string_view rest;
};

class HeaderReader {
 public:
  explicit HeaderReader(std::string_view file) : file_(file), left_(file) {}

  std::optional<Header> read() {
    if (next_line() != "age-encryption.org/v1") return std::nullopt;
    Header header;
    for (;;) {
      const std::size_t begin = file_.size() - left_.size();
      const auto line = next_line();
      if (!line) return std::nullopt;
      if (line->starts_with("---")) {
        header.authenticated = file_.substr(0, begin + 3);
        const auto mac =
            line->size() == 47 && (*line)[3] == ' ' ? decode_base64(line->substr(4)) : std::nullopt;
        if (!mac || header.stanzas.empty()) return std::nullopt;
        header.mac = *mac;
        header.rest = left_;
        return header;
      }
      auto stanza = read_stanza(*line);
      if (!stanza) return std::nullopt;
      header.stanzas.push_back(*std::move(stanza));
    }
  }

 private:
  std::optional<std::string_view> next_line() {
    const std::size_t end = left_.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view line = left_.substr(0, end);
    left_.remove_prefix(end + 1);
    return line;
  }

  std::optional<Stanza> read_stanza(std::string_view line) {
    if (!line.starts_with("-> ")) return std::nullopt;
    line.remove_prefix(3);
    Stanza stanza;
    for (bool more = true; more;) {
      const std::size_t end = std::min(line.find(' '), line.size());
      const std::string_view argument = line.substr(0, end);
      if (argument.empty()) return std::nullopt;
      if (!std::ranges::all_of(argument, [](char c) { return c > 32 && c < 127; })) return std::nullopt;
      stanza.arguments.push_back(argument);
      more = end != line.size();
      line.remove_prefix(more ? end + 1 : end);
    }
    for (;;) {
      const auto body = next_line();
      if (!body || body->size() > 64) return std::nullopt;
      const auto bytes = decode_base64(*body);
      if (!bytes) return std::nullopt;
      stanza.body.insert(stanza.body.end(), bytes->begin(), bytes->end());
      if (body->size() < 64) return stanza;
    }
  }

  std::string_view file_;
  std::string_view left_;
};

std::optional<std::string> open_box(ByteSpan key, ByteSpan nonce, std::string_view box) {
  if (box.size() < kTag) return std::nullopt;
  const std::unique_ptr<EVP_CIPHER_CTX, FreeAll> context(EVP_CIPHER_CTX_new());
  std::string tag(box.substr(box.size() - kTag));
  std::string text(box.size() - kTag, '\0');
  auto* const out = reinterpret_cast<unsigned char*>(text.data());
  int size = 0;
  int rest = 0;
  const bool opened =
      EVP_DecryptInit_ex(context.get(), EVP_chacha20_poly1305(), nullptr, key.data(), nonce.data()) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, kTag, tag.data()) == 1 &&
      EVP_DecryptUpdate(context.get(), out, &size, span_of(box).data(), static_cast<int>(text.size())) == 1 &&
      EVP_DecryptFinal_ex(context.get(), out + size, &rest) == 1;
  return opened ? std::optional(text) : std::nullopt;
}

std::optional<Bytes> agree(const AgePrivateKey& own, const Bytes& share) {
  const std::unique_ptr<EVP_PKEY, FreeAll> key(
      EVP_PKEY_new_raw_private_key_ex(nullptr, "X25519", nullptr, own.data(), own.size()));
  const std::unique_ptr<EVP_PKEY, FreeAll> peer(
      EVP_PKEY_new_raw_public_key_ex(nullptr, "X25519", nullptr, share.data(), share.size()));
  const std::unique_ptr<EVP_PKEY_CTX, FreeAll> context(
      EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr));
  Bytes secret(32);
  std::size_t size = secret.size();
  if (EVP_PKEY_derive_init(context.get()) != 1 || EVP_PKEY_derive_set_peer(context.get(), peer.get()) != 1 ||
      EVP_PKEY_derive(context.get(), secret.data(), &size) != 1) {
    return std::nullopt;
  }
  return secret;
}

// Nothing when the stanza is of another key; kHeaderFailure when it is broken.
std::optional<std::string> unwrap(const Stanza& stanza, const AgePrivateKey& own, Outcome& outcome) {
  outcome = Outcome::kHeaderFailure;
  if (stanza.arguments.size() != 2 || stanza.body.size() != 32) return std::nullopt;
  const auto share = decode_base64(stanza.arguments[1]);
  if (!share || share->size() != 32) return std::nullopt;
  const auto secret = agree(own, *share);
  if (!secret) return std::nullopt;
  Bytes salt = *share;
  const auto recipient = age_public_key(own);
  salt.insert(salt.end(), recipient.begin(), recipient.end());
  std::array<std::uint8_t, 32> key{};
  const bool made = hkdf(*secret, salt, "age-encryption.org/v1/X25519", key);
  assert(made);
  static_cast<void>(made);
  outcome = Outcome::kNoMatch;
  return open_box(key, std::array<std::uint8_t, 12>{},
                  {reinterpret_cast<const char*>(stanza.body.data()), stanza.body.size()});
}

std::optional<std::string> find_file_key(const Header& header, std::span<const AgePrivateKey> identities,
                                         Outcome& outcome) {
  for (const AgePrivateKey& own : identities) {
    for (const Stanza& stanza : header.stanzas) {
      if (stanza.arguments.front() != "X25519") continue;
      auto key = unwrap(stanza, own, outcome);
      if (key || outcome == Outcome::kHeaderFailure) return key;
    }
  }
  outcome = Outcome::kNoMatch;
  return std::nullopt;
}

AgeOpened open_payload(ByteSpan key, std::string_view payload) {
  AgeOpened opened{Outcome::kPayloadFailure, {}};
  std::array<std::uint8_t, 12> nonce{};
  for (std::uint64_t number = 0;; ++number) {
    for (std::size_t i = 0; i < 8; ++i) nonce[10 - i] = static_cast<std::uint8_t>(number >> (8 * i));
    const std::string_view box = payload.substr(0, kChunk + kTag);
    if (box.empty()) return opened;
    bool is_last = box.size() < kChunk + kTag;
    nonce[11] = is_last ? 1 : 0;
    auto text = open_box(key, nonce, box);
    if (!text && !is_last) {
      is_last = true;
      nonce[11] = 1;
      text = open_box(key, nonce, box);
    }
    if (!text || (text->empty() && number != 0)) return opened;
    opened.text += *text;
    payload.remove_prefix(box.size());
    if (!is_last) continue;
    if (payload.empty()) opened.outcome = Outcome::kSuccess;
    return opened;
  }
}

}  // namespace

AgePrivateKey parse_age_identity(std::string_view text) {
  const auto decoded = decode_bech32(text);
  AgePrivateKey key{};
  assert(decoded && decoded->readable_part == "AGE-SECRET-KEY-" && decoded->bytes.size() == key.size());
  std::ranges::copy(decoded->bytes, key.begin());
  return key;
}

std::array<std::uint8_t, 32> age_public_key(const AgePrivateKey& key) {
  const std::unique_ptr<EVP_PKEY, FreeAll> own(
      EVP_PKEY_new_raw_private_key_ex(nullptr, "X25519", nullptr, key.data(), key.size()));
  std::array<std::uint8_t, 32> recipient{};
  std::size_t size = recipient.size();
  EVP_PKEY_get_raw_public_key(own.get(), recipient.data(), &size);
  return recipient;
}

AgeOpened open_age(std::string_view file, std::span<const AgePrivateKey> identities) {
  const auto header = HeaderReader(file).read();
  if (!header) return {Outcome::kHeaderFailure, {}};
  Outcome outcome = Outcome::kNoMatch;
  const auto file_key = find_file_key(*header, identities, outcome);
  if (!file_key) return {outcome, {}};
  std::array<std::uint8_t, 32> mac_key{};
  std::array<std::uint8_t, 32> mac{};
  const bool made = hkdf(span_of(*file_key), {}, "header", mac_key) &&
                    hmac_sha256(mac_key, span_of(header->authenticated), mac);
  if (!made || header->mac.size() != mac.size() || !std::ranges::equal(header->mac, mac)) {
    return {Outcome::kHmacFailure, {}};
  }
  if (header->rest.size() < 16) return {Outcome::kHeaderFailure, {}};
  std::array<std::uint8_t, 32> key{};
  if (!hkdf(span_of(*file_key), span_of(header->rest.substr(0, 16)), "payload", key)) return {outcome, {}};
  return open_payload(key, header->rest.substr(16));
}

}  // namespace anonlog
