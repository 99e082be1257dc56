// time: the record's moment, and its UTC day for the keys.
#include <algorithm>
#include <span>

#include "parsers/log_time.h"
#include "rules/keys/day_keys.h"
#include "rules/source.h"
#include "rules/step.h"
#include "rules/time_zone.h"
#include "rules/utc_time.h"

namespace anonlog {

StepMaker make_derive_time, make_time, make_hour, make_day;

namespace {

constexpr std::int64_t kMicrosPerDay = 86'400'000'000;

void set_time(const StepData& data, std::size_t row, const PublicTime& time) {
  data.identifying.times[row] = time;
  data.identifying.days[row] =
      time.micros == PublicTime::kNull ? IdentifyingBatch::kNoDay : time.micros / kMicrosPerDay;
}

// Times were read with the lines; here those that do not tell their zone get it. A day without a key is none.
class DeriveTime final : public Step {
 public:
  DeriveTime(const TimeZone& zone, const DayKeys& keys) : zone_(zone), keys_(keys) {}

  void run(const StepData& data) override {
    const std::span<const LogTime> times = data.records.times();
    data.identifying.zoneless_times = 0;
    for (std::size_t row = 0; row < times.size(); ++row) {
      if (times[row].state == LogTime::State::kZoneless) ++data.identifying.zoneless_times;
      set_time(data, row, utc_time(times[row], zone_));
    }
    const DayKeys::Days keyed = keys_.days();
    if (!keyed.is_all()) drop_days_without_key(data.identifying, times.size(), keyed);
  }

 private:
  static void drop_days_without_key(IdentifyingBatch& batch, std::size_t rows, DayKeys::Days keyed) {
    batch.late.reset();
    batch.future.reset();
    for (std::size_t row = 0; row < rows; ++row) {
      std::int64_t& day = batch.days[row];
      if (day == IdentifyingBatch::kNoDay || (day >= keyed.first && day <= keyed.last)) continue;
      (day < keyed.first ? batch.late : batch.future).set(row);
      day = IdentifyingBatch::kNoDay;
    }
  }

  ZoneClock zone_;
  const DayKeys& keys_;
};

class Time final : public Step {
 public:
  void run(const StepData& data) override {
    const auto times = data.published.column(Column::kTime).make_times();
    std::copy_n(data.identifying.times.begin(), data.records.rows(), times.begin());
  }
};

// The beginning of the hour or day.
class CoarseTime final : public Step {
 public:
  explicit CoarseTime(std::int64_t unit_micros) : unit_micros_(unit_micros) {}

  void run(const StepData& data) override {
    const auto times = data.published.column(Column::kTime).make_times();
    for (std::size_t row = 0; row < data.records.rows(); ++row) {
      const std::int64_t micros = data.identifying.times[row].micros;
      times[row] = micros == PublicTime::kNull ? PublicTime() : PublicTime{micros - micros % unit_micros_, 0};
    }
  }

 private:
  std::int64_t unit_micros_;
};

}  // namespace

std::unique_ptr<Step> make_derive_time(const StepParts& parts) {
  return parts.sources.slot(Source::kTime) ? std::make_unique<DeriveTime>(parts.zone, parts.day_keys)
                                           : nullptr;
}

std::unique_ptr<Step> make_time(const StepParts& parts) {
  return parts.sources.slot(Source::kTime) ? std::make_unique<Time>() : nullptr;
}

std::unique_ptr<Step> make_hour(const StepParts& /*parts*/) {
  return std::make_unique<CoarseTime>(kMicrosPerDay / 24);
}

std::unique_ptr<Step> make_day(const StepParts& /*parts*/) {
  return std::make_unique<CoarseTime>(kMicrosPerDay);
}

}  // namespace anonlog
