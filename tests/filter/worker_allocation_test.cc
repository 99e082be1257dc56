// A chunk is processed without an allocation once the first ones were: neither per line nor per batch.
#include <gtest/gtest.h>

#include <cstring>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "filter/worker.h"
#include "parsers/formats.h"
#include "rules/policy.h"
#include "tests/allocation_counter.h"
#include "tests/filter/output/output_forms.h"

namespace anonlog {
namespace {

std::string log_of(int lines) {
  std::string text;
  for (int i = 0; i < lines; ++i) {
    text += "www" + std::to_string(i % 3) + ".example.org:443 203.0.113." + std::to_string(i % 256) +
            " - user [23/Nov/2025:17:37:" + std::to_string(10 + i % 50) + " +0000] \"GET /a/" +
            std::to_string(i) +
            (i % 7 == 0   ? "/alice@example.org/x"
             : i % 5 == 0 ? "/\\xE9"
                          : "/page") +
            "?q=" + std::to_string(i) + " HTTP/1.1\" 200 5 \"https://" + (i % 4 == 0 ? "Site" : "site") +
            std::to_string(i % 20) + ".example.com/x\" \"agent " + std::to_string(i % 30) + "\"\n";
  }
  return text;
}

// Every third line is of another format.
std::string mixed_log_of(int lines) {
  std::string text = log_of(lines);
  int line = 0;
  for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1) {
    if (line++ % 3 == 0) text.erase(at, text.find(' ', at) + 1 - at);
  }
  return text;
}

// With escapes, several clients and values that are read anew.
std::string json_log_of(int lines) {
  std::string text;
  for (int i = 0; i < lines; ++i) {
    const std::string number = std::to_string(i % 256);
    text += R"({"time_iso8601":"2025-11-23T17:37:28+00:00","remote_addr":"203.0.113.)" + number +
            R"(:4711","http_x_forwarded_for":["192.0.2.1","198.51.100.)" + number +
            R"("],"request_method":"GET",)" + R"("request_uri":"/a/)" + number +
            R"(\u00e9","status":200.0,"request_time":"0.0)" + number + R"(","http_user_agent":"agent \")" +
            number + R"(\"","other":{"x":[1,2]}})" + "\n";
  }
  return text;
}

std::string ltsv_log_of(int lines) {
  std::string text;
  for (int i = 0; i < lines; ++i) {
    const std::string number = std::to_string(i % 256);
    text += "host:203.0.113." + number + "\ttime:[23/Nov/2025:17:37:28 +0000]\treq:GET /\\x22" + number +
            " HTTP/1.1\tstatus:200\treqtime:0.0" + number + "\tua:agent " + number + "\tother:x\n";
  }
  return text;
}

// Of the formats that have several addresses and a user.
constexpr std::string_view kPseudonyms =
    "extends = 'standard'\n[columns]\nclient = { action = 'pfx', as_address = true }\npeer = 'ndx'\n"
    "forwarded_for = 'nd'\nuser = 'token'\ncookie = { action = 'token', name = 'sid' }\nrequest_id = "
    "'token'\n";

// `seal`: nothing, or what is sealed.
void expect_no_allocation(Policy policy, const std::optional<SealRules>& seal = {}) {
  const auto agent_rules = AgentRules::make().value();
  const DayKeys day_keys({});
  if (seal) {
    policy.columns[static_cast<std::size_t>(Column::kRecord)] =
        ColumnRule{find_action(Column::kRecord, "id"), {}, {}};
  }
  ReadingSet readings(policy, *agent_rules, day_keys);
  const FormatSource vhost = format_sources(*find_format("vhost_combined")).front();
  const FormatSource combined = format_sources(*find_format("combined")).front();
  const FormatSource json = format_sources(*find_format("nginx-json")).front();
  const FormatSource ltsv = format_sources(*find_format("ltsv")).front();
  const std::pair<std::vector<FormatSource>, std::string> inputs[] = {
      {{vhost}, log_of(20'000)},
      {{combined, vhost}, mixed_log_of(20'000)},
      {{json}, json_log_of(20'000)},
      {{ltsv}, ltsv_log_of(20'000)}};
  for (const auto& [formats, text] : inputs) {
    for (const OutputForm& form : every_output_form()) {
      WorkerSettings settings;
      settings.parts.to = form;
      settings.parts.columns = record_columns(policy);
      settings.count_nulls = true;
      settings.seal = seal;
      Worker worker(settings);
      Work work;
      const Reading* const reading = readings.get(formats).value();
      work.chunk.buffer = make_large_bytes(text.size());
      std::memcpy(work.chunk.buffer.get(), text.data(), text.size());
      work.chunk.capacity = work.chunk.size = text.size();
      work.runs = {{text.size(), reading}};
      worker.process(work);
      worker.process(work);
      const std::size_t before = allocations;
      worker.process(work);
      // What a footer will say of a row group is made anew.
      EXPECT_LE(allocations - before, form == OutputFormat::kParquet ? 2'000U : 0U)
          << output_format_info(form).name;
      EXPECT_EQ(work.tally.counts.published, 20'000U);
      EXPECT_EQ(work.sealed.records, seal ? 20'000U : 0U);
    }
  }
}

Policy standard() { return read_policy("standard", find_preset("standard")->text).value(); }

TEST(Worker, AllocatesNothingPerLine) { expect_no_allocation(standard()); }

TEST(Worker, AllocatesNothingPerLineForPseudonyms) {
  expect_no_allocation(read_policy("pseudonyms", kPseudonyms).value());
}

TEST(Worker, AllocatesNothingPerLineThatIsSealed) {
  expect_no_allocation(
      standard(), SealRules{.records = true,
                            .rejects = true,
                            .fields = {Field::kClientIp, Field::kTarget, Field::kUserAgent, Field::kTime},
                            .zone = {},
                            .run = 1});
}

}  // namespace
}  // namespace anonlog
