// A data page's body of codes: which rows are null, and for the others their index in the dictionary.
#ifndef ANONLOG_FILTER_OUTPUT_PARQUET_CODE_PAGE_H_
#define ANONLOG_FILTER_OUTPUT_PARQUET_CODE_PAGE_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "filter/output/parquet/page_writer.h"

namespace anonlog::parquet {

inline constexpr std::uint32_t kNullCode = std::numeric_limits<std::uint32_t>::max();

// The most rows of a data page: a sixth of the row group that readers like best, 122,880 rows.
inline constexpr std::size_t kMaxPageRows = 20'480;

// Bits of a code.
unsigned code_width(std::size_t entries);

// Codes of a page's rows, taken apart. Memory: that of one page.
class CodePage {
 public:
  // Begins a page's body, of codes of which `nulls` are kNullCode.
  void begin(std::span<const std::uint32_t> codes, std::size_t nulls, PageWriter& pages);

  // Those that are not null, of the page begun last.
  [[nodiscard]] std::span<const std::uint32_t> present() const { return present_; }

 private:
  std::vector<std::uint32_t> levels_;
  std::vector<std::uint32_t> held_;
  std::span<const std::uint32_t> present_;  // of held_, or the caller's
};

// Appends the values of a page of RLE_DICTIONARY.
void append_codes(std::span<const std::uint32_t> codes, unsigned width, ByteBuffer& body);

}  // namespace anonlog::parquet

#endif  // ANONLOG_FILTER_OUTPUT_PARQUET_CODE_PAGE_H_
