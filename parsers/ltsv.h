// Labeled tab-separated values (http://ltsv.org): label:value parted by tabs, in any order. A KeyMap says which labels
// are which fields; no other value is ever held.
//
// A line begins with a label. What is no label:value behind it is left out. "-" is absent; escapes of the servers that
// write it are decoded (unescape.h); a time may stand in brackets. A line that has a label of the map twice is rejected
// (key_map.h).
//
// Threads: immutable.
#ifndef ANONLOG_PARSERS_LTSV_H_
#define ANONLOG_PARSERS_LTSV_H_

#include "parsers/key_map.h"
#include "parsers/keyed_row.h"
#include "parsers/parser.h"

namespace anonlog {

class Ltsv final : public Parser {
 public:
  explicit Ltsv(KeyMap map) : map_(std::move(map)) {}

  [[nodiscard]] const KeyMap& map() const { return map_; }
  [[nodiscard]] std::span<const Slot> slots() const override { return map_.slots(); }
  bool fill(LineCursor& lines, const ParserLimits& limits, RecordBatch& batch, Tally& tally) const override;
  LineRead read_line(std::string_view line, bool has_backslash, RecordBatch& batch) const override;
  [[nodiscard]] std::unique_ptr<const Parser> apart_from(
      std::span<const Parser* const> others) const override;
  void visit_others(std::string_view line, const OtherVisitor& visit) const override;

 private:
  bool scan(std::string_view line, bool has_backslash, KeyedRow& row) const;

  KeyMap map_;
};

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_LTSV_H_
