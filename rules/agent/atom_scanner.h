// Finds which of many short words a text holds, in one pass: the automaton of Aho and Corasick
// (https://doi.org/10.1145/360825.360855), with ASCII letters in one case.
//
// RE2::Set does the same and was rejected: it allocates and fills a set of all words for every text, which takes longer
// than the search.
//
// Input:   words in lower case, of one byte or more; texts of any bytes.
// Memory:  states x kinds of bytes x 2 bytes: about 1 MB for all words of uap-core's rules.
// Threads: immutable.
#ifndef ANONLOG_RULES_AGENT_ATOM_SCANNER_H_
#define ANONLOG_RULES_AGENT_ATOM_SCANNER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace anonlog {

class AtomScanner {
 public:
  // Bit i of word i / 64: the text holds word i.
  static constexpr std::size_t kMaxAtoms = 4096;
  static constexpr std::size_t kMaxBytes = 0x7FFE;

  // Requires: at most kMaxAtoms atoms, of at most kMaxBytes bytes in all.
  explicit AtomScanner(const std::vector<std::string>& atoms);

  [[nodiscard]] std::size_t found_words() const { return found_words_; }

  // `found` has found_words() words, all 0 before.
  void scan(std::string_view text, std::uint64_t* found) const;

 private:
  static constexpr std::uint16_t kNoAtom = 0xFFFF;
  // In a state of next_: atoms end in it. So that of a byte nothing else is read.
  static constexpr std::uint16_t kEnds = 0x8000;

  void add(const std::string& atom, std::uint16_t id);
  void link();
  [[nodiscard]] std::uint16_t& next(std::size_t state, std::size_t kind) {
    return next_[state * kinds_ + kind];
  }

  std::size_t found_words_;
  std::array<std::uint8_t, 256> kind_of_{};  // 0: of no atom
  std::size_t kinds_ = 1;
  std::vector<std::uint16_t> next_;
  std::vector<std::uint16_t> atom_;     // that ends in a state, or kNoAtom
  std::vector<std::uint16_t> shorter_;  // the next state in which a suffix ends as an atom; 0: none
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_AGENT_ATOM_SCANNER_H_
