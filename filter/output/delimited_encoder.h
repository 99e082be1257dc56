// A row encoder whose output begins with a line of the columns' names.
#ifndef ANONLOG_FILTER_OUTPUT_DELIMITED_ENCODER_H_
#define ANONLOG_FILTER_OUTPUT_DELIMITED_ENCODER_H_

#include <string>
#include <string_view>

#include "filter/output/row_encoder.h"

namespace anonlog {

// Spelling as in row_encoder.h.
template <typename Spelling>
class DelimitedEncoder final : public RowEncoder<Spelling> {
 public:
  explicit DelimitedEncoder(std::span<const Column> columns) : RowEncoder<Spelling>(columns) {
    for (const Column column : columns) {
      header_ += Spelling::name_of(column, header_.empty());
      header_ += column_info(column).name;
    }
    header_ += Spelling::kRowEnd;
  }

  [[nodiscard]] std::string_view header() const override { return header_; }

 private:
  std::string header_;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_OUTPUT_DELIMITED_ENCODER_H_
