// record: the id that joins a record with what was sealed of it (record_id.h). Made of nothing that the log holds.
#include "rules/record_id.h"
#include "rules/step.h"

namespace anonlog {

StepMaker make_record;

namespace {

class Record final : public Step {
 public:
  void run(const StepData& data) override {
    const auto texts = data.published.column(Column::kRecord).make_texts();
    const std::size_t rows = data.records.rows();
    char* out = data.published.arena().allocate(rows * kRecordIdBytes);
    RecordId id = data.identifying.first_record;
    for (std::size_t row = 0; row < rows; ++row, ++id.number) {
      char* const begin = out;
      out = write_record_id(id, out);
      texts[row] = plain({begin, kRecordIdBytes});
    }
  }
};

}  // namespace

std::unique_ptr<Step> make_record(const StepParts& /*parts*/) { return std::make_unique<Record>(); }

}  // namespace anonlog
