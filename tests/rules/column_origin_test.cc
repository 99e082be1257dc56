// What is told about a policy must be what the plan does: fields are changed one by one, and the columns that
// change with them are compared with those that are said to be made from them.
#include "rules/column_origin.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "tests/rules/published.h"

namespace anonlog {
namespace {

struct Values {
  const char* variable;
  std::vector<std::string> values;  // of which at least two give different columns
};

const std::vector<Values>& all_values() {
  static const std::vector<Values> values = {
      {"remote_addr", {"203.0.113.7", "5.6.7.8", "10.0.0.1", "unknown"}},
      {"realip_remote_addr", {"192.0.2.7", "5.6.7.8"}},
      {"http_x_forwarded_for", {"203.0.113.7", "5.6.7.8", "-"}},
      {"ident", {"a", "b"}},
      {"remote_user", {"alice", "bob"}},
      {"time_local", {"23/Nov/2025:17:37:28 +0000", "24/Nov/2025:17:37:28 +0000"}},
      {"time_iso8601", {"2025-11-20T17:37:28Z", "2025-11-21T17:37:28Z"}},
      {"msec", {"1763919448.123", "1764919448.123"}},
      {"request", {"GET /a?utm_source=a HTTP/1.1", "POST /b?x HTTP/2.0", "\\x16"}},
      {"request_method", {"GET", "POST"}},
      {"request_uri", {"/c?utm_source=c", "/e?f"}},
      {"uri", {"/g", "/h?utm_source=h"}},
      {"args", {"utm_source=j", "k=l", "-"}},
      {"server_protocol", {"HTTP/1.1", "HTTP/2.0"}},
      {"status", {"200", "404"}},
      {"body_bytes_sent", {"5", "6"}},
      {"bytes_sent", {"105", "106"}},
      {"request_length", {"7", "8"}},
      {"request_time", {"0.001", "0.002"}},
      {"http_referer", {"https://example.com/a", "https://www.example.org/b", "https://example.net/", "-"}},
      {"http_user_agent",
       {"curl/8.5.0", "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0",
        "Mozilla/5.0 (X11; U; Linux i686; fr; rv:1.9.0.1) Gecko/2008070208 Firefox/3.0.1"}},
      {"http_accept_language", {"de", "en", "-"}},
      {"http_host", {"www.example.org", "www.example.com"}},
      {"server_name", {"example.net", "example.org"}},
      {"server_port", {"80", "443"}},
      {"scheme", {"http", "https"}},
      {"http_cookie", {"a=b", "c=d"}},
      {"request_id", {"0123", "4567"}},
      {"http_x_unknown", {"x", "y"}},
  };
  return values;
}

std::string format_of(const std::vector<const Values*>& fields) {
  std::string format;
  for (const Values* field : fields) format.append("$").append(field->variable).append("|");
  return format;
}

std::string line_of(const std::vector<const Values*>& fields, std::size_t changed, std::size_t value,
                    std::size_t of_others) {
  std::string text;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const auto& values = fields[i]->values;
    text += values[i == changed ? value : of_others % values.size()] + "|";
  }
  return text + "\n";
}

// By name of the column, the indexes of the fields that change it.
using Feeds = std::set<std::pair<std::string_view, std::size_t>>;

// Every line has its twin behind it, in which only one field differs.
Feeds feeds_seen(const Policy& policy, const std::vector<const Values*>& fields) {
  std::string chunk;
  std::vector<std::size_t> changed;  // per pair of lines, the field
  for (std::size_t others = 0; others < 4; ++others) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
      for (std::size_t value = 1; value < fields[i]->values.size(); ++value) {
        chunk += line_of(fields, i, 0, others) + line_of(fields, i, value, others);
        changed.push_back(i);
      }
    }
  }
  Feeds feeds;
  AddressDatabase addresses;
  addresses.countries.add_ipv4(0x05060000, 0x0506FFFF, 0);
  addresses.countries.finish();
  const auto rows = publish_all(policy, format_of(fields), chunk, DayKeys({}), addresses);
  for (std::size_t pair = 0; pair < changed.size(); ++pair) {
    for (const ColumnInfo& info : kColumns) {
      const auto column = static_cast<std::size_t>(info.column);
      if (rows.at(2 * pair)[column] != rows.at(2 * pair + 1)[column]) feeds.emplace(info.name, changed[pair]);
    }
  }
  return feeds;
}

Feeds feeds_told(const Policy& policy, const std::vector<const Values*>& fields) {
  Feeds feeds;
  for (const ColumnOrigin& origin : column_origins(policy, make_parser(format_of(fields)).value()->slots())) {
    EXPECT_EQ(origin.state == ColumnOrigin::State::kMade, !origin.slots.empty())
        << column_info(origin.column).name;
    for (const std::size_t slot : origin.slots) feeds.emplace(column_info(origin.column).name, slot);
  }
  return feeds;
}

std::vector<const Values*> fields_without(const std::set<std::string>& left_out) {
  std::vector<const Values*> fields;
  for (const Values& values : all_values()) {
    if (!left_out.contains(values.variable)) fields.push_back(&values);
  }
  return fields;
}

constexpr const char* kAsLogged =
    "[columns]\ntarget = { action = \"keep\", redact = false }\nreferrer_url = \"redact\"\n"
    "user_agent = { action = \"keep\", redact = false }\nutm_source = \"redact\"\n";

TEST(ColumnOrigins, AreWhatThePlanReads) {
  const std::vector<std::set<std::string>> left_out = {
      {},
      {"request"},
      {"request", "request_uri"},
      {"server_name"},
      {"server_name", "http_host", "http_user_agent"},
      {"msec"},
      {"msec", "time_iso8601", "body_bytes_sent"},
      {"remote_addr", "status", "http_referer", "msec", "time_iso8601", "time_local"},
  };
  const std::string standard_and_more = std::string("extends = \"standard\"\n") + kAsLogged;
  for (const std::string& toml :
       {standard_and_more,
        standard_and_more + "[client]\nfrom = \"forwarded_for\"\ntrusted = [\"10.0.0.0/8\"]\n",
        standard_and_more + "[client]\nfrom = \"peer_ip\"\n"}) {
    const Policy policy = read_policy("p.toml", toml).value();
    for (const auto& without : left_out) {
      const auto fields = fields_without(without);
      const Feeds seen = feeds_seen(policy, fields);
      const Feeds told = feeds_told(policy, fields);
      for (const auto& [column, field] : seen) {
        EXPECT_TRUE(told.contains({column, field})) << column << " changes with " << fields[field]->variable;
      }
      for (const auto& [column, field] : told) {
        EXPECT_TRUE(seen.contains({column, field}))
            << column << " does not change with " << fields[field]->variable;
      }
    }
  }
}

TEST(ColumnOrigins, SayWhyAColumnIsNull) {
  const Policy policy =
      read_policy("p.toml", "extends = \"standard\"\n[columns]\nvisitor = \"drop\"\n").value();
  const auto parser = make_parser("common").value();
  std::size_t made = 0;
  for (const ColumnOrigin& origin : column_origins(policy, parser->slots())) {
    switch (origin.column) {
      case Column::kVisitor:
        EXPECT_EQ(origin.state, ColumnOrigin::State::kNotNamed);
        break;
      case Column::kHost:
        EXPECT_EQ(origin.state, ColumnOrigin::State::kNotLogged);
        EXPECT_EQ(origin.missing, (std::vector<Field>{Field::kServerName, Field::kHost}));
        break;
      default:
        made += origin.state == ColumnOrigin::State::kMade ? 1 : 0;
    }
  }
  EXPECT_EQ(made, 8U) << "time method path protocol status bytes country network";
}

TEST(Actions, ReadSomething) {
  for (const Action& action : actions()) {
    if (action.column == Column::kRecord) continue;  // of no field
    EXPECT_NE(action.reads | action.also_reads, 0U) << column_info(action.column).name;
  }
}

}  // namespace
}  // namespace anonlog
