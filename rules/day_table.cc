#include "rules/day_table.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <iterator>
#include <string_view>
#include <utility>

#include "rules/agent/agent_families.h"
#include "rules/identifying_batch.h"

namespace anonlog {
namespace {

constexpr char kNull = '\0';
constexpr char kValue = '\1';

// Numbers with the highest byte first, so that keys sort as their values do.
template <typename Number>
void append_number(Number number, std::string& key) {
  key += kValue;
  for (unsigned shift = 8 * sizeof(number); shift != 0; shift -= 8) {
    key += static_cast<char>(static_cast<std::uint64_t>(number) >> (shift - 8));
  }
}

// A text ends with a zero byte, which no published text holds.
void append_text(const PublicText& text, std::string& key) {
  key += kValue;
  key += text.bytes();
  key += '\0';
  key += text.plain() ? '\1' : '\0';
}

// Takes a key apart, value by value, in the order in which it was put together.
class KeyReader {
 public:
  explicit KeyReader(std::string_view key) : rest_(key) {}

  [[nodiscard]] bool take_null() { return take(1)[0] == kNull; }

  template <typename Number>
  Number take_number() {
    std::uint64_t number = 0;
    for (const char byte : take(sizeof(Number))) number = number << 8U | static_cast<unsigned char>(byte);
    return static_cast<Number>(number);
  }

  std::string_view take_text(bool* plain) {
    const std::string_view text = take(rest_.find('\0'));
    take(1);
    *plain = take(1)[0] != '\0';
    return text;
  }

  [[nodiscard]] std::size_t left() const { return rest_.size(); }

 private:
  std::string_view take(std::size_t bytes) {
    assert(bytes <= rest_.size());
    const std::string_view taken = rest_.substr(0, bytes);
    rest_.remove_prefix(bytes);
    return taken;
  }

  std::string_view rest_;
};

// What a rare row says instead. Nothing: it says what it said.
enum class Instead : std::uint8_t { kItself, kNothing, kOther };

Instead instead_of(Column column) {
  if (column == Column::kCountry) return Instead::kNothing;
  return column == Column::kBrowser || column == Column::kOs ? Instead::kOther : Instead::kItself;
}

}  // namespace

DayTable::DayTable(std::span<const Column> columns, std::size_t min_clients)
    : columns_(columns.begin(), columns.end()),
      min_clients_(min_clients),
      forms_(columns.size(), PublicColumn::Form::kNull),
      vocabularies_(columns.size()),
      batch_(new PublicBatch) {}

void DayTable::add(const PublicBatch& batch, std::span<const std::int64_t> days,
                   std::span<const std::uint64_t> clients) {
  const std::lock_guard lock(mutex_);
  remember_forms(batch);
  std::string key;
  for (std::size_t row = 0; row < batch.rows(); ++row) {
    encode_row(batch, row, key);
    Row& known = days_[days[row]][key];
    ++known.records;
    add_clients(known, clients.subspan(row, 1));
  }
}

void DayTable::remember_forms(const PublicBatch& batch) {
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const PublicColumn& column = batch.column(columns_[i]);
    if (column.form() == PublicColumn::Form::kNull) continue;
    assert(forms_[i] == PublicColumn::Form::kNull || forms_[i] == column.form());
    forms_[i] = column.form();
    vocabularies_[i] = column.vocabulary();
  }
}

void DayTable::encode_row(const PublicBatch& batch, std::size_t row, std::string& key) const {
  key.clear();
  for (const Column name : columns_) {
    const PublicColumn& column = batch.column(name);
    switch (column.form()) {
      case PublicColumn::Form::kTime:
        if (column.times()[row].micros == PublicTime::kNull) break;
        append_number(column.times()[row].micros, key);
        continue;
      case PublicColumn::Form::kNumber:
        if (column.numbers()[row] == PublicColumn::kNullNumber) break;
        append_number(column.numbers()[row], key);
        continue;
      case PublicColumn::Form::kId:
        if (column.ids()[row] == PublicColumn::kNullId) break;
        append_number(column.ids()[row], key);
        continue;
      case PublicColumn::Form::kText:
        if (column.texts()[row].null()) break;
        append_text(column.texts()[row], key);
        continue;
      case PublicColumn::Form::kNull:
        break;
    }
    key += kNull;
  }
}

void DayTable::add_clients(Row& row, std::span<const std::uint64_t> clients) const {
  for (const std::uint64_t client : clients) {
    if (row.clients.size() == min_clients_) return;
    if (std::ranges::find(row.clients, client) == row.clients.end()) row.clients.push_back(client);
  }
}

ExcludedCounts DayTable::release(const std::function<void(const PublicBatch&)>& take) {
  const std::lock_guard lock(mutex_);
  ExcludedCounts excluded{};
  const auto leave_out = [&](const Rows& day) {
    for (const auto& [key, row] : day) {
      excluded[static_cast<std::size_t>(ExcludeReason::kPartialDay)] += row.records;
    }
  };
  // Records without a time are of no whole day.
  if (const auto dayless = days_.find(IdentifyingBatch::kNoDay); dayless != days_.end()) {
    leave_out(dayless->second);
    days_.erase(dayless);
  }
  for (auto day = days_.begin(); day != days_.end(); ++day) {
    if (day == days_.begin() || std::next(day) == days_.end()) {
      leave_out(day->second);
    } else {
      give(protected_rows(std::move(day->second), excluded), take);
    }
  }
  days_.clear();
  return excluded;
}

DayTable::SortedRows DayTable::protected_rows(Rows&& day, ExcludedCounts& excluded) const {
  SortedRows rows;
  for (auto& [key, row] : day) {
    const bool is_rare = row.clients.size() < min_clients_;
    Row& known = rows[is_rare ? generalized(key) : key];
    known.records += row.records;
    add_clients(known, row.clients);
  }
  std::erase_if(rows, [&](const auto& entry) {
    const bool is_rare = entry.second.clients.size() < min_clients_;
    if (is_rare) excluded[static_cast<std::size_t>(ExcludeReason::kRare)] += entry.second.records;
    return is_rare;
  });
  return rows;
}

std::string DayTable::generalized(const std::string& key) const {
  std::string general;
  KeyReader reader(key);
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const std::size_t begin = key.size() - reader.left();
    if (!reader.take_null()) {
      bool plain = false;
      switch (forms_[i]) {
        case PublicColumn::Form::kId:
          reader.take_number<std::uint16_t>();
          break;
        case PublicColumn::Form::kText:
          reader.take_text(&plain);
          break;
        default:
          reader.take_number<std::uint64_t>();
      }
    }
    const Instead instead = instead_of(columns_[i]);
    if (instead == Instead::kItself) {
      general.append(key, begin, key.size() - reader.left() - begin);
    } else if (instead == Instead::kOther && forms_[i] == PublicColumn::Form::kId) {
      append_number(kOtherFamily, general);
    } else {
      general += kNull;
    }
  }
  return general;
}

void DayTable::give(const SortedRows& day, const std::function<void(const PublicBatch&)>& take) {
  batch_->begin(0);
  std::size_t rows = 0;
  const auto flush = [&]() {
    if (rows == 0) return;
    batch_->rows_ = rows;
    take(*batch_);
    batch_->begin(0);
    rows = 0;
  };
  for (const auto& [key, row] : day) {
    for (std::uint64_t record = 0; record < row.records; ++record) {
      decode_row(key, rows++);
      if (rows == RecordBatch::kMaxRows) flush();
    }
  }
  flush();
}

void DayTable::decode_row(const std::string& key, std::size_t row) {
  KeyReader reader(key);
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    PublicColumn& column = batch_->column(columns_[i]);
    const bool is_null = reader.take_null();
    switch (forms_[i]) {
      case PublicColumn::Form::kNull:
        break;
      case PublicColumn::Form::kTime:
        column.make_times()[row] = is_null ? PublicTime() : PublicTime{reader.take_number<std::int64_t>(), 0};
        break;
      case PublicColumn::Form::kNumber:
        column.make_numbers()[row] =
            is_null ? PublicColumn::kNullNumber : reader.take_number<std::uint64_t>();
        break;
      case PublicColumn::Form::kId:
        column.make_ids(vocabularies_[i])[row] =
            is_null ? PublicColumn::kNullId : reader.take_number<std::uint16_t>();
        break;
      case PublicColumn::Form::kText: {
        bool plain = false;
        const std::string_view text = is_null ? std::string_view() : reader.take_text(&plain);
        column.make_texts()[row] = is_null ? PublicText() : PublicText(keep(text), plain);
        break;
      }
    }
  }
}

std::string_view DayTable::keep(std::string_view text) {
  char* const space = batch_->arena().allocate(text.size());
  std::ranges::copy(text, space);
  return {space, text.size()};
}

}  // namespace anonlog
