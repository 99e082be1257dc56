#include "filter/output/file_digest.h"

#include <array>
#include <cstdint>

#include "rules/keys/hex_text.h"

namespace anonlog {
namespace {

tl::unexpected<Error> failed() {
  return fail(ErrorKind::kInternal, "the crypto library cannot make a SHA-256");
}

}  // namespace

bool FileDigest::begin() {
  if (digest_ != nullptr) return true;
  digest_.reset(EVP_MD_CTX_new());
  return digest_ != nullptr && EVP_DigestInit_ex(digest_.get(), EVP_sha256(), nullptr) == 1;
}

Status FileDigest::add(std::string_view bytes) {
  if (!begin() || EVP_DigestUpdate(digest_.get(), bytes.data(), bytes.size()) != 1) return failed();
  return {};
}

Result<std::string> FileDigest::finish() {
  std::array<std::uint8_t, 32> hash{};
  if (!begin() || EVP_DigestFinal_ex(digest_.get(), hash.data(), nullptr) != 1) return failed();
  std::string text(2 * hash.size(), '\0');
  write_hex(hash, text.data());
  return text;
}

}  // namespace anonlog
