// Lines in, columns of a PublicBatch out as text: for tests of steps, through the one door that they have.
#ifndef ANONLOG_TESTS_RULES_PUBLISHED_H_
#define ANONLOG_TESTS_RULES_PUBLISHED_H_

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "parsers/formats.h"
#include "rules/plan.h"

namespace anonlog {

inline constexpr const char* kFirefox =
    "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0";

inline const AgentRules& agent_rules() {
  static const auto rules = AgentRules::make().value();
  return *rules;
}

inline std::string text_of(const PublicColumn& column, std::size_t row) {
  switch (column.form()) {
    case PublicColumn::Form::kNull:
      return "null";
    case PublicColumn::Form::kTime:
      return column.times()[row].micros == PublicTime::kNull ? "null"
                                                             : std::to_string(column.times()[row].micros);
    case PublicColumn::Form::kNumber:
      return column.numbers()[row] == PublicColumn::kNullNumber ? "null"
                                                                : std::to_string(column.numbers()[row]);
    case PublicColumn::Form::kId:
      return column.ids()[row] == PublicColumn::kNullId ? "null"
                                                        : std::string(column.vocabulary()[column.ids()[row]]);
    case PublicColumn::Form::kText:
      return column.texts()[row].null() ? "null" : std::string(column.texts()[row].bytes());
  }
  return {};
}

// All columns of every line of `chunk`.
inline std::vector<std::vector<std::string>> publish_all(const Policy& policy, std::string_view format,
                                                         const std::string& chunk,
                                                         const DayKeys& keys = DayKeys({}),
                                                         const AddressDatabase& addresses = no_addresses()) {
  const auto parser = make_parser(format).value();
  const Plan plan(policy, parser->slots(), agent_rules(), keys, ColumnSet().set(), {}, addresses);
  PlanWorker worker(plan);
  RecordBatch batch(parser->slots());
  Tally tally;
  LineCursor lines(chunk);
  std::vector<std::vector<std::string>> rows;
  while (parser->fill(lines, ParserLimits{}, batch, tally)) {
    const PublicBatch& published = worker.apply(batch);
    for (std::size_t row = 0; row < published.rows(); ++row) {
      rows.emplace_back();
      for (const ColumnInfo& info : kColumns)
        rows.back().push_back(text_of(published.column(info.column), row));
    }
  }
  EXPECT_EQ(tally.counts.rejected_total(), 0U);
  return rows;
}

// Column `column` of every line of `chunk`.
inline std::vector<std::string> publish(const Policy& policy, std::string_view format,
                                        const std::string& chunk, Column column,
                                        const DayKeys& keys = DayKeys({}),
                                        const AddressDatabase& addresses = no_addresses()) {
  std::vector<std::string> texts;
  for (const auto& row : publish_all(policy, format, chunk, keys, addresses)) {
    texts.push_back(row[static_cast<std::size_t>(column)]);
  }
  return texts;
}

inline Policy standard() { return read_policy("standard", find_preset("standard")->text).value(); }

inline std::string line(const std::string& request, const std::string& referrer = "-",
                        const std::string& address = "203.0.113.7",
                        const std::string& time = "23/Nov/2025:17:37:28 +0000",
                        const std::string& agent = kFirefox) {
  return address + " - - [" + time + "] \"" + request + "\" 200 5 \"" + referrer + "\" \"" + agent + "\"\n";
}

}  // namespace anonlog

#endif  // ANONLOG_TESTS_RULES_PUBLISHED_H_
