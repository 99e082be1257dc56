// Parquet's hybrid of run lengths and bit packing, of numbers below 2^32: codes of a dictionary, and definition levels.
//
// Source: the Apache Parquet format, Encodings.md, "Run Length Encoding / Bit-Packing Hybrid".
// Output: without a length in front.
#ifndef ANONLOG_FILTER_OUTPUT_PARQUET_RLE_ENCODER_H_
#define ANONLOG_FILTER_OUTPUT_PARQUET_RLE_ENCODER_H_

#include <cstddef>
#include <cstdint>
#include <span>

#include "filter/output/byte_buffer.h"

namespace anonlog::parquet {

inline constexpr unsigned kMaxRleWidth = 32;

// Requires: every value is below 2^width; width <= kMaxRleWidth.
void append_rle(std::span<const std::uint32_t> values, unsigned width, ByteBuffer& out);

// `count` times the same.
void append_rle_run(std::uint32_t value, std::size_t count, unsigned width, ByteBuffer& out);

}  // namespace anonlog::parquet

#endif  // ANONLOG_FILTER_OUTPUT_PARQUET_RLE_ENCODER_H_
