// Any bytes as a policy: an error has a place in it, or the policy can be compiled and used. What it publishes of a
// line holds nothing that the line holds and no rule lets through, and no pseudonym stands in two columns.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "parsers/formats.h"
#include "rules/column_origin.h"
#include "rules/plan.h"
#include "tests/fuzz/require.h"

namespace anonlog {
namespace {

// Secrets: the user, the last number of every address, the query of target and referrer, a mail address.
constexpr std::string_view kLine =
    "10.66.77.88 - secretuser [23/Nov/2025:17:37:28 +0000] \"GET /a/mail@secretmail.example?secretquery "
    "HTTP/1.1\" 200 5 "
    "\"https://secretname@www.example.org/?secretquery\" \"curl/8 (mail@secretmail.example)\" "
    "\"203.0.113.177, 10.9.9.9\"\n";
constexpr std::string_view kSecrets[] = {"secretuser", "secretquery", "secretmail",
                                         "secretname", ".66.77.88",   ".113.177"};

const AgentRules& agent_rules() {
  static const auto rules = AgentRules::make().value();
  return *rules;
}

// The policy says in so many words that text is published as it is.
bool publishes_text(const Policy& policy) {
  for (const auto& rule : policy.columns) {
    if (rule && rule->action->parameters[0].name == "redact" && rule->parameters[0] == 0) return true;
  }
  return false;
}

void require_no_secret(const PublicColumn& column) {
  if (column.form() != PublicColumn::Form::kText || column.texts()[0].null()) return;
  for (const std::string_view secret : kSecrets) {
    require(column.texts()[0].bytes().find(secret) == std::string_view::npos, "no secret is published");
  }
}

// No two columns share a pseudonym, whatever they are made from.
void require_unlike_others(const PublicBatch& published, const ColumnInfo& info) {
  const auto text_of = [&published](const ColumnInfo& of) {
    const PublicColumn& column = published.column(of.column);
    return column.form() == PublicColumn::Form::kText ? column.texts()[0].bytes() : std::string_view();
  };
  if (!info.is_pseudonym || text_of(info).empty()) return;
  for (const ColumnInfo& other : kColumns) {
    require(other.column == info.column || text_of(other) != text_of(info), "a pseudonym is of one column");
  }
}

void apply(const Policy& policy, std::string_view format) {
  const auto parser = make_parser(format).value();
  for (const ColumnOrigin& origin : column_origins(policy, parser->slots())) {
    for (const std::size_t slot : origin.slots)
      require(slot < parser->slots().size(), "a slot of the format");
  }
  const DayKeys keys({});
  const Plan plan(policy, parser->slots(), agent_rules(), keys);
  PlanWorker worker(plan);
  RecordBatch batch(parser->slots());
  Tally tally;
  LineCursor lines(kLine);
  require(parser->fill(lines, ParserLimits{}, batch, tally) && batch.rows() == 1, "the line is read");
  const PublicBatch& published = worker.apply(batch);
  for (const ColumnInfo& info : kColumns) {
    const bool named = policy.columns[static_cast<std::size_t>(info.column)].has_value();
    require(named || published.column(info.column).form() == PublicColumn::Form::kNull,
            "what the policy does not name is null");
    if (!publishes_text(policy)) require_no_secret(published.column(info.column));
    require_unlike_others(published, info);
  }
}

void check(std::string_view text) {
  const Result<Policy> policy = read_policy("p.toml", text);
  if (!policy) {
    require(policy.error().kind == ErrorKind::kPolicy, "a bad policy is the user's error");
    const bool has_place =
        policy.error().message.starts_with("p.toml:") || policy.error().message.starts_with("standard:");
    require(has_place, "the error tells the place");
    return;
  }
  apply(*policy, "combined");
  apply(*policy, "main");
}

}  // namespace
}  // namespace anonlog

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  anonlog::check({reinterpret_cast<const char*>(data), size});
  return 0;
}
