// What a run seals of one kind, as a row of files in a folder: a new one for each UTC day of the clock, when one is full, and
// when it is asked for. A file is made with its first record.
//
// Errors:  of SealedFile. After one, all calls but discard() fail with it and write nothing.
// Threads: one at a time.
#ifndef ANONLOG_FILTER_SEALING_SEALED_STREAM_H_
#define ANONLOG_FILTER_SEALING_SEALED_STREAM_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "filter/sealing/seal_settings.h"
#include "filter/sealing/sealed_file.h"
#include "filter/sealing/sealed_folder.h"

namespace anonlog {

class SealedStream {
 public:
  // `folder` and `settings` must outlive the stream.
  SealedStream(const SealedFolder& folder, SealedKind kind, const SealSettings& settings)
      : folder_(folder), kind_(kind), settings_(settings) {}

  // A part is never in two files.
  [[nodiscard]] Status append(const SealedPart& part);

  // Bytes of parts so far; how many of them stand in whole written chunks.
  [[nodiscard]] std::uint64_t appended() const { return appended_; }
  [[nodiscard]] std::uint64_t written() const {
    return appended_ - (file_ == nullptr ? 0 : file_->kept_bytes());
  }

  // Writes all that was appended, and brings it to the disk.
  [[nodiscard]] Status flush();

  // The same, without filling up a chunk: for the end of the run. Only finish() and discard() may follow.
  [[nodiscard]] Status close();

  // Finishes the present file when its day is over.
  [[nodiscard]] Status finish_day();

  // Finishes the present file, if there is one; the next part begins another.
  [[nodiscard]] Status finish();

  // Takes away all that the run sealed, as far as it can.
  void discard();

  [[nodiscard]] std::uint64_t records() const { return records_; }
  [[nodiscard]] std::uint64_t files() const { return number_; }
  [[nodiscard]] std::uint64_t bytes() const {
    return finished_bytes_ + (file_ == nullptr ? 0 : file_->bytes());
  }

 private:
  [[nodiscard]] Status append_to_file(const SealedPart& part);

  const SealedFolder& folder_;
  SealedKind kind_;
  const SealSettings& settings_;
  std::unique_ptr<SealedFile> file_;  // null: the next part makes one
  std::uint64_t number_ = 0;          // of the last file, from 1
  std::uint64_t appended_ = 0;
  std::uint64_t records_ = 0;
  std::uint64_t finished_bytes_ = 0;
  std::vector<SealedName> finished_;
  Status failure_;  // the first
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_SEALING_SEALED_STREAM_H_
