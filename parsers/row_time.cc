#include "parsers/row_time.h"

#include <algorithm>
#include <string_view>

#include "parsers/partial_time.h"

namespace anonlog {
namespace {

constexpr std::string_view kClfFormat = "%d/%b/%Y:%H:%M:%S %z";

bool has_parts(std::span<const Slot> slots) {
  return std::ranges::any_of(
      slots, [](const Slot& slot) { return slot.field == Field::kTime && !slot.time_format.empty(); });
}

bool is_part(const Slot& slot) { return !slot.time_format.empty() || slot.shape == FieldShape::kClfTime; }

// How exact a time of this shape is.
int rank(const Slot& slot) {
  return slot.shape == FieldShape::kNumber ? 2 : slot.shape == FieldShape::kIsoTime ? 1 : 0;
}

// The slots of whole times, the most exact first.
std::vector<std::size_t> whole_slots(std::span<const Slot> slots) {
  const bool parts = has_parts(slots);
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (slots[i].field == Field::kTime && !(parts && is_part(slots[i]))) found.push_back(i);
  }
  std::ranges::sort(found, [&](std::size_t a, std::size_t b) {
    const int of_a = rank(slots[a]);
    const int of_b = rank(slots[b]);
    return of_a != of_b ? of_a > of_b : a < b;
  });
  return found;
}

std::vector<std::size_t> part_slots(std::span<const Slot> slots) {
  std::vector<std::size_t> found;
  if (!has_parts(slots)) return found;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (slots[i].field == Field::kTime && is_part(slots[i])) found.push_back(i);
  }
  return found;
}

}  // namespace

std::vector<std::size_t> time_slots(std::span<const Slot> slots) {
  std::vector<std::size_t> found = part_slots(slots);
  if (!found.empty()) return found;
  found = whole_slots(slots);
  return found.empty() ? found : std::vector{found.front()};
}

RowTime::RowTime(std::span<const Slot> slots, std::size_t stride) {
  for (const std::size_t i : whole_slots(slots)) {
    wholes_.push_back({i * stride, slots[i].is_utc, LogTimeReader(slots[i].shape)});
  }
  for (const std::size_t i : part_slots(slots)) {
    const std::string_view format = slots[i].time_format.empty() ? kClfFormat : slots[i].time_format;
    parts_.push_back({i * stride, TimeFormat::compile(format).value()});
    parts_are_utc_ = parts_are_utc_ || slots[i].is_utc;
  }
}

LogTime RowTime::read_parts(const RawBytes* row) const {
  PartialTime parts;
  bool has_all = true;
  for (const Part& part : parts_) {
    const RawBytes& cell = row[part.offset];
    const bool is_there = !cell.bytes().empty();
    if (is_there) parts.add(part.format, cell.bytes());
    has_all = has_all && is_there;
  }
  LogTime time = parts.time();
  if (!has_all && time.state != LogTime::State::kImpossible) return {};
  if (parts_are_utc_ && time.state == LogTime::State::kZoneless) time.state = LogTime::State::kUtc;
  return time;
}

LogTime RowTime::read_several(const RawBytes* row) {
  LogTime time;
  if (!parts_.empty()) time = read_parts(row);
  for (Whole& whole : wholes_) {
    if (time.state == LogTime::State::kImpossible) return time;
    const LogTime other = read_whole(whole, row);
    const bool is_better = time.state == LogTime::State::kNull || other.state == LogTime::State::kImpossible;
    if (is_better) time = other;
  }
  return time;
}

}  // namespace anonlog
