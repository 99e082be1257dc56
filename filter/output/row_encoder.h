// Encodes row by row for the text forms, which differ in what stands between values and how a text is quoted.
//
// What a batch's columns have in common for all rows is found once: a column that is null throughout becomes part of
// the literal before the next one, and of a column of ids every id's text is kept together with that literal. Space
// for a whole batch is reserved at once, so that a row is written without looking at bounds. A column at a time was
// rejected: a row's bytes stand together in text.
//
// Spelling is a class of static functions:
//     literal_before(Column)   what stands between the value before and this one
//     literal_behind()         what ends a row
//     null()                   the text of null
//     write_text(text, out)    a text, quoted; at most 2 * size + 2 bytes
#ifndef ANONLOG_FILTER_OUTPUT_ROW_ENCODER_H_
#define ANONLOG_FILTER_OUTPUT_ROW_ENCODER_H_

#include <algorithm>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "filter/output/encoder.h"
#include "filter/output/text_copy.h"
#include "filter/output/value_text.h"

namespace anonlog {

template <typename Spelling>
class RowEncoder : public Encoder {
 public:
  void encode(const PublicBatch& batch, ByteBuffer& out) override {
    if (!has_layout_of(batch)) make_layout(batch);
    char* p = out.reserve(bytes_bound(batch));
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      for (Field& field : fields_) p = write_value(field, row, p);
      p = copy_padded(p, tail_.text.data(), tail_.size);
    }
    out.commit(p);
  }

 private:
  // A literal with bytes behind it that may be copied along.
  struct Literal {
    std::string text;
    std::size_t size = 0;

    void set(std::string literal) {
      size = literal.size();
      text = std::move(literal);
      text.append(kCopySlackBytes, '\0');
    }
  };

  struct Fragment {
    std::uint32_t offset;
    std::uint32_t size;
  };

  // A column that is not null throughout.
  struct Field {
    const PublicColumn* column;
    Vocabulary vocabulary;            // of a column of ids
    Literal before;                   // and the null columns before it
    Literal before_null;              // `before` and the text of null
    std::string fragments;            // of a column of ids: `before` and the text, for each id
    std::vector<Fragment> fragment_of;  // by id
  };

  // Most batches have the columns of the one before, and those of one plan always have.
  bool has_layout_of(const PublicBatch& batch) const {
    if (layout_of_ != &batch) return false;
    std::size_t next = 0;
    for (const ColumnInfo& info : kColumns) {
      const PublicColumn& column = batch.column(info.column);
      if (column.form() == PublicColumn::Form::kNull) continue;
      if (next == fields_.size() || fields_[next].column != &column) return false;
      const Vocabulary vocabulary = fields_[next].vocabulary;
      if (column.form() != forms_[next] || column.vocabulary().data() != vocabulary.data()) return false;
      ++next;
    }
    return next == fields_.size();
  }

  void make_layout(const PublicBatch& batch) {
    layout_of_ = &batch;
    fields_.clear();
    forms_.clear();
    row_bytes_bound_ = kCopySlackBytes;
    std::string literal;
    for (const ColumnInfo& info : kColumns) {
      const PublicColumn& column = batch.column(info.column);
      literal += Spelling::literal_before(info.column);
      if (column.form() == PublicColumn::Form::kNull) {
        literal += Spelling::null();
        continue;
      }
      fields_.push_back(make_field(column, std::exchange(literal, {})));
      forms_.push_back(column.form());
      row_bytes_bound_ += field_bytes_bound(fields_.back());
    }
    tail_.set(literal + std::string(Spelling::literal_behind()));
    row_bytes_bound_ += tail_.text.size();
  }

  static Field make_field(const PublicColumn& column, const std::string& before) {
    Field field;
    field.column = &column;
    field.before.set(before);
    field.before_null.set(before + std::string(Spelling::null()));
    if (column.form() != PublicColumn::Form::kId) return field;
    field.vocabulary = column.vocabulary();
    for (const std::string_view text : field.vocabulary) {
      const std::size_t offset = field.fragments.size();
      field.fragments += before;
      std::string quoted(2 * text.size() + 2 + kCopySlackBytes, '\0');
      quoted.resize(static_cast<std::size_t>(Spelling::write_text(text, false, quoted.data()) - quoted.data()));
      field.fragments += quoted;
      field.fragment_of.push_back(
          {static_cast<std::uint32_t>(offset), static_cast<std::uint32_t>(field.fragments.size() - offset)});
    }
    field.fragments.append(kCopySlackBytes, '\0');
    return field;
  }

  // What a field can take of a row, without the bytes of its text.
  static std::size_t field_bytes_bound(const Field& field) {
    std::size_t bound = field.before_null.text.size() + kMaxTimeText + kCopySlackBytes;
    for (const Fragment& fragment : field.fragment_of) bound = std::max(bound, fragment.size + kCopySlackBytes);
    return bound;
  }

  std::size_t bytes_bound(const PublicBatch& batch) const {
    std::size_t bound = (batch.rows() + 1) * row_bytes_bound_;
    for (const Field& field : fields_) {
      if (field.column->form() != PublicColumn::Form::kText) continue;
      std::size_t bytes = 0;
      for (const PublicText& text : field.column->texts().first(batch.rows())) bytes += text.bytes().size();
      bound += 2 * bytes;
    }
    return bound;
  }

  char* write_value(Field& field, std::size_t row, char* out) {
    const PublicColumn& column = *field.column;
    switch (column.form()) {
      case PublicColumn::Form::kId: {
        const std::uint16_t id = column.ids()[row];
        if (id == PublicColumn::kNullId) break;
        const Fragment fragment = field.fragment_of[id];
        return copy_padded(out, field.fragments.data() + fragment.offset, fragment.size);
      }
      case PublicColumn::Form::kText: {
        const PublicText text = column.texts()[row];
        if (text.null()) break;
        out = copy_padded(out, field.before.text.data(), field.before.size);
        return Spelling::write_text(text.bytes(), text.plain(), out);
      }
      case PublicColumn::Form::kNumber: {
        const std::uint64_t number = column.numbers()[row];
        if (number == PublicColumn::kNullNumber) break;
        return write_number(number, copy_padded(out, field.before.text.data(), field.before.size));
      }
      case PublicColumn::Form::kTime: {
        const PublicTime time = column.times()[row];
        if (time.micros == PublicTime::kNull) break;
        out = copy_padded(out, field.before.text.data(), field.before.size);
        return Spelling::write_time(time_writer_, time, out);
      }
      case PublicColumn::Form::kNull:
        break;
    }
    return copy_padded(out, field.before_null.text.data(), field.before_null.size);
  }

  const PublicBatch* layout_of_ = nullptr;
  std::vector<Field> fields_;
  std::vector<PublicColumn::Form> forms_;  // of fields_
  Literal tail_;
  std::size_t row_bytes_bound_ = 0;
  TimeWriter time_writer_;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_OUTPUT_ROW_ENCODER_H_
