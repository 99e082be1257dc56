// The text of a key file, to and from the ratchet that it holds.
//
//     anonlog-key-v1
//     id 0123456789abcdef           changes when the key is changed (rekey)
//     keep_days 3                   days that have a key, today included
//     day 2026-11-22                the oldest that has one
//     chain <64 hex digits>         its chain key (ratchet.h)
//     day 2026-11-25                perhaps: up to seven more chains, each from its day on
//     chain <64 hex digits>
//     check <64 hex digits>         SHA-256 of all lines before
//
// Every line ends in "\n"; nothing else is allowed anywhere, so that one ratchet has one text. The check finds what was
// torn or edited; it is no protection from who may write the file.
//
// Errors:  kPolicy, with what is wrong and the number of the line, never with what stands there.
// Memory:  the text is a secret, in a SecretBytes.
// Threads: any.
#ifndef ANONLOG_RULES_KEYS_KEY_TEXT_H_
#define ANONLOG_RULES_KEYS_KEY_TEXT_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "parsers/error.h"
#include "rules/keys/ratchet.h"
#include "rules/keys/secret_bytes.h"

namespace anonlog {

// A text of at most kMaxBytes.
class KeyText {
 public:
  static constexpr std::size_t kMaxBytes = 1024;

  explicit KeyText(const Ratchet& ratchet);

  [[nodiscard]] std::string_view text() const {
    return {reinterpret_cast<const char*>(bytes_.bytes().data()), size_};
  }

 private:
  void append(std::string_view text);
  void append_hex(std::span<const std::uint8_t> bytes);

  SecretBytes<kMaxBytes> bytes_;
  std::size_t size_ = 0;
};

// `name` stands before messages.
Result<Ratchet> read_key_text(std::string_view name, std::string_view text);

// Whether a file that begins like this was a key file once, whatever became of it: torn, edited or overwritten with zeros.
bool was_key_text(std::string_view text);

}  // namespace anonlog

#endif  // ANONLOG_RULES_KEYS_KEY_TEXT_H_
