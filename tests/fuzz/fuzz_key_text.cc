// Any bytes as a key file: an error of the file that shows nothing of it, or a ratchet whose text is these very bytes. The
// same lines with the check that belongs to them are tried as well: whoever edits a file can make it right.
#include <openssl/evp.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "rules/keys/key_text.h"
#include "tests/fuzz/require.h"

namespace anonlog {
namespace {

std::string with_check(std::string lines) {
  std::array<std::uint8_t, 32> digest{};
  EVP_Digest(lines.data(), lines.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
  lines += "check ";
  for (const std::uint8_t byte : digest) {
    lines += "0123456789abcdef"[byte >> 4U];
    lines += "0123456789abcdef"[byte & 0xFU];
  }
  return lines + "\n";
}

// Messages are made of fixed words and the number of a line; nothing in them looks like a part of a key. (What stands in the
// file cannot be looked for: the fuzzer soon writes our own messages there.)
void require_hidden(std::string_view message) {
  constexpr std::size_t kMaxDigits = 7;
  std::size_t digits = 0;
  for (const char c : message) {
    digits = std::string_view("0123456789abcdefABCDEF").find(c) == std::string_view::npos ? 0 : digits + 1;
    require(digits <= kMaxDigits && c >= ' ' && c <= '~', "a message shows nothing of the file");
  }
}

void check(std::string_view text) {
  const Result<Ratchet> ratchet = read_key_text("k", text);
  if (!ratchet) {
    require(ratchet.error().kind == ErrorKind::kPolicy, "a damaged file is the user's");
    require(ratchet.error().message.starts_with("k: "), "the error names the file");
    require_hidden(ratchet.error().message);
    return;
  }
  require(was_key_text(text), "it can be destroyed");
  require(KeyText(*ratchet).text() == text, "a ratchet has one text");
  require(ratchet->first_day() >= 0 && ratchet->keep_days() >= 1, "its values are in range");
}

}  // namespace
}  // namespace anonlog

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  anonlog::check(text);
  const std::size_t last = text.rfind("check ");
  anonlog::check(anonlog::with_check(text.substr(0, last)));
  return 0;
}
