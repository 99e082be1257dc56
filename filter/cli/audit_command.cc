#include "filter/cli/audit_command.h"

#include <fmt/format.h>
#include <sys/random.h>

#include <cstdint>
#include <string>
#include <utility>

#include "filter/audit/audit.h"
#include "filter/cli/audit_text.h"
#include "filter/config_reader.h"
#include "filter/output/fd_sink.h"
#include "filter/policy_file.h"
#include "parsers/formats.h"
#include "parsers/w3c_layouts.h"

namespace anonlog {
namespace {

Result<AuditSettings> settings_of(const Options& options) {
  AuditSettings settings;
  settings.raw = {options.inputs.begin(), options.inputs.end() - 1};
  settings.published = options.inputs.back();
  settings.reading.fields = options.fields;
  settings.reading.allow_truncated = options.allow_truncated;
  if (::getrandom(&settings.key, sizeof settings.key, 0) != sizeof settings.key) {
    return fail(ErrorKind::kInternal, "no random bytes for the audit's key: the system's generator failed");
  }
  Result<Policy> policy = load_policy(options.policy);
  if (!policy) return tl::unexpected<Error>(std::move(policy).error());
  settings.reading.json = policy->json;
  Result<std::vector<FormatSource>> formats = find_format_sources(options.formats, read_config_files);
  if (!formats) return tl::unexpected<Error>(std::move(formats).error());
  settings.reading.formats = *std::move(formats);
  if (Status status = check_fields(options.fields, settings.reading.formats); !status) {
    return tl::unexpected<Error>(std::move(status).error());
  }
  return settings;
}

}  // namespace

Status run_audit_command(const Options& options, const Streams& streams) {
  const Result<AuditSettings> settings = settings_of(options);
  if (!settings) return Status(tl::unexpect, settings.error());
  const Result<AuditReport> report = run_audit(*settings, streams.in);
  if (!report) return Status(tl::unexpect, report.error());
  const std::string text = options.json ? audit_as_json(*report) : audit_as_text(*report);
  if (Status status = FdSink(streams.out, "stdout").write(text); !status) return status;
  if (report->found() == 0) return {};
  return fail(ErrorKind::kFinding, fmt::format("{}: {} places hold an identifier of the raw log",
                                               settings->published, report->found()));
}

}  // namespace anonlog
