#include "rules/agent/recent_majors.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "rules/agent/agent_families.h"
#include "rules/agent/agent_lines.h"
#include "rules/agent/agent_rules.h"

namespace anonlog {
namespace {

std::uint16_t browser_id(std::string_view name) {
  const auto names = published_browsers();
  return static_cast<std::uint16_t>(std::ranges::find(names, name) - names.begin());
}

TEST(RecentMajors, OldOnesAreZeroAndUnknownOnesNone) {
  const std::string_view lines[] = {"Chrome 143 157", "Mobile Safari UI/WKWebView 26 27"};
  const RecentMajors majors = RecentMajors::make(lines).value();
  const auto chrome = browser_id("Chrome");
  EXPECT_EQ(majors.published(chrome, 142), RecentMajors::kOld);
  EXPECT_EQ(majors.published(chrome, 1), RecentMajors::kOld);
  EXPECT_EQ(majors.published(chrome, 143), 143);
  EXPECT_EQ(majors.published(chrome, 157), 157);
  EXPECT_EQ(majors.published(chrome, 187), 187);
  EXPECT_EQ(majors.published(chrome, 188), Agent::kNone);
  EXPECT_EQ(majors.published(chrome, 9999), Agent::kNone);
  EXPECT_EQ(majors.published(chrome, Agent::kNone), Agent::kNone);
  EXPECT_EQ(majors.published(Agent::kNone, 150), Agent::kNone);
  EXPECT_EQ(majors.published(browser_id("Firefox"), 150), Agent::kNone);
  EXPECT_EQ(majors.published(browser_id("Mobile Safari UI/WKWebView"), 25), RecentMajors::kOld);
}

TEST(RecentMajors, TheBuiltInTableIsWellFormed) {
  const auto majors = RecentMajors::make(agent_lines().majors);
  ASSERT_TRUE(majors.has_value());
  EXPECT_EQ(majors->published(browser_id("Chrome"), 60), RecentMajors::kOld);
}

TEST(RecentMajors, ALineThatIsNotFamilyOldestNewestIsAnError) {
  for (const std::string_view line : {"Chrome", "Chrome 143", "Chrome 157 143", "Chrome 0 3",
                                      "No such browser 1 2", "Chrome 143 x", "Chrome x 157", ""}) {
    EXPECT_FALSE(RecentMajors::make({&line, 1}).has_value()) << line;
  }
}

}  // namespace
}  // namespace anonlog
