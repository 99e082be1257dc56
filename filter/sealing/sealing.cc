#include "filter/sealing/sealing.h"

#include <fmt/format.h>
#include <openssl/rand.h>

#include <algorithm>
#include <utility>

#include "filter/output/age/recipient_list.h"
#include "filter/output/output_name.h"

namespace anonlog {

Status add_record_column(const Options& options, Policy& policy) {
  if (options.sealed.empty()) return {};
  if (policy.release) {
    return fail(
        ErrorKind::kUsage,
        fmt::format("--sealed: the policy {} makes a release ([release]), whose rows are those of no one",
                    options.policy));
  }
  if (policy.seal.empty()) {
    return fail(ErrorKind::kPolicy,
                fmt::format("--sealed: the policy {} names no field to seal; add seal = [\"client_ip\", ...]",
                            options.policy));
  }
  if (output_format_info(options.to).is_log) {
    return fail(
        ErrorKind::kUsage,
        fmt::format("--sealed: --to {} has no place for the id that joins a record with what is sealed "
                    "of it; write ndjson, csv or tsv",
                    output_format_info(options.to).name));
  }
  policy.columns[static_cast<std::size_t>(Column::kRecord)] =
      ColumnRule{find_action(Column::kRecord, "id"), {}, {}};
  return {};
}

Status check_recipients(const Options& options) {
  const auto recipients = read_recipients(options.recipients);
  return recipients ? Status{} : Status(tl::unexpect, recipients.error());
}

Result<std::unique_ptr<Sealing>> Sealing::open(const Options& options, const Policy& policy, UtcClock clock) {
  std::unique_ptr<Sealing> sealing(new Sealing());  // the constructor is private
  SealSettings& settings = sealing->settings_;
  Result<std::vector<AgeRecipient>> recipients = read_recipients(options.recipients);
  if (!recipients) return tl::unexpected<Error>(std::move(recipients).error());
  settings.recipients = *std::move(recipients);
  if (RAND_bytes(reinterpret_cast<unsigned char*>(&settings.run), sizeof(settings.run)) != 1) {
    return fail(ErrorKind::kInternal, "no random bytes for the run's id: the system's generator failed");
  }
  settings.max_file_bytes = options.seal_bytes;
  settings.interval_ms = options.seal_interval_ms;
  settings.policy = policy.name;
  settings.policy_sha256 = policy.text_sha256;
  settings.clock = std::move(clock);
  sealing->fields_ = policy.seal;
  const auto add = [&settings](const std::string& path, SealedKind kind,
                               std::unique_ptr<SealedFolder>& folder, std::optional<SealedStream>& stream) {
    if (path.empty()) return Status{};
    Result<std::unique_ptr<SealedFolder>> opened = SealedFolder::open(path, true);
    if (!opened) return Status(tl::unexpect, std::move(opened).error());
    folder = *std::move(opened);
    stream.emplace(*folder, kind, settings);
    return Status{};
  };
  Status status = add(options.sealed, SealedKind::kRecords, sealing->records_folder_, sealing->records_);
  if (status) {
    status = add(options.rejects, SealedKind::kRejects, sealing->rejects_folder_, sealing->rejects_);
  }
  if (!status) return tl::unexpected<Error>(std::move(status).error());
  return sealing;
}

SealRules Sealing::rules(const TimeZone& zone) const {
  return {records_.has_value(), rejects_.has_value(), fields_, zone, settings_.run};
}

SealedOutput& Sealing::begin(Sink* sink) {
  output_.emplace(sink, records_ ? &*records_ : nullptr, rejects_ ? &*rejects_ : nullptr,
                  settings_.interval_ms);
  hangup_.emplace(*output_);
  return *output_;
}

std::chrono::milliseconds Sealing::tick_period() const {
  constexpr std::uint64_t kShortest = 10;
  constexpr std::uint64_t kLongest = 200;
  return std::chrono::milliseconds(std::clamp(settings_.interval_ms / 4, kShortest, kLongest));
}

Status Sealing::finish() {
  Status status = records_ ? records_->finish() : Status{};
  const Status rejects = rejects_ ? rejects_->finish() : Status{};
  return status ? rejects : status;
}

void Sealing::discard_records() {
  if (records_) records_->discard();
  records_.reset();
}

}  // namespace anonlog
