// A column of texts on its way into a line, whether a batch holds it as ids, as texts or not at all.
//
// Spelling is a class of static members:
//     kNull                           the text of null
//     kMaxGrowth                      how many bytes a byte of a text can become
//     kMaxMore                        how many more bytes a text can become
//     write(text, plain, out)         a text; may touch kEscapeRoomBytes behind its end
#ifndef ANONLOG_FILTER_OUTPUT_TEXT_FIELD_H_
#define ANONLOG_FILTER_OUTPUT_TEXT_FIELD_H_

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string>
#include <vector>

#include "filter/output/encoder.h"
#include "filter/output/escaped_copy.h"
#include "filter/output/fragment_table.h"
#include "filter/output/text_copy.h"
#include "rules/public_batch.h"

namespace anonlog {

template <typename Spelling>
class TextField {
 public:
  // For batches whose column is held like this one.
  void prepare(const PublicColumn& column) {
    form_ = column.form();
    std::vector<std::string> texts;
    if (form_ == PublicColumn::Form::kId) {
      for (const std::string_view text : column.vocabulary()) texts.push_back(spell(text));
    }
    texts.emplace_back(Spelling::kNull);
    choices_ = FragmentTable(texts);
  }

  // What these values of a batch can take together.
  [[nodiscard]] std::size_t room_bytes(const PublicColumn& column, RowRange rows) const {
    constexpr std::size_t kMore = Spelling::kMaxMore + kEscapeRoomBytes;
    std::size_t bytes = rows.size() * std::max(choices_.slot_bytes(), kMore);
    if (form_ != PublicColumn::Form::kText) return bytes;
    for (const PublicText& text : column.texts().subspan(rows.begin, rows.size()))
      bytes += Spelling::kMaxGrowth * text.bytes().size();
    return bytes + rows.size() * choices_.slot_bytes();
  }

  [[gnu::always_inline]] char* write(const PublicColumn& column, std::size_t row, char* out) const {
    const std::size_t null = choices_.size() - 1;
    if (form_ == PublicColumn::Form::kText) {
      const PublicText& text = column.texts()[row];
      return text.null() ? choices_.copy(out, null) : Spelling::write(text.bytes(), text.plain(), out);
    }
    // A number that is no choice means null.
    const bool is_id = form_ == PublicColumn::Form::kId;
    return choices_.copy(out, is_id ? std::min<std::size_t>(column.ids()[row], null) : null);
  }

 private:
  static std::string spell(std::string_view text) {
    std::string spelled(Spelling::kMaxGrowth * text.size() + Spelling::kMaxMore + kEscapeRoomBytes, '\0');
    const char* end = Spelling::write(text, false, spelled.data());
    spelled.resize(static_cast<std::size_t>(end - spelled.data()));
    return spelled;
  }

  PublicColumn::Form form_ = PublicColumn::Form::kNull;
  FragmentTable choices_;  // by id, and behind them null
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_OUTPUT_TEXT_FIELD_H_
