// Batches with columns of random forms and with values at the edges: no text and long ones, quotes and UTF-8,
// the largest numbers, the first and the last time.
//
// Equal seeds give equal batches on every machine: only the engine of <random> is used, whose numbers the
// standard fixes, and none of its distributions.
#ifndef ANONLOG_TESTS_FILTER_OUTPUT_RANDOM_BATCHES_H_
#define ANONLOG_TESTS_FILTER_OUTPUT_RANDOM_BATCHES_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "tests/rules/public_batch_maker.h"

namespace anonlog {

class RandomBatches {
 public:
  static constexpr std::int64_t kLastMicros = 253'402'300'799'999'999;  // of the year 9999

  explicit RandomBatches(std::uint64_t seed) : engine_(seed) {}

  // Dies with the next next(). Half of the time with columns of the same forms and vocabularies.
  const PublicBatch& next() {
    if (one_in(2)) plan();
    maker_ = std::make_unique<PublicBatchMaker>(one_in(4) ? below(5) : below(RecordBatch::kMaxRows + 1));
    for (const ColumnInfo& info : kColumns) fill(info);
    return maker_->batch();
  }

  // Some columns, or all, in any order.
  std::vector<Column> columns() {
    std::vector<Column> all;
    for (const ColumnInfo& info : kColumns) all.push_back(info.column);
    for (std::size_t i = 0; i < all.size(); ++i) std::swap(all[i], all[i + below(all.size() - i)]);
    if (!one_in(3)) all.resize(1 + below(all.size()));
    return all;
  }

  std::uint64_t number() {
    std::uint64_t power = 1;
    for (std::size_t digits = below(20); digits > 0; --digits) power *= 10;
    switch (below(4)) {
      case 0:
        return power - 1 + below(3);
      case 1:
        return PublicColumn::kNullNumber - 1 - below(2);
      case 2:
        return below(1000);
      default:
        return engine_() >> below(64);
    }
  }

  PublicTime time() {
    const auto digits = static_cast<std::uint8_t>(below(7));
    switch (below(8)) {
      case 0:
        last_micros_ = static_cast<std::int64_t>(engine_() % std::uint64_t{kLastMicros + 1});
        break;
      case 1:
        last_micros_ = one_in(2) ? 0 : kLastMicros;
        break;
      default:
        last_micros_ =
            std::min<std::int64_t>(kLastMicros, last_micros_ + static_cast<std::int64_t>(below(2'000'000)));
    }
    return {last_micros_, digits};
  }

  std::string text() {
    constexpr std::string_view kPlain[] = {"a", "/", "-", "Z", "0", "%2F", "{email}", " ", "~"};
    constexpr std::string_view kOther[] = {"\"",         "\\",   ",",  "\u00e9", "\u6f22",
                                           "\U0001d11e", "\"\"", ",,", "\\\\\""};
    constexpr std::size_t kSizes[] = {0,  1,  2,  3,  4,  5,  7,  8,  9,   15,
                                      16, 17, 31, 32, 33, 63, 64, 65, 100, 300};
    const std::size_t size = one_in(500) ? 20'000 : kSizes[below(std::size(kSizes))];
    const bool is_plain = one_in(2);
    std::string text;
    while (text.size() < size) {
      text += is_plain || one_in(2) ? kPlain[below(std::size(kPlain))] : kOther[below(std::size(kOther))];
    }
    return text;
  }

 private:
  using Form = PublicColumn::Form;

  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(engine_() % bound); }
  bool one_in(std::size_t n) { return below(n) == 0; }

  void plan() {
    const std::size_t nulls_of_100 = below(4) * 33 + 1;  // from hardly any to all
    for (const ColumnInfo& info : kColumns) {
      Planned& planned = plan_[static_cast<std::size_t>(info.column)];
      planned = {};
      if (below(100) < nulls_of_100) continue;
      planned.form = info.type == ColumnType::kTimestamp ? Form::kTime
                     : info.type != ColumnType::kText    ? Form::kNumber
                     : one_in(2)                         ? Form::kId
                                                         : Form::kText;
      if (planned.form == Form::kId) planned.vocabulary = vocabulary();
    }
  }

  Vocabulary vocabulary() {
    const std::size_t size = one_in(8) ? below(300) : below(10);
    auto& texts = vocabulary_texts_.emplace_back();
    for (std::size_t i = 0; i < size; ++i) texts.push_back(text());
    auto& views = vocabularies_.emplace_back(texts.begin(), texts.end());
    return views;
  }

  void fill(const ColumnInfo& info) {
    const Planned& planned = plan_[static_cast<std::size_t>(info.column)];
    PublicColumn& column = maker_->column(info.column);
    const std::size_t null_every = 1 + below(4) * 10;
    if (planned.form == Form::kTime) {
      for (PublicTime& cell : column.make_times()) cell = one_in(null_every) ? PublicTime{} : time();
    } else if (planned.form == Form::kNumber) {
      for (std::uint64_t& cell : column.make_numbers()) {
        cell = info.type == ColumnType::kBool ? below(2) : number();
        if (one_in(null_every)) cell = PublicColumn::kNullNumber;
      }
    } else if (planned.form == Form::kId) {
      const std::size_t ids = planned.vocabulary.size();
      for (std::uint16_t& cell : column.make_ids(planned.vocabulary)) {
        cell =
            ids == 0 || one_in(null_every) ? PublicColumn::kNullId : static_cast<std::uint16_t>(below(ids));
      }
    } else if (planned.form == Form::kText) {
      const auto cells = column.make_texts();
      for (std::size_t row = 0; row < maker_->batch().rows(); ++row) {
        cells[row] = one_in(null_every) ? PublicText() : maker_->text(text());
      }
    }
  }

  struct Planned {
    Form form = Form::kNull;
    Vocabulary vocabulary;
  };

  std::mt19937_64 engine_;
  std::array<Planned, kColumnCount> plan_;
  std::unique_ptr<PublicBatchMaker> maker_;
  std::int64_t last_micros_ = 0;
  std::deque<std::vector<std::string>> vocabulary_texts_;  // all that there ever were
  std::deque<std::vector<std::string_view>> vocabularies_;
};

}  // namespace anonlog

#endif  // ANONLOG_TESTS_FILTER_OUTPUT_RANDOM_BATCHES_H_
