#include "rules/referrer/referrer_sites.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "rules/host_name.h"
#include "rules/public_suffix.h"
#include "rules/referrer/referrer_table.h"
#include "tests/rules/published.h"

namespace anonlog {
namespace {

std::string kind_name(ReferrerKind kind) {
  return std::string(referrer_kinds()[static_cast<std::size_t>(kind)]);
}

std::pair<std::string, std::string> halves(std::string_view row) {
  const std::size_t space = row.find(' ');
  return {std::string(row.substr(0, space)), std::string(row.substr(space + 1))};
}

TEST(ReferrerTable, HasEachDomainOnceAndInNormalForm) {
  EXPECT_GE(referrer_site_rows().size(), 150U);
  std::set<std::string> seen;
  const std::set<std::string> kinds = {"search", "social", "email", "ai", "ads"};
  for (const std::string_view row : referrer_site_rows()) {
    const auto [kind, domain] = halves(row);
    EXPECT_TRUE(kinds.contains(kind)) << row;
    EXPECT_TRUE(seen.insert(domain).second) << row;
    const std::string example =
        domain.ends_with(".*") ? domain.substr(0, domain.size() - 1) + "co.uk" : domain;
    EXPECT_FALSE(registrable_domain(example).empty()) << row;
    EXPECT_EQ(example.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-"), std::string::npos) << row;
  }
}

TEST(ReferrerTable, AppsStandForSitesThatItHas) {
  std::set<std::string> seen;
  for (const std::string_view row : referrer_app_rows()) {
    const auto [app, host] = halves(row);
    EXPECT_TRUE(seen.insert(app).second) << row;
    const std::string domain(registrable_domain(host));
    ASSERT_FALSE(domain.empty()) << row;
    EXPECT_NE(ReferrerSites::known().kind_of(host, host.size() - domain.size()), ReferrerKind::kOther) << row;
  }
}

ReferrerKind kind_of(const std::string& host) {
  const std::string_view domain = registrable_domain(host);
  return domain.empty() ? ReferrerKind::kOther
                        : ReferrerSites::known().kind_of(host, host.size() - domain.size());
}

// By reading all rows: of those that are for the host, the one with the most labels; the one without '*' before the other.
ReferrerKind slow_kind_of(const std::string& host) {
  const std::string domain(registrable_domain(host));
  if (domain.empty()) return ReferrerKind::kOther;
  const std::string suffix = domain.substr(domain.find('.') + 1);
  std::string best = "other";
  std::ptrdiff_t best_labels = 0;
  for (const std::string_view row : referrer_site_rows()) {
    auto [kind, site] = halves(row);
    const bool is_any = site.ends_with(".*");
    if (is_any) site = site.substr(0, site.size() - 1) + suffix;
    if (host != site && !host.ends_with("." + site)) continue;
    const std::ptrdiff_t labels = 2 * std::count(site.begin(), site.end(), '.') + (is_any ? 0 : 1);
    if (labels > best_labels) {
      best_labels = labels;
      best = kind;
    }
  }
  const auto names = referrer_kinds();
  return static_cast<ReferrerKind>(std::find(names.begin(), names.end(), best) - names.begin());
}

TEST(ReferrerKinds, AreAsTheSlowWayHasThem) {
  std::vector<std::string> pieces = {"www", "mail",  "l",         "m",       "google", "com",
                                     "de",  "co.uk", "github.io", "example", "evil",   "xn--p1ai"};
  for (const std::string_view row : referrer_site_rows()) {
    const std::string site = halves(row).second;
    pieces.push_back(site.substr(0, site.find('.')));
    pieces.push_back(site.ends_with('*') ? site.substr(0, site.size() - 2) : site);
  }
  std::mt19937 random(7);
  std::array<int, 8> found{};
  for (int i = 0; i < 20000; ++i) {
    std::string host;
    for (auto labels = random() % 4 + 1; labels > 0; --labels) {
      host += (host.empty() ? "" : ".") + pieces[random() % pieces.size()];
    }
    ASSERT_EQ(kind_name(kind_of(host)), kind_name(slow_kind_of(host))) << host;
    ++found[static_cast<std::size_t>(kind_of(host))];
  }
  for (const ReferrerKind kind : {ReferrerKind::kSearch, ReferrerKind::kSocial, ReferrerKind::kEmail,
                                  ReferrerKind::kAi, ReferrerKind::kAds, ReferrerKind::kOther}) {
    EXPECT_GT(found[static_cast<std::size_t>(kind)], 100) << kind_name(kind);
  }
}

// Through a plan: "site kind".
std::string referrer_of(const std::string& url, const Policy& policy = standard()) {
  const auto row = publish_all(policy, "combined", line("GET / HTTP/1.1", url)).at(0);
  return row[static_cast<std::size_t>(Column::kReferrer)] + " " +
         row[static_cast<std::size_t>(Column::kReferrerKind)];
}

TEST(ReferrerStep, TellsTheKindOfASite) {
  const std::pair<const char*, const char*> kCases[] = {
      {"-", "null direct"},
      {"", "null direct"},
      {"https://www.google.com/search?q=private+words", "google.com search"},
      {"https://WWW.Google.CO.UK/", "google.co.uk search"},
      {"https://google.com.evil.com/", "evil.com other"},
      {"https://mygoogle.com/", "mygoogle.com other"},
      {"https://google.github.io/", "github.io other"},
      {"https://mail.google.com/mail/u/0/", "google.com email"},
      {"https://gemini.google.com/app/0123", "google.com ai"},
      {"https://news.google.de/", "google.de search"},
      {"https://l.facebook.com/l.php?u=secret", "facebook.com social"},
      {"https://t.co/abc", "t.co social"},
      {"https://chatgpt.com/", "chatgpt.com ai"},
      {"https://googleads.g.doubleclick.net/pagead/aclk?gclid=secret", "doubleclick.net ads"},
      {"https://user:pass@de.search.yahoo.com:8443/?p=words", "yahoo.com search"},
      {"https://example.com/a", "example.com other"},
      {"https://www.bing.com.", "bing.com search"},
      {"http://203.0.113.9/", "(other) other"},
      {"http://localhost/", "(other) other"},
      {"http://printer.lan/", "(other) other"},
      {"www.google.com", "(other) other"},
      {"about:blank", "(other) other"},
      {"javascript:alert('alice')", "(other) other"},
      {"alice@example.org", "(other) other"},
      {"http://a.203.0.113.77-x.com/", "{ip} other"},
  };
  for (const auto& [url, referrer] : kCases) EXPECT_EQ(referrer_of(url), referrer) << url;
}

TEST(ReferrerStep, TakesAppsForTheirSites) {
  const std::pair<const char*, const char*> kCases[] = {
      {"android-app://com.google.android.googlequicksearchbox/", "google.com search"},
      {"android-app://com.google.android.googlequicksearchbox/https/www.google.com", "google.com search"},
      {"android-app://com.google.android.gm", "google.com email"},
      {"android-app://com.linkedin.android/", "linkedin.com social"},
      {"ios-app://284815942/https/www.google.com", "google.com search"},
      {"android-app://com.example.alice/", "(other) other"},
      {"android-app://", "(other) other"},
      {"ios-app://1/", "(other) other"},
      {"com.google.android.gm", "(other) other"},
  };
  for (const auto& [url, referrer] : kCases) EXPECT_EQ(referrer_of(url), referrer) << url;
}

TEST(ReferrerStep, OwnHostsAreInternal) {
  Policy policy = standard();
  policy.hosts = {"www.example.org", "www.google.com"};
  EXPECT_EQ(referrer_of("https://www.example.org/a?b", policy), "(internal) internal");
  EXPECT_EQ(referrer_of("https://www.google.com/", policy), "(internal) internal");
  EXPECT_EQ(referrer_of("https://example.org/", policy), "example.org other");
  const std::string hosted = "shop.example.org:80 " + line("GET / HTTP/1.1", "https://shop.example.org/");
  EXPECT_EQ(publish(standard(), "vhost_combined", hosted, Column::kReferrerKind).at(0), "internal");
}

TEST(ReferrerStep, OfAFormatWithoutReferrersIsNullAndNotDirect) {
  const std::string common = "203.0.113.7 - - [23/Nov/2025:17:37:28 +0000] \"GET /a HTTP/1.1\" 200 5\n";
  EXPECT_EQ(publish(standard(), "common", common, Column::kReferrerKind).at(0), "null");
}

TEST(WellKnownReferrer, LeavesOnlySitesOfTheTable) {
  const Policy policy =
      read_policy("p.toml", "extends = \"standard\"\n[columns]\nreferrer = \"well_known\"\n").value();
  EXPECT_EQ(referrer_of("-", policy), "null direct");
  EXPECT_EQ(referrer_of("https://www.google.fr/", policy), "google.fr search");
  EXPECT_EQ(referrer_of("https://alice-smith.example/", policy), "(other) other");
  EXPECT_EQ(referrer_of("https://alice.com/", policy), "(other) other");
  EXPECT_EQ(referrer_of("http://a.203.0.113.77-x.com/", policy), "(other) other");
  const std::string hosted = "shop.example.org:80 " + line("GET / HTTP/1.1", "https://shop.example.org/");
  EXPECT_EQ(publish(policy, "vhost_combined", hosted, Column::kReferrer).at(0), "(internal)");
}

// What a visitor searched for, in whatever part of the URL, is in no column.
TEST(ReferrerStep, SearchWordsNeverSurvive) {
  for (const char* url :
       {"https://www.google.com/search?q=secretword", "https://www.bing.com/secretword#secretword",
        "https://secretword@duckduckgo.com/?q=secretword", "https://secretword.search.yahoo.com/",
        "android-app://com.google.android.googlequicksearchbox/secretword",
        "https://www.google.com\\\\secretword", "https://www.google.com?secretword",
        "android-app://secretword/"}) {
    const auto row = publish_all(standard(), "combined", line("GET / HTTP/1.1", url)).at(0);
    for (const std::string& value : row) {
      EXPECT_EQ(value.find("secretword"), std::string::npos) << url;
    }
  }
}

}  // namespace
}  // namespace anonlog
