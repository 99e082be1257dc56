// The backtracking scan of a LineGrammar: the rules of line_grammar.h, word by word. Depth is the number of fields.
//
// Memory:  kMaxFields pairs, on the stack.
// Threads: one per call.
#ifndef ANONLOG_PARSERS_LINE_GRAMMAR_BACKTRACKER_H_
#define ANONLOG_PARSERS_LINE_GRAMMAR_BACKTRACKER_H_

#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

#include "parsers/field_scan.h"
#include "parsers/line_grammar.h"

namespace anonlog {

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
    if (i == grammar_.ops_.size()) return may_end_at(p);
    if (read_field(p, i)) return true;
    return run > 1 && grammar_.ops_[i].literal.first() == ' ' && read_literal(p - 1, p - 1, i);
  }

  [[nodiscard]] bool may_end_at(const char* p) const {
    switch (grammar_.rest_) {
      case LineGrammar::Rest::kIgnored:
        return true;
      case LineGrammar::Rest::kClosed:
        return !has_open_quote({p, size(p, end_)});
      case LineGrammar::Rest::kNone:
        break;
    }
    return p == end_;
  }

  bool read_field(const char* begin, std::size_t i) {
    const LineGrammar::Op& op = grammar_.ops_[i];
    const char* const last = last_end(op, begin);
    if (last == nullptr || !take_steps(is_any_text(op, begin) ? 0 : size(begin, last))) return false;
    if (has_one_end(op, begin)) return read_literal(begin, last, i);
    if (op.latest_end) return read_latest(begin, i);
    for (const char* p = begin; p != end_ && p <= last;) {
      if (*p == op.literal.first() && read_literal(begin, p, i)) return true;
      const char* const from = p++;
      // The literal takes all spaces of a run: from the next of them it would be read no other way.
      if (*from == ' ' && op.literal.first() == ' ') p = spaces_end(p, end_);
      if (!take_steps(size(from, p))) return false;
    }
    return false;
  }

  bool read_latest(const char* begin, std::size_t i) {
    const char* p = end_;
    do {
      if (p != end_ && *p == grammar_.ops_[i].literal.first() && read_literal(begin, p, i)) return true;
      if (!take_steps(1)) return false;
    } while (p-- != begin);
    return false;
  }

  // Whether any bytes can stand in the field at `begin`: to look at its shape costs nothing.
  [[nodiscard]] bool is_any_text(const LineGrammar::Op& op, const char* begin) const {
    return op.shape == FieldShape::kText || is_in_quotes(op, begin);
  }

  [[nodiscard]] bool is_in_quotes(const LineGrammar::Op& op, const char* begin) const {
    return op.shape == FieldShape::kQuoted && begin != end_ && *begin == '"';
  }

  [[nodiscard]] bool has_one_end(const LineGrammar::Op& op, const char* begin) const {
    switch (op.shape) {
      case FieldShape::kClfTime:
      case FieldShape::kTimeFormat:
      case FieldShape::kList:
      case FieldShape::kEndpoint:
      case FieldShape::kPort:
      case FieldShape::kHostName:
      case FieldShape::kGroups:
        return true;
      case FieldShape::kQuoted:
        return op.literal.empty() || (is_in_quotes(op, begin) && grammar_.escapes_ != Escapes::kNone);
      default:
        return op.literal.empty();
    }
  }

  // The only end of the field, or a bound for its ends. Null: none.
  const char* last_end(const LineGrammar::Op& op, const char* begin) const {
    if (op.shape == FieldShape::kClfTime) return is_clf_time(begin, end_) ? begin + kClfTimeBytes : nullptr;
    if (op.shape == FieldShape::kTimeFormat) return op.time_format.match(begin, end_);
    if (op.shape == FieldShape::kList) return list_end(begin, end_, op.literal.first());
    if (op.shape == FieldShape::kHostName) return host_name_end(begin, end_);
    if (is_in_quotes(op, begin) && has_one_end(op, begin)) {
      return quoted_end(begin, end_, grammar_.backslashes());
    }
    return op.literal.empty() ? open_end(begin, end_, op.shape)
                              : run_end(begin, end_, op.shape, Literal::kNone);
  }

  // Field `i` as [begin, end): is it of its shape, does its literal follow, and the rest?
  bool read_literal(const char* begin, const char* end, std::size_t i) {
    const LineGrammar::Op& op = grammar_.ops_[i];
    std::size_t run = 0;
    const char* p = op.literal.match(end, end_, run);
    if (p == nullptr || (op.quote_may_be_escaped && is_escaped(begin, end))) return false;
    if (!take_steps(1 + (is_any_text(op, begin) ? 0 : size(begin, end)) + run)) return false;
    const bool fits = op.shape == FieldShape::kTimeFormat ? op.time_format.match(begin, end) == end
                                                          : has_shape(op.shape, {begin, size(begin, end)});
    if (!fits) return false;
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

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_LINE_GRAMMAR_BACKTRACKER_H_
