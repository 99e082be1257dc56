// A compiled format: lines in, columns of views out. Immutable; shared by all workers.
#ifndef ANONLOG_PARSERS_PARSER_H_
#define ANONLOG_PARSERS_PARSER_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "parsers/accounting.h"
#include "parsers/field.h"
#include "parsers/line_cursor.h"
#include "parsers/record_batch.h"

namespace anonlog {

struct ParserLimits {
  std::size_t max_line_bytes = std::size_t{1} << 20;
};

// What a parser made of one line.
enum class LineRead : std::uint8_t {
  kRecord,          // a row of the batch
  kNotOfFormat,     // another format may read it
  kImpossibleTime,  // of this format, but on the 31st of February: no other may
  kAmbiguous,       // of this format, but a key stands there twice: no other may
};

class Parser {
 public:
  virtual ~Parser() = default;

  // The columns of the batches that it fills.
  [[nodiscard]] virtual std::span<const Slot> slots() const = 0;

  // Moves lines into `batch`, which it clears first, until the batch is full or the chunk ends. Every line
  // taken is counted in `tally`: as a row of the batch (published is the caller's to count), as rejected or
  // as skipped. False when there was no line left. Every parser does it as fill_lines.h.
  // Requires: a batch of slots().size() slots.
  virtual bool fill(LineCursor& lines, const ParserLimits& limits, RecordBatch& batch,
                    Tally& tally) const = 0;

  // Reads one line as the next row of `batch`. `has_backslash`: it holds one. Nothing is counted, and whether its time
  // is possible is for the caller to see (read_record() of fill_lines.h).
  // Requires: batch.has_room(line.size()).
  virtual LineRead read_line(std::string_view line, bool has_backslash, RecordBatch& batch) const = 0;

  // Calls `visit` for each value of a line, which it reads, that is of no slot: the key, a path with dots where
  // they are nested, and the value, decoded. For the commands that print personal data; a batch never holds them.
  using OtherVisitor = std::function<void(std::string_view key, std::string_view value)>;
  virtual void visit_others(std::string_view /*line*/, const OtherVisitor& /*visit*/) const {}

  // This format for such lines alone that none of `others` can read, known at once from the line: what it reads need not
  // be tried with them. It has the same slots and makes the same rows, but may leave any line. Null: not known so cheaply.
  [[nodiscard]] virtual std::unique_ptr<const Parser> apart_from(
      std::span<const Parser* const> /*others*/) const {
    return nullptr;
  }

  // Whether a record may hold a line break, in quotes that its first line leaves open.
  [[nodiscard]] virtual bool may_span_lines() const { return false; }

  // Why a line that it does not read is no record of its log; nothing when it must be rejected.
  [[nodiscard]] virtual std::optional<SkipReason> skip_reason(std::string_view line) const;
};

// Why a line is no record of any log.
inline std::optional<SkipReason> skip_reason_of_any(std::string_view line) {
  if (line.find_first_not_of(" \t") == std::string_view::npos) return SkipReason::kBlank;
  if (line.front() == '#') return SkipReason::kComment;
  return std::nullopt;
}

inline std::optional<SkipReason> Parser::skip_reason(std::string_view line) const {
  return skip_reason_of_any(line);
}

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_PARSER_H_
