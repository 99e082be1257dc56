// Formats of one JSON object per line: a KeyMap says which keys are which fields; no other value is ever held.
//
// A value is a string, or a number, true or false as its text; null, "-" and a key without a value are absent. Of an
// array the first element counts; of forwarded_for all do, joined by ", ": the last was written by the nearest proxy.
// A line that has a key of the map twice is rejected (key_map.h).
//
// Threads: immutable.
#ifndef ANONLOG_PARSERS_JSON_LINES_H_
#define ANONLOG_PARSERS_JSON_LINES_H_

#include "parsers/json_scanner.h"
#include "parsers/key_map.h"
#include "parsers/keyed_row.h"
#include "parsers/parser.h"

namespace anonlog {

class JsonLines final : public Parser {
 public:
  explicit JsonLines(KeyMap map) : map_(std::move(map)) {}

  [[nodiscard]] const KeyMap& map() const { return map_; }
  [[nodiscard]] std::span<const Slot> slots() const override { return map_.slots(); }
  bool fill(LineCursor& lines, const ParserLimits& limits, RecordBatch& batch, Tally& tally) const override;
  LineRead read_line(std::string_view line, bool has_backslash, RecordBatch& batch) const override;
  [[nodiscard]] std::unique_ptr<const Parser> apart_from(
      std::span<const Parser* const> others) const override;
  void visit_others(std::string_view line, const OtherVisitor& visit) const override;
  [[nodiscard]] std::optional<SkipReason> skip_reason(std::string_view line) const override;

 private:
  // Values of a key, as JsonScanner::value() gives them.
  bool read_value(JsonScanner& json, const KeyEntry* entry, const JsonScanner::Value& value,
                  KeyedRow& row) const;
  bool scan(std::string_view line, bool has_backslash, KeyedRow& row) const;

  KeyMap map_;
};

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_JSON_LINES_H_
