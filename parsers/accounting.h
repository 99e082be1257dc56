// What became of every line; the identity of DESIGN section 3 in one place.
//
//     lines   == records + continuations
//     records == published + rejected + skipped + excluded, each by reason
//
// Reasons are rows of tables; --stats prints them by these names.
#ifndef ANONLOG_PARSERS_ACCOUNTING_H_
#define ANONLOG_PARSERS_ACCOUNTING_H_

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string_view>
#include <vector>

namespace anonlog {

enum class RejectReason : std::uint8_t { kFormat, kTime, kTooLong };
inline constexpr std::string_view kRejectReasons[] = {"format", "time", "too_long"};

enum class SkipReason : std::uint8_t { kBlank, kComment, kOtherLog, kOtherProgram };
inline constexpr std::string_view kSkipReasons[] = {"blank", "comment", "other_log", "other_program"};

// By policy: rows that its [drop] names, and what a release ([release]) cannot show.
enum class ExcludeReason : std::uint8_t { kNetwork, kStatus, kMethod, kBot, kPartialDay, kRare };
inline constexpr std::string_view kExcludeReasons[] = {"network", "status",      "method",
                                                       "bot",     "partial_day", "rare"};
using ExcludedCounts = std::array<std::uint64_t, std::size(kExcludeReasons)>;

struct Accounting {
  std::uint64_t lines = 0;
  std::uint64_t published = 0;
  std::array<std::uint64_t, std::size(kRejectReasons)> rejected{};
  std::array<std::uint64_t, std::size(kSkipReasons)> skipped{};
  ExcludedCounts excluded{};
  std::uint64_t continuations = 0;  // lines that belong to the record before them

  [[nodiscard]] std::uint64_t rejected_total() const {
    return std::accumulate(rejected.begin(), rejected.end(), std::uint64_t{0});
  }
  [[nodiscard]] std::uint64_t skipped_total() const {
    return std::accumulate(skipped.begin(), skipped.end(), std::uint64_t{0});
  }
  [[nodiscard]] std::uint64_t excluded_total() const {
    return std::accumulate(excluded.begin(), excluded.end(), std::uint64_t{0});
  }
  [[nodiscard]] std::uint64_t records() const { return lines - continuations; }
  // Without what other programs wrote into the same stream: by these it is judged how much of a log is rejected.
  [[nodiscard]] std::uint64_t own_records() const {
    return records() - skipped[static_cast<std::size_t>(SkipReason::kOtherProgram)];
  }
  [[nodiscard]] bool balances() const {
    return records() == published + rejected_total() + skipped_total() + excluded_total();
  }

  void exclude(const ExcludedCounts& counts) {
    for (std::size_t i = 0; i < excluded.size(); ++i) excluded[i] += counts[i];
  }

  void add(const Accounting& other) {
    lines += other.lines;
    published += other.published;
    for (std::size_t i = 0; i < rejected.size(); ++i) rejected[i] += other.rejected[i];
    for (std::size_t i = 0; i < skipped.size(); ++i) skipped[i] += other.skipped[i];
    exclude(other.excluded);
    continuations += other.continuations;
  }
};

// Where a rejected record stands, so that it can be found: its bytes are never told.
struct RejectedLine {
  std::uint64_t line = 0;    // from 1
  std::uint64_t offset = 0;  // of its first byte
  RejectReason reason = RejectReason::kFormat;
};

// The accounting of one chunk while it is parsed, with what the early refusal and messages need: which of its
// first records were rejected, and where.
struct Tally {
  static constexpr std::size_t kEarlyRecords = 1000;
  static constexpr std::size_t kRejectedLines = 10;  // as many are told

  Accounting counts;
  std::bitset<kEarlyRecords> early_rejects;                 // bit i: record i of this chunk was rejected
  std::bitset<kEarlyRecords> early_others;                  // ... is of another program
  std::array<RejectedLine, kRejectedLines> rejected_lines;  // the first ones; within the chunk
  std::size_t rejected_line_count = 0;
  std::vector<RejectedLine>* all_rejected =
      nullptr;  // takes every one, where someone wants them; within the chunk

  // Of the line that was counted last. `offset`: in the chunk.
  void reject(RejectReason reason, std::uint64_t offset) {
    ++counts.rejected[static_cast<std::size_t>(reason)];
    const std::uint64_t record = counts.records() - 1;
    if (record < kEarlyRecords) early_rejects.set(record);
    if (all_rejected != nullptr) all_rejected->push_back({counts.lines, offset, reason});
    if (rejected_line_count == kRejectedLines) return;
    rejected_lines[rejected_line_count++] = {counts.lines, offset, reason};
  }
  void skip(SkipReason reason) {
    ++counts.skipped[static_cast<std::size_t>(reason)];
    const std::uint64_t record = counts.records() - 1;
    if (reason == SkipReason::kOtherProgram && record < kEarlyRecords) early_others.set(record);
  }
};

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_ACCOUNTING_H_
