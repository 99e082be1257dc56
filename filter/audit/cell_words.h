// What of one cell of PUBLISHED is compared: its words, the shapes in it, and numbers that may be addresses.
//
// Lifetime: what read() found lives until the next one.
// Threads:  one.
#ifndef ANONLOG_FILTER_AUDIT_CELL_WORDS_H_
#define ANONLOG_FILTER_AUDIT_CELL_WORDS_H_

#include <cstdint>
#include <vector>

#include "filter/audit/own_words.h"
#include "filter/audit/published_file.h"
#include "filter/audit/shape_finder.h"
#include "filter/audit/word_cutter.h"

namespace anonlog {

class CellWords {
 public:
  explicit CellWords(const WordHash& hash) : hash_(hash), own_(hash), cutter_(hash), shapes_(hash) {}

  void read(const PublishedFile::Cell& cell);

  // Of words and shapes; each once.
  [[nodiscard]] const std::vector<std::uint64_t>& hashes() const { return hashes_; }
  // IPv4 addresses that the cell may hold as numbers; each once.
  [[nodiscard]] const std::vector<std::uint32_t>& numbers() const { return numbers_; }
  // The same as words; none of a cell that is a number anyway.
  [[nodiscard]] const std::vector<std::uint64_t>& number_hashes() const { return number_hashes_; }

 private:
  WordHash hash_;
  OwnWords own_;
  WordCutter cutter_;
  ShapeFinder shapes_;
  std::vector<std::uint64_t> hashes_;
  std::vector<std::uint32_t> numbers_;
  std::vector<std::uint64_t> number_hashes_;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_AUDIT_CELL_WORDS_H_
