#include "rules/keys/ciphers/aes_column.h"

#include <cassert>

namespace anonlog {

bool AesColumn::set_key(ByteSpan key) {
  assert(key.size() == kKeyBytes);
  if (cipher_ == nullptr) cipher_.reset(EVP_CIPHER_CTX_new());
  if (cipher_ == nullptr) return false;
  const int encrypts = direction_ == Direction::kEncrypt ? 1 : 0;
  return EVP_CipherInit_ex2(cipher_.get(), EVP_aes_128_ecb(), key.data(), nullptr, encrypts, nullptr) == 1 &&
         EVP_CIPHER_CTX_set_padding(cipher_.get(), 0) == 1;
}

bool AesColumn::run(std::span<const Block> in, std::span<Block> out) {
  assert(in.size() == out.size());
  if (in.empty()) return true;
  int written = 0;
  const auto bytes = static_cast<int>(in.size() * sizeof(Block));
  return EVP_CipherUpdate(cipher_.get(), out.data()->data(), &written, in.data()->data(), bytes) == 1 &&
         written == bytes;
}

}  // namespace anonlog
