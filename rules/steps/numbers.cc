// status, bytes, duration_us: numbers as logged.
#include <limits>
#include <span>
#include <vector>

#include "rules/slot_table.h"
#include "rules/source.h"
#include "rules/step.h"

namespace anonlog {

StepMaker make_status, make_bytes, make_duration;

namespace {

constexpr std::uint64_t kNull = PublicColumn::kNullNumber;

// HAProxy writes "+30" of a size or time that it logged before the end (option logasap).
std::string_view without_plus(std::string_view text) {
  if (text.size() > 1 && text.front() == '+') text.remove_prefix(1);
  return text;
}

// The digits at the front of `text`, taken off; kNull when there are none or more than a 64-bit number holds.
std::uint64_t take_digits(std::string_view& text) {
  constexpr std::size_t kSafeDigits = 19;
  std::uint64_t number = 0;
  std::size_t size = 0;
  for (; size < text.size() && text[size] >= '0' && text[size] <= '9'; ++size) {
    if (size == kSafeDigits) return kNull;
    number = number * 10 + static_cast<std::uint64_t>(text[size] - '0');
  }
  text.remove_prefix(size);
  return size == 0 ? kNull : number;
}

std::uint64_t read_whole(std::string_view text) {
  const std::uint64_t number = take_digits(text);
  return text.empty() ? number : kNull;
}

std::uint64_t read_status(std::string_view text) {
  const std::uint64_t status = text.size() == 3 ? read_whole(text) : kNull;
  return status >= 100 && status <= 599 ? status : kNull;
}

// "1.234" in units of `unit_micros` microseconds; what is below a microsecond is cut off.
std::uint64_t read_duration(std::string_view text, std::uint64_t unit_micros) {
  const std::uint64_t whole = take_digits(text);
  if (whole == kNull || whole > std::numeric_limits<std::uint64_t>::max() / unit_micros - 1) return kNull;
  std::uint64_t micros = whole * unit_micros;
  if (text.empty()) return micros;
  if (text[0] != '.') return kNull;
  text.remove_prefix(1);
  for (std::uint64_t place = unit_micros / 10; !text.empty(); text.remove_prefix(1), place /= 10) {
    if (text[0] < '0' || text[0] > '9') return kNull;
    micros += static_cast<std::uint64_t>(text[0] - '0') * place;
  }
  return micros;
}

template <typename Read>
class Numbers final : public Step {
 public:
  Numbers(Column column, std::size_t slot, Read read) : column_(column), slot_(slot), read_(read) {}

  void run(const StepData& data) override {
    const auto numbers = data.published.column(column_).make_numbers();
    const auto raw = data.records.column(slot_);
    for (std::size_t row = 0; row < raw.size(); ++row) {
      numbers[row] = raw[row].absent() ? kNull : read_(raw[row].bytes());
    }
  }

 private:
  Column column_;
  std::size_t slot_;
  Read read_;
};

template <typename Read>
std::unique_ptr<Step> make_numbers(const StepParts& parts, Column column, Source source, Read read) {
  return std::make_unique<Numbers<Read>>(column, parts.sources[source], read);
}

std::uint64_t micros_in(FieldUnit unit) {
  if (unit == FieldUnit::kMicroseconds) return 1;
  return unit == FieldUnit::kMilliseconds ? 1000 : 1'000'000;
}

// The sum of several values; null where one of them is (AWS's load balancers log -1 for a part that never came).
class DurationInParts final : public Step {
 public:
  DurationInParts(const SlotTable& table, std::span<const std::size_t> slots) {
    for (const std::size_t slot : slots) parts_.push_back({slot, micros_in(table[slot].unit)});
  }

  void run(const StepData& data) override {
    const auto numbers = data.published.column(Column::kDurationUs).make_numbers();
    for (std::size_t row = 0; row < numbers.size(); ++row) numbers[row] = sum_of(data.records, row);
  }

 private:
  struct Part {
    std::size_t slot;
    std::uint64_t unit_micros;
  };

  [[nodiscard]] std::uint64_t sum_of(const RecordBatch& records, std::size_t row) const {
    std::uint64_t sum = 0;
    for (const Part& part : parts_) {
      const RawBytes value = records.column(part.slot)[row];
      const std::uint64_t micros = value.absent() ? kNull : read_duration(value.bytes(), part.unit_micros);
      if (micros == kNull || micros > kNull - 1 - sum) return kNull;
      sum += micros;
    }
    return sum;
  }

  std::vector<Part> parts_;
};

}  // namespace

std::unique_ptr<Step> make_status(const StepParts& parts) {
  return make_numbers(parts, Column::kStatus, Source::kStatus,
                      [](std::string_view text) { return read_status(text); });
}

std::unique_ptr<Step> make_bytes(const StepParts& parts) {
  return make_numbers(parts, Column::kBytes, Source::kBytes,
                      [](std::string_view text) { return read_whole(without_plus(text)); });
}

std::unique_ptr<Step> make_duration(const StepParts& parts) {
  const std::span<const std::size_t> slots = parts.sources.slots(Source::kDuration);
  if (slots.size() > 1) return std::make_unique<DurationInParts>(parts.slots, slots);
  const std::uint64_t unit_micros = micros_in(parts.slots[slots.front()].unit);
  return make_numbers(parts, Column::kDurationUs, Source::kDuration, [unit_micros](std::string_view text) {
    return read_duration(without_plus(text), unit_micros);
  });
}

}  // namespace anonlog
