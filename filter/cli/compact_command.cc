#include "filter/cli/compact_command.h"

#include <fmt/format.h>

#include "filter/dataset/compact.h"
#include "filter/output/fd_sink.h"

namespace anonlog {

Status run_compact(const Options& options, const Streams& streams) {
  const Result<CompactReport> report = compact(options.inputs.front());
  if (!report) return Status(tl::unexpect, report.error());
  if (report->made == 0) {
    return FdSink(streams.out, "stdout").write(options.inputs.front() + ": nothing to merge\n");
  }
  return FdSink(streams.out, "stdout")
      .write(fmt::format("{}: merged {} parts of {} bytes into {} of {} bytes\n", options.inputs.front(),
                         report->merged, report->bytes_before, report->made, report->bytes_after));
}

}  // namespace anonlog
