#include "rules/agent/rule_list.h"

#include <gtest/gtest.h>

#include <utility>

namespace anonlog {
namespace {

// "family|major", or "none".
std::string first(const RuleList& list, std::string_view text) {
  RuleMatch match;
  if (!list.first_match(text, match)) return "none";
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

TEST(RuleList, ARuleThatIsNoRegexIsAnError) {
  const AgentRule rules[] = {{"fine", "Fine", ""}, {"bro(ken", "Broken", ""}};
  const auto list = RuleList::make(rules);
  ASSERT_FALSE(list.has_value());
  EXPECT_EQ(list.error().kind, ErrorKind::kUsage);
  EXPECT_NE(list.error().message.find("bro(ken"), std::string::npos);
}

TEST(RuleList, AFamilyOfAGroupThatTheRuleDoesNotHaveIsAnError) {
  const AgentRule rule{"(one)", "$2", ""};
  const auto list = RuleList::make({&rule, 1});
  ASSERT_FALSE(list.has_value());
  EXPECT_NE(list.error().message.find("group 2 of 1"), std::string::npos);
}

}  // namespace
}  // namespace anonlog
