#include "filter/sealing/sealed_record_writer.h"

#include <string>
#include <vector>

#include "tests/rules/published.h"

namespace anonlog {
namespace {

// What is sealed of the lines, without the ids.
std::string sealed(const std::vector<Field>& fields, const std::string& format, const std::string& lines,
                   const std::string& policy_text = "[columns]\nstatus = \"keep\"\n") {
  Policy policy = read_policy("p", policy_text).value();
  policy.columns[static_cast<std::size_t>(Column::kRecord)] =
      ColumnRule{find_action(Column::kRecord, "id"), {}, {}};
  const auto parser = make_parser(format).value();
  const DayKeys keys({});
  const Plan plan(policy, parser->slots(), agent_rules(), keys);
  PlanWorker worker(plan);
  SealedRecordWriter writer(fields, parser->slots(), TimeZone());
  RecordBatch batch(parser->slots());
  Tally tally;
  LineCursor cursor(lines);
  ByteBuffer out;
  while (parser->fill(cursor, ParserLimits{}, batch, tally)) {
    worker.set_first_record({0xabc, tally.counts.lines});
    const PublicBatch& published = worker.apply(batch);
    writer.write(batch, worker.kept_rows(), worker.objections(), published, out);
  }
  EXPECT_EQ(tally.counts.rejected_total(), 0U);
  std::string text(out.bytes());
  constexpr std::string_view kId = "\"record\":\"0000000000000abc-";
  for (std::size_t at = 0; (at = text.find(kId, at)) != std::string::npos;) {
    text.erase(at, kId.size() + 17);
    if (text[at] == ',') text.erase(at, 1);
  }
  return text;
}

TEST(SealedRecordWriter, WritesFieldsAsLoggedAndNullForWhatIsNotThere) {
  EXPECT_EQ(sealed({Field::kForwardedFor, Field::kClientIp, Field::kCookie, Field::kRemoteUser, Field::kHost},
                   "combined", line("GET / HTTP/1.1")),
            "{\"forwarded_for\":null,\"client_ip\":\"203.0.113.7\",\"cookie\":null,\"remote_user\":null,"
            "\"host\":null}\n");
  EXPECT_EQ(sealed({}, "combined", line("GET / HTTP/1.1")), "{}\n");
}

TEST(SealedRecordWriter, TakesRequestsAndTargetsApart) {
  const std::vector<Field> parts = {Field::kMethod, Field::kTarget, Field::kPath, Field::kQuery,
                                    Field::kProtocol};
  EXPECT_EQ(sealed(parts, "combined", line("GET /a?b?c HTTP/1.1")),
            "{\"method\":\"GET\",\"target\":\"/a?b?c\",\"path\":\"/a\",\"query\":\"b?c\",\"protocol\":\"HTTP/"
            "1.1\"}\n");
  EXPECT_EQ(sealed(parts, "combined", line("GET /a")),
            "{\"method\":\"GET\",\"target\":\"/a\",\"path\":\"/a\",\"query\":null,\"protocol\":null}\n");
  EXPECT_EQ(sealed({Field::kTarget, Field::kPath}, "$remote_addr $uri [$args]", "203.0.113.7 /a [b=c]\n"),
            "{\"target\":\"/a?b=c\",\"path\":\"/a\"}\n");
  EXPECT_EQ(sealed({Field::kTarget, Field::kPath, Field::kQuery}, "$remote_addr $request_uri",
                   "203.0.113.7 /a?b=c\n"),
            "{\"target\":\"/a?b=c\",\"path\":\"/a\",\"query\":\"b=c\"}\n");
  EXPECT_EQ(sealed(parts, "combined", line("\\x16\\x03 \\x22 no request")),
            "{\"method\":null,\"target\":\"\\u0016\\u0003 \\\" no "
            "request\",\"path\":null,\"query\":null,\"protocol\":null}\n");
}

TEST(SealedRecordWriter, RowsThatAreLeftOutAreNotSealed) {
  std::string lines;
  std::string expected;
  for (int i = 0; i < 1000; ++i) {
    const bool stays = i % 3 == 0;
    lines += line(std::string(stays ? "GET" : "PUT") + " /" + std::to_string(i) + " HTTP/1.1");
    if (stays) expected += "{\"target\":\"/" + std::to_string(i) + "\"}\n";
  }
  EXPECT_EQ(sealed({Field::kTarget}, "combined", lines,
                   "[drop]\nmethods = [\"PUT\"]\n[columns]\nstatus = \"keep\"\n"),
            expected);
}

TEST(SealedRecordWriter, OfWhoObjectsNothingIsSealed) {
  const std::string format = "$remote_addr $http_sec_gpc $status";
  const std::string_view lines =
      "203.0.113.7 1 200\n203.0.113.8 - 200\n203.0.113.9 1 404\n203.0.113.9 1 200\n";
  const std::string_view columns = "[drop]\nstatuses = [404]\n[columns]\nstatus = \"keep\"\n";
  EXPECT_EQ(sealed({Field::kClientIp}, format, std::string(lines),
                   "honour_signals = true\n" + std::string(columns)),
            "{\"client_ip\":null}\n{\"client_ip\":\"203.0.113.8\"}\n{\"client_ip\":null}\n");
  EXPECT_EQ(
      sealed({Field::kClientIp}, format, std::string(lines), std::string(columns)),
      "{\"client_ip\":\"203.0.113.7\"}\n{\"client_ip\":\"203.0.113.8\"}\n{\"client_ip\":\"203.0.113.9\"}\n");
}

TEST(SealedRecordWriter, ALongTextOfEscapesHasRoom) {
  const std::string agent(200'000, '\xff');
  const std::string text =
      sealed({Field::kUserAgent, Field::kUserAgent}, "combined",
             line("GET / HTTP/1.1", "-", "203.0.113.7", "23/Nov/2025:17:37:28 +0000", agent));
  EXPECT_EQ(text.size(), 2 * 6 * agent.size() + 34);
}

}  // namespace
}  // namespace anonlog
