#include "rules/agent/agent_rules.h"

#include <gtest/gtest.h>
#include <re2/re2.h>
#include <yaml-cpp/yaml.h>

#include <deque>
#include <random>
#include <set>
#include <thread>
#include <vector>

#include "rules/agent/agent_families.h"
#include "tests/rules/agent/modern_user_agents.h"

namespace anonlog {
namespace {

const AgentRules& rules() {
  static const auto made = AgentRules::make();
  return **made;
}

std::string_view browser(const Agent& agent) { return AgentRules::browsers()[agent.browser]; }
std::string_view system(const Agent& agent) { return AgentRules::systems()[agent.os]; }
std::string_view device(const Agent& agent) { return published_devices()[agent.device]; }
std::string_view category(const Agent& agent) {
  return agent.is_bot() ? published_bot_categories()[agent.bot_category] : "none";
}

YAML::Node uap_core(const std::string& file) { return YAML::LoadFile(ANONLOG_UAP_CORE_FOLDER "/" + file); }

std::string text(const YAML::Node& node) {
  return node.IsDefined() && !node.IsNull() ? node.as<std::string>() : std::string();
}

// The files of uap-core that say what is right.
constexpr const char* kBrowserSuites[] = {
    "tests/test_ua.yaml",
    "test_resources/pgts_browser_list.yaml",
    "test_resources/firefox_user_agent_strings.yaml",
    "test_resources/opera_mini_user_agent_strings.yaml",
    "test_resources/podcasting_user_agent_strings.yaml",
};
constexpr const char* kSystemSuites[] = {"tests/test_os.yaml", "test_resources/additional_os_tests.yaml"};

TEST(AgentRules, EveryBrowserOfUapCoresOwnTestsIsRight) {
  std::size_t cases = 0;
  for (const char* suite : kBrowserSuites) {
    for (const YAML::Node& one : uap_core(suite)["test_cases"]) {
      const std::string user_agent = text(one["user_agent_string"]);
      const RawAgent raw = rules().classify_raw(user_agent);
      EXPECT_EQ(raw.browser, text(one["family"])) << suite << ": " << user_agent;
      EXPECT_EQ(raw.browser_major, text(one["major"])) << suite << ": " << user_agent;
      ++cases;
    }
  }
  EXPECT_GT(cases, 14000U);
}

TEST(AgentRules, EverySystemOfUapCoresOwnTestsIsRight) {
  std::size_t cases = 0;
  for (const char* suite : kSystemSuites) {
    for (const YAML::Node& one : uap_core(suite)["test_cases"]) {
      const std::string user_agent = text(one["user_agent_string"]);
      EXPECT_EQ(rules().classify_raw(user_agent).os, text(one["family"])) << suite << ": " << user_agent;
      ++cases;
    }
  }
  EXPECT_GT(cases, 450U);
}

// uap-core's definition, word by word: the rules of the file as they stand, tried one after the other.
class InOrder {
 public:
  InOrder(const YAML::Node& section, const std::string& family_key, const std::string& major_key) {
    for (const YAML::Node& rule : section) {
      rules_.emplace_back(text(rule["regex"]), text(rule[family_key]), text(rule[major_key]));
    }
  }

  // Family and major version.
  [[nodiscard]] std::pair<std::string, std::string> classify(const std::string& user_agent) const {
    for (const Rule& rule : rules_) {
      re2::StringPiece groups[10];
      const int count = 1 + rule.regex.NumberOfCapturingGroups();
      if (!rule.regex.Match(user_agent, 0, user_agent.size(), RE2::UNANCHORED, groups, count)) continue;
      return {fill(rule.family, groups[1], groups), fill(rule.major, groups[2], groups)};
    }
    return {"Other", ""};
  }

 private:
  struct Rule {
    Rule(const std::string& pattern, std::string family_text, std::string major_text)
        : regex(pattern, RE2::Latin1), family(std::move(family_text)), major(std::move(major_text)) {}
    RE2 regex;
    std::string family;
    std::string major;
  };

  static std::string fill(std::string replacement, re2::StringPiece group, const re2::StringPiece* groups) {
    if (replacement.empty()) {
      replacement = group.as_string();
    } else if (const auto dollar = replacement.find('$'); dollar != std::string::npos) {
      replacement.replace(dollar, 2, groups[replacement[dollar + 1] - '0'].as_string());
    }
    while (!replacement.empty() && replacement.back() == ' ') replacement.pop_back();
    while (!replacement.empty() && replacement.front() == ' ') replacement.erase(0, 1);
    return replacement;
  }

  std::deque<Rule> rules_;
};

std::set<std::string> all_user_agents() {
  std::set<std::string> all;
  for (const auto suites :
       {std::span<const char* const>(kBrowserSuites), std::span<const char* const>(kSystemSuites)}) {
    for (const char* suite : suites) {
      for (const YAML::Node& one : uap_core(suite)["test_cases"]) all.insert(text(one["user_agent_string"]));
    }
  }
  for (const ModernUserAgent& modern : kModernUserAgents) all.emplace(modern.text);
  return all;
}

class AgentRulesInOrder : public testing::Test {
 protected:
  void expect_same(const std::string& user_agent) const {
    const RawAgent raw = rules().classify_raw(user_agent);
    const auto [family, major] = browsers_.classify(user_agent);
    EXPECT_EQ(raw.browser, family) << user_agent;
    EXPECT_EQ(raw.browser_major, major) << user_agent;
    EXPECT_EQ(raw.os, systems_.classify(user_agent).first) << user_agent;
  }

  AgentRules::Caches caches_;

 private:
  YAML::Node file_ = uap_core("regexes.yaml");
  InOrder browsers_{file_["user_agent_parsers"], "family_replacement", "v1_replacement"};
  InOrder systems_{file_["os_parsers"], "os_replacement", "os_v1_replacement"};
};

TEST_F(AgentRulesInOrder, FilteringFindsTheRuleThatTryingAllInOrderFinds) {
  const std::set<std::string> user_agents = all_user_agents();
  ASSERT_GT(user_agents.size(), 13000U);
  for (const std::string& user_agent : user_agents) {
    expect_same(user_agent);
    ASSERT_EQ(rules().classify(user_agent, {}, &caches_), rules().classify(user_agent)) << user_agent;
  }
}

// Broken words take other ways through the filter than those of real user agents.
TEST_F(AgentRulesInOrder, FilteringAgreesOnDamagedUserAgents) {
  std::mt19937 random(7);
  const std::set<std::string> user_agents = all_user_agents();
  const std::vector<std::string> pool(user_agents.begin(), user_agents.end());
  for (int round = 0; round < 5000; ++round) {
    std::string user_agent = pool[random() % pool.size()];
    for (unsigned change = 0; change < 1 + random() % 8 && !user_agent.empty(); ++change) {
      user_agent[random() % user_agent.size()] = static_cast<char>(random());
    }
    const std::string& other = pool[random() % pool.size()];
    if (round % 4 == 0) user_agent += other.substr(random() % (other.size() + 1));
    expect_same(user_agent.substr(0, RuleList::kMaxTextBytes));
    ASSERT_EQ(rules().classify(user_agent, {}, &caches_), rules().classify(user_agent)) << user_agent;
    const Agent agent = rules().classify(user_agent);
    if (user_agent.empty()) continue;
    ASSERT_LT(agent.browser, AgentRules::browsers().size());
    ASSERT_LT(agent.os, AgentRules::systems().size());
    ASSERT_TRUE(agent.browser_major == Agent::kNone || agent.browser_major <= 9999);
  }
}

TEST(AgentRules, UserAgentsOfTodayAreKnown) {
  for (const ModernUserAgent& modern : kModernUserAgents) {
    const Agent agent = rules().classify(modern.text);
    EXPECT_EQ(browser(agent), modern.browser) << modern.text;
    EXPECT_EQ(agent.browser_major, modern.major < 0 ? Agent::kNone : modern.major) << modern.text;
    EXPECT_EQ(system(agent), modern.os) << modern.text;
  }
}

TEST(AgentRules, OnlyListedNamesArePublished) {
  std::size_t other = 0;
  for (const std::string& user_agent : all_user_agents()) {
    const RawAgent raw = rules().classify_raw(user_agent);
    const Agent agent = rules().classify(user_agent);
    if (user_agent.empty()) continue;
    ASSERT_LT(agent.browser, AgentRules::browsers().size());
    ASSERT_LT(agent.os, AgentRules::systems().size());
    if (browser(agent).starts_with("Other")) {
      ++other;
      EXPECT_EQ(agent.browser_major, Agent::kNone) << user_agent;
    } else {
      EXPECT_EQ(browser(agent), raw.browser);
    }
    if (system(agent) != "Other") {
      EXPECT_EQ(system(agent), raw.os);
    }
  }
  EXPECT_GT(other, 100U);
}

TEST(AgentRules, ANameThatTheUserAgentMadeUpIsOther) {
  constexpr std::string_view kApp = "AliceSmithsApp/7 CFNetwork/1410.0.3 Darwin/22.6.0";
  EXPECT_EQ(rules().classify_raw(kApp).browser, "AliceSmithsApp");  // the rules alone would publish it
  EXPECT_EQ(browser(rules().classify(kApp)), "Other app");
  EXPECT_EQ(rules().classify(kApp).browser_major, Agent::kNone);
  EXPECT_EQ(system(rules().classify(kApp)), "iOS");

  constexpr std::string_view kBot = "alice.smith-crawler/2.0";
  EXPECT_NE(rules().classify_raw(kBot).browser, "Other");
  EXPECT_EQ(browser(rules().classify(kBot)), "Other bot");
}

TEST(AgentRules, AMajorVersionOfMoreThanFourDigitsIsNone) {
  EXPECT_EQ(rules().classify("curl/1234.5").browser_major, 1234);
  EXPECT_EQ(rules().classify("curl/9999.5").browser_major, 9999);
  const Agent agent = rules().classify("curl/12345.6");
  EXPECT_EQ(browser(agent), "curl");
  EXPECT_EQ(agent.browser_major, Agent::kNone);
  EXPECT_EQ(rules().classify("curl/00008.1").browser_major, Agent::kNone);
  EXPECT_EQ(rules().classify("curl/20251123174211987654.1").browser_major, Agent::kNone);
}

// Every browser sends one.
TEST(AgentRules, AnEmptyUserAgentIsABotOfWhichNothingIsKnown) {
  const Agent agent = rules().classify("");
  EXPECT_EQ(agent.browser, Agent::kNone);
  EXPECT_EQ(agent.browser_major, Agent::kNone);
  EXPECT_EQ(agent.os, Agent::kNone);
  EXPECT_EQ(device(agent), "bot");
  EXPECT_EQ(category(agent), "other");
}

TEST(AgentRules, BytesAfterTheFirst512AreNotRead) {
  const std::string known = " Firefox/144.01";
  const std::string filler(512 - known.size(), '.');
  EXPECT_EQ(browser(rules().classify(filler + known)), "Firefox");
  EXPECT_EQ(browser(rules().classify(filler + "." + known)), "Firefox");  // the last digit is cut
  EXPECT_EQ(browser(rules().classify(std::string(512, '.') + known)), "Other bot");
  EXPECT_EQ(browser(rules().classify(known + std::string(std::size_t{1} << 20, '('))), "Firefox");
}

TEST(AgentRules, BytesThatAreNoTextAreHarmless) {
  using namespace std::string_view_literals;
  constexpr std::string_view kFirefox =
      "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0";
  for (const std::string_view odd :
       {"\0"sv, "\xff\xfe"sv, "\xc3"sv, "\xed\xa0\x80"sv, "\n"sv, "\x1b[31m"sv}) {
    EXPECT_TRUE(browser(rules().classify(odd)).starts_with("Other"));
    const Agent agent = rules().classify(std::string(kFirefox) + std::string(odd));
    EXPECT_EQ(browser(agent), "Firefox");
    EXPECT_EQ(agent.browser_major, 144);
  }
  // An upper-case letter beyond ASCII keeps its case where the filter lowers the text.
  EXPECT_EQ(browser(rules().classify("\xc9 curl/8.5.0")), "curl");
}

TEST(AgentRules, ThreadsShareTheRules) {
  const auto fresh = AgentRules::make();
  ASSERT_TRUE(fresh.has_value());
  std::vector<std::vector<Agent>> results(4);
  {
    std::vector<std::jthread> threads;
    for (auto& result : results) {
      threads.emplace_back([&result, &fresh] {
        for (int round = 0; round < 20; ++round) {
          result.clear();
          for (const ModernUserAgent& modern : kModernUserAgents)
            result.push_back((*fresh)->classify(modern.text));
        }
      });
    }
  }
  for (const auto& result : results) EXPECT_EQ(result, results.front());
  EXPECT_EQ(browser(results.front().front()), kModernUserAgents[0].browser);
}

TEST(AgentRules, RulesOfAFileTakeThePlaceOfTheBuiltInOnes) {
  const AgentRule browser_rule{"(curl|Wget)-next/(\\d+)", "$1", "$2"};
  const AgentRule system_rule{"on-linux", "Linux", ""};
  const auto made = AgentRules::make({&browser_rule, 1}, {&system_rule, 1});
  ASSERT_TRUE(made.has_value());
  const Agent agent = (*made)->classify("Wget-next/3 on-linux");
  EXPECT_EQ(browser(agent), "Wget");
  EXPECT_EQ(agent.browser_major, 3);
  EXPECT_EQ(system(agent), "Linux");
  EXPECT_EQ(browser((*made)->classify("Wget/1.21.4")), "Other bot");
}

}  // namespace
}  // namespace anonlog
