// Writes the lines of several text parts as one: the names of columns once.
//
// Input:   paths of parts of one form and compression; all begin with the same line of column names, or none does.
// Errors:  of open_input() and the sink; kInternal, of compression.
// Memory:  a few pieces of kPieceBytes.
// Threads: one.
#ifndef ANONLOG_FILTER_DATASET_TEXT_MERGE_H_
#define ANONLOG_FILTER_DATASET_TEXT_MERGE_H_

#include <cstddef>
#include <span>
#include <string>

#include "filter/output/compressor.h"
#include "filter/output/sink.h"
#include "parsers/error.h"

namespace anonlog {

// Of a frame or member, before it is compressed.
inline constexpr std::size_t kPieceBytes = std::size_t{4} << 20;

// The line of column names that a part begins with, with its end; empty: none.
Result<std::string> header_of(const std::string& path);

[[nodiscard]] Status merge_text(std::span<const std::string> paths, const CompressionSpec& compression,
                                Sink& out);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_DATASET_TEXT_MERGE_H_
