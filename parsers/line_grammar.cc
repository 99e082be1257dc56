#include "parsers/line_grammar.h"

#include <array>
#include <cassert>
#include <cstring>
#include <utility>

#include "parsers/byte_scan.h"

namespace anonlog {
namespace {

constexpr std::size_t kClfTimeBytes = 26;
constexpr std::size_t kIsoTimeBytes = 19;  // at least

bool is_number_byte(char c) { return c == '-' || c == '+' || c == '.' || (c >= '0' && c <= '9'); }

// The separators only: whether the digits make a time is the time step's question.
bool is_clf_time(const char* p, const char* end) {
  return static_cast<std::size_t>(end - p) >= kClfTimeBytes && p[2] == '/' && p[6] == '/' && p[11] == ':' &&
         p[14] == ':' && p[17] == ':' && p[20] == ' ' && (p[21] == '+' || p[21] == '-');
}

bool is_iso_time(const char* p, const char* end) {
  return static_cast<std::size_t>(end - p) >= kIsoTimeBytes && p[4] == '-' && p[7] == '-' && p[10] == 'T' &&
         p[13] == ':' && p[16] == ':';
}

const char* spaces_end(const char* p, const char* end) {
  while (p != end && *p == ' ') ++p;
  return p;
}

// The end of the element of a list that begins at p. `stop`: as Literal::first().
const char* element_end(const char* p, const char* end, int stop) {
  while (p != end && *p != ' ' && *p != '"' && *p != ',' && *p != stop) ++p;
  return p;
}

const char* list_end(const char* p, const char* end, int stop) {
  p = element_end(p, end, stop);
  for (;;) {
    if (end - p >= 3 && p[0] == ' ' && p[1] == ':' && p[2] == ' ') {
      p = element_end(p + 3, end, stop);
      continue;
    }
    if (end - p >= 2 && p[0] == ',' && p[1] == ' ') {
      const char* after = element_end(p + 2, end, stop);
      if (after != p + 2) {
        p = after;
        continue;
      }
    }
    return p;
  }
}

const char* number_end(const char* p, const char* end, int stop) {
  while (p != end && is_number_byte(*p) && *p != stop) ++p;
  return p;
}

const char* token_end(const char* p, const char* end, int stop) {
  return find_any(p, end, ' ', '"', stop == Literal::kNone ? ' ' : static_cast<char>(stop));
}

// Tokens joined by ", ".
const char* address_end(const char* begin, const char* end, int stop) {
  const char* p = token_end(begin, end, stop);
  while (p != begin && end - p >= 2 && p[-1] == ',' && p[0] == ' ' && p[1] != ' ' && p[1] != '"') {
    p = token_end(p + 1, end, stop);
  }
  return p;
}

// The end of the longest run at p whose bytes may all stand in a field of `shape` and are not `stop`.
const char* run_end(const char* p, const char* end, FieldShape shape, int stop) {
  switch (shape) {
    case FieldShape::kNumber:
      return number_end(p, end, stop);
    case FieldShape::kAddress:
      return address_end(p, end, stop);
    case FieldShape::kToken:
    case FieldShape::kIsoTime:
      return token_end(p, end, stop);
    case FieldShape::kText:
    case FieldShape::kList:
    case FieldShape::kClfTime:
      break;
  }
  return end;
}

// The one end of a last field that no literal follows.
const char* open_end(const char* begin, const char* end, FieldShape shape) {
  const char* p = run_end(begin, end, shape, Literal::kNone);
  // An address does not end between two tokens.
  while (shape == FieldShape::kAddress && p != begin && (p[-1] == ',' || p[-1] == ' ')) --p;
  return p;
}

// Whether the byte at p stands behind an odd number of backslashes of [begin, p).
bool is_escaped(const char* begin, const char* p) {
  bool escaped = false;
  while (p != begin && *--p == '\\') escaped = !escaped;
  return escaped;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The number in `digits` hexadecimal digits at p, or -1.
int hex_number(const char* p, const char* end, int digits) {
  if (end - p < digits) return -1;
  int number = 0;
  for (int i = 0; i < digits; ++i) {
    const int digit = hex_digit(p[i]);
    if (digit < 0) return -1;
    number = number * 16 + digit;
  }
  return number;
}

char* append_utf8(unsigned code, char* to) {
  if (code < 0x80) {
    *to++ = static_cast<char>(code);
  } else if (code < 0x800) {
    *to++ = static_cast<char>(0xC0U | (code >> 6U));
    *to++ = static_cast<char>(0x80U | (code & 0x3FU));
  } else {
    *to++ = static_cast<char>(0xE0U | (code >> 12U));
    *to++ = static_cast<char>(0x80U | ((code >> 6U) & 0x3FU));
    *to++ = static_cast<char>(0x80U | (code & 0x3FU));
  }
  return to;
}

// The byte that "\c" stands for, or -1.
int simple_escape(char c) {
  switch (c) {
    case '"':
    case '\\':
    case '/':
      return c;
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'v':
      return '\v';
    case 'a':
      return '\a';
    default:
      return -1;
  }
}

}  // namespace

bool has_shape(FieldShape shape, std::string_view bytes) {
  const char* begin = bytes.data();
  const char* end = begin + bytes.size();
  switch (shape) {
    case FieldShape::kClfTime:
      return bytes.size() == kClfTimeBytes && is_clf_time(begin, end);
    case FieldShape::kIsoTime:
      if (!is_iso_time(begin, end)) return false;
      break;
    case FieldShape::kAddress:  // a list that is not finished is none
      if (!bytes.empty() && bytes.back() == ',') return false;
      break;
    case FieldShape::kText:
    case FieldShape::kList:  // has one reading only, list_end()
    case FieldShape::kToken:
    case FieldShape::kNumber:
      break;
  }
  return run_end(begin, end, shape, Literal::kNone) == end;
}

std::size_t unescape(std::string_view from, char* to) {
  const char* p = from.data();
  const char* end = p + from.size();
  char* out = to;
  while (p != end) {
    const char* backslash = find_byte(p, end, '\\');
    std::memmove(out, p, static_cast<std::size_t>(backslash - p));
    out += backslash - p;
    p = backslash;
    if (p == end) break;
    const char kind = end - p >= 2 ? p[1] : '\0';
    const int digits = kind == 'x' ? 2 : kind == 'u' ? 4 : 0;
    const int number = digits == 0 ? -1 : hex_number(p + 2, end, digits);
    if (number >= 0) {
      out = kind == 'x' ? (*out = static_cast<char>(number), out + 1)
                        : append_utf8(static_cast<unsigned>(number), out);
      p += 2 + digits;
    } else if (const int byte = simple_escape(kind); byte >= 0) {
      *out++ = static_cast<char>(byte);
      p += 2;
    } else {
      *out++ = *p++;  // a lone backslash stays
    }
  }
  return static_cast<std::size_t>(out - to);
}

// The backtracking scan: the rules of line_grammar.h, word by word. Depth is the number of fields.
class LineGrammarBacktracker {
 public:
  LineGrammarBacktracker(const LineGrammar& grammar, std::string_view line)
      : grammar_(grammar),
        end_(line.data() + line.size()),
        steps_left_(LineGrammar::step_limit(line.size())) {}

  bool run(const char* begin) {
    std::size_t run = 0;
    const char* p = grammar_.head_.match(begin, end_, run);
    return p != nullptr && read_behind(p, run, 0);
  }

  // [begin, end) of field i after run() was true.
  [[nodiscard]] std::pair<const char*, const char*> field(std::size_t i) const { return fields_[i]; }

 private:
  // Reads field `i` and what follows, when the literal before it ended at p with `run` spaces.
  bool read_behind(const char* p, std::size_t run, std::size_t i) {
    if (i == grammar_.ops_.size()) return true;
    if (read_field(p, i)) return true;
    return run > 1 && grammar_.ops_[i].literal.first() == ' ' && read_literal(p - 1, p - 1, i);
  }

  bool read_field(const char* begin, std::size_t i) {
    const LineGrammar::Op& op = grammar_.ops_[i];
    const char* const last = last_end(op, begin);
    if (last == nullptr || !take_steps(op.shape == FieldShape::kText ? 0 : size(begin, last))) return false;
    if (has_one_end(op)) return read_literal(begin, last, i);
    for (const char* p = begin; p != end_ && p <= last;) {
      if (*p == op.literal.first() && read_literal(begin, p, i)) return true;
      const char* const from = p++;
      // The literal takes all spaces of a run: from the next of them it would be read no other way.
      if (*from == ' ' && op.literal.first() == ' ') p = spaces_end(p, end_);
      if (!take_steps(size(from, p))) return false;
    }
    return false;
  }

  static bool has_one_end(const LineGrammar::Op& op) {
    return op.shape == FieldShape::kClfTime || op.shape == FieldShape::kList || op.literal.empty();
  }

  // The only end of the field, or a bound for its ends. Null: none.
  const char* last_end(const LineGrammar::Op& op, const char* begin) const {
    if (op.shape == FieldShape::kClfTime) return is_clf_time(begin, end_) ? begin + kClfTimeBytes : nullptr;
    if (op.shape == FieldShape::kList) return list_end(begin, end_, op.literal.first());
    return op.literal.empty() ? open_end(begin, end_, op.shape)
                              : run_end(begin, end_, op.shape, Literal::kNone);
  }

  // Field `i` as [begin, end): is it of its shape, does its literal follow, and the rest?
  bool read_literal(const char* begin, const char* end, std::size_t i) {
    const LineGrammar::Op& op = grammar_.ops_[i];
    std::size_t run = 0;
    const char* p = op.literal.match(end, end_, run);
    if (p == nullptr || (op.quote_may_be_escaped && is_escaped(begin, end))) return false;
    if (!take_steps(1 + (op.shape == FieldShape::kText ? 0 : size(begin, end)) + run)) return false;
    if (!has_shape(op.shape, {begin, size(begin, end)})) return false;
    fields_[i] = {begin, end};
    return read_behind(p, run, i + 1);
  }

  static std::size_t size(const char* begin, const char* end) {
    return static_cast<std::size_t>(end - begin);
  }

  bool take_steps(std::size_t steps) {
    if (steps_left_ < steps) steps = steps_left_;
    steps_left_ -= steps;
    return steps_left_ != 0;
  }

  const LineGrammar& grammar_;
  const char* end_;
  std::array<std::pair<const char*, const char*>, LineGrammar::kMaxFields> fields_;
  std::size_t steps_left_;
};

LineGrammar::LineGrammar(std::vector<Piece> pieces, std::string_view tail, Escapes escapes)
    : head_(pieces.front().literal), escapes_(escapes) {
  assert(!pieces.empty() && pieces.size() <= kMaxFields);
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const bool last = i + 1 == pieces.size();
    assert(last || !pieces[i + 1].literal.empty());
    Literal literal(last ? tail : pieces[i + 1].literal);
    const bool quote_may_be_escaped = escapes == Escapes::kBackslash && literal.first() == '"';
    const FieldShape next_shape = last ? FieldShape::kText : pieces[i + 1].slot.shape;
    ops_.push_back({std::move(literal), pieces[i].slot.shape, next_shape, quote_may_be_escaped});
    slots_.push_back(std::move(pieces[i].slot));
  }
}

bool LineGrammar::fill(LineCursor& lines, const ParserLimits& limits, RecordBatch& batch,
                       Tally& tally) const {
  batch.clear();
  std::string_view line;
  bool any = false;
  while (lines.next(line)) {
    any = true;
    const bool too_long = line.size() > limits.max_line_bytes;  // then the batch need not make room for it
    if (!too_long && !batch.has_room(line.size())) {
      lines.unread();
      break;
    }
    ++tally.counts.lines;
    if (too_long) {
      tally.reject(RejectReason::kTooLong);
      continue;
    }
    char* arena = batch.arena();
    if (match(line, lines.has_backslash(), batch.next_row(), arena)) {
      batch.use_arena(static_cast<std::size_t>(arena - batch.arena()));
      batch.commit_row(line.size());
    } else if (line.find_first_not_of(" \t") == std::string_view::npos) {
      tally.skip(SkipReason::kBlank);
    } else if (line.front() == '#') {
      tally.skip(SkipReason::kComment);
    } else {
      tally.reject(RejectReason::kFormat);
    }
  }
  return any;
}

bool LineGrammar::match(std::string_view line, RawBytes* row, char*& arena) const {
  return match(line, line.find('\\') != std::string_view::npos, row, arena);
}

bool LineGrammar::match(std::string_view line, bool has_backslash, RawBytes* row, char*& arena) const {
  char* const arena_begin = arena;
  if (match_straight(line, has_backslash && escapes_ == Escapes::kBackslash, row, arena)) return true;
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
    case FieldShape::kText:
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
