#include "parsers/key_map.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <utility>

namespace anonlog {
namespace {

char lower_letter(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool is_same_text(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower_letter, lower_letter);
}

struct UnitName {
  std::string_view suffix;
  DurationUnit unit;
};
constexpr UnitName kUnitNames[] = {{":s", DurationUnit::kSeconds},
                                   {":ms", DurationUnit::kMilliseconds},
                                   {":us", DurationUnit::kMicroseconds},
                                   {":ns", DurationUnit::kNanoseconds}};

bool is_count(Field field) {
  return field == Field::kStatus || field == Field::kBodyBytes || field == Field::kBytesSent ||
         field == Field::kRequestBytes || field == Field::kServerPort || field == Field::kClientPort;
}

bool is_duration(Field field) { return field == Field::kDurationUs || field == Field::kUpstreamDurationUs; }

// Takes the unit off the end of a key of `field`.
DurationUnit take_unit(Field field, std::string_view& key) {
  if (!is_duration(field)) return DurationUnit::kSeconds;
  for (const UnitName& name : kUnitNames) {
    if (!key.ends_with(name.suffix)) continue;
    key.remove_suffix(name.suffix.size());
    return name.unit;
  }
  return DurationUnit::kSeconds;
}

const FieldInfo* find_field(std::string_view name) {
  const auto* info = std::ranges::find(kFields, name, &FieldInfo::name);
  return info == std::end(kFields) || info->field == Field::kOther ? nullptr : info;
}

// Calls take(part) for each part of `text` between separators.
template <typename Take>
void split(std::string_view text, char separator, Take take) {
  for (;;) {
    const std::size_t end = text.find(separator);
    take(text.substr(0, end));
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

// The keys of the fields of a text that are `wanted`, without their units.
template <typename IsWanted>
std::vector<std::string_view> keys_of(std::string_view text, IsWanted is_wanted) {
  std::vector<std::string_view> keys;
  split(text, ' ', [&](std::string_view word) {
    const std::size_t equals = word.find('=');
    const FieldInfo* info = find_field(word.substr(0, equals));
    if (info == nullptr || equals == std::string_view::npos || !is_wanted(info->field)) return;
    split(word.substr(equals + 1), '|', [&](std::string_view key) {
      take_unit(info->field, key);
      keys.push_back(key);
    });
  });
  return keys;
}

// Those without which a line has none of the fields "field|field". None where it could: a port comes with an address.
std::vector<std::string_view> keys_of_fields(std::string_view text, std::string_view fields) {
  std::vector<Field> wanted;
  split(fields, '|', [&](std::string_view name) {
    if (const FieldInfo* info = find_field(name)) wanted.push_back(info->field);
  });
  const auto is_wanted = [&wanted](Field field) { return std::ranges::find(wanted, field) != wanted.end(); };
  if (is_wanted(Field::kClientPort)) return {};
  return keys_of(text, is_wanted);
}

}  // namespace

bool KeyNode::is_same_but_for_case(std::string_view name, std::string_view key) {
  return is_same_text(name, key);
}

KeyEntry& KeyNode::add(std::string_view key) {
  if (const KeyEntry* known = find(key)) return entries_[static_cast<std::size_t>(known - entries_.data())];
  assert(!key.empty() && entries_.size() < kMaxKeys);
  entries_.emplace_back().name = key;
  max_key_bytes_ = std::max(max_key_bytes_, key.size());
  if (entries_.size() * 4 > table_.size()) {
    grow();
  } else {
    place(entries_.size() - 1);
  }
  return entries_.back();
}

void KeyNode::grow() {
  table_.assign(std::max<std::size_t>(4, table_.size() * 2), kFree);
  mask_ = table_.size() - 1;
  for (std::size_t i = 0; i < entries_.size(); ++i) place(i);
}

void KeyNode::place(std::size_t index) {
  std::size_t at = hash(entries_[index].name);
  while (table_[at & mask_] != kFree) ++at;
  table_[at & mask_] = static_cast<std::uint8_t>(index);
}

class KeyMapCompiler {
 public:
  KeyMapCompiler(std::string_view place, std::string_view text) : place_(place), text_(text) {}

  Result<KeyMap> compile() {
    Status status;
    split(text_, ' ', [&](std::string_view word) {
      if (status && !word.empty()) status = add_word(word);
    });
    if (!status) return tl::unexpected(std::move(status).error());
    if (map_.slots_.empty()) return at(text_, "it names no field");
    for (const auto& [word, fields] : needs_) {
      std::uint64_t one_of = 0;
      split(fields, '|', [&](std::string_view name) {
        const FieldInfo* info = find_field(name);
        const auto slot = info == nullptr ? std::nullopt : map_.slot(info->field);
        if (slot) one_of |= std::uint64_t{1} << *slot;
      });
      if (one_of == 0) return at(word, "no key is of this field");
      map_.needs_.push_back(one_of);
    }
    return std::move(map_);
  }

 private:
  [[nodiscard]] tl::unexpected<Error> at(std::string_view word, std::string_view message) const {
    return fail(ErrorKind::kUsage,
                locate(place_, text_, static_cast<std::size_t>(word.data() - text_.data()), message));
  }

  Status add_word(std::string_view word) {
    switch (word.front()) {
      case '!':
        needs_.emplace_back(word, word.substr(1));
        return {};
      case '+':
      case '-':
      case '~':
        return add_mark(word);
      default:
        return add_field(word);
    }
  }

  Status add_field(std::string_view word) {
    const std::size_t equals = word.find('=');
    const FieldInfo* info = find_field(word.substr(0, equals));
    if (info == nullptr || equals == std::string_view::npos) {
      return at(word, "this is field=key|key, and the field one of `anonlog formats --fields`");
    }
    if (map_.slot(info->field)) return at(word, "this field has keys already");
    if (map_.slots_.size() == KeyMap::kMaxSlots) return at(word, "there are too many fields");
    const auto slot = static_cast<std::uint8_t>(map_.slots_.size());
    map_.slots_.push_back(make_slot(*info));
    const bool is_address = info->field == Field::kClientIp || info->field == Field::kPeerIp;
    if (is_address) map_.address_slots_ |= std::uint64_t{1} << slot;
    if (is_count(info->field)) map_.count_slots_ |= std::uint64_t{1} << slot;
    if (is_duration(info->field)) map_.duration_slots_ |= std::uint64_t{1} << slot;
    std::uint8_t rank = 0;
    Status status;
    split(word.substr(equals + 1), '|', [&](std::string_view key) {
      if (!status) return;
      if (const auto problem = KeyMap::key_problem(info->field, key)) {
        status = at(key, *problem);
        return;
      }
      std::string_view path = key;
      const DurationUnit unit = take_unit(info->field, path);
      if (!has_room_for(path)) {
        status = at(key, "there are too many keys");
        return;
      }
      for (KeyEntry* entry : entries(path)) {
        if (entry->slot != KeyEntry::kNoSlot) status = at(key, "this key has a field already");
        entry->slot = slot;
        entry->rank = rank;
        entry->unit = unit;
      }
      ++rank;
    });
    return status;
  }

  static Slot make_slot(const FieldInfo& info) {
    Slot slot{info.field, std::string(info.name)};
    if (info.field == Field::kTime) slot.shape = FieldShape::kAnyTime;
    if (is_duration(info.field)) slot.unit = FieldUnit::kMicroseconds;
    return slot;
  }

  Status add_mark(std::string_view word) {
    const std::string_view condition = word.substr(1);
    const std::size_t equals = condition.find('=');
    const std::size_t bit = KeyMap::kMaxSlots + marks_++;
    if (bit >= 64) return at(word, "there are too many of these");
    const std::uint64_t mark = std::uint64_t{1} << bit;
    if (word.front() == '+') map_.needs_.push_back(mark);
    if (word.front() == '-') map_.forbidden_ |= mark;
    if (word.front() == '~') map_.others_ |= mark;
    Status status;
    split(condition.substr(0, equals), '|', [&](std::string_view path) {
      if (status) status = mark_key(word, path, mark, condition.substr(std::min(equals, condition.size())));
    });
    return status;
  }

  // `text`: "=text", or empty.
  Status mark_key(std::string_view word, std::string_view path, std::uint64_t mark, std::string_view text) {
    if (KeyMap::key_problem(Field::kOther, path)) return at(word, "there is no key");
    if (!has_room_for(path)) return at(word, "there are too many of these");
    for (KeyEntry* entry : entries(path)) {
      const bool may_have_text = entry->mark == 0;
      const bool may_have_none = entry->text.empty();
      if (text.empty() ? !may_have_none : !may_have_text) return at(word, "this key has a text already");
      entry->mark |= mark;
      if (text.empty()) continue;
      entry->text_begins = text.ends_with('*');
      entry->text = text.substr(1, text.size() - (entry->text_begins ? 2 : 1));
    }
    return {};
  }

  // Where a path leads: through the objects, and as one key.
  std::vector<KeyEntry*> entries(std::string_view path) {
    KeyNode* node = &map_.root_;
    std::string_view left = path;
    for (std::size_t dot = left.find('.'); dot != std::string_view::npos; dot = left.find('.')) {
      KeyEntry& entry = numbered(node->add(left.substr(0, dot)));
      if (entry.members == nullptr) entry.members = std::make_unique<KeyNode>();
      node = entry.members.get();
      left.remove_prefix(dot + 1);
    }
    KeyEntry& nested = numbered(node->add(left));
    if (node == &map_.root_) return {&nested};
    const std::uint16_t number = nested.number;
    KeyEntry& whole = map_.root_.add(path);
    whole.number = number;
    return {&whole, &nested};
  }

  [[nodiscard]] bool has_room_for(std::string_view path) const {
    return keys_ + 1 + static_cast<std::size_t>(std::ranges::count(path, '.')) < KeyMap::kMaxKeys;
  }

  KeyEntry& numbered(KeyEntry& entry) {
    if (entry.number == 0) entry.number = static_cast<std::uint16_t>(++keys_);
    return entry;
  }

  std::string_view place_;
  std::string_view text_;
  KeyMap map_;
  std::vector<std::pair<std::string_view, std::string_view>> needs_;  // the word, and its fields
  std::size_t marks_ = 0;
  std::size_t keys_ = 0;  // that have numbers, from 1
};

Result<KeyMap> KeyMap::compile(std::string_view place, std::string_view text) {
  Result<KeyMap> map = KeyMapCompiler(place, text).compile();
  if (map) map->text_ = text;
  return map;
}

std::optional<KeyMap> KeyMap::apart_from(std::span<const KeyMap* const> others) const {
  const std::vector<std::string_view> own = keys_of(text_, [](Field) { return true; });
  const auto is_own = [&own](std::string_view key) {
    return std::ranges::any_of(own, [key](std::string_view of_own) { return is_same_text(of_own, key); });
  };
  std::string text = text_;
  for (const KeyMap* other : others) {
    std::vector<std::string_view> needed;
    split(other->text_, ' ', [&](std::string_view word) {
      if (!needed.empty() || !word.starts_with('!')) return;
      needed = keys_of_fields(other->text_, word.substr(1));
      if (std::ranges::any_of(needed, is_own)) needed.clear();
    });
    if (needed.empty()) return std::nullopt;
    text += fmt::format(" -{}", fmt::join(needed, "|"));
  }
  Result<KeyMap> apart = compile("apart", text);
  return apart ? std::optional(*std::move(apart)) : std::nullopt;
}

std::optional<std::size_t> KeyMap::slot(Field field) const {
  const auto found = std::ranges::find(slots_, field, &Slot::field);
  if (found == slots_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - slots_.begin());
}

std::optional<std::string> KeyMap::key_problem(Field field, std::string_view key) {
  take_unit(field, key);
  if (key.empty() || key.front() == '.' || key.back() == '.' || key.find("..") != std::string_view::npos) {
    return "a key is a name, or names with dots between them: \"request.remote_ip\"";
  }
  if (key.find_first_of(" |") != std::string_view::npos) return "a key with spaces or | cannot be named";
  return std::nullopt;
}

std::string KeyMap::with_keys(std::string_view text, Field field, const std::vector<std::string>& keys) {
  const auto path_of = [](Field of, std::string_view key) {
    take_unit(of, key);
    return key;
  };
  std::string own;
  for (const std::string& key : keys) own += (own.empty() ? "" : "|") + key;
  std::string others;
  split(text, ' ', [&](std::string_view word) {
    const std::size_t equals = word.find('=');
    const FieldInfo* info = find_field(word.substr(0, equals));
    if (info == nullptr || equals == std::string_view::npos) {
      others += fmt::format(" {}", word);
      return;
    }
    std::string left;
    split(word.substr(equals + 1), '|', [&](std::string_view key) {
      const auto is_it = [&](const std::string& taken) {
        return is_same_text(path_of(field, taken), path_of(info->field, key));
      };
      if (std::ranges::none_of(keys, is_it)) left += fmt::format("{}{}", left.empty() ? "" : "|", key);
    });
    if (info->field == field) {
      own += left.empty() ? "" : "|" + left;
    } else if (!left.empty()) {
      others += fmt::format(" {}={}", info->name, left);
    }
  });
  return fmt::format("{}={}{}", field_info(field).name, own, others);
}

}  // namespace anonlog
