// time: the record's moment, and its UTC day for the keys.
#include <algorithm>
#include <span>
#include <vector>

#include "rules/log_time.h"
#include "rules/partial_time.h"
#include "rules/slot_table.h"
#include "rules/source.h"
#include "rules/step.h"

namespace anonlog {

StepMaker make_derive_time, make_time;

namespace {

constexpr std::int64_t kMicrosPerDay = 86'400'000'000;

void set_time(const StepData& data, std::size_t row, const PublicTime& time) {
  data.identifying.times[row] = time;
  data.identifying.days[row] =
      time.micros == PublicTime::kNull ? IdentifyingBatch::kNoDay : time.micros / kMicrosPerDay;
}

class DeriveTime final : public Step {
 public:
  DeriveTime(std::size_t slot, FieldShape shape) : slot_(slot), reader_(shape) {}

  void run(const StepData& data) override {
    const auto raw = data.records.column(slot_);
    for (std::size_t row = 0; row < raw.size(); ++row) {
      set_time(data, row,
               raw[row].absent() ? PublicTime{} : reader_.read(raw[row].bytes(), data.records.day()));
    }
  }

 private:
  std::size_t slot_;
  LogTimeReader reader_;
};

// A time of which the format holds parts.
class DeriveTimeOfParts final : public Step {
 public:
  DeriveTimeOfParts(const SlotTable& slots, std::span<const std::size_t> parts) {
    for (const std::size_t slot : parts) {
      const bool clf = slots[slot].shape == FieldShape::kClfTime;
      parts_.push_back({slot, TimeFormat::compile(clf ? kClfFormat : slots[slot].time_format).value()});
    }
  }

  void run(const StepData& data) override {
    for (std::size_t row = 0; row < data.records.rows(); ++row) set_time(data, row, read(data.records, row));
  }

 private:
  static constexpr std::string_view kClfFormat = "%d/%b/%Y:%H:%M:%S %z";

  struct Part {
    std::size_t slot;
    TimeFormat format;
  };

  [[nodiscard]] PublicTime read(const RecordBatch& records, std::size_t row) const {
    PartialTime time;
    for (const Part& part : parts_) {
      const RawBytes& raw = records.column(part.slot)[row];
      if (raw.absent()) return {};
      time.add(part.format, raw.bytes());
    }
    return time.time();
  }

  std::vector<Part> parts_;
};

class Time final : public Step {
 public:
  void run(const StepData& data) override {
    const auto times = data.published.column(Column::kTime).make_times();
    std::copy_n(data.identifying.times.begin(), data.records.rows(), times.begin());
  }
};

}  // namespace

std::unique_ptr<Step> make_derive_time(const StepParts& parts) {
  const std::span<const std::size_t> slots = parts.sources.slots(Source::kTime);
  if (slots.empty()) return nullptr;
  const Slot& first = parts.slots[slots.front()];
  if (slots.size() > 1 || !first.time_format.empty()) {
    return std::make_unique<DeriveTimeOfParts>(parts.slots, slots);
  }
  return std::make_unique<DeriveTime>(slots.front(), first.shape);
}

std::unique_ptr<Step> make_time(const StepParts& parts) {
  return parts.sources.slot(Source::kTime) ? std::make_unique<Time>() : nullptr;
}

}  // namespace anonlog
