#include "parsers/line_grammar.h"

#include <cassert>
#include <utility>

#include "parsers/field_scan.h"
#include "parsers/fill_lines.h"
#include "parsers/line_grammar_backtracker.h"
#include "parsers/unescape.h"

namespace anonlog {

LineGrammar::LineGrammar(std::vector<Piece> pieces, std::string_view tail, Escapes escapes, Rest rest)
    : head_(pieces.front().literal), escapes_(escapes), rest_(rest) {
  assert(!pieces.empty() && pieces.size() <= kMaxFields);
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const bool last = i + 1 == pieces.size();
    Literal literal(last ? tail : pieces[i + 1].literal);
    const bool quote_may_be_escaped = escapes == Escapes::kBackslash && literal.first() == '"';
    const FieldShape next_shape = last ? FieldShape::kText : pieces[i + 1].slot.shape;
    const bool latest_end = pieces[i].latest_end && !literal.empty();
    straight_ = straight_ && rest == Rest::kIgnored && !latest_end;
    TimeFormat time_format;
    if (pieces[i].slot.shape == FieldShape::kTimeFormat) {
      time_format = TimeFormat::compile(pieces[i].slot.time_format).value();
    }
    ops_.push_back({std::move(literal), pieces[i].slot.shape, next_shape, quote_may_be_escaped, latest_end,
                    std::move(time_format)});
    slots_.push_back(std::move(pieces[i].slot));
  }
}

bool LineGrammar::fill(LineCursor& lines, const ParserLimits& limits, RecordBatch& batch,
                       Tally& tally) const {
  return fill_lines(*this, lines, limits, batch, tally);
}

LineRead LineGrammar::read_line(std::string_view line, bool has_backslash, RecordBatch& batch) const {
  char* arena = batch.arena();
  if (!match(line, has_backslash, batch.next_row(), arena)) return LineRead::kNotOfFormat;
  batch.use_arena(static_cast<std::size_t>(arena - batch.arena()));
  batch.commit_row(line.size());
  return LineRead::kRecord;
}

bool LineGrammar::match(std::string_view line, RawBytes* row, char*& arena) const {
  return match(line, line.find('\\') != std::string_view::npos, row, arena);
}

bool LineGrammar::match(std::string_view line, bool has_backslash, RawBytes* row, char*& arena) const {
  char* const arena_begin = arena;
  const bool escapes = has_backslash && escapes_ == Escapes::kBackslash;
  if (straight_ && match_straight(line, escapes, row, arena)) return true;
  arena = arena_begin;
  return match_slowly(line, row, arena);
}

bool LineGrammar::match_slowly(std::string_view line, RawBytes* row, char*& arena) const {
  LineGrammarBacktracker backtracker(*this, line);
  if (!backtracker.run(line.data())) return false;
  for (std::size_t i = 0; i < ops_.size(); ++i) {
    const auto [begin, end] = backtracker.field(i);
    row[i * RecordBatch::kColumnStride] = value(begin, end, escapes_ == Escapes::kBackslash, arena);
  }
  return true;
}

// `escapes`: the line has some. Most have none, and to know that saves looking for a backslash in every
// field.
bool LineGrammar::match_straight(std::string_view line, bool escapes, RawBytes* row, char*& arena) const {
  const char* const end = line.data() + line.size();
  const char* p = head_.match(line.data(), end);
  if (p == nullptr) return false;
  for (const Op& op : ops_) {
    const Straight field = op.shape == FieldShape::kText ? read_straight_text(op, p, end, escapes)
                                                         : read_straight(op, p, end, escapes);
    if (field.next == nullptr) return false;
    *row = value(p, field.end, escapes, arena);
    row += RecordBatch::kColumnStride;
    p = field.next;
  }
  return true;
}

// Inlined by hand into match_straight(), here and below: GCC does not by itself, and it is a quarter of the
// time.
[[gnu::always_inline]] inline LineGrammar::Straight LineGrammar::read_straight(const Op& op,
                                                                               const char* begin,
                                                                               const char* end,
                                                                               bool escapes) {
  const char* const p = straight_end(op, begin, end);
  if (p == nullptr || (escapes && op.quote_may_be_escaped && is_escaped(begin, p))) return {};
  return {p, op.literal.match(p, end)};
}

// The earliest end of the field at `begin`, or null when it has none that is of its shape.
[[gnu::always_inline]] inline const char* LineGrammar::straight_end(const Op& op, const char* begin,
                                                                    const char* end) {
  const int stop = op.literal.first();
  switch (op.shape) {
    case FieldShape::kToken:
      return token_end(begin, end, stop);
    case FieldShape::kNumber:
      return number_end(begin, end, stop);
    case FieldShape::kClfTime:
      return is_clf_time(begin, end) ? begin + kClfTimeBytes : nullptr;
    case FieldShape::kIsoTime: {
      if (!is_iso_time(begin, end)) return nullptr;
      const char* const fixed_end = begin + kIsoTimeBytes;
      return token_end(begin, fixed_end, Literal::kNone) == fixed_end ? token_end(fixed_end, end, stop)
                                                                      : nullptr;
    }
    case FieldShape::kAddress: {
      if (op.literal.empty()) return open_end(begin, end, op.shape);
      const char* const p = address_end(begin, end, stop);
      return p != begin && (p[-1] == ',' || p[-1] == ' ') ? nullptr : p;
    }
    case FieldShape::kList:
      return list_end(begin, end, stop);
    case FieldShape::kCapitals:
      return capitals_end(begin, end, stop);
    case FieldShape::kTimeFormat:
      return op.time_format.match(begin, end);
    case FieldShape::kText:
    case FieldShape::kTimeOfDay:  // of no grammar
      break;
  }
  return end;
}

[[gnu::always_inline]] inline LineGrammar::Straight LineGrammar::read_straight_text(const Op& op,
                                                                                    const char* begin,
                                                                                    const char* end,
                                                                                    bool escapes) {
  if (op.literal.empty()) return {end, end};
  const char stop = static_cast<char>(op.literal.first());
  const char* p = begin;
  for (;;) {
    if (escapes && op.quote_may_be_escaped) {
      while ((p = find_either(p, end, stop, '\\')) != end && *p == '\\') p += end - p >= 2 ? 2 : 1;
    } else {
      p = find_byte(p, end, stop);
    }
    if (p == end) return {};
    const char* const next = op.literal.match(p, end);
    if (next != nullptr && (op.next_shape != FieldShape::kClfTime || is_clf_time(next, end)))
      return {p, next};
    ++p;
    if (stop == ' ') p = spaces_end(p, end);
  }
}

// `escapes`: there may be some.
[[gnu::always_inline]] inline RawBytes LineGrammar::value(const char* begin, const char* end, bool escapes,
                                                          char*& arena) {
  const std::string_view bytes(begin, static_cast<std::size_t>(end - begin));
  if (bytes.size() == 1 && bytes[0] == '-') return RawBytes();
  if (!escapes || bytes.find('\\') == std::string_view::npos) return RawBytes(bytes);
  const std::size_t size = unescape(bytes, arena);
  const RawBytes decoded({arena, size});
  arena += size;
  return decoded;
}

}  // namespace anonlog
