// The text forms written as plainly as can be: what the encoders must agree with, byte for byte.
#ifndef ANONLOG_TESTS_FILTER_OUTPUT_ENCODER_REFERENCE_H_
#define ANONLOG_TESTS_FILTER_OUTPUT_ENCODER_REFERENCE_H_

#include <ctime>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "rules/public_batch.h"

namespace anonlog {

inline std::string reference_time(const PublicTime& time) {
  const std::time_t seconds = time.micros / 1'000'000;
  std::tm date{};
  gmtime_r(&seconds, &date);
  char text[32];
  std::string out(text, std::strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &date));
  if (time.fraction_digits != 0) {
    const std::string micros = std::to_string(1'000'000 + time.micros % 1'000'000);
    out += "." + micros.substr(1, time.fraction_digits);
  }
  return out + "Z";
}

// The value of a cell as text that is not yet quoted; nullopt is null.
inline std::optional<std::string> reference_value(const PublicColumn& column, ColumnType type,
                                                  std::size_t row) {
  switch (column.form()) {
    case PublicColumn::Form::kNull:
      return std::nullopt;
    case PublicColumn::Form::kTime:
      if (column.times()[row].micros == PublicTime::kNull) return std::nullopt;
      return reference_time(column.times()[row]);
    case PublicColumn::Form::kNumber:
      if (column.numbers()[row] == PublicColumn::kNullNumber) return std::nullopt;
      if (type == ColumnType::kBool) return column.numbers()[row] == 0 ? "false" : "true";
      return std::to_string(column.numbers()[row]);
    case PublicColumn::Form::kId:
      if (column.ids()[row] == PublicColumn::kNullId) return std::nullopt;
      return std::string(column.vocabulary()[column.ids()[row]]);
    case PublicColumn::Form::kText:
      if (column.texts()[row].null()) return std::nullopt;
      return std::string(column.texts()[row].bytes());
  }
  return std::nullopt;
}

inline std::string json_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

inline std::string csv_text(const std::string& text) {
  if (!text.empty() && text.find('"') == std::string::npos && text.find(',') == std::string::npos)
    return text;
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

inline std::string reference_ndjson(const PublicBatch& batch, std::span<const Column> columns) {
  std::string out;
  for (std::size_t row = 0; row < batch.rows(); ++row) {
    std::string line;
    for (const Column column : columns) {
      const ColumnInfo& info = column_info(column);
      const auto value = reference_value(batch.column(column), info.type, row);
      const bool is_string = info.type == ColumnType::kText || info.type == ColumnType::kTimestamp;
      line += (line.empty() ? "{" : ",") + json_string(info.name) + ":";
      line += !value ? "null" : is_string ? json_string(*value) : *value;
    }
    out += line + "}\n";
  }
  return out;
}

inline std::string reference_csv(const PublicBatch& batch, std::span<const Column> columns) {
  std::string out;
  for (std::size_t row = 0; row < batch.rows(); ++row) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (i != 0) out += ",";
      if (const auto value = reference_value(batch.column(columns[i]), column_info(columns[i]).type, row))
        out += csv_text(*value);
    }
    out += "\n";
  }
  return out;
}

inline std::string tsv_text(const std::string& text) {
  std::string out;
  for (const char c : text) {
    out += c == '\\' ? "\\\\" : c == '\t' ? "\\t" : c == '\n' ? "\\n" : c == '\r' ? "\\r" : std::string(1, c);
  }
  return out;
}

inline std::string reference_tsv(const PublicBatch& batch, std::span<const Column> columns) {
  std::string out;
  for (std::size_t row = 0; row < batch.rows(); ++row) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (i != 0) out += "\t";
      const auto value = reference_value(batch.column(columns[i]), column_info(columns[i]).type, row);
      out += value ? tsv_text(*value) : "\\N";
    }
    out += "\n";
  }
  return out;
}

}  // namespace anonlog

#endif  // ANONLOG_TESTS_FILTER_OUTPUT_ENCODER_REFERENCE_H_
