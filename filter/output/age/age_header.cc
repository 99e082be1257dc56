#include "filter/output/age/age_header.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <memory>

#include "rules/keys/secret_bytes.h"

namespace anonlog {
namespace {

constexpr std::size_t kTagBytes = 16;

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;

tl::unexpected<Error> crypto_failed() {
  return fail(ErrorKind::kInternal, "the crypto library failed while a sealed file was begun");
}

// Standard alphabet, no padding.
std::string base64(ByteSpan bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes.data(),
                                   static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(size));
  while (text.ends_with('=')) text.pop_back();
  return text;
}

bool agree(EVP_PKEY* own, EVP_PKEY* peer, std::span<std::uint8_t> secret) {
  const std::unique_ptr<EVP_PKEY_CTX, FreeKey> context(EVP_PKEY_CTX_new_from_pkey(nullptr, own, nullptr));
  std::size_t size = secret.size();
  return context != nullptr && EVP_PKEY_derive_init(context.get()) == 1 &&
         EVP_PKEY_derive_set_peer(context.get(), peer) == 1 &&
         EVP_PKEY_derive(context.get(), secret.data(), &size) == 1 && size == secret.size();
}

// Under a key of one use: the nonce is zero.
bool wrap(ByteSpan key, ByteSpan file_key, std::span<std::uint8_t> out) {
  const std::unique_ptr<EVP_CIPHER_CTX, FreeKey> context(EVP_CIPHER_CTX_new());
  const std::array<std::uint8_t, 12> nonce{};
  int size = 0;
  return context != nullptr &&
         EVP_EncryptInit_ex(context.get(), EVP_chacha20_poly1305(), nullptr, key.data(), nonce.data()) == 1 &&
         EVP_EncryptUpdate(context.get(), out.data(), &size, file_key.data(),
                           static_cast<int>(file_key.size())) == 1 &&
         EVP_EncryptFinal_ex(context.get(), out.data() + size, &size) == 1 &&
         EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, kTagBytes, out.data() + file_key.size()) ==
             1;
}

Result<std::string> make_stanza(ByteSpan file_key, const AgeRecipient& recipient) {
  const Key ephemeral(EVP_PKEY_Q_keygen(nullptr, nullptr, "X25519"));
  const Key peer(
      EVP_PKEY_new_raw_public_key_ex(nullptr, "X25519", nullptr, recipient.key.data(), recipient.key.size()));
  std::array<std::uint8_t, AgeRecipient::kKeyBytes> share{};
  std::size_t share_size = share.size();
  if (ephemeral == nullptr || peer == nullptr ||
      EVP_PKEY_get_raw_public_key(ephemeral.get(), share.data(), &share_size) != 1) {
    return crypto_failed();
  }
  SecretBytes<AgeRecipient::kKeyBytes> secret;
  if (!agree(ephemeral.get(), peer.get(), secret.bytes())) {
    return fail(ErrorKind::kUsage, recipient.text + ": no one can have the private key of this public key");
  }
  std::array<std::uint8_t, 2 * AgeRecipient::kKeyBytes> salt{};
  std::ranges::copy(recipient.key, std::ranges::copy(share, salt.begin()).out);
  SecretBytes<kSha256Bytes> wrap_key;
  std::array<std::uint8_t, kAgeFileKeyBytes + kTagBytes> body{};
  if (!hkdf(secret.bytes(), salt, kAgeX25519Label, wrap_key.bytes()) ||
      !wrap(wrap_key.bytes(), file_key, body)) {
    return crypto_failed();
  }
  return "-> X25519 " + base64(share) + "\n" + base64(body) + "\n";
}

}  // namespace

Result<std::string> make_age_header(ByteSpan file_key, std::span<const AgeRecipient> recipients) {
  assert(file_key.size() == kAgeFileKeyBytes && !recipients.empty());
  std::string header(kAgeVersionLine);
  for (const AgeRecipient& recipient : recipients) {
    Result<std::string> stanza = make_stanza(file_key, recipient);
    if (!stanza) return stanza;
    header += *stanza;
  }
  header += "---";  // the MAC is over these too
  SecretBytes<kSha256Bytes> key;
  std::array<std::uint8_t, kSha256Bytes> mac{};
  const ByteSpan message(reinterpret_cast<const std::uint8_t*>(header.data()), header.size());
  if (!hkdf(file_key, {}, kAgeHeaderLabel, key.bytes()) || !hmac_sha256(key.bytes(), message, mac)) {
    return crypto_failed();
  }
  return header + " " + base64(mac) + "\n";
}

}  // namespace anonlog
