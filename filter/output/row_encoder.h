// Encodes row by row for the text forms, which differ in what stands between values and how a text is quoted.
//
// What all rows of a batch have in common is put together once: columns that are null throughout are part of
// the text behind the value before them, and every value of a closed set is kept with the text behind it.
// Space for the whole batch is reserved at once, so that a row is written without looking at bounds. A column
// at a time was rejected: a row's bytes stand together in text.
//
// Spelling is a class of static members:
//     kQuote                          what stands around a time and behind a text; may be empty
//     kNull                           the text of null
//     kRowBegin, kRowEnd
//     name_of(Column)                 what stands before a value, from the end of the one before
//     write_text(text, plain, out)    a text without its last kQuote; at most 2 * size + 2 bytes
#ifndef ANONLOG_FILTER_OUTPUT_ROW_ENCODER_H_
#define ANONLOG_FILTER_OUTPUT_ROW_ENCODER_H_

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "filter/output/encoder.h"
#include "filter/output/fragment_table.h"
#include "filter/output/text_copy.h"
#include "filter/output/value_text.h"

namespace anonlog {

template <typename Spelling>
class RowEncoder : public Encoder {
 public:
  void encode(const PublicBatch& batch, ByteBuffer& out) final {
    if (batch.rows() == 0) return;
    if (!has_layout_of(batch)) make_layout(batch);
    char* p = out.reserve(room_bytes(batch));
    p = copy_text(p, row_begin_);
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      p = is_null_throughout_ ? copy_text(p, row_begin_) : write_row(batch, row, p, AllColumns());
    }
    out.commit(p - row_begin_.size());  // each row ends with the beginning of the next
  }

 private:
  using Form = PublicColumn::Form;
  using AllColumns = std::make_index_sequence<kColumnCount>;

  struct Field {
    Form form = Form::kNull;
    // The texts up to the next field's value, by what this field's value is:
    //     id:    each of its vocabulary and what is behind it, the same for null
    //     bool:  false, true, null, in the same way
    //     else:  what is behind a value that was written, null and what is behind it
    FragmentTable behind;
  };

  struct ColumnLayout {
    Form form = Form::kNull;
    const std::string_view* vocabulary = nullptr;
    std::size_t vocabulary_size = 0;

    bool operator==(const ColumnLayout&) const = default;
  };

  static ColumnLayout layout_of(const PublicColumn& column) {
    if (column.form() != Form::kId) return {column.form(), nullptr, 0};
    return {column.form(), column.vocabulary().data(), column.vocabulary().size()};
  }

  Field& field_of(Column column) { return fields_[static_cast<std::size_t>(column)]; }

  // Batches of one plan always have the layout of the one before.
  bool has_layout_of(const PublicBatch& batch) const {
    return has_layout_ && std::all_of(std::begin(kColumns), std::end(kColumns), [&](const ColumnInfo& info) {
             return layout_[static_cast<std::size_t>(info.column)] == layout_of(batch.column(info.column));
           });
  }

  static bool fits(Form form, ColumnType type) {
    if (form == Form::kNull) return true;
    if (type == ColumnType::kTimestamp) return form == Form::kTime;
    if (type == ColumnType::kText) return form == Form::kId || form == Form::kText;
    return form == Form::kNumber;
  }

  void make_layout(const PublicBatch& batch) {
    std::string literal(Spelling::kRowBegin);
    const ColumnInfo* before = nullptr;  // the last column that is not null throughout
    for (const ColumnInfo& info : kColumns) {
      if (info.optional) continue;
      const PublicColumn& column = batch.column(info.column);
      assert(fits(column.form(), info.type));
      layout_[static_cast<std::size_t>(info.column)] = layout_of(column);
      field_of(info.column) = {column.form(), {}};
      literal += Spelling::name_of(info.column);
      if (column.form() == Form::kNull) {
        literal += Spelling::kNull;
        continue;
      }
      end_field(batch, before, std::exchange(literal, {}));
      before = &info;
    }
    literal += Spelling::kRowEnd;
    is_null_throughout_ = before == nullptr;
    end_field(batch, before, is_null_throughout_ ? literal : literal + row_begin_);
    has_layout_ = true;
  }

  // `literal` stands between a field and what comes next, or before the first field. Without any field it is
  // the row.
  void end_field(const PublicBatch& batch, const ColumnInfo* info, const std::string& literal) {
    if (info == nullptr) {
      row_begin_ = literal;
    } else {
      field_of(info->column).behind = FragmentTable(texts_behind(*info, batch.column(info->column), literal));
    }
  }

  static std::vector<std::string> texts_behind(const ColumnInfo& info, const PublicColumn& column,
                                               const std::string& literal) {
    std::vector<std::string> texts;
    if (column.form() == Form::kId) {
      for (const std::string_view text : column.vocabulary()) texts.push_back(spell(text) + literal);
    } else if (info.type == ColumnType::kBool) {
      texts = {"false" + literal, "true" + literal};
    } else {
      const bool is_quoted = column.form() != Form::kNumber;
      texts = {std::string(is_quoted ? Spelling::kQuote : "") + literal};
    }
    texts.push_back(std::string(Spelling::kNull) + literal);
    return texts;
  }

  static std::string spell(std::string_view text) {
    std::string spelled(2 * text.size() + 2, '\0');
    const char* end = Spelling::write_text(text, false, spelled.data());
    spelled.resize(static_cast<std::size_t>(end - spelled.data()));
    return spelled += Spelling::kQuote;
  }

  // Enough for all rows, and for what a copy touches behind its end.
  std::size_t room_bytes(const PublicBatch& batch) const {
    std::size_t row_bytes = row_begin_.size();
    std::size_t text_bytes = 0;
    for (const ColumnInfo& info : kColumns) {
      const Field& field = fields_[static_cast<std::size_t>(info.column)];
      row_bytes += field.behind.slot_bytes() + std::max(kTimeRoomBytes, kNumberRoomBytes) + 2;
      if (field.form != Form::kText) continue;
      for (const PublicText& text : batch.column(info.column).texts().first(batch.rows())) {
        text_bytes += text.bytes().size();
      }
    }
    return row_begin_.size() + batch.rows() * row_bytes + 2 * text_bytes;
  }

  // One copy of the code for each column, so that the branch predictor learns each column by itself. A loop
  // with a switch over the forms took 25 to 35 % longer.
  template <std::size_t... kIndex>
  char* write_row(const PublicBatch& batch, std::size_t row, char* out,
                  std::index_sequence<kIndex...> /*columns*/) {
    ((out = write_field<kColumns[kIndex].type>(fields_[kIndex], batch.column(kColumns[kIndex].column), row,
                                               out)),
     ...);
    return out;
  }

  template <ColumnType kType>
  [[gnu::always_inline]] char* write_field(const Field& field, const PublicColumn& column, std::size_t row,
                                           char* out) {
    if (field.form == Form::kNull) return out;
    if constexpr (kType == ColumnType::kTimestamp) {
      return write_time_field(field, column.times()[row], out);
    } else if constexpr (kType == ColumnType::kBool) {
      return write_choice(field, column.numbers()[row], out);
    } else if constexpr (kType == ColumnType::kText) {
      if (field.form == Form::kId) return write_choice(field, column.ids()[row], out);
      return write_text_field(field, column.texts()[row], out);
    } else {
      return write_number_field(field, column.numbers()[row], out);
    }
  }

  // The last choice is null; every number that is no choice means it.
  static char* write_choice(const Field& field, std::uint64_t choice, char* out) {
    return field.behind.copy(out, std::min<std::uint64_t>(choice, field.behind.size() - 1));
  }

  static char* write_number_field(const Field& field, std::uint64_t number, char* out) {
    const bool is_null = number == PublicColumn::kNullNumber;
    if (!is_null) out = write_number(number, out);
    return field.behind.copy(out, is_null ? 1 : 0);
  }

  [[gnu::always_inline]] static char* write_text_field(const Field& field, const PublicText& text,
                                                       char* out) {
    const bool is_null = text.null();
    if (!is_null) out = Spelling::write_text(text.bytes(), text.plain(), out);
    return field.behind.copy(out, is_null ? 1 : 0);
  }

  char* write_time_field(const Field& field, const PublicTime& time, char* out) {
    if (time.micros == PublicTime::kNull) return field.behind.copy(out, 1);
    out = copy_text(out, Spelling::kQuote);
    return field.behind.copy(time_writer_.write(time, out), 0);
  }

  bool has_layout_ = false;
  bool is_null_throughout_ = false;
  std::array<ColumnLayout, kColumnCount> layout_;
  std::array<Field, kColumnCount> fields_;
  std::string row_begin_;  // up to the first field's value
  TimeWriter time_writer_;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_OUTPUT_ROW_ENCODER_H_
