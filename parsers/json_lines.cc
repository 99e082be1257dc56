#include "parsers/json_lines.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "parsers/fill_lines.h"
#include "parsers/keyed_parser.h"

namespace anonlog {
namespace {

using Next = JsonScanner::Next;
using Kind = JsonScanner::Kind;

// A key with escapes is decoded, when it is not longer than any that can be meant.
const KeyEntry* find_key(const KeyNode& node, const JsonScanner::Value& key) {
  if (!key.escaped) return node.find(key.text);
  std::array<char, 256> decoded;
  if (key.text.size() > decoded.size()) return nullptr;
  return node.find({decoded.data(), unescape(Escapes::kBackslash, key.text, decoded.data())});
}

std::string decoded(const JsonScanner::Value& value) {
  std::string text(value.text);
  if (value.escaped) text.resize(unescape(Escapes::kBackslash, value.text, text.data()));
  return text;
}

// Tells a visitor all values of a line but those that the row took.
class OthersWalk {
 public:
  OthersWalk(JsonScanner& json, const KeyedRow& row, const Parser::OtherVisitor& visit)
      : json_(json), row_(row), visit_(visit) {}

  bool object(const KeyNode* node, const std::string& path) {
    JsonScanner::Value key;
    Next next;
    while ((next = json_.next_member(key)) == Next::kOne) {
      const KeyEntry* entry = node == nullptr ? nullptr : find_key(*node, key);
      const std::string key_path = path.empty() ? decoded(key) : path + "." + decoded(key);
      if (!value(json_.value(), entry, key_path)) return false;
    }
    return next == Next::kEnd;
  }

 private:
  bool value(const JsonScanner::Value& value, const KeyEntry* entry, const std::string& path) {
    switch (value.kind) {
      case Kind::kBad:
        return false;
      case Kind::kNone:
        return true;
      case Kind::kObject:
        return object(entry == nullptr ? nullptr : entry->members.get(), path);
      case Kind::kArray:
        return array(entry, path);
      case Kind::kString:
      case Kind::kBare:
        if (entry == nullptr || !is_taken(*entry, value.text)) visit_(path, decoded(value));
        return true;
    }
    return false;
  }

  bool array(const KeyEntry* entry, const std::string& path) {
    JsonScanner::Value element;
    Next next;
    while ((next = json_.next_element(element)) == Next::kOne) {
      if (!value(element, entry, path)) return false;
    }
    return next == Next::kEnd;
  }

  // The row has the first value of the key that counted, or all, and tells of what is empty.
  bool is_taken(const KeyEntry& entry, std::string_view text) {
    if (entry.slot == KeyEntry::kNoSlot) return false;
    if (text.empty() || text == "-") return true;
    if (!row_.counted(entry)) return false;
    if (row_.joins(entry)) return true;
    if (std::ranges::find(taken_, &entry) != taken_.end()) return false;
    taken_.push_back(&entry);
    return true;
  }

  JsonScanner& json_;
  const KeyedRow& row_;
  const Parser::OtherVisitor& visit_;
  std::vector<const KeyEntry*> taken_;
};

}  // namespace

bool JsonLines::fill(LineCursor& lines, const ParserLimits& limits, RecordBatch& batch, Tally& tally) const {
  return fill_lines(*this, lines, limits, batch, tally);
}

LineRead JsonLines::read_line(std::string_view line, bool has_backslash, RecordBatch& batch) const {
  KeyedRow row(map_, batch.next_row(), RecordBatch::kColumnStride, batch.arena(), line.size());
  if (!scan(line, has_backslash, row) || !row.finish()) return LineRead::kNotOfFormat;
  if (row.is_ambiguous()) return LineRead::kAmbiguous;
  batch.use_arena(row.arena_used());
  batch.commit_row(line.size());
  return LineRead::kRecord;
}

bool JsonLines::scan(std::string_view line, bool has_backslash, KeyedRow& row) const {
  JsonScanner json(line, has_backslash);
  if (!json.open()) return false;
  std::array<const KeyNode*, JsonScanner::kMaxDepth> nodes;
  std::size_t depth = 0;
  nodes[0] = &map_.root();
  for (;;) {
    JsonScanner::Value key;
    const Next next = json.next_member(key);
    if (next == Next::kBad) return false;
    if (next == Next::kEnd) {
      if (depth == 0) return true;
      --depth;
      continue;
    }
    const KeyEntry* entry = find_key(*nodes[depth], key);
    if (entry != nullptr) row.meet(*entry);
    const JsonScanner::Value value = json.value();
    if (value.kind == Kind::kObject && entry != nullptr && entry->members != nullptr) {
      row.see(*entry);
      nodes[++depth] = entry->members.get();
    } else if (!read_value(json, entry, value, row)) {
      return false;
    }
  }
}

bool JsonLines::read_value(JsonScanner& json, const KeyEntry* entry, const JsonScanner::Value& value,
                           KeyedRow& row) const {
  if (value.kind == Kind::kBad) return false;
  if (entry != nullptr && (value.kind == Kind::kString || value.kind == Kind::kBare)) {
    row.add(*entry, value.text, value.escaped);
    return true;
  }
  if (entry != nullptr) row.see(*entry);
  if (value.kind == Kind::kObject) return json.skip();
  if (value.kind != Kind::kArray) return true;
  if (entry == nullptr || entry->slot == KeyEntry::kNoSlot) return json.skip();
  const bool joined = row.joins(*entry);
  JsonScanner::Value element;
  for (Next next; (next = json.next_element(element)) != Next::kEnd;) {
    if (next == Next::kBad) return false;
    if (element.kind == Kind::kObject || element.kind == Kind::kArray) {
      if (!json.skip()) return false;
    } else if (joined) {
      row.append(*entry, element.text, element.escaped);
    } else {
      row.add(*entry, element.text, element.escaped);
    }
  }
  return true;
}

std::unique_ptr<const Parser> JsonLines::apart_from(std::span<const Parser* const> others) const {
  return keyed_apart_from<JsonLines>(map_, others);
}

void JsonLines::visit_others(std::string_view line, const OtherVisitor& visit) const {
  std::array<RawBytes, KeyMap::kMaxSlots> cells;
  KeyedRow row(map_, cells.data(), 1, nullptr, 0);
  JsonScanner json(line, true);
  if (!scan(line, true, row) || !json.open()) return;
  OthersWalk(json, row, visit).object(&map_.root(), "");
}

std::optional<SkipReason> JsonLines::skip_reason(std::string_view line) const {
  if (const auto reason = skip_reason_of_any(line)) return reason;
  if (!map_.has_other_logs()) return std::nullopt;
  std::array<RawBytes, KeyMap::kMaxSlots> cells;
  KeyedRow row(map_, cells.data(), 1, nullptr, 0);
  if (!scan(line, true, row) || row.finish() || !map_.is_other_log(row.seen())) return std::nullopt;
  return SkipReason::kOtherLog;
}

}  // namespace anonlog
