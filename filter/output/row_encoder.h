// Encodes row by row for the text forms that have a value per column, which differ in what stands between values and
// how a text is quoted.
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
//     name_of(column, is_first)       what stands before a value, from the end of the one before
//     write_text(text, plain, out)    a text without its last kQuote; at most 2 * size + 2 bytes, and may touch
//                                     kEscapeRoomBytes behind them
#ifndef ANONLOG_FILTER_OUTPUT_ROW_ENCODER_H_
#define ANONLOG_FILTER_OUTPUT_ROW_ENCODER_H_

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "filter/output/column_layout.h"
#include "filter/output/encoder.h"
#include "filter/output/escaped_copy.h"
#include "filter/output/fragment_table.h"
#include "filter/output/text_copy.h"
#include "filter/output/value_text.h"

namespace anonlog {

template <typename Spelling>
class RowEncoder : public Encoder {
 public:
  // What is written, in this order. Requires: each column once.
  explicit RowEncoder(std::span<const Column> columns) : layout_(columns) {}

  void encode_rows(const PublicBatch& batch, RowRange rows, ByteBuffer& out) final {
    if (rows.size() == 0) return;
    if (layout_.update(batch)) make_fields(batch);
    char* p = out.reserve(room_bytes(batch, rows));
    p = copy_text(p, row_begin_);
    for (std::size_t row = rows.begin; row < rows.end; ++row) {
      p = last_field_ == nullptr ? copy_text(p, row_begin_)
          : layout_.in_order()   ? write_row_in_order(batch, row, p, AllFields())
                                 : write_row_as_listed(batch, row, p, AllFields());
    }
    out.commit(p - row_begin_.size());  // each row ends with the beginning of the next
  }

 private:
  using Form = PublicColumn::Form;
  using AllFields = std::make_index_sequence<kColumnCount>;

  // How a value becomes text.
  enum class Kind : std::uint8_t { kNothing, kId, kText, kNumber, kTime, kBool };

  struct Field {
    Kind kind = Kind::kNothing;  // its column is null throughout, or not written
    Column column = Column::kTime;
    // The texts up to the next field's value, by what this field's value is:
    //     id:    each of its vocabulary and what is behind it, the same for null
    //     bool:  false, true, null, in the same way
    //     else:  what is behind a value that was written, null and what is behind it
    FragmentTable behind;
  };

  static Kind kind_of(Form form, ColumnType type) {
    if (form == Form::kNull) return Kind::kNothing;
    if (type == ColumnType::kBool) return Kind::kBool;
    if (form == Form::kTime) return Kind::kTime;
    if (form == Form::kId) return Kind::kId;
    return form == Form::kText ? Kind::kText : Kind::kNumber;
  }

  static bool fits(Form form, ColumnType type) {
    if (form == Form::kNull) return true;
    if (type == ColumnType::kTimestamp) return form == Form::kTime;
    if (type == ColumnType::kText) return form == Form::kId || form == Form::kText;
    return form == Form::kNumber;
  }

  void make_fields(const PublicBatch& batch) {
    last_field_ = nullptr;
    std::string literal(Spelling::kRowBegin);
    for (std::size_t i = 0; i < layout_.columns().size(); ++i) {
      const Column column = layout_.columns()[i];
      Field& field = fields_[layout_.in_order() ? static_cast<std::size_t>(column) : i];
      field.column = column;
      const Form form = batch.column(field.column).form();
      assert(fits(form, column_info(field.column).type));
      field.kind = kind_of(form, column_info(field.column).type);
      field.behind = {};
      literal += Spelling::name_of(field.column, i == 0);
      if (field.kind == Kind::kNothing) {
        literal += Spelling::kNull;
        continue;
      }
      end_field(batch, std::exchange(literal, {}));
      last_field_ = &field;
    }
    literal += Spelling::kRowEnd;
    end_field(batch, last_field_ == nullptr ? literal : literal + row_begin_);
  }

  // `literal` stands between the last field and what comes next, or before the first field. Without any field it is
  // the row.
  void end_field(const PublicBatch& batch, const std::string& literal) {
    if (last_field_ == nullptr) {
      row_begin_ = literal;
    } else {
      const PublicColumn& column = batch.column(last_field_->column);
      last_field_->behind = FragmentTable(texts_behind(last_field_->kind, column, literal));
    }
  }

  static std::vector<std::string> texts_behind(Kind kind, const PublicColumn& column,
                                               const std::string& literal) {
    std::vector<std::string> texts;
    if (kind == Kind::kId) {
      for (const std::string_view text : column.vocabulary()) texts.push_back(spell(text) + literal);
    } else if (kind == Kind::kBool) {
      texts = {"false" + literal, "true" + literal};
    } else {
      texts = {std::string(kind != Kind::kNumber ? Spelling::kQuote : "") + literal};
    }
    texts.push_back(std::string(Spelling::kNull) + literal);
    return texts;
  }

  static std::string spell(std::string_view text) {
    std::string spelled(2 * text.size() + 2 + kEscapeRoomBytes, '\0');
    const char* end = Spelling::write_text(text, false, spelled.data());
    spelled.resize(static_cast<std::size_t>(end - spelled.data()));
    return spelled += Spelling::kQuote;
  }

  // Enough for all rows, and for what a copy touches behind its end.
  std::size_t room_bytes(const PublicBatch& batch, RowRange rows) const {
    std::size_t row_bytes = row_begin_.size();
    std::size_t text_bytes = 0;
    for (const Field& field : fields_) {
      row_bytes +=
          field.behind.slot_bytes() + std::max({kTimeRoomBytes, kNumberRoomBytes, kEscapeRoomBytes}) + 2;
      if (field.kind != Kind::kText) continue;
      for (const PublicText& text : batch.column(field.column).texts().subspan(rows.begin, rows.size())) {
        text_bytes += text.bytes().size();
      }
    }
    return row_begin_.size() + rows.size() * row_bytes + 2 * text_bytes;
  }

  // One copy of the code for each column, so that the branch predictor learns each of them by itself: a loop with a
  // switch over the kinds took 25 to 35 % longer. In the order of the catalogue a column's place and type are known
  // to the compiler as well; finding both at run time took another 12 %.
  template <std::size_t... kIndex>
  char* write_row_in_order(const PublicBatch& batch, std::size_t row, char* out,
                           std::index_sequence<kIndex...> /*fields*/) {
    ((out = write_field_of_type<kColumns[kIndex].type>(fields_[kIndex], batch.column(kColumns[kIndex].column),
                                                       row, out)),
     ...);
    return out;
  }

  template <std::size_t... kIndex>
  char* write_row_as_listed(const PublicBatch& batch, std::size_t row, char* out,
                            std::index_sequence<kIndex...> /*fields*/) {
    ((out = write_field(fields_[kIndex], batch.column(fields_[kIndex].column), row, out)), ...);
    return out;
  }

  template <ColumnType kType>
  [[gnu::always_inline]] char* write_field_of_type(const Field& field, const PublicColumn& cells,
                                                   std::size_t row, char* out) {
    if (field.kind == Kind::kNothing) return out;
    if constexpr (kType == ColumnType::kTimestamp) {
      return write_time_field(field, cells.times()[row], out);
    } else if constexpr (kType == ColumnType::kBool) {
      return write_choice(field, cells.numbers()[row], out);
    } else if constexpr (kType == ColumnType::kText) {
      if (field.kind == Kind::kId) return write_choice(field, cells.ids()[row], out);
      return write_text_field(field, cells.texts()[row], out);
    } else {
      return write_number_field(field, cells.numbers()[row], out);
    }
  }

  [[gnu::always_inline]] char* write_field(const Field& field, const PublicColumn& cells, std::size_t row,
                                           char* out) {
    switch (field.kind) {
      case Kind::kNothing:
        return out;
      case Kind::kId:
        return write_choice(field, cells.ids()[row], out);
      case Kind::kText:
        return write_text_field(field, cells.texts()[row], out);
      case Kind::kNumber:
        return write_number_field(field, cells.numbers()[row], out);
      case Kind::kTime:
        return write_time_field(field, cells.times()[row], out);
      case Kind::kBool:
        return write_choice(field, cells.numbers()[row], out);
    }
    return out;
  }

  // The last choice is null; every number that is no choice means it.
  [[gnu::always_inline]] static char* write_choice(const Field& field, std::uint64_t choice, char* out) {
    return field.behind.copy(out, std::min<std::uint64_t>(choice, field.behind.size() - 1));
  }

  [[gnu::always_inline]] static char* write_number_field(const Field& field, std::uint64_t number,
                                                         char* out) {
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

  ColumnLayout layout_;
  std::array<Field, kColumnCount> fields_;  // at its column's place, or in the order of the output (layout_)
  Field* last_field_ = nullptr;             // that is not null throughout
  std::string row_begin_;                   // up to the first field's value
  TimeWriter time_writer_;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_OUTPUT_ROW_ENCODER_H_
