// Bounds of texts for statistics, cut so that no text of any length gets into a footer.
//
// Input:  UTF-8. A cut text is valid UTF-8 too, since readers decode it.
// Output: cut_lower() is not above the text, cut_upper() not below; equal to it where it is not longer than kMaxBoundBytes.
#ifndef ANONLOG_FILTER_OUTPUT_PARQUET_TEXT_BOUNDS_H_
#define ANONLOG_FILTER_OUTPUT_PARQUET_TEXT_BOUNDS_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "filter/output/parquet/row_group.h"

namespace anonlog::parquet {

inline constexpr std::size_t kMaxBoundBytes = 64;

std::string cut_lower(std::string_view text);

// Nothing where no text of kMaxBoundBytes is above: each character is the last that its length can hold.
std::optional<std::string> cut_upper(std::string_view text);

// Of texts of which these are the smallest and the largest.
Bounds text_bounds(std::string_view min, std::string_view max);

}  // namespace anonlog::parquet

#endif  // ANONLOG_FILTER_OUTPUT_PARQUET_TEXT_BOUNDS_H_
