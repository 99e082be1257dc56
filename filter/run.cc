#include "filter/run.h"

#include "filter/cli/audit_command.h"
#include "filter/cli/compact_command.h"
#include "filter/cli/detect_command.h"
#include "filter/cli/explain_command.h"
#include "filter/cli/formats_command.h"
#include "filter/cli/key_command.h"
#include "filter/cli/options.h"
#include "filter/cli/parse_command.h"
#include "filter/cli/policy_command.h"
#include "filter/cli/purge_command.h"
#include "filter/cli/reveal_command.h"
#include "filter/cli/verify_command.h"
#include "filter/exit_code.h"
#include "filter/filter_run.h"
#include "filter/output/fd_sink.h"

namespace anonlog {
namespace {

Status run_command(const CommandLine& line, const Streams& streams) {
  if (line.text) return FdSink(streams.out, "stdout").write(*line.text);
  switch (line.options.command) {
    case Options::Command::kFilter:
      return run_filter(line.options, streams);
    case Options::Command::kFormats:
      return run_formats(streams, line.options.list_fields);
    case Options::Command::kDetect:
      return run_detect(line.options, streams);
    case Options::Command::kParse:
      return run_parse(line.options, streams);
    case Options::Command::kExplain:
      return run_explain(line.options, streams);
    case Options::Command::kPolicyShow:
      return run_policy_show(line.options, streams);
    case Options::Command::kPolicyCheck:
      return run_policy_check(line.options, streams);
    case Options::Command::kReveal:
      return run_reveal(line.options, streams);
    case Options::Command::kAudit:
      return run_audit_command(line.options, streams);
    case Options::Command::kKeyNew:
    case Options::Command::kKeyInfo:
    case Options::Command::kKeyAdvance:
    case Options::Command::kKeyRekey:
    case Options::Command::kKeyDestroy:
      return run_key(line.options, streams);
    case Options::Command::kPurge:
      return run_purge(line.options, streams);
    case Options::Command::kVerify:
      return run_verify(line.options, streams);
    case Options::Command::kCompact:
      return run_compact(line.options, streams);
  }
  return {};
}

}  // namespace

int run(int argc, const char* const* argv, const Streams& streams) {
  const Status status = read_command_line(argc, argv).and_then([&](const CommandLine& line) {
    return run_command(line, streams);
  });
  if (status) return kExitDone;
  tell(streams.err, status.error().message);
  return exit_code(status.error().kind);
}

}  // namespace anonlog
