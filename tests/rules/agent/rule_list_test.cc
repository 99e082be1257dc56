#include "rules/agent/rule_list.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace anonlog {
namespace {

// "family|major", or "none"; by the rules whose atoms the text holds.
std::string first(const RuleList& list, std::string_view text, RuleList::GroupCache* cache = nullptr) {
  std::string lower(text);
  for (char& c : lower) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  std::vector<int> found;
  for (std::size_t i = 0; i < list.atoms().size(); ++i) {
    if (lower.find(list.atoms()[i]) != std::string::npos) found.push_back(static_cast<int>(i));
  }
  std::vector<std::uint16_t> candidates;
  for (const int rule : list.candidates(found)) candidates.push_back(static_cast<std::uint16_t>(rule));
  RuleMatch match;
  if (!list.first_match(text, candidates, match, cache)) return "none";
  return std::string(match.family) + "|" + std::string(match.major);
}

RuleList list_of(std::initializer_list<AgentRule> rules) {
  auto list = RuleList::make({rules.begin(), rules.size()});
  EXPECT_TRUE(list.has_value());
  return *std::move(list);
}

TEST(RuleList, TheFirstRuleThatMatchesWins) {
  const RuleList list = list_of({{"Browser/1", "one", ""}, {"Browser", "any", ""}, {"Brow", "less", ""}});
  EXPECT_EQ(first(list, "Browser/1"), "one|");
  EXPECT_EQ(first(list, "Browser/2"), "any|");
  EXPECT_EQ(first(list, "Brown"), "less|");
  EXPECT_EQ(first(list, "nothing"), "none");
}

TEST(RuleList, ARuleWithoutAnyLiteralIsStillTriedInItsPlace) {
  const RuleList list = list_of({{"word", "word", ""}, {"^..$", "two bytes", ""}, {"other", "other", ""}});
  EXPECT_EQ(first(list, "xy"), "two bytes|");
  EXPECT_EQ(first(list, "other"), "other|");
  const RuleList no_atoms = list_of({{"^..$", "two bytes", ""}, {"^[a-z]$", "a letter", ""}});
  EXPECT_EQ(first(no_atoms, "xy"), "two bytes|");
  EXPECT_EQ(first(no_atoms, "x"), "a letter|");
  EXPECT_EQ(first(no_atoms, "xyz"), "none");
}

TEST(RuleList, AnEmptyListMatchesNothing) { EXPECT_EQ(first(list_of({}), "text"), "none"); }

TEST(RuleList, CaseCountsUnlessTheRuleSaysOtherwise) {
  const RuleList list = list_of({{"NeedLE", "exact", ""}, {"(?i)needle", "any case", ""}});
  EXPECT_EQ(first(list, "NeedLE"), "exact|");
  EXPECT_EQ(first(list, "NEEDLE"), "any case|");
}

TEST(RuleList, TemplatesTakeGroupsFromAnyPlace) {
  const RuleList list = list_of({{"(\\d+)-(\\w+)-(\\w+)", "App ($3) of $2", "$1"}});
  EXPECT_EQ(first(list, "see 12-alpha-beta"), "App (beta) of alpha|12");
}

TEST(RuleList, AGroupThatTookNoPartIsEmpty) {
  const RuleList list = list_of({{"(Browser)(?:/(\\d+)|)", "$1", "$2"}});
  EXPECT_EQ(first(list, "Browser/7"), "Browser|7");
  EXPECT_EQ(first(list, "Browser"), "Browser|");
}

TEST(RuleList, AVersionGroupThatTheRuleDoesNotHaveIsNoVersion) {
  EXPECT_EQ(first(list_of({{"(Browser)", "$1", "$2"}}), "Browser"), "Browser|");
}

TEST(RuleList, BlanksAroundAFamilyAreCut) {
  EXPECT_EQ(first(list_of({{"<([^>]*)>", "$1", ""}}), "<  My App >"), "My App|");
  EXPECT_EQ(first(list_of({{"<([^>]*)>", "$1", ""}}), "<  >"), "|");
  EXPECT_EQ(first(list_of({{"<([^>]*)>", "App $1", ""}}), "<  >"), "App|");
}

TEST(RuleList, ADollarWithoutADigitIsText) {
  EXPECT_EQ(first(list_of({{"(cash)", "$ $0 $", "$1"}}), "cash"), "$ $0 $|cash");
}

TEST(RuleList, TheLongestTextIsTaken) {
  const RuleList list = list_of({{"end$", "end", ""}});
  EXPECT_EQ(first(list, std::string(RuleList::kMaxTextBytes - 3, 'x') + "end"), "end|");
}

TEST(RuleList, GroupsThatWereKeptAreThoseOfTheTextThatIsAsked) {
  const RuleList list =
      list_of({{"(Browser)/(\\d+)(?:\\.(\\d+)|)\\b", "$1", "$2"}, {"(alpha)|(beta)", "x$1", "$2"}});
  RuleList::GroupCache cache(64);
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(first(list, "see Browser/12 here", &cache), "Browser|12");
    EXPECT_EQ(first(list, "another Browser/12 there", &cache), "Browser|12");
    EXPECT_EQ(first(list, "Browser/12", &cache), "Browser|12");
    EXPECT_EQ(first(list, "Browser/13", &cache), "Browser|13");
    EXPECT_EQ(first(list, "Browser/12.1x", &cache), "Browser|12");
    EXPECT_EQ(first(list, "alpha", &cache), "xalpha|");
    EXPECT_EQ(first(list, "beta", &cache), "x|beta");
  }
}

// What stands around a match can decide its groups.
TEST(RuleList, GroupsDependOnWhatStandsAroundTheMatch) {
  const RuleList list = list_of({{"word(\\b|)(?:$|(?:))", "$1", ""}, {"x(?:(ab)\\b|(a)b)", "$1-$2", ""}});
  RuleList::GroupCache cache(64);
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(first(list, "xab", &cache), "ab-|");
    EXPECT_EQ(first(list, "xabc", &cache), "-a|");
    EXPECT_EQ(first(list, "xab-", &cache), "ab-|");
  }
}

TEST(RuleList, ARuleThatIsNoRegexIsAnError) {
  const AgentRule rules[] = {{"fine", "Fine", ""}, {"bro(ken", "Broken", "", "rules.yaml:7"}};
  const auto list = RuleList::make(rules);
  ASSERT_FALSE(list.has_value());
  EXPECT_EQ(list.error().kind, ErrorKind::kUsage);
  EXPECT_EQ(list.error().message, "rules.yaml:7: not a regular expression of RE2: missing ): bro(ken");
}

TEST(RuleList, AFamilyOfAGroupThatTheRuleDoesNotHaveIsAnError) {
  const AgentRule rule{"(one)", "$2", ""};
  const auto list = RuleList::make({&rule, 1});
  ASSERT_FALSE(list.has_value());
  EXPECT_NE(list.error().message.find("group 2 of 1"), std::string::npos);
}

}  // namespace
}  // namespace anonlog
