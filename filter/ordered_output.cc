#include "filter/ordered_output.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace anonlog {

Status OrderedOutput::deliver(Work& work) {
  if (!work.status) return work.status;
  stats_.counts.add(work.tally.counts);
  input_counts_.add(work.tally.counts);
  stats_.nulls.add(work.nulls);
  stats_.times_without_zone += work.zoneless_times;
  stats_.keyless.add(work.keyless);
  stats_.redactions.add(work.redactions);
  Status status = write_rejects(work);
  if (!status) return status;
  count(work);
  if (!work.runs.empty()) judgement_.reading = work.runs.back().reading;
  if (judgement_.done) {
    status = sink_.write(work.parts, work.sealed, rejects_);
  } else {
    hold(work);
    if (can_judge(work)) status = judge(work.input);
  }
  return status && work.ends_input ? end_input(work) : status;
}

void OrderedOutput::hold(Work& work) {
  for (OutputPart& part : work.parts) {
    held_bytes_ += part.bytes.bytes().size();
    held_.push_back(std::move(part));
  }
  work.parts.clear();
  held_records_.append(work.sealed);
  held_rejects_.append(rejects_);
}

Status OrderedOutput::end_input(const Work& work) {
  judgement_ = Judgement();
  return sink_.end_input({work.input, work.identity, std::exchange(input_counts_, Accounting())});
}

// Here and not by the workers, since only here it is known which lines of the input they are.
Status OrderedOutput::write_rejects(const Work& work) {
  rejects_.clear();
  return reject_writer_.append(work, judgement_.lines, rejects_);
}

void OrderedOutput::count(const Work& work) {
  const Tally& tally = work.tally;
  for (std::size_t i = 0; i < tally.rejected_line_count; ++i) {
    RejectedLine rejected = tally.rejected_lines[i];
    if (work.origins.empty()) {
      rejected.line += judgement_.lines;
      rejected.offset += work.chunk.offset;
    }
    if (judgement_.first_rejected_line == 0) judgement_.first_rejected_line = rejected.line;
    if (stats_.rejected_lines.size() == Tally::kRejectedLines) break;
    stats_.rejected_lines.push_back({std::string(work.input), rejected});
  }
  judgement_.lines += tally.counts.lines;
  const std::size_t wanted = Tally::kEarlyRecords - judgement_.records;
  const std::size_t taken = std::min<std::size_t>(wanted, tally.counts.records());
  for (std::size_t i = 0; i < taken; ++i) {
    judgement_.rejected += tally.early_rejects[i] ? 1U : 0U;
    judgement_.others += tally.early_others[i] ? 1U : 0U;
  }
  for (std::size_t i = 0; i < judgement_.reasons.size(); ++i) {
    judgement_.reasons[i] += tally.counts.rejected[i];
  }
  judgement_.records += taken;
}

bool OrderedOutput::can_judge(const Work& work) const {
  return judgement_.records == Tally::kEarlyRecords || work.chunk.idle || work.ends_input ||
         held_bytes_ > kMaxHeldBytes;
}

Status OrderedOutput::judge(std::string_view input) {
  if (judgement_.rejected * 2 > judgement_.records - judgement_.others) {
    return fail(ErrorKind::kBadInput, refusal(input));
  }
  judgement_.done = judgement_.records != 0;
  Status status = sink_.write(held_, held_records_, held_rejects_);
  held_.clear();
  held_bytes_ = 0;
  held_records_.clear();
  held_rejects_.clear();
  return status;
}

// With the reason that most rejected lines have.
std::string OrderedOutput::refusal(std::string_view input) const {
  const auto* const most = std::ranges::max_element(judgement_.reasons);
  std::string what;
  switch (static_cast<RejectReason>(most - judgement_.reasons.begin())) {
    case RejectReason::kFormat:
      what = fmt::format("are not of {}",
                         judgement_.reading == nullptr ? "any format" : judgement_.reading->title());
      break;
    case RejectReason::kTime:
      what = "are rejected, most of them since there is no such time (as the 31st of February)";
      break;
    case RejectReason::kTooLong:
      what = "are rejected, most of them since they are longer than --max-line";
      break;
  }
  return fmt::format(
      "{}: {} of its first {} records {}, the first is line {}. Nothing of it was written. Give its "
      "format with --format; `anonlog formats` lists what can be read",
      input, judgement_.rejected, judgement_.records - judgement_.others, what,
      judgement_.first_rejected_line);
}

}  // namespace anonlog
