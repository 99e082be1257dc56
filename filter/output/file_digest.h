// SHA-256 of what is written to a file, piece by piece.
//
// Errors:  kInternal, when the crypto library failed.
// Threads: one.
#ifndef ANONLOG_FILTER_OUTPUT_FILE_DIGEST_H_
#define ANONLOG_FILTER_OUTPUT_FILE_DIGEST_H_

#include <openssl/evp.h>

#include <memory>
#include <string>
#include <string_view>

#include "parsers/error.h"

namespace anonlog {

class FileDigest {
 public:
  [[nodiscard]] Status add(std::string_view bytes);

  // In hex. Nothing may be added then.
  [[nodiscard]] Result<std::string> finish();

 private:
  struct FreeDigest {
    void operator()(EVP_MD_CTX* digest) const { EVP_MD_CTX_free(digest); }
  };

  [[nodiscard]] bool begin();

  std::unique_ptr<EVP_MD_CTX, FreeDigest> digest_;  // null before the first byte
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_OUTPUT_FILE_DIGEST_H_
