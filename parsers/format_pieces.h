// What the text of a server's own format compiles to before it is a LineGrammar, and the questions that every such
// text has to answer: where do two fields end that touch, or that hold the same bytes as what stands between them?
//
// Fields that touch can be told apart when the first is as long as its format says (a time), or ends where the second
// begins: a number before what begins with no digit, a method in capitals before its target. A path that a query with
// its "?" touches is read with it, as one target: both are decided later at the first "?". That a value is absent ("-",
// only in what Apache writes for a request that it could not read) can be told of no two fields that touch: it is
// then read into the first.
//
// Texts that stand apart are told apart for certain by a byte that the server escapes in values (a quote, a tab), and
// for all that is not made to deceive by a time (a date or a clock, not a number). Between them, and to the end of the line, one text may stand bare.
#ifndef ANONLOG_PARSERS_FORMAT_PIECES_H_
#define ANONLOG_PARSERS_FORMAT_PIECES_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/error.h"
#include "parsers/line_grammar.h"

namespace anonlog {

// The text of a format, its configuration's quoting undone, with where each byte stood in what the user wrote.
struct FormatText {
  std::string bytes;
  std::vector<std::size_t> offsets;  // when it is complete one more than bytes: the last is the end

  void append(char c, std::size_t offset) {
    bytes += c;
    offsets.push_back(offset);
  }
};

// Where the text begins: behind spaces and whole lines of comments ("# ..."), as a file has them before a directive.
std::size_t skip_comments(std::string_view text);

struct FormatPiece {
  std::string literal;  // what stands before the field
  Slot slot;
  std::string name;           // as the user wrote it, for messages
  std::size_t offset = 0;     // of the name in what the user wrote
  bool marked_query = false;  // the value is empty or begins with "?"
  bool latest_end = false;    // LineGrammar::Piece::latest_end; only with BareTexts::kAsWritten
};

struct FormatPieces {
  std::vector<FormatPiece> pieces;
  std::string tail;
  LineGrammar::Escapes escapes = LineGrammar::Escapes::kBackslash;
  LineGrammar::Rest rest = LineGrammar::Rest::kIgnored;
};

// What to do about two texts that nothing tells apart: read them as they come (nginx: a variable that this program
// does not know is taken for a text, though most are none), refuse the format, or leave it to the writer of the format
// to say where a text ends (our own).
enum class BareTexts : std::uint8_t { kAsTheyCome, kRefused, kAsWritten };

struct FormatProblem {
  std::size_t offset;
  std::string message;
};

// Requires: 1 to LineGrammar::kMaxFields pieces.
tl::expected<LineGrammar, FormatProblem> make_grammar(FormatPieces format, BareTexts bare_texts);

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_FORMAT_PIECES_H_
