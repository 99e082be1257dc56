#include "filter/output/age/age_encryptor.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <algorithm>
#include <cassert>
#include <cstring>
#include <string>

#include "filter/output/age/age_header.h"
#include "rules/keys/secret_bytes.h"

namespace anonlog {
namespace {

constexpr std::size_t kTagBytes = 16;
constexpr std::size_t kNonceBytes = 16;

tl::unexpected<Error> crypto_failed() {
  return fail(ErrorKind::kInternal, "the crypto library failed while a file was sealed");
}

// 11 bytes of the chunk's number, from 0, then whether it is the last.
std::array<std::uint8_t, 12> chunk_nonce(std::uint64_t number, bool is_last) {
  std::array<std::uint8_t, 12> nonce{};
  for (std::size_t i = 0; i < 8; ++i) nonce[10 - i] = static_cast<std::uint8_t>(number >> (8 * i));
  nonce[11] = is_last ? 1 : 0;
  return nonce;
}

}  // namespace

Result<std::unique_ptr<AgeEncryptor>> AgeEncryptor::begin(std::span<const AgeRecipient> recipients,
                                                          ByteBuffer& out) {
  SecretBytes<kAgeFileKeyBytes> file_key;
  std::array<std::uint8_t, kNonceBytes> nonce{};
  if (RAND_priv_bytes(file_key.bytes().data(), kAgeFileKeyBytes) != 1 ||
      RAND_bytes(nonce.data(), kNonceBytes) != 1) {
    return fail(ErrorKind::kInternal, "no random bytes for a sealed file: the system's generator failed");
  }
  Result<std::string> header = make_age_header(file_key.bytes(), recipients);
  if (!header) return tl::unexpected<Error>(std::move(header).error());
  SecretBytes<kSha256Bytes> payload_key;
  std::unique_ptr<AgeEncryptor> encryptor(new AgeEncryptor());  // the constructor is private
  encryptor->cipher_.reset(EVP_CIPHER_CTX_new());
  if (encryptor->cipher_ == nullptr ||
      !hkdf(file_key.bytes(), nonce, kAgePayloadLabel, payload_key.bytes()) ||
      EVP_EncryptInit_ex(encryptor->cipher_.get(), EVP_chacha20_poly1305(), nullptr,
                         payload_key.bytes().data(), nullptr) != 1) {
    return crypto_failed();
  }
  out.append(*header);
  out.append({reinterpret_cast<const char*>(nonce.data()), nonce.size()});
  return encryptor;
}

AgeEncryptor::~AgeEncryptor() { OPENSSL_cleanse(chunk_.data(), chunk_.size()); }

Status AgeEncryptor::write(std::string_view text, ByteBuffer& out) {
  while (!text.empty()) {
    if (Status status = push_full_chunk(out); !status) return status;
    const std::size_t bytes = std::min(text.size(), room_bytes());
    std::memcpy(chunk_.data() + size_, text.data(), bytes);
    size_ += bytes;
    text.remove_prefix(bytes);
  }
  return {};
}

Status AgeEncryptor::push_full_chunk(ByteBuffer& out) {
  return room_bytes() != 0 ? Status{} : seal(false, out);
}

Status AgeEncryptor::finish(ByteBuffer& out) {
  assert(size_ != 0 || chunks_ == 0);
  return seal(true, out);
}

Status AgeEncryptor::seal(bool is_last, ByteBuffer& out) {
  const auto nonce = chunk_nonce(chunks_, is_last);
  char* const to = out.reserve(size_ + kTagBytes);
  auto* const bytes = reinterpret_cast<unsigned char*>(to);
  int written = 0;
  if (EVP_EncryptInit_ex(cipher_.get(), nullptr, nullptr, nullptr, nonce.data()) != 1 ||
      EVP_EncryptUpdate(cipher_.get(), bytes, &written, reinterpret_cast<const unsigned char*>(chunk_.data()),
                        static_cast<int>(size_)) != 1 ||
      EVP_EncryptFinal_ex(cipher_.get(), bytes + written, &written) != 1 ||
      EVP_CIPHER_CTX_ctrl(cipher_.get(), EVP_CTRL_AEAD_GET_TAG, kTagBytes, bytes + size_) != 1) {
    return crypto_failed();
  }
  out.commit(to + size_ + kTagBytes);
  ++chunks_;
  size_ = 0;
  return {};
}

}  // namespace anonlog
