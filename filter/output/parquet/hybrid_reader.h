// Decodes numbers of the RLE and bit-packing hybrid: definition levels, codes of a dictionary, booleans.
//
// Source: Encodings.md of the Apache Parquet format, "Run Length Encoding / Bit-Packing Hybrid".
#ifndef ANONLOG_FILTER_OUTPUT_PARQUET_HYBRID_READER_H_
#define ANONLOG_FILTER_OUTPUT_PARQUET_HYBRID_READER_H_

#include <cstdint>
#include <span>
#include <string_view>

namespace anonlog::parquet {

inline constexpr unsigned kMaxHybridBits = 32;

// Fills `values` from the beginning of `bytes`, whose runs have to end with the last of them: only the zeros that fill up a
// bit-packed run to eight may stand behind it. Cuts off what was read. False: it is no such thing, or too short.
// Requires: bits <= kMaxHybridBits.
bool read_hybrid(std::string_view& bytes, unsigned bits, std::span<std::uint32_t> values);

}  // namespace anonlog::parquet

#endif  // ANONLOG_FILTER_OUTPUT_PARQUET_HYBRID_READER_H_
