// Writes a file that is there whole or not at all.
//
// Bytes go to a temporary file in the same folder, ".NAME.anonlog-XXXXXX", of mode 0640 from the beginning.
// commit() brings it to the disk, puts it in the place of what had the name before, and brings the folder to
// the disk. commit_with() does so for two files that belong together. Without either the temporary file is removed. A name that is a symbolic link, or anything but a
// regular file, is refused: it would be replaced or written through.
//
// Errors:  create(): kCannotCreate; write() and commit(): kIo. All name the path and the system's reason.
#ifndef ANONLOG_FILTER_OUTPUT_FILE_SINK_H_
#define ANONLOG_FILTER_OUTPUT_FILE_SINK_H_

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "filter/output/sink.h"

namespace anonlog {

class FileSink final : public Sink {
 public:
  static Result<std::unique_ptr<FileSink>> create(const std::string& path);

  // From now on the signals that end a process from outside remove all temporary files before they do. Signals
  // that are ignored stay so.
  static void unlink_pending_on_signals();

  // What they do besides; it is async-signal-safe.
  static void also_on_signals(void (*remove)());

  // What those signals do. Async-signal-safe.
  static void unlink_pending_and_die(int signal_number);

  ~FileSink() override;
  FileSink(const FileSink&) = delete;
  FileSink& operator=(const FileSink&) = delete;

  [[nodiscard]] Status write(std::string_view bytes) override;
  [[nodiscard]] Status commit() override;

  // commit(), and that of a file beside this one that tells of it. Both are on the disk before either is put in its place;
  // `companion` comes first, so that this file is never there without it, and goes when this one cannot be put in its place.
  [[nodiscard]] Status commit_with(FileSink& companion);

 private:
  FileSink(std::string path, std::string temporary_path, int fd)
      : path_(std::move(path)), temporary_path_(std::move(temporary_path)), fd_(fd) {}

  [[nodiscard]] Status sync();
  [[nodiscard]] Status take_place();
  [[nodiscard]] Status sync_folder() const;
  [[nodiscard]] Status error(std::string_view what) const;
  void discard();

  std::string path_;
  std::string temporary_path_;
  int fd_;  // -1 once committed or discarded
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_OUTPUT_FILE_SINK_H_
