#include "parsers/keyed_row.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstring>

#include "parsers/address_port.h"

namespace anonlog {
namespace {

// Of a count: writers whose numbers are all of floating point log 200 as 200.0.
std::string_view without_fraction_of_zero(std::string_view text) {
  const std::size_t dot = text.find('.');
  const bool is_zero = dot != std::string_view::npos && dot != 0 && dot + 1 != text.size() &&
                       text.find_first_not_of('0', dot + 1) == std::string_view::npos;
  return text.substr(0, is_zero ? dot : text.size());
}

}  // namespace

void KeyedRow::append(const KeyEntry& entry, std::string_view text, bool escaped) {
  RawBytes& value = cell(entry.slot);
  if (!counted(entry) || value.absent()) return add(entry, text, escaped);
  if (text.empty() || text == "-") return;
  const std::string_view before = value.bytes();
  const bool is_last = before.data() + before.size() == arena_;  // then it need not be copied again
  const std::size_t copied = is_last ? 0 : before.size();
  if (arena_begin_ == nullptr || !has_room(copied + 2 + text.size())) return;
  char* const begin = is_last ? arena_ - before.size() : arena_;
  std::memcpy(arena_, before.data(), copied);
  arena_ += copied;
  *arena_++ = ',';
  *arena_++ = ' ';
  if (escaped) {
    arena_ += unescape(Escapes::kBackslash, text, arena_);
  } else {
    std::memcpy(arena_, text.data(), text.size());
    arena_ += text.size();
  }
  value = RawBytes({begin, static_cast<std::size_t>(arena_ - begin)});
}

bool KeyedRow::finish() {
  for (std::uint64_t left = seen_ & map_.address_slots(); left != 0; left &= left - 1) {
    part_from_port(static_cast<std::size_t>(std::countr_zero(left)));
  }
  for (std::uint64_t left = seen_ & map_.count_slots(); left != 0; left &= left - 1) {
    RawBytes& count = cell(static_cast<std::size_t>(std::countr_zero(left)));
    count = RawBytes(without_fraction_of_zero(count.bytes()));
  }
  for (std::uint64_t left = seen_ & map_.duration_slots(); left != 0; left &= left - 1) {
    to_micros(static_cast<std::size_t>(std::countr_zero(left)));
  }
  return !overflowed_ && map_.is_record(seen_);
}

void KeyedRow::part_from_port(std::size_t slot) {
  RawBytes& value = cell(slot);
  const AddressAndPort parts = split_address(value.bytes());
  if (parts.address.size() == value.bytes().size()) return;
  value = RawBytes(parts.address);
  if (map_.slots()[slot].field != Field::kClientIp || parts.port.data() == nullptr) return;
  const auto port = map_.slot(Field::kClientPort);
  if (!port) return;
  RawBytes& port_cell = cell(*port);
  if (port_cell.absent() || port_cell.bytes().empty()) port_cell = RawBytes(parts.port);
}

void KeyedRow::to_micros(std::size_t slot) {
  constexpr std::size_t kMaxDigits = 20;
  RawBytes& value = cell(slot);
  const auto micros = read_duration_us(value.bytes(), units_[slot]);
  if (value.bytes().empty()) return;
  std::array<char, kMaxDigits> digits;
  const auto written = std::to_chars(digits.begin(), digits.end(), micros.value_or(0));
  const auto size = static_cast<std::size_t>(written.ptr - digits.data());
  // A line too short for its own duration is all but empty.
  if (!micros || static_cast<std::size_t>(arena_end_ - arena_) < size) {
    value = RawBytes();
    return;
  }
  std::memcpy(arena_, digits.data(), size);
  value = RawBytes({arena_, size});
  arena_ += size;
}

}  // namespace anonlog
