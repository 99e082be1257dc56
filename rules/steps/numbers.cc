// status, bytes, duration_us: numbers as logged, or only about as large.
#include <bit>
#include <span>
#include <vector>

#include "parsers/number_text.h"
#include "rules/slot_table.h"
#include "rules/source.h"
#include "rules/step.h"

namespace anonlog {

StepMaker make_status, make_bytes, make_coarse_bytes, make_duration, make_coarse_duration;

namespace {

constexpr std::uint64_t kNull = PublicColumn::kNullNumber;
static_assert(kNull == kNoNumber);

using ChangeNumber = std::uint64_t(std::uint64_t);

std::uint64_t as_logged(std::uint64_t number) { return number; }

// The two highest bits of a number, the others 0: what is left of a size or time cannot be matched with another log's.
std::uint64_t two_bits(std::uint64_t number) {
  if (number == kNull) return kNull;
  const auto width = static_cast<unsigned>(std::bit_width(number));
  return width <= 2 ? number : number >> (width - 2) << (width - 2);
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

// The sum of several values; null where one of them is (AWS's load balancers log -1 for a part that never came).
class DurationInParts final : public Step {
 public:
  DurationInParts(const SlotTable& table, std::span<const std::size_t> slots, ChangeNumber* change)
      : change_(change) {
    for (const std::size_t slot : slots) parts_.push_back({slot, micros_in(table[slot].unit)});
  }

  void run(const StepData& data) override {
    const auto numbers = data.published.column(Column::kDurationUs).make_numbers();
    for (std::size_t row = 0; row < data.records.rows(); ++row)
      numbers[row] = change_(sum_of(data.records, row));
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

  ChangeNumber* change_;
  std::vector<Part> parts_;
};

}  // namespace

std::unique_ptr<Step> make_status(const StepParts& parts) {
  return make_numbers(parts, Column::kStatus, Source::kStatus,
                      [](std::string_view text) { return read_status(text); });
}

namespace {

std::uint64_t read_bytes(std::string_view text) { return read_whole(without_plus(text)); }

// `change`: of a whole duration.
std::unique_ptr<Step> make_durations(const StepParts& parts, ChangeNumber* change) {
  const std::span<const std::size_t> slots = parts.sources.slots(Source::kDuration);
  if (slots.size() > 1) return std::make_unique<DurationInParts>(parts.slots, slots, change);
  const std::uint64_t unit_micros = micros_in(parts.slots[slots.front()].unit);
  return make_numbers(parts, Column::kDurationUs, Source::kDuration,
                      [unit_micros, change](std::string_view text) {
                        return change(read_duration(without_plus(text), unit_micros));
                      });
}

}  // namespace

std::unique_ptr<Step> make_bytes(const StepParts& parts) {
  return make_numbers(parts, Column::kBytes, Source::kBytes,
                      [](std::string_view text) { return read_bytes(text); });
}

std::unique_ptr<Step> make_coarse_bytes(const StepParts& parts) {
  return make_numbers(parts, Column::kBytes, Source::kBytes,
                      [](std::string_view text) { return two_bits(read_bytes(text)); });
}

std::unique_ptr<Step> make_duration(const StepParts& parts) { return make_durations(parts, as_logged); }
std::unique_ptr<Step> make_coarse_duration(const StepParts& parts) { return make_durations(parts, two_bits); }

}  // namespace anonlog
