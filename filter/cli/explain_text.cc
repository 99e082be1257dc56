#include "filter/cli/explain_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "filter/cli/policy_text.h"
#include "filter/cli/text_table.h"
#include "filter/output/value_text.h"
#include "parsers/nginx_log_format.h"
#include "rules/column_origin.h"
#include "rules/publishable.h"

namespace anonlog {
namespace {

constexpr std::string_view kLegend =
    "A value identifies a person directly (an address, a name, a cookie), in combination with others (a "
    "user\n"
    "agent, the exact size of a page), or not. What is dropped is in no output.\n";

void append(std::string& list, std::string_view name, std::string_view between = ", ") {
  if (!list.empty()) list += between;
  list += name;
}

std::string fate_of(const Slot& slot, std::size_t index, std::span<const ColumnOrigin> origins) {
  std::string columns;
  for (const ColumnOrigin& origin : origins) {
    if (std::find(origin.slots.begin(), origin.slots.end(), index) != origin.slots.end()) {
      append(columns, column_info(origin.column).name);
    }
  }
  if (!columns.empty()) return columns;
  if (slot.field != Field::kOther) return "dropped";
  const std::string_view meant = near_nginx_variable(slot.key);
  if (meant.empty()) return "dropped: not a field that is known";
  return fmt::format("dropped: not a field that is known; did you mean {}?", meant);
}

std::string fields_table(std::span<const Slot> slots, std::span<const ColumnOrigin> origins) {
  TextTable table;
  table.add({"FIELD OF THE LOG", "IDENTIFIES", "BECOMES"});
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const bool known = slots[i].field != Field::kOther;
    table.add({slots[i].key,
               std::string(known ? identity_text(field_info(slots[i].field).identity) : "not known"),
               fate_of(slots[i], i, origins)});
  }
  return table.text();
}

std::string columns_table(std::span<const Slot> slots, std::span<const ColumnOrigin> origins) {
  TextTable table;
  table.add({"PUBLISHED COLUMN", "IDENTIFIES", "MADE FROM", "BY", "WHICH HOLDS"});
  for (const ColumnOrigin& origin : origins) {
    if (origin.state != ColumnOrigin::State::kMade || !origin.rule) continue;
    std::string from;
    for (const std::size_t slot : origin.slots) append(from, slots[slot].key);
    const ColumnInfo& info = column_info(origin.column);
    table.add({std::string(info.name), std::string(identity_text(info.identity)), from,
               rule_text(*origin.rule), std::string(origin.rule->action->summary)});
  }
  return table.text();
}

std::string why_null(const ColumnOrigin& origin) {
  if (origin.state == ColumnOrigin::State::kNotNamed) return "the policy leaves it out";
  std::string names;
  for (const Field field : origin.missing) append(names, field_info(field).name, " or ");
  return fmt::format("the log has no {}", names);
}

std::string nulls_table(std::span<const ColumnOrigin> origins) {
  TextTable table;
  for (const ColumnOrigin& origin : origins) {
    if (origin.state == ColumnOrigin::State::kMade) continue;
    table.add({std::string(column_info(origin.column).name), why_null(origin)});
  }
  return table.empty() ? "" : "Columns that are null in every record:\n" + table.text();
}

char mask(char c) {
  if (c >= '0' && c <= '9') return 'd';
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return 'x';
  return std::string_view(" .:/-,+[]").find(c) == std::string_view::npos ? '?' : c;
}

std::string raw_text(RawBytes value) {
  if (value.absent()) return "-";
  TextArena arena;
  bool plain = false;
  return fmt::format("\"{}\"", publishable(value.bytes(), arena, &plain));
}

// Empty for null.
std::string published_value(const PublicColumn& column, ColumnType type, std::size_t row) {
  switch (column.form()) {
    case PublicColumn::Form::kNull:
      return {};
    case PublicColumn::Form::kTime: {
      std::array<char, kTimeRoomBytes> text{};
      TimeWriter writer;
      if (column.times()[row].micros == PublicTime::kNull) return {};
      return {text.data(), writer.write(column.times()[row], text.data())};
    }
    case PublicColumn::Form::kNumber:
      if (column.numbers()[row] == PublicColumn::kNullNumber) return {};
      if (type == ColumnType::kBool) return column.numbers()[row] == 0 ? "false" : "true";
      return fmt::format("{}", column.numbers()[row]);
    case PublicColumn::Form::kId:
      if (column.ids()[row] == PublicColumn::kNullId) return {};
      return std::string(column.vocabulary()[column.ids()[row]]);
    case PublicColumn::Form::kText:
      if (column.texts()[row].null()) return {};
      return column.texts()[row].bytes().empty() ? "\"\"" : std::string(column.texts()[row].bytes());
  }
  return {};
}

}  // namespace

std::string explain_format(const Policy& policy, std::span<const Slot> slots) {
  const std::vector<ColumnOrigin> origins = column_origins(policy, slots);
  std::string text(kLegend);
  text += fmt::format("\n{}\n{}", fields_table(slots, origins), columns_table(slots, origins));
  for (const std::string& part : {nulls_table(origins), client_text(policy.client), records_text(policy),
                                  redaction_text(policy.redaction), warnings_text(policy)}) {
    if (!part.empty()) text += "\n" + part;
  }
  return text;
}

std::string mask(RawBytes value) {
  if (value.absent()) return "-";
  const std::string_view bytes = value.bytes();
  std::string shape;
  for (const char c : bytes) shape += mask(c);
  // What is nothing but marks would be its own mask.
  if (bytes.size() > kMaxShownBytes || shape.find_first_of("dx") == std::string::npos) {
    return fmt::format("<{} bytes>", bytes.size());
  }
  return shape;
}

std::string fields_text(std::span<const Slot> slots, const RecordBatch& records, std::size_t row,
                        bool show_raw) {
  TextTable table;
  for (std::size_t slot = 0; slot < slots.size(); ++slot) {
    const RawBytes value = records.column(slot)[row];
    table.add({slots[slot].key, show_raw ? raw_text(value) : mask(value)});
  }
  return table.text();
}

std::string record_text(const Policy& policy, const PublicBatch& published, std::size_t row) {
  TextTable table;
  for (const Column column : record_columns(policy)) {
    const ColumnInfo& info = column_info(column);
    const std::string value = published_value(published.column(column), info.type, row);
    if (!value.empty()) table.add({std::string(info.name), value});
  }
  return table.text();
}

std::string redactions_text(const RedactionPolicy& policy, const RedactionCounts& redactions,
                            std::size_t records) {
  if (!redactions.any()) return {};
  TextTable table;
  for (const ColumnInfo& info : kColumns) {
    std::string classes;
    for (ClassId id = 0; id < policy.class_count(); ++id) {
      const std::uint64_t count = redactions.of(info.column, id);
      if (count != 0) append(classes, fmt::format("{} {}", policy.replacement(id), count));
    }
    if (!classes.empty()) table.add({std::string(info.name), classes});
  }
  return fmt::format("\nRedacted in the first {} record{}\n{}", records, records == 1 ? "" : "s",
                     table.text());
}

}  // namespace anonlog
