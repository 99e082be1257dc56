#include "parsers/ltsv.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "parsers/fill_lines.h"

namespace anonlog {
namespace {

struct LabeledValue {
  std::string_view label;
  std::string_view value;
};

// Takes the first of `rest` with the tab behind it. An empty label: it had none.
LabeledValue take_value(std::string_view& rest) {
  const char* const begin = rest.data();
  const char* const end = begin + rest.size();
  const char* const stop = find_either(begin, end, ':', '\t');
  const char* const tab = stop != end && *stop == ':' ? find_byte(stop, end, '\t') : stop;
  rest.remove_prefix(static_cast<std::size_t>(tab - begin) + (tab == end ? 0U : 1U));
  if (stop == tab) return {};
  return {{begin, static_cast<std::size_t>(stop - begin)},
          {stop + 1, static_cast<std::size_t>(tab - stop - 1)}};
}

// The characters that ltsv.org allows.
bool is_label(std::string_view label) {
  return !label.empty() && std::ranges::all_of(label, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
           c == '.' || c == '-';
  });
}

}  // namespace

bool Ltsv::fill(LineCursor& lines, const ParserLimits& limits, RecordBatch& batch, Tally& tally) const {
  return fill_lines(*this, lines, limits, batch, tally);
}

LineRead Ltsv::read_line(std::string_view line, bool has_backslash, RecordBatch& batch) const {
  KeyedRow row(map_, batch.next_row(), RecordBatch::kColumnStride, batch.arena(), line.size());
  if (!scan(line, has_backslash, row) || !row.finish()) return LineRead::kNotOfFormat;
  if (row.is_ambiguous()) return LineRead::kAmbiguous;
  batch.use_arena(row.arena_used());
  batch.commit_row(line.size());
  return LineRead::kRecord;
}

bool Ltsv::scan(std::string_view line, bool has_backslash, KeyedRow& row) const {
  std::string_view rest = line;
  LabeledValue one = take_value(rest);
  if (!is_label(one.label)) return false;
  for (;;) {
    if (const KeyEntry* entry = map_.root().find(one.label)) {
      row.meet(*entry);
      row.add(*entry, one.value, has_backslash);
    }
    if (rest.empty()) return true;
    one = take_value(rest);
  }
}

void Ltsv::visit_others(std::string_view line, const OtherVisitor& visit) const {
  std::vector<RawBytes> cells(map_.slots().size());
  std::vector<char> arena(line.size());
  KeyedRow row(map_, cells.data(), 1, arena.data(), arena.size());
  if (!scan(line, true, row)) return;
  for (std::string_view rest = line; !rest.empty();) {
    const LabeledValue one = take_value(rest);
    const KeyEntry* entry = map_.root().find(one.label);
    const bool empty = one.value.empty() || one.value == "-";
    if (entry != nullptr && entry->slot != KeyEntry::kNoSlot && empty) continue;
    if (one.label.empty() || (entry != nullptr && row.counted(*entry))) continue;
    std::string text(one.value);
    text.resize(unescape(Escapes::kBackslash, one.value, text.data()));
    visit(one.label, text);
  }
}

}  // namespace anonlog
