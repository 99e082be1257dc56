// What stands around the parts in a file: a header line, or the magic and the footer of Parquet. One per file.
#ifndef ANONLOG_FILTER_OUTPUT_FILE_FRAME_H_
#define ANONLOG_FILTER_OUTPUT_FILE_FRAME_H_

#include <functional>
#include <memory>

#include "filter/output/byte_buffer.h"
#include "filter/output/output_part.h"
#include "parsers/error.h"

namespace anonlog {

class FileFrame {
 public:
  virtual ~FileFrame() = default;

  // Appends what stands before the first part.
  [[nodiscard]] virtual Status begin(ByteBuffer& out) = 0;

  // Takes note of a part, whose bytes are written now; takes its row group.
  virtual void add(OutputPart& part) = 0;

  // Appends what stands behind the last part. Also without any part the file is valid.
  [[nodiscard]] virtual Status finish(ByteBuffer& out) = 0;

  // About how much finish() would append, and what is held for it: a file with many small parts is better ended.
  [[nodiscard]] virtual std::size_t held_bytes() const = 0;
};

using MakeFileFrame = std::function<std::unique_ptr<FileFrame>()>;

}  // namespace anonlog

#endif  // ANONLOG_FILTER_OUTPUT_FILE_FRAME_H_
