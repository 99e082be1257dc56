// utm_source, utm_medium, utm_campaign.
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "tests/rules/published.h"

namespace anonlog {
namespace {

Policy campaigns() {
  return read_policy(
             "p.toml",
             "[columns]\nutm_source = \"redact\"\nutm_medium = \"redact\"\nutm_campaign = \"redact\"\n")
      .value();
}

// "source medium campaign".
std::string campaign_of(const std::string& format, const std::string& text) {
  const auto row = publish_all(campaigns(), format, text).at(0);
  return row[static_cast<std::size_t>(Column::kUtmSource)] + " " +
         row[static_cast<std::size_t>(Column::kUtmMedium)] + " " +
         row[static_cast<std::size_t>(Column::kUtmCampaign)];
}

std::string of_target(const std::string& target) {
  return campaign_of("combined", line("GET " + target + " HTTP/1.1"));
}

TEST(CampaignSteps, TakeTheirKeysOfTheQuery) {
  const std::pair<const char*, const char*> kCases[] = {
      {"/?utm_source=news&utm_medium=email&utm_campaign=spring", "news email spring"},
      {"/a?x=1&utm_campaign=spring_2025&y=2", "null null spring_2025"},
      {"/a?utm_source=first&utm_source=second", "first null null"},
      {"/a?utm_source=a#utm_medium=b", "a null null"},
      {"http://example.org/a?utm_source=a", "a null null"},
      {"/a?utm_source=", "null null null"},
      {"/a?utm_source", "null null null"},
      {"/a", "null null null"},
      {"/a?", "null null null"},
      {"/utm_source=a", "null null null"},
      {"/a?xutm_source=a&utm_sources=b&UTM_SOURCE=c", "null null null"},
      {"/a?utm_term=secret&utm_content=secret&utm_id=1", "null null null"},
  };
  for (const auto& [target, values] : kCases) EXPECT_EQ(of_target(target), values) << target;
}

TEST(CampaignSteps, AreRedacted) {
  constexpr std::pair<const char*, const char*> kValues[] = {
      {"alice@example.org", "{email}"},
      {"alice%40example.org", "{email}"},
      {"alice%2540example.org", "{email}"},
      {"203.0.113.7", "{ip}"},
      {"6b2f1c3e-8d4a-4f5b-9c6d-7e8f9a0b1c2d", "{uuid}"},
      {"abcdefghij0123456789", "{token}"},
      {"0123456789abcdef0123456789abcdef", "{token}"},
      {"customer-0815471", "customer-{n}"},
  };
  for (const auto& [value, redacted] : kValues) {
    EXPECT_EQ(of_target("/?utm_campaign=" + std::string(value)), "null null " + std::string(redacted));
  }
  EXPECT_EQ(of_target("/?utm_source=a=alice"), "a null null");
  EXPECT_EQ(of_target("/?utm_source=a;b=alice"), "a null null");
  EXPECT_EQ(of_target("/?utm_source=?alice"), "null null null");
  std::string longest;
  for (int i = 0; i < 10; ++i) longest += "long-name-";
  EXPECT_EQ(of_target("/?utm_source=" + longest), longest + " null null");
  EXPECT_EQ(of_target("/?utm_source=" + longest + "x"), "{token} null null");
}

TEST(CampaignSteps, IdsOfClicksNeverPass) {
  std::string query = "/?utm_source=ads";
  for (const char* key : {"gclid", "gbraid", "wbraid", "dclid", "fbclid", "msclkid", "yclid", "ttclid",
                          "twclid", "li_fat_id", "mc_eid"}) {
    query += "&" + std::string(key) + "=secretclick";
  }
  const auto row = publish_all(campaigns(), "combined", line("GET " + query + " HTTP/1.1")).at(0);
  EXPECT_EQ(row[static_cast<std::size_t>(Column::kUtmSource)], "ads");
  for (const std::string& value : row) EXPECT_EQ(value.find("secret"), std::string::npos);
}

TEST(CampaignSteps, TakeTheQueryWhereItIsLoggedApart) {
  EXPECT_EQ(campaign_of("$uri|$args|$status", "/a|x=1&utm_source=news|200\n"), "news null null");
  EXPECT_EQ(campaign_of("$uri|$args|$status", "/a|?utm_source=news|200\n"), "news null null");
  EXPECT_EQ(campaign_of("$uri|$args|$status", "/a|-|200\n"), "null null null");
  EXPECT_EQ(campaign_of("$request_uri|$args|$status", "/a?utm_source=a|utm_source=a|200\n"), "a null null");
  EXPECT_EQ(campaign_of("$remote_addr $status", "203.0.113.7 200\n"), "null null null");
}

TEST(CampaignSteps, ARequestThatIsNoneHasNoCampaign) {
  EXPECT_EQ(campaign_of("combined", line("\\x16\\x03?utm_source=secret")), "null null null");
}

TEST(CampaignSteps, AreMadeOnlyWhereAPolicyNamesThem) {
  EXPECT_EQ(publish(standard(), "combined", line("GET /?utm_source=a HTTP/1.1"), Column::kUtmSource).at(0),
            "null");
}

// Queries put together from pieces, against splitting them.
TEST(CampaignSteps, AreAsSplittingHasThem) {
  const char* const kPieces[] = {"utm_source=", "utm_source=", "utm_source", "utm_medium=", "x", "=",
                                 "=",           "=",           "&",          "&",           "&", "?",
                                 "#",           "a",           "b",          "%20",         "/"};
  std::mt19937 random(7);
  int found = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string target = "/?";
    for (auto pieces = random() % 12; pieces > 0; --pieces) target += kPieces[random() % std::size(kPieces)];
    std::string query = target.substr(2, std::min(target.find('#'), target.size()) - 2);
    std::string expected = "null";
    for (std::size_t at = 0; at <= query.size();) {
      const std::size_t end = std::min(query.find('&', at), query.size());
      const std::string pair = query.substr(at, end - at);
      at = end + 1;
      const std::size_t equals = pair.find('=');
      if (equals == std::string::npos || pair.substr(0, equals) != "utm_source") continue;
      expected = pair.substr(equals + 1);
      break;
    }
    const std::string value =
        publish(campaigns(), "combined", line("GET " + target + " HTTP/1.1"), Column::kUtmSource).at(0);
    if (expected.find_first_of("=?%") != std::string::npos) continue;  // the redactor's business
    ASSERT_EQ(value, expected.empty() ? "null" : expected) << target;
    found += value != "null";
  }
  EXPECT_GT(found, 300);
}

}  // namespace
}  // namespace anonlog
