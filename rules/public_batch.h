// What may be published: a batch of records as typed columns. The one door between the log and the output.
//
// Only a PlanWorker constructs a PublicBatch and only steps write into it (and a DayTable, which gives back values that it
// took from one); encoders take nothing else. Text
// is a type of its own, PublicText, which only a Step can make out of bytes: raw bytes of a log do not
// convert.
//
// Lifetime: texts point into the batch's arena, the chunk, or tables that live as long as the plan; they die
//           with the next batch of the same worker.
// Memory:   RecordBatch::kMaxRows rows; the arena as text_arena.h.
// Threads:  one per worker.
#ifndef ANONLOG_RULES_PUBLIC_BATCH_H_
#define ANONLOG_RULES_PUBLIC_BATCH_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

#include "parsers/record_batch.h"
#include "rules/column.h"
#include "rules/text_arena.h"

namespace anonlog {

// Bytes that a step found fit to be published.
class PublicText {
 public:
  constexpr PublicText() = default;  // null

  [[nodiscard]] constexpr bool null() const { return data_ == nullptr; }
  [[nodiscard]] constexpr std::string_view bytes() const { return {data_, size_}; }
  // Only printable ASCII, and neither quote, backslash nor comma: no output form needs to escape it.
  [[nodiscard]] constexpr bool plain() const { return plain_; }

 private:
  friend class Step;
  friend class DayTable;
  friend class PublicBatchMaker;  // tests/rules/public_batch_maker.h
  constexpr PublicText(std::string_view bytes, bool plain)
      : data_(bytes.data()), size_(static_cast<std::uint32_t>(bytes.size())), plain_(plain) {}

  const char* data_ = nullptr;
  std::uint32_t size_ = 0;
  bool plain_ = false;
};

// A time with as many digits of a fraction as the log had.
struct PublicTime {
  static constexpr std::int64_t kNull = std::numeric_limits<std::int64_t>::min();

  std::int64_t micros = kNull;       // since 1970-01-01T00:00:00Z, years 1970 to 9999
  std::uint8_t fraction_digits = 0;  // 0 to 6
};

// The closed set of texts that a column of ids can hold; ids count from 0. Its texts are published as they
// are.
using Vocabulary = std::span<const std::string_view>;

class PublicColumn {
 public:
  // How the values are held; a column is of one form for a whole plan.
  enum class Form : std::uint8_t { kNull, kTime, kNumber, kId, kText };

  static constexpr std::uint64_t kNullNumber = std::numeric_limits<std::uint64_t>::max();
  static constexpr std::uint16_t kNullId = std::numeric_limits<std::uint16_t>::max();

  [[nodiscard]] Form form() const { return form_; }
  [[nodiscard]] const Vocabulary& vocabulary() const { return vocabulary_; }
  [[nodiscard]] std::span<const PublicTime> times() const { return times_; }
  [[nodiscard]] std::span<const std::uint64_t> numbers() const { return numbers_; }
  [[nodiscard]] std::span<const std::uint16_t> ids() const { return ids_; }
  [[nodiscard]] std::span<const PublicText> texts() const { return texts_; }

  // For steps.
  std::span<PublicTime> make_times() { return form_ = Form::kTime, times_; }
  std::span<std::uint64_t> make_numbers() { return form_ = Form::kNumber, numbers_; }
  std::span<std::uint16_t> make_ids(Vocabulary vocabulary) {
    vocabulary_ = vocabulary;
    return form_ = Form::kId, ids_;
  }
  std::span<PublicText> make_texts() { return form_ = Form::kText, texts_; }

  // Only `rows`, which rise, stay, in their order.
  void keep(std::span<const std::uint16_t> rows) {
    const auto keep_of = [rows](auto& values) {
      for (std::size_t i = 0; i < rows.size(); ++i) values[i] = values[rows[i]];
    };
    switch (form_) {
      case Form::kNull:
        break;
      case Form::kTime:
        keep_of(times_);
        break;
      case Form::kNumber:
        keep_of(numbers_);
        break;
      case Form::kId:
        keep_of(ids_);
        break;
      case Form::kText:
        keep_of(texts_);
        break;
    }
  }

 private:
  Form form_ = Form::kNull;
  Vocabulary vocabulary_;
  // The one in use is that of form_; the others cost address space only.
  std::array<PublicTime, RecordBatch::kMaxRows> times_;
  std::array<std::uint64_t, RecordBatch::kMaxRows> numbers_;
  std::array<std::uint16_t, RecordBatch::kMaxRows> ids_;
  std::array<PublicText, RecordBatch::kMaxRows> texts_;
};

class PublicBatch {
 public:
  PublicBatch(const PublicBatch&) = delete;
  PublicBatch& operator=(const PublicBatch&) = delete;

  [[nodiscard]] std::size_t rows() const { return rows_; }
  [[nodiscard]] const PublicColumn& column(Column column) const {
    return columns_[static_cast<std::size_t>(column)];
  }

  // For steps.
  PublicColumn& column(Column column) { return columns_[static_cast<std::size_t>(column)]; }
  TextArena& arena() { return arena_; }

 private:
  friend class PlanWorker;
  friend class DayTable;
  friend class PublicBatchMaker;  // tests/rules/public_batch_maker.h
  PublicBatch() = default;

  void keep(std::span<const std::uint16_t> rows) {
    for (PublicColumn& column : columns_) column.keep(rows);
    rows_ = rows.size();
  }

  void begin(std::size_t rows) {
    rows_ = rows;
    arena_.clear();
  }

  std::array<PublicColumn, kColumnCount> columns_;
  TextArena arena_;
  std::size_t rows_ = 0;
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_PUBLIC_BATCH_H_
