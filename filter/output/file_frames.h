// The frames of files (file_frame.h): that of text, and that of Parquet.
#ifndef ANONLOG_FILTER_OUTPUT_FILE_FRAMES_H_
#define ANONLOG_FILTER_OUTPUT_FILE_FRAMES_H_

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "filter/output/compressor.h"
#include "filter/output/file_frame.h"
#include "rules/column.h"

namespace anonlog {

// Readers know a writer's faults by it.
inline constexpr std::string_view kParquetCreatedBy = "anonlog version " ANONLOG_VERSION " (build 0)";

// Under which key the footer of Parquet says how the file was made.
inline constexpr std::string_view kMadeKey = "anonlog";

// `header` stands first, whole lines; perhaps nothing. A compressed file holds a frame even when nothing is in it.
std::unique_ptr<FileFrame> make_text_frame(std::string header, const CompressionSpec& compression);

// `meta` gives, at the end of the file, what the footer says of how it was made (run_meta.h).
std::unique_ptr<FileFrame> make_parquet_frame(std::span<const Column> columns,
                                              std::function<std::string()> meta);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_OUTPUT_FILE_FRAMES_H_
