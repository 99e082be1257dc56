// The lists of rules/agent/*.txt, tried on lists of real user agents: bots.txt, browsers.txt and devices.txt of this folder.
#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "rules/agent/agent_families.h"
#include "rules/agent/agent_lines.h"
#include "rules/agent/agent_rules.h"
#include "tests/rules/agent/modern_user_agents.h"

namespace anonlog {
namespace {

const AgentRules& rules() {
  static const auto made = AgentRules::make();
  return **made;
}

struct Case {
  std::string expected;  // empty in a file without it
  std::string user_agent;
};

std::vector<Case> read_cases(const std::string& file) {
  std::ifstream in(std::string(ANONLOG_AGENT_CASES) + "/" + file);
  std::vector<Case> cases;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.front() == '#') continue;
    const std::size_t tab = line.find('\t');
    if (tab == std::string::npos) {
      cases.push_back({"", line});
    } else {
      cases.push_back({line.substr(0, tab), line.substr(tab + 1)});
    }
  }
  return cases;
}

TEST(BotLists, NearlyAllWellKnownBotsAreFound) {
  const std::vector<Case> cases = read_cases("bots.txt");
  ASSERT_EQ(cases.size(), 100U);
  std::size_t found = 0;
  for (const Case& bot : cases) {
    const Agent agent = rules().classify(bot.user_agent);
    if (agent.is_bot()) ++found;
    EXPECT_EQ(agent.is_bot(), agent.device == static_cast<std::uint16_t>(Device::kBot)) << bot.user_agent;
    EXPECT_TRUE(agent.is_bot()) << bot.user_agent;
  }
  EXPECT_GE(found, 97U);
}

TEST(BotLists, TheCategoryIsWhatTheBotIsFor) {
  std::set<std::string> seen;
  for (const Case& bot : read_cases("bots.txt")) {
    const Agent agent = rules().classify(bot.user_agent);
    ASSERT_TRUE(agent.is_bot());
    EXPECT_EQ(published_bot_categories()[agent.bot_category], bot.expected) << bot.user_agent;
    seen.insert(bot.expected);
  }
  EXPECT_EQ(seen.size(), published_bot_categories().size() - 1);
  EXPECT_EQ(published_bot_categories()[rules().classify("some-unheard-of-bot/1.0").bot_category], "other");
}

TEST(BotLists, NoBrowserIsABot) {
  const std::vector<Case> cases = read_cases("browsers.txt");
  ASSERT_EQ(cases.size(), 100U);
  for (const Case& browser : cases) {
    EXPECT_FALSE(rules().classify(browser.user_agent).is_bot()) << browser.user_agent;
  }
}

TEST(DeviceLists, NearlyAllDevicesAreRight) {
  const std::vector<Case> cases = read_cases("devices.txt");
  ASSERT_GE(cases.size(), 150U);
  std::size_t right = 0;
  std::string wrong;
  for (const Case& one : cases) {
    const Agent agent = rules().classify(one.user_agent);
    const std::string_view device = published_devices()[agent.device];
    if (device == one.expected) {
      ++right;
    } else {
      wrong += std::string(device) + ", not " + one.expected + ": " + one.user_agent + "\n";
    }
  }
  EXPECT_GE(static_cast<double>(right), 0.95 * static_cast<double>(cases.size())) << wrong;
  RecordProperty("right", std::to_string(right));
  RecordProperty("wrong", wrong);
}

TEST(AgentLists, NoNameIsListedTwice) {
  for (const auto names : {published_browsers(), published_systems()}) {
    const std::set<std::string_view> distinct(names.begin(), names.end());
    EXPECT_EQ(distinct.size(), names.size());
    EXPECT_EQ(names[kOtherFamily], "Other");
    EXPECT_FALSE(distinct.contains(""));
  }
  EXPECT_EQ(published_browsers()[kOtherApp], "Other app");
  EXPECT_EQ(published_browsers()[kOtherBot], "Other bot");
}

TEST(AgentLists, BotFamiliesAreTheLastOnes) {
  const auto browsers = published_browsers();
  for (std::uint16_t id = 0; id < browsers.size(); ++id) {
    if (browsers[id] == "Chrome" || browsers[id] == "curl") {
      EXPECT_FALSE(is_bot_family(id)) << browsers[id];
    }
    if (browsers[id] == "Googlebot" || browsers[id] == "Other bot") {
      EXPECT_TRUE(is_bot_family(id)) << browsers[id];
    }
  }
}

// ---- The signs of bots, against a reference: at every byte in turn, every exception, then every sign.

bool is_bot_by_trying(const std::string& text) {
  static const auto compile = [](bool exceptions) {
    std::vector<std::unique_ptr<RE2>> regexes;
    RE2::Options options(RE2::Latin1);
    options.set_case_sensitive(false);
    for (std::string_view line : agent_lines().bot_signs) {
      if (line.starts_with("! ") != exceptions) continue;
      if (exceptions) line.remove_prefix(2);
      regexes.push_back(std::make_unique<RE2>(re2::StringPiece(line.data(), line.size()), options));
    }
    return regexes;
  };
  static const auto exceptions = compile(true);
  static const auto signs = compile(false);
  re2::StringPiece found;
  for (std::size_t at = 0; at <= text.size();) {
    std::size_t step = 0;
    for (const auto& exception : exceptions) {
      if (!exception->Match(text, at, text.size(), RE2::ANCHOR_START, &found, 1)) continue;
      step = std::max<std::size_t>(1, found.size());
      break;
    }
    if (step != 0) {
      at += step;
      continue;
    }
    for (const auto& sign : signs) {
      if (sign->Match(text, at, text.size(), RE2::ANCHOR_START, nullptr, 0)) return true;
    }
    ++at;
  }
  return false;
}

TEST(BotSigns, OnePassFindsWhatTryingEveryPlaceFinds) {
  const auto signs = BotSigns::make(agent_lines().bot_signs).value();
  std::vector<std::string> pool;
  for (const char* file : {"bots.txt", "browsers.txt", "devices.txt"}) {
    for (const Case& one : read_cases(file)) pool.push_back(one.user_agent);
  }
  for (const std::string& text : pool) EXPECT_EQ(signs.match(text), is_bot_by_trying(text)) << text;
  std::mt19937 random(11);
  for (int round = 0; round < 600; ++round) {
    const std::string& a = pool[random() % pool.size()];
    const std::string& b = pool[random() % pool.size()];
    std::string text =
        a.substr(random() % a.size(), random() % 60) + b.substr(random() % b.size(), random() % 60);
    if (round % 3 == 0) text += "CUBOT";
    if (round % 5 == 0) text = "nokia" + text;
    EXPECT_EQ(signs.match(text), is_bot_by_trying(text)) << text;
  }
}

TEST(BotSigns, AnExceptionIsSteppedOverAndNoMore) {
  const std::string_view lines[] = {"! cubot", "bots?\\b", "^[a-z]+$"};
  const auto signs = BotSigns::make(lines).value();
  EXPECT_FALSE(signs.match("CUBOT NOTE S"));
  EXPECT_TRUE(signs.match("CUBOT with a bot"));
  EXPECT_TRUE(signs.match("a bot on a CUBOT"));
  EXPECT_TRUE(signs.match("acubots/1 bots"));
  EXPECT_FALSE(signs.match("nothing 1"));
  EXPECT_TRUE(signs.match("word"));
  EXPECT_FALSE(signs.match(""));
}

TEST(BotSigns, ALineThatIsNoRegexIsAnError) {
  const std::string_view lines[] = {"fine", "bro(ken"};
  EXPECT_FALSE(BotSigns::make(lines).has_value());
}

}  // namespace
}  // namespace anonlog
