#include "filter/cli/verify_command.h"

#include <fmt/format.h>

#include "filter/dataset/verify.h"
#include "filter/output/fd_sink.h"

namespace anonlog {

Status run_verify(const Options& options, const Streams& streams) {
  const std::string& path = options.inputs.front();
  const Result<VerifyReport> report = verify(path);
  if (!report) return Status(tl::unexpect, report.error());
  std::string text;
  for (const std::string& finding : report->findings) text += finding + "\n";
  text += fmt::format("{}: {} files, {} rows, {} bytes: {}\n", path, report->files, report->rows,
                      report->bytes, report->findings.empty() ? "whole" : "not whole");
  if (Status status = FdSink(streams.out, "stdout").write(text); !status || report->findings.empty())
    return status;
  return fail(ErrorKind::kFinding, fmt::format("{}: is not whole", path));
}

}  // namespace anonlog
