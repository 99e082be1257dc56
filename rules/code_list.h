// A closed list of codes of two letters, out of the rows of a data file: "he Hebrew (iw)" is a code, what it means to
// people, and another code for the same.
//
// Threads: immutable; made at compile time.
#ifndef ANONLOG_RULES_CODE_LIST_H_
#define ANONLOG_RULES_CODE_LIST_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "rules/public_batch.h"

namespace anonlog {

template <std::size_t kCodes>
class CodeList {
 public:
  explicit constexpr CodeList(const std::string_view (&rows)[kCodes]) {
    ids_.fill(PublicColumn::kNullId);
    for (std::size_t i = 0; i < kCodes; ++i) {
      const std::string_view row = rows[i];
      codes_[i] = row.substr(0, 2);
      ids_[place(row[0], row[1])] = static_cast<std::uint16_t>(i);
      if (row.back() == ')')
        ids_[place(row[row.size() - 3], row[row.size() - 2])] = static_cast<std::uint16_t>(i);
    }
  }

  [[nodiscard]] Vocabulary codes() const& { return codes_; }

  // The place of a code of either case in codes(), or PublicColumn::kNullId.
  [[nodiscard]] constexpr std::uint16_t find(char first, char second) const {
    return is_letter(first) && is_letter(second) ? ids_[place(first, second)] : PublicColumn::kNullId;
  }

  static constexpr bool is_letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

 private:
  static constexpr std::size_t kLetters = 26;

  // Requires: letters.
  static constexpr std::size_t place(char first, char second) {
    return static_cast<std::size_t>((first | 0x20) - 'a') * kLetters +
           static_cast<std::size_t>((second | 0x20) - 'a');
  }

  std::array<std::string_view, kCodes> codes_{};
  std::array<std::uint16_t, kLetters * kLetters> ids_{};
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_CODE_LIST_H_
