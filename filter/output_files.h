// The files that a run writes: the output, what tells of it beside it (run_meta.h), and the summary. In a dry run there is no
// output.
//
// Errors:  check_names(): kUsage. open(): those of FileSink, kUsage for compressed bytes on a terminal, kCannotCreate where a
//          file that is not ours has the name of what tells of the output. commit() and write_summary(): kIo.
// Threads: one; the sink is another's while it writes.
#ifndef ANONLOG_FILTER_OUTPUT_FILES_H_
#define ANONLOG_FILTER_OUTPUT_FILES_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "filter/cli/options.h"
#include "filter/diagnostics.h"
#include "filter/output/file_sink.h"
#include "filter/output/sink.h"
#include "filter/run_meta.h"
#include "filter/stats.h"

namespace anonlog {

class OutputFiles {
 public:
  // Both outlive this.
  OutputFiles(const Options& options, const Streams& streams) : options_(options), streams_(streams) {}

  // An output takes the place of what has its name: that must be none of the inputs, the key, or another output.
  [[nodiscard]] Status check_names(const std::vector<std::string>& inputs) const;

  // Before anything is read: what cannot be written must not come up behind a committed output.
  [[nodiscard]] Status open();

  // Where published bytes go; null in a dry run, and for a dataset, which is no file.
  [[nodiscard]] Sink* sink() { return sink_.get(); }

  [[nodiscard]] bool has_output_file() const { return options_.output != "-" && !options_.dry_run; }

  // The output, with what tells of it.
  [[nodiscard]] Status commit(const RunMeta& meta, const Stats& stats);

  // The summary's file, where one was asked for.
  [[nodiscard]] Status write_summary(const Stats& stats);

 private:
  [[nodiscard]] Status open_output();
  [[nodiscard]] Status open_meta_file();
  [[nodiscard]] std::string meta_path() const;

  const Options& options_;
  const Streams& streams_;
  std::unique_ptr<Sink> sink_;
  FileSink* output_file_ = nullptr;       // the same, of --output
  std::unique_ptr<FileSink> meta_file_;   // null without an output file
  std::unique_ptr<FileSink> stats_file_;  // null when none was asked for
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_OUTPUT_FILES_H_
