#include "parsers/line_grammar.h"

#include <array>
#include <cassert>
#include <cstring>
#include <utility>

#include "parsers/byte_scan.h"

namespace anonlog {
namespace {

constexpr std::size_t kClfTimeBytes = 26;

// Bit s of kShapeBytes[b]: byte b may stand in a field of shape s.
constexpr unsigned bit(FieldShape shape) { return 1U << static_cast<unsigned>(shape); }

constexpr std::array<std::uint8_t, 256> make_shape_bytes() {
  std::array<std::uint8_t, 256> table{};
  for (int b = 0; b < 256; ++b) {
    unsigned shapes = bit(FieldShape::kText);
    if (b != ' ' && b != '"') {
      shapes |= bit(FieldShape::kToken) | bit(FieldShape::kAddress) | bit(FieldShape::kIsoTime);
    }
    if (b == '-' || b == '+' || b == '.' || (b >= '0' && b <= '9')) shapes |= bit(FieldShape::kNumber);
    table[static_cast<std::size_t>(b)] = static_cast<std::uint8_t>(shapes);
  }
  return table;
}
constexpr auto kShapeBytes = make_shape_bytes();

bool may_stand(char c, FieldShape shape) {
  return (kShapeBytes[static_cast<unsigned char>(c)] & bit(shape)) != 0;
}

// The separators only: whether the digits make a time is the time step's question.
bool is_clf_time(const char* p, const char* end) {
  return static_cast<std::size_t>(end - p) >= kClfTimeBytes && p[2] == '/' && p[6] == '/' && p[11] == ':' &&
         p[14] == ':' && p[17] == ':' && p[20] == ' ' && (p[21] == '+' || p[21] == '-');
}

bool is_iso_time(const char* p, const char* end) {
  return end - p >= 19 && p[4] == '-' && p[7] == '-' && p[10] == 'T' && p[13] == ':' && p[16] == ':';
}

// The end of `literal` when it matches at p, else null. `run`: how many spaces its last byte took.
const char* match_literal(std::string_view literal, const char* p, const char* end, std::size_t& run) {
  run = 0;
  for (const char c : literal) {
    if (p == end || *p != c) return nullptr;
    ++p;
    run = 0;
    if (c == ' ') {
      run = 1;
      while (p != end && *p == ' ') ++p, ++run;
    }
  }
  return p;
}

const char* match_literal(std::string_view literal, const char* p, const char* end) {
  std::size_t run = 0;
  return match_literal(literal, p, end, run);
}

// The end of the element of a list that begins at p.
const char* element_end(const char* p, const char* end, char stop) {
  while (p != end && *p != ' ' && *p != '"' && *p != ',' && *p != stop) ++p;
  return p;
}

const char* list_end(const char* p, const char* end, char stop) {
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

// The longest run at p that is of `shape`, up to `stop`. NUL is no stop: no literal begins with it.
const char* run_end(const char* begin, const char* end, FieldShape shape, char stop) {
  const char* p = begin;
  for (;;) {
    while (p != end && may_stand(*p, shape) && (*p != stop || stop == '\0')) ++p;
    const bool list_goes_on = shape == FieldShape::kAddress && p != begin && end - p >= 2 && *p == ' ' &&
                              p[-1] == ',' && may_stand(p[1], shape);
    if (!list_goes_on) return p;
    ++p;
  }
}

std::string with_single_spaces(std::string_view literal) {
  std::string out;
  for (const char c : literal) {
    if (c != ' ' || out.empty() || out.back() != ' ') out += c;
  }
  return out;
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
    case FieldShape::kText:
    case FieldShape::kList:  // has one reading only, list_end()
      return true;
    case FieldShape::kClfTime:
      return bytes.size() == kClfTimeBytes && is_clf_time(begin, end);
    case FieldShape::kIsoTime:
      if (!is_iso_time(begin, end)) return false;
      break;
    case FieldShape::kAddress:  // a list that is not finished is no address
      if (!bytes.empty() && bytes.back() == ',') return false;
      break;
    case FieldShape::kToken:
    case FieldShape::kNumber:
      break;
  }
  return run_end(begin, end, shape, '\0') == end;
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
    const char* p = match_literal(grammar_.head_, begin, end_, run);
    return p != nullptr && read_behind(p, run, 0);
  }

  // [begin, end) of field i after run() was true.
  [[nodiscard]] std::pair<const char*, const char*> field(std::size_t i) const { return fields_[i]; }

 private:
  // Reads field `i` and what follows, when the literal before it ended at p with `run` spaces.
  bool read_behind(const char* p, std::size_t run, std::size_t i) {
    if (i == grammar_.ops_.size()) return true;
    if (read_field(p, i)) return true;
    const LineGrammar::Op& op = grammar_.ops_[i];
    const bool may_be_empty = op.shape != FieldShape::kClfTime && op.shape != FieldShape::kIsoTime;
    return run > 1 && op.stop == ' ' && may_be_empty && read_literal(p - 1, p - 1, i);
  }

  bool read_field(const char* begin, std::size_t i) {
    const LineGrammar::Op& op = grammar_.ops_[i];
    if (const char* only = only_end(op, begin)) return read_literal(begin, only, i);
    bool escaped = false;
    for (const char* p = begin; p != end_; ++p) {
      if (*p == op.stop && !(escaped && op.stop_may_be_escaped) && read_literal(begin, p, i)) return true;
      if (!take_steps(1)) return false;
      escaped = *p == '\\' && !escaped;
    }
    return false;
  }

  // The end of a field that can have only one.
  const char* only_end(const LineGrammar::Op& op, const char* begin) const {
    if (op.shape == FieldShape::kClfTime) {
      return is_clf_time(begin, end_) ? begin + kClfTimeBytes : end_;
    }
    if (op.shape == FieldShape::kList) return list_end(begin, end_, op.stop);
    if (!op.literal.empty()) return nullptr;
    return op.shape == FieldShape::kText ? end_ : run_end(begin, end_, op.shape, '\0');
  }

  // Field `i` as [begin, end): is it of its shape, does its literal follow, and the rest?
  bool read_literal(const char* begin, const char* end, std::size_t i) {
    const LineGrammar::Op& op = grammar_.ops_[i];
    const auto size = static_cast<std::size_t>(end - begin);
    std::size_t run = 0;
    const char* p = match_literal(op.literal, end, end_, run);
    if (p == nullptr || !take_steps(1 + (op.shape == FieldShape::kText ? 0 : size) + run)) return false;
    if (!has_shape(op.shape, {begin, size})) return false;
    fields_[i] = {begin, end};
    return read_behind(p, run, i + 1);
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

LineGrammar::LineGrammar(std::vector<Piece> pieces, std::string tail, Escapes escapes) : escapes_(escapes) {
  assert(!pieces.empty() && pieces.size() <= kMaxFields);
  head_ = with_single_spaces(pieces.front().literal);
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const bool last = i + 1 == pieces.size();
    assert(last || !pieces[i + 1].literal.empty());
    Op op;
    op.literal = with_single_spaces(last ? tail : pieces[i + 1].literal);
    op.shape = pieces[i].slot.shape;
    op.next_shape = last ? FieldShape::kText : pieces[i + 1].slot.shape;
    op.stop = op.literal.empty() ? '\0' : op.literal.front();
    op.stop_may_be_escaped = op.stop == '"' && escapes == Escapes::kBackslash;
    ops_.push_back(std::move(op));
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
    if (!batch.has_room(line.size())) {
      lines.unread();
      break;
    }
    ++tally.counts.lines;
    if (line.size() > limits.max_line_bytes) {
      tally.reject(RejectReason::kTooLong);
      continue;
    }
    char* arena = batch.arena();
    if (match(line, batch.next_row(), arena)) {
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
  char* const arena_begin = arena;
  if (match_straight(line, row, arena)) return true;
  arena = arena_begin;
  return match_slowly(line, row, arena);
}

bool LineGrammar::match_slowly(std::string_view line, RawBytes* row, char*& arena) const {
  LineGrammarBacktracker backtracker(*this, line);
  if (!backtracker.run(line.data())) return false;
  for (std::size_t i = 0; i < ops_.size(); ++i) {
    const auto [begin, end] = backtracker.field(i);
    row[i * RecordBatch::kMaxRows] = value(begin, end, true, arena);
  }
  return true;
}

bool LineGrammar::match_straight(std::string_view line, RawBytes* row, char*& arena) const {
  const char* const end = line.data() + line.size();
  const char* p = match_literal(head_, line.data(), end);
  if (p == nullptr) return false;
  for (const Op& op : ops_) {
    bool has_backslash = false;
    const char* field_end = straight_end(op, p, end, has_backslash);
    if (field_end == nullptr) return false;
    const char* next = field_end;
    if (op.literal.size() == 1 && op.stop != ' ') {
      if (next == end || *next != op.stop) return false;
      ++next;
    } else if (next = match_literal(op.literal, next, end); next == nullptr) {
      return false;
    }
    *row = value(p, field_end, has_backslash, arena);
    row += RecordBatch::kMaxRows;
    p = next;
  }
  return true;
}

// The earliest end of the field at `begin`, or null when it has none that is of its shape.
const char* LineGrammar::straight_end(const Op& op, const char* begin, const char* end,
                                      bool& has_backslash) const {
  switch (op.shape) {
    case FieldShape::kClfTime:
      return is_clf_time(begin, end) ? begin + kClfTimeBytes : nullptr;
    case FieldShape::kList:
      has_backslash = true;  // perhaps
      return list_end(begin, end, op.stop);
    case FieldShape::kIsoTime:
      if (!is_iso_time(begin, end)) return nullptr;
      return run_end(begin, end, op.shape, op.stop);
    case FieldShape::kNumber:
      return run_end(begin, end, op.shape, op.stop);
    case FieldShape::kToken:
      has_backslash = true;  // perhaps
      return run_end(begin, end, op.shape, op.stop);
    case FieldShape::kAddress: {
      has_backslash = true;
      const char* p = run_end(begin, end, op.shape, op.stop);
      return p != begin && p[-1] == ',' ? nullptr : p;
    }
    case FieldShape::kText:
      break;
  }
  if (op.literal.empty()) {
    has_backslash = true;
    return end;
  }
  const char* p = begin;
  if (op.stop_may_be_escaped) {
    for (;;) {
      p = find_either(p, end, op.stop, '\\');
      if (p == end || *p == op.stop) return p;
      has_backslash = true;
      p += end - p >= 2 ? 2 : 1;
    }
  }
  has_backslash = true;
  while ((p = find_byte(p, end, op.stop)) != end) {
    const char* next = match_literal(op.literal, p, end);
    if (next != nullptr && (op.next_shape != FieldShape::kClfTime || is_clf_time(next, end))) return p;
    ++p;
  }
  return nullptr;
}

RawBytes LineGrammar::value(const char* begin, const char* end, bool has_backslash, char*& arena) const {
  const std::string_view bytes(begin, static_cast<std::size_t>(end - begin));
  if (bytes.size() == 1 && bytes[0] == '-') return RawBytes();
  if (!has_backslash || escapes_ == Escapes::kNone || bytes.find('\\') == std::string_view::npos) {
    return RawBytes(bytes);
  }
  const std::size_t size = unescape(bytes, arena);
  const RawBytes decoded({arena, size});
  arena += size;
  return decoded;
}

}  // namespace anonlog
