#include "parsers/line_grammar.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "parsers/field_scan.h"
#include "parsers/fill_lines.h"
#include "parsers/line_grammar_backtracker.h"
#include "parsers/unescape.h"

namespace anonlog {
namespace {

bool is_wrapped(FieldShape shape) {
  return shape == FieldShape::kQuoted || shape == FieldShape::kEndpoint || shape == FieldShape::kPort ||
         shape == FieldShape::kGroups;
}

// Whether a token that the literal stands behind ends there for certain: at most the literal's first byte could be of it.
bool ends_token(const Literal& literal) {
  const std::string_view bytes = literal.bytes().substr(0, 2);
  return bytes.find_first_of(" \"") != std::string_view::npos;
}

// Whether the first byte of the literal behind a field may be one of the field's own.
template <typename Op>
bool may_begin_inside(const Op& op) {
  const int first = op.literal.first();
  switch (op.shape) {
    case FieldShape::kToken:
    case FieldShape::kIsoTime:
    case FieldShape::kUrl:
    case FieldShape::kAddress:
    case FieldShape::kQuoted:
      return first != ' ' && first != '"' && first != Literal::kNone;
    case FieldShape::kWord:
      return first != ' ' && first != '"' && first != '/' && first != Literal::kNone;
    default:
      return false;
  }
}

}  // namespace

LineGrammar::LineGrammar(std::vector<Piece> pieces, std::string_view tail, Escapes escapes, Rest rest)
    : head_(pieces.front().literal), escapes_(escapes), rest_(rest) {
  assert(!pieces.empty() && pieces.size() <= kMaxFields);
  quotes_ = std::ranges::count(tail, '"');
  for (const Piece& piece : pieces) quotes_ += std::ranges::count(piece.literal, '"');
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const bool last = i + 1 == pieces.size();
    Literal literal(last ? tail : pieces[i + 1].literal);
    const bool quote_may_be_escaped = backslashes() && literal.first() == '"';
    const FieldShape next_shape = last ? FieldShape::kText : pieces[i + 1].slot.shape;
    const bool latest_end = pieces[i].latest_end && !literal.empty();
    straight_ =
        straight_ && rest != Rest::kNone && (!latest_end || pieces[i].slot.shape == FieldShape::kQuoted);
    unwraps_ = unwraps_ || is_wrapped(pieces[i].slot.shape);
    TimeFormat time_format;
    if (pieces[i].slot.shape == FieldShape::kTimeFormat) {
      time_format = TimeFormat::compile(pieces[i].slot.time_format).value();
    }
    ops_.push_back({std::move(literal), pieces[i].slot.shape, next_shape, quote_may_be_escaped, latest_end,
                    false, false, std::move(time_format)});
    slots_.push_back(std::move(pieces[i].slot));
    Op& op = ops_.back();
    op.ends_once = ends_once(op);
    op.fails_once = op.ends_once && !may_begin_inside(op);
    if (op.ends_once && certain_ops_ == i) ++certain_ops_;
  }
}

// Whether the field can end nowhere else than where the straight scan ends it.
bool LineGrammar::ends_once(const Op& op) const {
  const int stop = op.literal.first();
  if (op.latest_end) return false;
  if (op.literal.empty()) return true;
  switch (op.shape) {
    case FieldShape::kClfTime:
    case FieldShape::kTimeFormat:
    case FieldShape::kList:
    case FieldShape::kEndpoint:
    case FieldShape::kPort:
    case FieldShape::kHostName:
    case FieldShape::kGroups:
      return true;
    case FieldShape::kText:
      return false;
    case FieldShape::kQuoted:
      return escapes_ != Escapes::kNone && ends_token(op.literal);
    case FieldShape::kNumber:
      return !is_number_byte(static_cast<char>(stop));
    case FieldShape::kWord:
      return stop == '/' || ends_token(op.literal);
    case FieldShape::kCapitals:
    case FieldShape::kTimeOfDay:
    case FieldShape::kAnyTime:
      return false;
    case FieldShape::kToken:
    case FieldShape::kIsoTime:
    case FieldShape::kUrl:
    case FieldShape::kAddress:
      return ends_token(op.literal);
  }
  return false;
}

// Whether the backtracking scan would find no more in a line of which the straight scan read so many fields: each of
// them ends nowhere else, nor does the one that could not be read, and there is no space that is read in two ways.
bool LineGrammar::is_certain(std::size_t fields_read, std::string_view line) const {
  if (fields_read > certain_ops_) return false;
  if (fields_read < ops_.size() && !ops_[fields_read].fails_once) return false;
  return !has_double_space(line);
}

std::unique_ptr<const Parser> LineGrammar::apart_from(std::span<const Parser* const> others) const {
  for (const Parser* other : others) {
    const auto* grammar = dynamic_cast<const LineGrammar*>(other);
    if (grammar == nullptr || !is_continued_by(*grammar)) return nullptr;
  }
  auto apart = std::make_unique<LineGrammar>(*this);
  apart->rest_ = Rest::kNone;
  apart->is_apart_ = true;
  return apart;
}

// Whether `other` needs bytes behind a line that this one reads to its end, when spaces are single: its straight scan
// reads the same fields up to the last of them, which can end nowhere but at the end of the line, and is certain that
// there is no other way.
bool LineGrammar::is_continued_by(const LineGrammar& other) const {
  const std::size_t last = ops_.size() - 1;
  const bool is_longer = other.ops_.size() > last && ops_[last].literal.empty() && !ops_[last].latest_end &&
                         !other.ops_[last].literal.empty() && other.ops_[last].fails_once;
  if (!is_longer || !straight_ || !other.straight_ || other.certain_ops_ < last ||
      escapes_ != other.escapes_ || head_.bytes() != other.head_.bytes()) {
    return false;
  }
  for (std::size_t i = 0; i <= last; ++i) {
    const bool is_same = ops_[i].shape == other.ops_[i].shape &&
                         slots_[i].time_format == other.slots_[i].time_format &&
                         (i == last || ops_[i].literal.bytes() == other.ops_[i].literal.bytes());
    if (!is_same) return false;
  }
  switch (ops_[last].shape) {
    case FieldShape::kToken:
    case FieldShape::kQuoted:
    case FieldShape::kNumber:
      return true;
    default:
      return false;
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

std::optional<SkipReason> LineGrammar::skip_reason(std::string_view line) const {
  if (const auto reason = skip_reason_of_any(line)) return reason;
  if (is_other_line(other_lines_, line)) return SkipReason::kOtherLog;
  return std::nullopt;
}

bool LineGrammar::match(std::string_view line, RawBytes* row, char*& arena) const {
  return match(line, line.find('\\') != std::string_view::npos, row, arena);
}

bool LineGrammar::match(std::string_view line, bool has_backslash, RawBytes* row, char*& arena) const {
  char* const arena_begin = arena;
  const char escape = has_escapes(line, has_backslash) ? escape_byte(escapes_) : kNoEscape;
  if (straight_) {
    const std::size_t read = unwraps_ ? match_straight<true>(line, escape, row, arena)
                                      : match_straight<false>(line, escape, row, arena);
    if (read > ops_.size()) return true;
    if (is_apart_ || is_certain(read, line)) return false;
  }
  // A longer format beside the line's own fails here, without a search.
  if (std::ranges::count(line, '"') < quotes_) return false;
  arena = arena_begin;
  return match_slowly(line, row, arena);
}

// Whether the line may hold some. Most hold none, and to know that saves looking for one in every field.
bool LineGrammar::has_escapes(std::string_view line, bool has_backslash) const {
  if (escapes_ == Escapes::kHash) return line.find('#') != std::string_view::npos;
  return has_backslash && escapes_ != Escapes::kNone;
}

bool LineGrammar::match_slowly(std::string_view line, RawBytes* row, char*& arena) const {
  LineGrammarBacktracker backtracker(*this, line);
  if (!backtracker.run(line.data())) return false;
  for (std::size_t i = 0; i < ops_.size(); ++i) {
    const auto [begin, end] = backtracker.field(i);
    row[i * RecordBatch::kColumnStride] = unwrapped_value(
        ops_[i], begin, end, escapes_ == Escapes::kNone ? kNoEscape : escape_byte(escapes_), arena);
  }
  return true;
}

template <bool kUnwraps>
std::size_t LineGrammar::match_straight(std::string_view line, char escape, RawBytes* row,
                                        char*& arena) const {
  const char* const end = line.data() + line.size();
  const char* p = head_.match(line.data(), end);
  if (p == nullptr) return 0;
  for (const Op& op : ops_) {
    const Straight field = op.shape == FieldShape::kText ? read_straight_text(op, p, end, escape)
                                                         : read_straight(op, p, end, escape);
    if (field.next == nullptr) return static_cast<std::size_t>(&op - ops_.data());
    if constexpr (kUnwraps) {
      *row = unwrapped_value(op, p, field.end, escape, arena);
    } else {
      *row = value(p, field.end, escape, arena);
    }
    row += RecordBatch::kColumnStride;
    p = field.next;
  }
  return ops_.size() + (rest_ == Rest::kIgnored || may_end_at(p, line) ? 1 : 0);
}

[[gnu::noinline]] bool LineGrammar::may_end_at(const char* p, std::string_view line) const {
  const std::size_t left = static_cast<std::size_t>(line.data() + line.size() - p);
  return is_apart_ ? left == 0 && !has_double_space(line) : !has_open_quote({p, left});
}

// Inlined by hand into match_straight(), here and below: GCC does not by itself, and it is a quarter of the
// time.
[[gnu::always_inline]] inline LineGrammar::Straight LineGrammar::read_straight(const Op& op,
                                                                               const char* begin,
                                                                               const char* end,
                                                                               char escape) const {
  const char* const p = straight_end(op, begin, end);
  if (p == nullptr || (escape != kNoEscape && op.quote_may_be_escaped && is_escaped(begin, p))) return {};
  return {p, op.literal.match(p, end)};
}

// The earliest end of the field at `begin`, or null when it has none that is of its shape.
[[gnu::always_inline]] inline const char* LineGrammar::straight_end(const Op& op, const char* begin,
                                                                    const char* end) const {
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
    case FieldShape::kQuoted:
      return straight_quoted_end(op, begin, end);
    case FieldShape::kEndpoint:
      return endpoint_end(begin, end);
    case FieldShape::kPort:
      return port_end(begin, end);
    case FieldShape::kHostName:
      return host_name_end(begin, end);
    case FieldShape::kGroups:
      return groups_end(begin, end);
    case FieldShape::kWord:
      return run_end(begin, end, op.shape, stop);
    case FieldShape::kUrl: {
      const char* const p = token_end(begin, end, stop);
      return is_url({begin, static_cast<std::size_t>(p - begin)}) ? p : nullptr;
    }
    case FieldShape::kText:
    case FieldShape::kTimeOfDay:  // of no grammar
    case FieldShape::kAnyTime:    // of formats that name their values
      break;
  }
  return end;
}

// The first end that is tried of a kQuoted. Not inlined: no format whose speed is that of `combined` has any.
[[gnu::noinline]] const char* LineGrammar::straight_quoted_end(const Op& op, const char* begin,
                                                               const char* end) const {
  if (begin == end || *begin != '"') return token_end(begin, end, op.literal.first());
  if (escapes_ != Escapes::kNone || op.literal.empty()) return quoted_end(begin, end, backslashes());
  if (op.latest_end) {
    for (const char* p = end; p - begin >= 2; --p) {
      if (p[-1] == '"' && op.literal.match(p, end) != nullptr) return p;
    }
    return nullptr;
  }
  const char* p = begin;
  while ((p = find_byte(p + 1, end, '"')) != end) {
    if (op.literal.match(p + 1, end) != nullptr) return p + 1;
  }
  return nullptr;
}

[[gnu::always_inline]] inline LineGrammar::Straight LineGrammar::read_straight_text(const Op& op,
                                                                                    const char* begin,
                                                                                    const char* end,
                                                                                    char escape) {
  if (op.literal.empty()) return {end, end};
  const char stop = static_cast<char>(op.literal.first());
  const char* p = begin;
  for (;;) {
    if (escape != kNoEscape && op.quote_may_be_escaped) {
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

// `escape`: what every escape begins with; kNoEscape: there is none.
[[gnu::always_inline]] inline RawBytes LineGrammar::value(const char* begin, const char* end, char escape,
                                                          char*& arena) const {
  const std::string_view bytes(begin, static_cast<std::size_t>(end - begin));
  if (bytes.size() == 1 && bytes[0] == '-') return RawBytes();
  if (escape == kNoEscape || bytes.find(escape) == std::string_view::npos) return RawBytes(bytes);
  const std::size_t size = unescape(escapes_, bytes, arena);
  const RawBytes decoded({arena, size});
  arena += size;
  return decoded;
}

RawBytes LineGrammar::unwrapped_value(const Op& op, const char* begin, const char* end, char escape,
                                      char*& arena) const {
  const std::size_t size = static_cast<std::size_t>(end - begin);
  switch (op.shape) {
    case FieldShape::kQuoted:
      if (size >= 2 && *begin == '"') ++begin, --end;
      break;
    case FieldShape::kEndpoint:
      if (size >= 2 && *begin == '[' && end[-1] == ']') ++begin, --end;
      break;
    case FieldShape::kPort:
      if (size == 0) return RawBytes();
      ++begin;
      break;
    case FieldShape::kGroups:
      if (size == 0) return RawBytes();
      begin = spaces_end(begin, end);
      break;
    default:
      break;
  }
  return value(begin, end, escape, arena);
}

}  // namespace anonlog
