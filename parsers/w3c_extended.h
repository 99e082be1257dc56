// A line of W3C's extended log file format (https://www.w3.org/TR/WD-logfile), by the columns of its #Fields line.
//
// Input:   the text of a source is a list of columns ("date time c-ip cs-method ..."), perhaps behind the word
//          `exactly`: a line then has as many values as there are columns, each as one of its column looks. That is for
//          layouts that no log says, but which are guessed. The text kNoLayout has no columns, and reads no line.
// Output:  a slot per column, as w3c_columns.h says, but one for date and time together: "2025-11-23 17:37:28", a view
//          where they stand side by side. A time of day alone is a kTimeOfDay, of the day of its batch.
//
// How values are told apart, by who writes:
//     kIis         runs of spaces; no quotes
//     kCloudFront  each tab; no quotes, and a value may be empty
//     kGeneric     each tab when a tab stands behind the first value, else runs of spaces. A value in quotes ends at the
//                  quote that a separator or the end of the line follows; "" in it is a quote. A quote that nothing ends
//                  is a byte like others.
//
// "-" is absent. Spaces are + in headers of kIis, and in those of kGeneric that no quotes hold; a + that was one cannot
// be told from them. Headers and the query of kCloudFront are percent-encoded, once or twice (percent_code.h).
//
// Values behind the last column are ignored. Missing ones are absent, and so is the last one of a line that lacks some: where
// a line was cut stands a part of a value, of which no one can tell what it was (of an address, a few letters). Of what
// is left there must be date and time and one value more (of a layout without them: two values).
//
// A date, time or number that is none rejects the line: a space in a value that should have none would else move all
// that is behind it into the columns of others.
//
// Threads: immutable.
#ifndef ANONLOG_PARSERS_W3C_EXTENDED_H_
#define ANONLOG_PARSERS_W3C_EXTENDED_H_

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "parsers/error.h"
#include "parsers/parser.h"
#include "parsers/w3c_columns.h"

namespace anonlog {

class W3cExtended final : public Parser {
 public:
  static constexpr std::size_t kMaxColumns = 128;

  // Of a log that says its columns itself, before it did.
  static constexpr std::string_view kNoLayout = "#Fields";

  // What stands before the columns of a layout that is guessed.
  static constexpr std::string_view kExactly = "exactly ";

  // Errors: kUsage, with the position in the text: no column, too many. `place` is what stands before it.
  static Result<W3cExtended> compile(std::string_view place, std::string_view text, W3cDialect dialect);

  [[nodiscard]] std::span<const Slot> slots() const override { return slots_; }
  bool fill(LineCursor& lines, const ParserLimits& limits, RecordBatch& batch, Tally& tally) const override;
  LineRead read_line(std::string_view line, bool has_backslash, RecordBatch& batch) const override;

  // The slot of a time of day without a date; nothing when lines hold none.
  [[nodiscard]] std::optional<std::size_t> time_of_day_slot() const;

 private:
  // Where the values of a line stand in it. Not initialized: it has room for many.
  struct Values {
    std::string_view line;
    std::size_t count;
    bool any_quoted;                                   // of the generic dialect only
    std::array<std::uint32_t, kMaxColumns + 1> begin;  // value i is [begin[i], end[i])
    std::array<std::uint32_t, kMaxColumns + 1 + 64 + 8> end;
    std::bitset<kMaxColumns + 1> quoted;  // valid when any_quoted

    [[nodiscard]] std::string_view operator[](std::size_t i) const {
      return {line.data() + begin[i], std::size_t{end[i] - begin[i]}};
    }
    [[nodiscard]] bool is_absent(std::size_t i) const { return (*this)[i] == "-"; }
    [[nodiscard]] bool is_quoted(std::size_t i) const { return any_quoted && quoted[i]; }
  };

  struct Column {
    W3cValue value = W3cValue::kText;
    std::size_t cell = 0;  // from the first cell of a row
  };

  W3cExtended(const std::vector<W3cColumn>& columns, W3cDialect dialect, bool exactly);

  void add_column(const W3cColumn& column);
  void split(Values& values, std::size_t most) const;
  template <bool runs>
  static void split_plain(Values& values, char separator, std::size_t most);
  static void split_spaces(Values& values, std::size_t most);
  static void split_quoted(Values& values, char separator, std::size_t most);
  bool read_values(const Values& values, RawBytes* row, char*& arena) const;
  [[nodiscard]] bool fits_exactly(const Values& values) const;
  void store_values(const Values& values, RawBytes* row) const;
  void unquote_all(const Values& values, RawBytes* row, char*& arena) const;
  bool read_time(const Values& values, RawBytes& cell, char*& arena) const;
  [[nodiscard]] RawBytes decoded(const RawBytes& value, char*& arena) const;

  W3cDialect dialect_;
  bool exactly_;
  std::vector<Slot> slots_;
  std::vector<Column> columns_;
  std::vector<std::size_t> special_;  // columns whose values are looked at, in their order; none of a time
  std::optional<std::size_t> date_;   // columns; their slot is time_slot_
  std::optional<std::size_t> time_;
  std::size_t time_slot_ = 0;
  std::size_t time_cell_ = 0;
  std::size_t min_values_ = 2;  // of a line
};

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_W3C_EXTENDED_H_
