#include "filter/reveal/token_source.h"

#include <gtest/gtest.h>

namespace anonlog {
namespace {

constexpr std::string_view kPolicy =
    "site = \"example.org\"\n[columns]\nnetwork = \"truncate\"\nclient = { action = \"pfx\", as_address = "
    "true }\n"
    "peer = \"cmac\"\nforwarded_for = \"nd\"\nuser = \"token\"\n";

TEST(TokenSource, APolicyHasThoseWithAWayBack) {
  const Policy policy = read_policy("p.toml", kPolicy).value();
  const TokenSource source = source_of(policy);
  EXPECT_EQ(source.site, "example.org");
  ASSERT_EQ(source.actions.size(), 2U);
  const auto action_of = [&source](std::optional<Column> column, OutputFormat form = OutputFormat::kCsv) {
    const Action* const action = source.action_of(column, form);
    return action == nullptr ? "" : action->name;
  };
  EXPECT_EQ(action_of(Column::kClient), "pfx");
  EXPECT_EQ(action_of(Column::kForwardedFor), "nd");
  EXPECT_EQ(action_of(Column::kPeer), "");
  EXPECT_EQ(action_of(Column::kUser), "");
  EXPECT_EQ(action_of(Column::kNetwork), "");
  EXPECT_EQ(action_of(std::nullopt), "");
  EXPECT_EQ(action_of(Column::kNetwork, OutputFormat::kCombined), "pfx");
  EXPECT_EQ(action_of(Column::kClient, OutputFormat::kCombined), "");
}

TEST(TokenSource, ACombinedLineHasTheNetworkWhereTheClientIsNoAddress) {
  const Policy policy = read_policy("p.toml", "[columns]\nclient = \"pfx\"\n").value();
  EXPECT_EQ(source_of(policy).action_of(Column::kNetwork, OutputFormat::kCombined), nullptr);
}

TEST(TokenSource, AnOutputSaysTheSameOfItself) {
  MetaFile meta;
  meta.site = "example.org";
  meta.columns = {{Column::kTime, "keep"},
                  {Column::kClient, "pfx"},
                  {Column::kPeer, "cmac"},
                  {Column::kUser, "later version"},
                  {Column::kForwardedFor, ""}};
  const TokenSource source = source_of(meta);
  EXPECT_EQ(source.site, "example.org");
  ASSERT_EQ(source.actions.size(), 1U);
  EXPECT_EQ(source.action_of(Column::kNetwork, OutputFormat::kCombined), source.actions[0]);
  meta.columns = {{Column::kNetwork, "truncate"}};
  EXPECT_EQ(source_of(meta).action_of(Column::kNetwork, OutputFormat::kCombined), nullptr);
}

}  // namespace
}  // namespace anonlog
