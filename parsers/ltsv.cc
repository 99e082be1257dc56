#include "parsers/ltsv.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "parsers/fill_lines.h"
#include "parsers/keyed_parser.h"
#include "parsers/value_split.h"

namespace anonlog {
namespace {

struct LabeledValue {
  std::string_view label;  // empty: it has none
  std::string_view value;
};

// The label is short: nearly always one look tells where it ends. Requires: [begin, end) is of a line that ends at line_end.
LabeledValue split_label(const char* begin, const char* end, const char* line_end) {
  const char* colon = nullptr;
#if defined(__SSE2__)
  constexpr std::ptrdiff_t kBlock = 16;
  if (line_end - begin >= kBlock) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(begin));
    const int mask = _mm_movemask_epi8(_mm_cmpeq_epi8(block, _mm_set1_epi8(':')));
    if (mask != 0) colon = std::min(begin + std::countr_zero(static_cast<unsigned>(mask)), end);
  }
#endif
  if (colon == nullptr) colon = find_byte(begin, end, ':');
  if (colon == end) return {};
  return {{begin, static_cast<std::size_t>(colon - begin)},
          {colon + 1, static_cast<std::size_t>(end - colon - 1)}};
}

// Calls take(value) for what stands between the tabs of a line, as long as it is true. What a tab at the end of the line
// leaves is nothing.
template <typename Take>
void visit_values(std::string_view line, Take take) {
  constexpr std::size_t kMost = 56;
  std::array<std::uint32_t, kMost + 64 + 8> tabs;
  const char* begin = line.data();
  const char* const line_end = begin + line.size();
  while (begin != line_end) {
    const char* const from = begin;
    const std::size_t left = static_cast<std::size_t>(line_end - from);
    const std::size_t count = find_separators({from, left}, '\t', kMost, tabs.data()).count;
    for (std::size_t i = 0; i < count; ++i) {
      const char* const end = from + tabs[i];
      if (!take(split_label(begin, end, line_end))) return;
      begin = end + 1;
    }
    if (count > kMost) continue;
    if (begin != line_end) take(split_label(begin, line_end, line_end));
    return;
  }
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
  bool has_first_label = false;
  visit_values(line, [&](const LabeledValue& one) {
    if (!has_first_label && !is_label(one.label)) return false;
    has_first_label = true;
    if (const KeyEntry* entry = map_.root().find(one.label)) {
      row.meet(*entry);
      row.add(*entry, one.value, has_backslash);
    }
    return true;
  });
  return has_first_label;
}

std::unique_ptr<const Parser> Ltsv::apart_from(std::span<const Parser* const> others) const {
  return keyed_apart_from<Ltsv>(map_, others);
}

void Ltsv::visit_others(std::string_view line, const OtherVisitor& visit) const {
  std::vector<RawBytes> cells(map_.slots().size());
  std::vector<char> arena(line.size());
  KeyedRow row(map_, cells.data(), 1, arena.data(), arena.size());
  if (!scan(line, true, row)) return;
  visit_values(line, [&](const LabeledValue& one) {
    const KeyEntry* entry = map_.root().find(one.label);
    const bool empty = one.value.empty() || one.value == "-";
    if (entry != nullptr && entry->slot != KeyEntry::kNoSlot && empty) return true;
    if (one.label.empty() || (entry != nullptr && row.counted(*entry))) return true;
    std::string text(one.value);
    text.resize(unescape(Escapes::kBackslash, one.value, text.data()));
    visit(one.label, text);
    return true;
  });
}

}  // namespace anonlog
