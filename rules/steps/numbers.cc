// status, bytes, duration_us: numbers as logged.
#include "parsers/number_text.h"
#include "rules/slot_table.h"
#include "rules/source.h"
#include "rules/step.h"

namespace anonlog {

StepMaker make_status, make_bytes, make_duration;

namespace {

constexpr std::uint64_t kNull = PublicColumn::kNullNumber;
static_assert(kNull == kNoNumber);

std::uint64_t read_status(std::string_view text) {
  const std::uint64_t status = text.size() == 3 ? read_whole(text) : kNull;
  return status >= 100 && status <= 599 ? status : kNull;
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
  const std::uint64_t unit_micros = micros_in(parts.slots[parts.sources[Source::kDuration]].unit);
  return make_numbers(parts, Column::kDurationUs, Source::kDuration, [unit_micros](std::string_view text) {
    return read_duration(without_plus(text), unit_micros);
  });
}

}  // namespace anonlog
