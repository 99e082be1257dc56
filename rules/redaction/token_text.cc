#include "rules/redaction/token_text.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "rules/redaction/byte_kinds.h"
#include "rules/redaction/pattern_options.h"
#include "rules/redaction/text_look.h"

namespace anonlog {
namespace {

// AWS, GitHub, GitLab, Slack, Google, Stripe, npm, PyPI, Hugging Face. A word may not begin before.
const re2::RE2& vendor_tokens() {
  static const re2::RE2 pattern(
      "(?:^|[^A-Za-z0-9_-])(?:(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}|AIza[A-Za-z0-9_-]{35}|gh[pousr]_[A-Za-z0-9]"
      "{36}|"
      "github_pat_[A-Za-z0-9_]{22}|gl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|oas)-[A-Za-z0-9_-]{20}|"
      "xox[abeoprs]-[A-Za-z0-9-]{12}|[rs]k_(?:live|test|prod)_[A-Za-z0-9]{16}|whsec_[A-Za-z0-9]{16}|"
      "npm_[A-Za-z0-9]{36}|pypi-AgE[A-Za-z0-9_-]{16}|hf_[A-Za-z]{30})",
      pattern_options());
  return pattern;
}

// Where a word of at least kPrefixedBytes bytes begins, from `begin` on; the text's size: nowhere.
std::size_t next_long_word(std::string_view text, std::size_t begin) {
  while (begin < text.size()) {
    const std::size_t end = run_end(text, begin, kWord);
    if (end - begin >= kPrefixedBytes) return begin;
    begin = end + 1;
  }
  return text.size();
}

int base64url_value(char c) {
  if (is_of(c, kCapital)) return c - 'A';
  if (is_of(c, kSmall)) return c - 'a' + 26;
  if (is_of(c, kDigit)) return c - '0' + 52;
  return c == '-' ? 62 : 63;
}

constexpr std::size_t kMaxHeadBytes = 1024;  // of a JWT that are looked at

// RFC 4648 section 5; the bits behind the last whole byte do not count. Requires: bytes of kWord, and as much room.
std::string_view from_base64url(std::string_view text, std::array<char, kMaxHeadBytes>& room) {
  std::size_t bytes = 0;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char c : text) {
    bits = bits << 6U | static_cast<std::uint32_t>(base64url_value(c));
    count += 6;
    if (count < 8) continue;
    count -= 8;
    room[bytes++] = static_cast<char>(bits >> count & 0xFFU);
  }
  return {room.data(), bytes};
}

}  // namespace

bool holds_token(std::string_view text) {
  std::size_t word_bytes = 0;  // of the run that ends here
  std::size_t changes = 0;     // in it
  std::size_t bytes = 0;       // letters and digits that end here
  unsigned seen = 0;           // among them
  unsigned last = 0;
  for (const char c : text) {
    const unsigned now = kind_of(c);
    if ((now & kWord) == 0) word_bytes = changes = 0;
    if ((now & kAlphanumeric) == 0) bytes = seen = 0;
    word_bytes += (now & kWord) != 0 ? 1 : 0;
    changes += (last & kSmall) != 0 && (now & (kCapital | kDigit)) != 0 ? 1 : 0;
    bytes += (now & kAlphanumeric) != 0 ? 1 : 0;
    seen |= now & kAlphanumeric;
    const bool mixed = (seen & kDigit) != 0 && (seen & (kSmall | kCapital)) != 0;
    if ((bytes >= kTokenBytes && mixed) || (word_bytes >= kTokenBytes && changes >= kTokenChanges))
      return true;
    last = now;
  }
  return false;
}

bool holds_long_hex(std::string_view text) {
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = run_end(text, begin, kHex);
    if (end - begin >= kHexTokenBytes) return true;
    begin = end + 1;
  }
  return false;
}

bool holds_vendor_token(std::string_view text) { return matches(text, vendor_tokens()); }

bool holds_jwt(std::string_view text) {
  std::array<char, kMaxHeadBytes> room;
  for (std::size_t begin = next_long_word(text, 0); begin < text.size();) {
    const std::size_t end = run_end(text, begin, kWord);
    const std::string_view word = text.substr(begin, std::min(end - begin, kMaxHeadBytes));
    if (word.starts_with("eyJ")) {
      const std::string_view head = from_base64url(word, room);
      if (head.find("\"alg\"") != std::string_view::npos || head.find("\"typ\"") != std::string_view::npos)
        return true;
    }
    begin = next_long_word(text, end + 1);
  }
  return false;
}

}  // namespace anonlog
