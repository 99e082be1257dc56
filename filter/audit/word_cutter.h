// Cuts a text into words, of which the words of another text are compared.
//
// A word is a text without what separates: small letters, digits and bytes beyond ASCII stay, all between them is one space,
// so that "Red+shoes", "red%20shoes" and "red-shoes" are one word. A text is cut at four levels, and the pieces of all
// levels are words of it:
//
//     the whole                 /shop/red-shoes?ref=ab_cd:ef   "shop red shoes ref ab cd ef"
//     at / ? & = ; #            "shop" "red shoes" "ref" "ab cd ef"
//     at spaces , : + " ' < >   "ab cd"   (and brackets, backslashes, control bytes)
//     at all else               "shoes"
//
// The same is done with what each round of percent-decoding leaves. Words under kMinWordBytes do not count; nor does
// "http://" before a URL, and what anonlog writes in place of a text: "{token}".
//
// Input:    any bytes.
// Memory:   a copy of the text.
// Threads:  one.
#ifndef ANONLOG_FILTER_AUDIT_WORD_CUTTER_H_
#define ANONLOG_FILTER_AUDIT_WORD_CUTTER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "filter/audit/decodings.h"
#include "filter/audit/word_hash.h"

namespace anonlog {

inline constexpr std::size_t kMinWordBytes = 6;

class WordCutter {
 public:
  explicit WordCutter(const WordHash& hash) : hash_(hash) {}

  // Appends the words of all levels.
  void cut(std::string_view text, std::vector<std::uint64_t>& words);

  // Appends the whole text as one word, per round of decoding.
  void take_whole(std::string_view text, std::vector<std::uint64_t>& words);

 private:
  static constexpr std::size_t kLevels = 4;

  void cut_once(std::string_view text, bool only_whole, std::vector<std::uint64_t>& words);
  void end_pieces(std::size_t levels, bool only_whole, std::vector<std::uint64_t>& words);

  WordHash hash_;
  Decodings decodings_;
  std::string normal_;  // of the present text so far, without a space at either end
  std::size_t begins_[kLevels] =
      {};  // where the present piece of each level begins in it; the last is the whole
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_AUDIT_WORD_CUTTER_H_
