// One sealed file while it is written: zstd frames in age v1, NAME.part until it is finished.
//
// What was killed, or had no space left, stays there as NAME.part: `age -d NAME.part | zstd -dc` gives all of its whole chunks
// of 64 KiB and then fails.
//
// Errors:  kIo of the folder's file system; kInternal. After one, only the destructor may follow.
// Memory:  a chunk, and the bytes of a part on their way out.
// Threads: one at a time.
#ifndef ANONLOG_FILTER_SEALING_SEALED_FILE_H_
#define ANONLOG_FILTER_SEALING_SEALED_FILE_H_

#include <cstdint>
#include <memory>
#include <string>

#include "filter/output/age/age_encryptor.h"
#include "filter/output/byte_buffer.h"
#include "filter/output/file_digest.h"
#include "filter/sealing/seal_settings.h"
#include "filter/sealing/sealed_folder.h"
#include "filter/sealing/sealed_name.h"
#include "filter/sealing/sealed_part.h"

namespace anonlog {

class SealedFile {
 public:
  // `folder` and `settings` must outlive the file.
  static Result<std::unique_ptr<SealedFile>> create(const SealedFolder& folder, const SealedName& name,
                                                    const SealSettings& settings);
  ~SealedFile();
  SealedFile(const SealedFile&) = delete;
  SealedFile& operator=(const SealedFile&) = delete;

  // Writes all chunks that are whole then.
  [[nodiscard]] Status append(const SealedPart& part);

  // How much of the end of what was appended is not written: the beginning of a chunk.
  [[nodiscard]] std::size_t kept_bytes() const { return encryptor_->kept_bytes(); }

  // Fills the chunk with a zstd frame that readers skip, so that all is written, and brings it to the disk.
  [[nodiscard]] Status flush();

  // Writes the last chunk, and brings it to the disk. Nothing may be appended then. Requires: something was appended.
  [[nodiscard]] Status close();

  // Closes it when that was not done, writes the manifest, and gives the file its name.
  [[nodiscard]] Status finish();

  // Takes it away.
  void discard();

  [[nodiscard]] const SealedName& name() const { return name_; }
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

 private:
  SealedFile(const SealedFolder& folder, const SealedName& name, const SealSettings& settings, int fd);

  [[nodiscard]] std::string part_name() const { return sealed_name(name_) + std::string(kPartEnding); }
  [[nodiscard]] Status append_skipped_frame(std::size_t bytes);
  [[nodiscard]] Status write_out();
  [[nodiscard]] Status sync();

  const SealedFolder& folder_;
  SealedName name_;
  const SealSettings& settings_;
  int fd_;
  std::int64_t began_;
  std::unique_ptr<AgeEncryptor> encryptor_;
  FileDigest digest_;  // of the file so far
  ByteBuffer out_;     // sealed, not yet written
  bool closed_ = false;
  std::uint64_t bytes_ = 0;  // written
  std::uint64_t records_ = 0;
  std::uint64_t first_ = 0;
  std::uint64_t last_ = 0;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_SEALING_SEALED_FILE_H_
