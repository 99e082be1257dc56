// time: the record's moment, and its UTC day for the keys.
#include <algorithm>
#include <span>

#include "parsers/log_time.h"
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

// Times were read with the lines; here those that do not tell their zone get it.
class DeriveTime final : public Step {
 public:
  explicit DeriveTime(const TimeZone& zone) : zone_(zone) {}

  void run(const StepData& data) override {
    const std::span<const LogTime> times = data.records.times();
    data.identifying.zoneless_times = 0;
    for (std::size_t row = 0; row < times.size(); ++row) {
      if (times[row].state == LogTime::State::kZoneless) ++data.identifying.zoneless_times;
      set_time(data, row, utc_time(times[row], zone_));
    }
  }

 private:
  ZoneClock zone_;
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
  return parts.sources.slot(Source::kTime) ? std::make_unique<DeriveTime>(parts.zone) : nullptr;
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
