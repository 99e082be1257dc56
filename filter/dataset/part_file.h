// A part of a dataset that is being written, in a staging folder.
//
// Errors:  kIo, with the file's name and the system's reason; of the frame.
// Memory:  what stands around the parts (file_frame.h).
// Threads: one at a time.
#ifndef ANONLOG_FILTER_DATASET_PART_FILE_H_
#define ANONLOG_FILTER_DATASET_PART_FILE_H_

#include <memory>
#include <string>
#include <utility>

#include "filter/dataset/dataset_manifest.h"
#include "filter/dataset/staging_folder.h"
#include "filter/output/byte_buffer.h"
#include "filter/output/file_digest.h"
#include "filter/output/file_frame.h"
#include "filter/output/output_part.h"
#include "filter/output/sink.h"

namespace anonlog {

class PartFile final : public Sink {
 public:
  // `title`: what messages call it. Without a frame it takes bytes alone.
  PartFile(StagingFolder::File file, std::string title, std::unique_ptr<FileFrame> frame = nullptr)
      : file_(std::move(file)), title_(std::move(title)), frame_(std::move(frame)) {}

  // Takes the part's row group. Requires: a frame.
  [[nodiscard]] Status add(OutputPart& part);

  [[nodiscard]] Status write(std::string_view bytes) override;

  // Ends the frame and brings the file to the disk. Nothing may follow.
  [[nodiscard]] Status commit() override;

  [[nodiscard]] std::uint64_t bytes() const { return entry_.bytes; }

  // Whether it is better ended: what stands behind the parts grows with them.
  [[nodiscard]] bool is_full() const;

  // In the dataset.
  [[nodiscard]] const std::string& staged_name() const { return file_.name; }

  // What the manifest says of it, but for its path and inputs. Requires: commit().
  [[nodiscard]] const DatasetPart& entry() const { return entry_; }

 private:
  [[nodiscard]] Status write_around();

  StagingFolder::File file_;
  std::string title_;
  std::unique_ptr<FileFrame> frame_;
  ByteBuffer around_;
  bool has_begun_ = false;
  FileDigest digest_;
  DatasetPart entry_;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_DATASET_PART_FILE_H_
