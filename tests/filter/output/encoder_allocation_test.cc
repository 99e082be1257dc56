#include <gtest/gtest.h>

#include "filter/output/output_name.h"
#include "rules/policy.h"
#include "tests/allocation_counter.h"
#include "tests/filter/output/output_forms.h"
#include "tests/rules/public_batch_maker.h"

namespace anonlog {
namespace {

TEST(Encoders, AllocateNothingOnceTheyKnowTheColumns) {
  constexpr std::string_view kMethods[] = {"GET", "POST"};
  PublicBatchMaker maker(RecordBatch::kMaxRows);
  for (PublicText& text : maker.column(Column::kPath).make_texts()) text = maker.text("/caf\u00e9,\"x\"");
  for (std::uint16_t& id : maker.column(Column::kMethod).make_ids(kMethods)) id = 1;
  for (PublicTime& time : maker.column(Column::kTime).make_times()) time = {1'763'919'448'123'456, 3};
  for (const OutputForm& form : every_output_form()) {
    const auto encoder = make_encoder(form, record_columns(Policy()));
    if (encoder == nullptr) continue;
    ByteBuffer out;
    out.reserve(std::size_t{4} << 20);
    encoder->encode(maker.batch(), out);
    const std::size_t before = allocations;
    for (int i = 0; i < 10; ++i) encoder->encode(maker.batch(), out);
    EXPECT_EQ(allocations, before) << output_format_info(form).name;
  }
}

}  // namespace
}  // namespace anonlog
