#include "filter/output/parquet/code_page.h"

#include <bit>

#include "filter/output/parquet/rle_encoder.h"

namespace anonlog::parquet {

// One bit even where there is nothing to tell apart: readers differ on a width of none.
unsigned code_width(std::size_t entries) {
  return entries <= 2 ? 1U : static_cast<unsigned>(std::bit_width(entries - 1));
}

void CodePage::begin(std::span<const std::uint32_t> codes, std::size_t nulls, PageWriter& pages) {
  present_ = codes;
  if (nulls == 0 || nulls == codes.size()) {
    if (nulls != 0) present_ = {};
    pages.begin_body(nulls == 0 ? 1 : 0, codes.size());
    return;
  }
  levels_.resize(codes.size());
  held_.resize(codes.size());
  std::size_t held = 0;
  for (std::size_t i = 0; i < codes.size(); ++i) {
    const bool is_null = codes[i] == kNullCode;
    levels_[i] = is_null ? 0 : 1;
    held_[held] = codes[i];
    held += is_null ? 0 : 1;
  }
  present_ = {held_.data(), held};
  pages.begin_body(levels_);
}

void append_codes(std::span<const std::uint32_t> codes, unsigned width, ByteBuffer& body) {
  const auto byte = static_cast<char>(width);
  body.append({&byte, 1});
  append_rle(codes, width, body);
}

}  // namespace anonlog::parquet
