#include "filter/stats.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "filter/cli/json_string.h"

namespace anonlog {
namespace {

std::uint64_t count_nulls(const PublicColumn& column, std::size_t rows) {
  std::ptrdiff_t nulls = 0;
  switch (column.form()) {
    case PublicColumn::Form::kNull:
      return rows;
    case PublicColumn::Form::kTime:
      nulls = std::ranges::count_if(column.times().first(rows),
                                    [](const PublicTime& time) { return time.micros == PublicTime::kNull; });
      break;
    case PublicColumn::Form::kNumber:
      nulls = std::ranges::count(column.numbers().first(rows), PublicColumn::kNullNumber);
      break;
    case PublicColumn::Form::kId:
      nulls = std::ranges::count(column.ids().first(rows), PublicColumn::kNullId);
      break;
    case PublicColumn::Form::kText:
      nulls = std::ranges::count_if(column.texts().first(rows),
                                    [](const PublicText& text) { return text.null(); });
      break;
  }
  return static_cast<std::uint64_t>(nulls);
}

double megabytes_per_second(const Stats& stats) {
  return stats.wall_seconds > 0 ? static_cast<double>(stats.bytes_in) / 1e6 / stats.wall_seconds : 0;
}

double percent(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
}

std::string reasons_as_text(std::span<const std::string_view> names, std::span<const std::uint64_t> counts) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (counts[i] != 0) text += fmt::format("{}{} {}", text.empty() ? "  (" : ", ", names[i], counts[i]);
  }
  return text.empty() ? text : text + ")";
}

std::string reasons_as_json(std::uint64_t total, std::span<const std::string_view> names,
                            std::span<const std::uint64_t> counts) {
  std::string text = fmt::format("{{\"total\":{}", total);
  for (std::size_t i = 0; i < names.size(); ++i) text += fmt::format(",\"{}\":{}", names[i], counts[i]);
  return text + "}";
}

std::string_view reason_name(RejectReason reason) { return kRejectReasons[static_cast<std::size_t>(reason)]; }

std::string rejected_lines_as_text(std::span<const RejectedRecord> records) {
  std::string text;
  for (const RejectedRecord& record : records) {
    text += fmt::format("  {}: line {}, byte {}: {}\n", record.input, record.at.line, record.at.offset,
                        reason_name(record.at.reason));
  }
  return text;
}

std::string rejected_lines_as_json(std::span<const RejectedRecord> records) {
  std::string text = "[";
  for (const RejectedRecord& record : records) {
    text += text.size() == 1 ? "{\"input\":" : ",{\"input\":";
    append_json_string(record.input, text);
    text += fmt::format(",\"line\":{},\"offset\":{},\"reason\":\"{}\"}}", record.at.line, record.at.offset,
                        reason_name(record.at.reason));
  }
  return text + "]";
}

std::string sealed_as_text(std::string_view name, const SealedCounts& counts) {
  return fmt::format("{:<14}{:>14}  ({} files, {} bytes)\n", name, counts.records, counts.files,
                     counts.bytes);
}

std::string sealed_as_json(const SealedCounts& counts) {
  return fmt::format("{{\"records\":{},\"files\":{},\"bytes\":{}}}", counts.records, counts.files,
                     counts.bytes);
}

// Calls tell(name, count) for each class that was found.
template <typename Tell>
void each_redaction(const Stats& stats, Tell tell) {
  for (std::size_t id = 0; id < stats.classes.size(); ++id) {
    const std::uint64_t count = stats.redactions.total(static_cast<ClassId>(id));
    if (count != 0) tell(stats.classes[id], count);
  }
}

}  // namespace

void NullCounts::add(const PublicBatch& batch, std::span<const Column> columns) {
  for (const Column column : columns) {
    counts_[static_cast<std::size_t>(column)] += count_nulls(batch.column(column), batch.rows());
  }
}

void NullCounts::add(const NullCounts& other) {
  for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
}

std::string stats_as_text(const Stats& stats) {
  const Accounting& counts = stats.counts;
  std::string text = fmt::format("{:<14}{:>14}\n", "lines", counts.lines);
  text += fmt::format("{:<14}{:>14}\n", "records", counts.records());
  text += fmt::format("{:<14}{:>14}\n", "published", counts.published);
  text += fmt::format("{:<14}{:>14}{}\n", "rejected", counts.rejected_total(),
                      reasons_as_text(kRejectReasons, counts.rejected));
  text += rejected_lines_as_text(stats.rejected_lines);
  text += fmt::format("{:<14}{:>14}{}\n", "skipped", counts.skipped_total(),
                      reasons_as_text(kSkipReasons, counts.skipped));
  text += fmt::format("{:<14}{:>14}{}\n", "excluded", counts.excluded_total(),
                      reasons_as_text(kExcludeReasons, counts.excluded));
  text += fmt::format("{:<14}{:>14}\n", "continuations", counts.continuations);
  if (stats.times_without_zone != 0)
    text += fmt::format("{:<18}{:>10}\n", "times without zone", stats.times_without_zone);
  if (stats.keyless.late != 0) text += fmt::format("{:<18}{:>10}\n", "late records", stats.keyless.late);
  if (stats.keyless.future != 0)
    text += fmt::format("{:<18}{:>10}\n", "future records", stats.keyless.future);
  if (stats.truncated_inputs != 0)
    text += fmt::format("{:<18}{:>10}\n", "truncated inputs", stats.truncated_inputs);
  text += fmt::format("{:<14}{:>14}  ({} as read)\n", "bytes in", stats.bytes_in, stats.bytes_read);
  text += fmt::format("{:<14}{:>14}\n", "bytes out", stats.bytes_out);
  if (stats.sealed) text += sealed_as_text("sealed", *stats.sealed);
  if (stats.sealed_rejects) text += sealed_as_text("sealed rejects", *stats.sealed_rejects);
  text += fmt::format("{:<14}{:>14.3f} s  ({:.1f} MB/s)\n", "time", stats.wall_seconds,
                      megabytes_per_second(stats));
  if (stats.redactions.any()) text += "redacted:\n";
  each_redaction(stats, [&text](std::string_view name, std::uint64_t count) {
    text += fmt::format("  {:<14}{:>12}\n", name, count);
  });
  if (!stats.complete) text += "the run failed: its output is incomplete, or was not committed\n";
  if (counts.published == 0) return text;
  text += "null, per column:\n";
  for (const Column column : stats.columns) {
    const std::uint64_t nulls = stats.nulls[column];
    text += fmt::format("  {:<14}{:>12}  {:>5.1f} %\n", column_info(column).name, nulls,
                        percent(nulls, counts.published));
  }
  return text;
}

std::string counts_as_json(const Accounting& counts) {
  std::string text = fmt::format("\"lines\":{},\"records\":{},\"published\":{}", counts.lines,
                                 counts.records(), counts.published);
  text += ",\"rejected\":" + reasons_as_json(counts.rejected_total(), kRejectReasons, counts.rejected);
  text += ",\"skipped\":" + reasons_as_json(counts.skipped_total(), kSkipReasons, counts.skipped);
  text += ",\"excluded\":" + reasons_as_json(counts.excluded_total(), kExcludeReasons, counts.excluded);
  return text + fmt::format(",\"continuations\":{}", counts.continuations);
}

std::string stats_as_json(const Stats& stats) {
  const Accounting& counts = stats.counts;
  std::string text = "{" + counts_as_json(counts);
  text += ",\"first_rejected\":" + rejected_lines_as_json(stats.rejected_lines);
  text += fmt::format(
      ",\"times_without_zone\":{},\"late_records\":{},\"future_records\":{},\"truncated_inputs\":{}",
      stats.times_without_zone, stats.keyless.late, stats.keyless.future, stats.truncated_inputs);
  text += fmt::format(",\"bytes_read\":{},\"bytes_in\":{},\"bytes_out\":{},\"nulls\":{{", stats.bytes_read,
                      stats.bytes_in, stats.bytes_out);
  std::string_view separator;
  for (const Column column : stats.columns) {
    text += fmt::format("{}\"{}\":{}", separator, column_info(column).name, stats.nulls[column]);
    separator = ",";
  }
  text += '}';
  if (stats.sealed) text += ",\"sealed\":" + sealed_as_json(*stats.sealed);
  if (stats.sealed_rejects) text += ",\"sealed_rejects\":" + sealed_as_json(*stats.sealed_rejects);
  text += ",\"redacted\":{";
  separator = "";
  each_redaction(stats, [&](std::string_view name, std::uint64_t count) {
    text += fmt::format("{}\"{}\":{}", separator, name, count);
    separator = ",";
  });
  text += fmt::format("}},\"complete\":{}", stats.complete);
  text += fmt::format(",\"wall_seconds\":{:.6f},\"megabytes_per_second\":{:.1f}}}\n", stats.wall_seconds,
                      megabytes_per_second(stats));
  return text;
}

}  // namespace anonlog
