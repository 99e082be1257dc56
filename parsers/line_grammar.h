// A compiled line format, and the byte scanner that runs it.
//
// A grammar is  L0 F1 L1 F2 ... Fn Ln : literals and fields in turn. A line is of the format when it can be
// read from its first byte to the end of Ln; text behind Ln is ignored, unless the grammar says that the line
// ends there (Rest::kNone): where only the end of the line tells where an earlier text ends; or that no quote may be
// open there (Rest::kClosed): where a record may be two lines. The rules, in the
// order in which choices are tried (the first reading that works for the whole line is taken):
//
//   literal   the same bytes, where a run of spaces in the literal stands for one or more spaces in the line,
//   as
//             many as there are. When the last byte of a literal is a space that took several, a second
//             reading is tried after the first: the next field is empty and the literal behind it, unless
//             that is empty too, begins at the last of these spaces.
//   field     ends at the earliest byte where the next literal matches, its own bytes are of its shape
//             (has_shape), and the rest of the line can be read. In a format with escapes, a literal that
//             begins with a quote does not begin at an escaped one (after an odd number of backslashes of
//             the field). But:
//             - a kClfTime is always 26 bytes, a kTimeFormat what its elements take (time_format.h);
//             - a kEndpoint ends before the last colon of its token that only digits follow, at least one, else with
//               its token; a kPort and a kGroups take as much as they can; so does a kHostName, but must not be
//               without a dot and a letter;
//             - a kQuoted that begins with a quote ends behind the next quote that is not escaped, in a format with
//               escapes; in one without as any field;
//             - a kList takes as much as it can: list = element { ", " element | " : " element }, where an
//               element is a run of bytes other than space, quote, comma and the first byte of the next
//               literal; the first element, and one behind " : ", may be missing;
//             - a kText or kQuoted whose piece says so (latest_end) ends at the latest such byte instead: where what is behind it
//               has to be read from the end, since its literal may well stand in the text;
//             - a field that touches the next one, or the end of the format, has one end: a kText the end of
//               the line, a kQuoted behind the next quote, those above as above, any other the longest run of
//               bytes that is of its shape.
//   value     Without what its shape leaves out (field.h); an empty kPort or kGroups is absent. Then "-" is absent,
//             and escapes are decoded (unescape.h).
//
// First a straight scan takes the first end of every field that is tried: that is all that well-formed lines need. Only
// when it fails where another end of an earlier field could help, or the line must end behind Ln or a kText has its latest end, a backtracking scan of the same rules
// runs, with a bound on its steps (step_limit) so that a hostile line costs little; a line that needs more is not of
// the format. The rejected simpler ways: a regular expression (several times slower) and a split at spaces (wrong for
// user names and requests that hold some).
//
// Threads: immutable.
#ifndef ANONLOG_PARSERS_LINE_GRAMMAR_H_
#define ANONLOG_PARSERS_LINE_GRAMMAR_H_

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/literal.h"
#include "parsers/other_lines.h"
#include "parsers/parser.h"
#include "parsers/time_format.h"
#include "parsers/unescape.h"

namespace anonlog {

class LineGrammar final : public Parser {
 public:
  static constexpr std::size_t kMaxFields = 128;

  // Steps (bytes looked at) that the backtracking scan may take for a line.
  static constexpr std::size_t step_limit(std::size_t line_bytes) { return 65536 + 8 * line_bytes; }

  using Escapes = anonlog::Escapes;

  // What may stand behind Ln.
  enum class Rest : std::uint8_t { kIgnored, kClosed, kNone };

  struct Piece {
    std::string literal;  // what stands before the field
    Slot slot;
    bool latest_end = false;  // only of a kText or kQuoted
  };

  // Requires: 1 to kMaxFields pieces whose time formats compile. Whether fields that touch can be told apart is for
  // the makers of formats to see to (format_pieces.h), since only they can say where in the user's text they do.
  LineGrammar(std::vector<Piece> pieces, std::string_view tail, Escapes escapes, Rest rest = Rest::kIgnored);

  [[nodiscard]] std::span<const Slot> slots() const override { return slots_; }
  bool fill(LineCursor& lines, const ParserLimits& limits, RecordBatch& batch, Tally& tally) const override;
  LineRead read_line(std::string_view line, bool has_backslash, RecordBatch& batch) const override;

  // Of others that are this one and more: what ends where this one does is not of them, unless spaces are read in two ways.
  [[nodiscard]] std::unique_ptr<const Parser> apart_from(
      std::span<const Parser* const> others) const override;

  [[nodiscard]] bool may_span_lines() const override { return rest_ == Rest::kClosed; }
  [[nodiscard]] std::optional<SkipReason> skip_reason(std::string_view line) const override;

  // What else stands in a log of this format.
  void set_other_lines(OtherLines other_lines) { other_lines_ = other_lines; }

  // Reads one line into the cells row[0], row[RecordBatch::kColumnStride], ... False: not of this format.
  // `arena` has room for line.size() bytes and is moved past what was used.
  bool match(std::string_view line, RawBytes* row, char*& arena) const;

  [[nodiscard]] Rest rest() const { return rest_; }
  [[nodiscard]] Escapes escapes() const { return escapes_; }

  // For tests: the backtracking scan alone.
  bool match_slowly(std::string_view line, RawBytes* row, char*& arena) const;

 private:
  friend class LineGrammarBacktracker;

  // One field and the literal behind it.
  struct Op {
    Literal literal;
    FieldShape shape;
    FieldShape next_shape;      // of the field behind the literal; kText for the last
    bool quote_may_be_escaped;  // the literal begins with a quote, which backslashes may escape
    bool latest_end;            // it ends where it can last, not first
    bool ends_once;             // where the straight scan reads it, it can end nowhere else
    bool fails_once;            // where the straight scan cannot read it, nothing can
    TimeFormat time_format;     // of a kTimeFormat
  };

  // A field that the straight scan read. next == nullptr: it could not.
  struct Straight {
    const char* end = nullptr;
    const char* next = nullptr;  // behind the literal
  };

  bool match(std::string_view line, bool has_backslash, RawBytes* row, char*& arena) const;
  static constexpr char kNoEscape = '\0';

  // How many fields it could read; one more when the line is of the format.
  template <bool kUnwraps>
  std::size_t match_straight(std::string_view line, char escape, RawBytes* row, char*& arena) const;
  Straight read_straight(const Op& op, const char* begin, const char* end, char escape) const;
  static Straight read_straight_text(const Op& op, const char* begin, const char* end, char escape);
  const char* straight_end(const Op& op, const char* begin, const char* end) const;
  const char* straight_quoted_end(const Op& op, const char* begin, const char* end) const;
  RawBytes value(const char* begin, const char* end, char escape, char*& arena) const;
  RawBytes unwrapped_value(const Op& op, const char* begin, const char* end, char escape, char*& arena) const;
  [[nodiscard]] bool ends_once(const Op& op) const;
  [[nodiscard]] bool is_continued_by(const LineGrammar& other) const;
  [[nodiscard]] bool may_end_at(const char* p, std::string_view line) const;
  [[nodiscard]] bool is_certain(std::size_t fields_read, std::string_view line) const;
  [[nodiscard]] bool has_escapes(std::string_view line, bool has_backslash) const;
  [[nodiscard]] bool backslashes() const {
    return escapes_ == Escapes::kBackslash || escapes_ == Escapes::kQuote;
  }

  std::vector<Slot> slots_;
  Literal head_;         // L0
  std::vector<Op> ops_;  // one per slot; ops_[i].literal is L(i+1)
  Escapes escapes_;
  Rest rest_;
  std::size_t certain_ops_ = 0;  // as many at the beginning have ends_once
  bool straight_ = true;         // the straight scan can read lines of this format
  bool is_apart_ = false;        // it is what apart_from() made: it reads nothing of which it is not certain
  std::ptrdiff_t quotes_ = 0;    // in the literals: a line with fewer is not of this format
  OtherLines other_lines_ = OtherLines::kNone;
  bool unwraps_ = false;  // there are fields whose shape leaves out bytes
};

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_LINE_GRAMMAR_H_
