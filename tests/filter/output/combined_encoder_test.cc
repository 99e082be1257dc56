#include "filter/output/combined_encoder.h"

#include <gtest/gtest.h>

#include "rules/policy.h"
#include "tests/filter/output/combined_reference.h"
#include "tests/filter/output/random_batches.h"

namespace anonlog {
namespace {

// What a policy's records make lines of, with the optional columns and without.
std::vector<Column> usual_columns() { return combined_columns(Policy()); }
std::vector<Column> columns_of(std::string_view policy) {
  return combined_columns(read_policy("p", policy).value());
}
std::vector<Column> columns_as_logged() {
  return columns_of("[columns]\ntarget = 'keep'\nreferrer_url = 'keep'\nuser_agent = 'keep'\n");
}
std::vector<Column> columns_with_client() {
  return columns_of("[columns]\nclient = { action = 'cmac', as_address = true }\n");
}

std::string encoded(Encoder& encoder, const PublicBatch& batch) {
  ByteBuffer out;
  encoder.encode(batch, out);
  return std::string(out.bytes());
}

std::string encoded(const PublicBatch& batch, const std::vector<Column>& columns = usual_columns()) {
  return encoded(*make_combined_encoder(columns), batch);
}

std::uint16_t id(Vocabulary names, std::string_view name) {
  return static_cast<std::uint16_t>(std::ranges::find(names, name) - names.begin());
}

constexpr std::string_view kMethods[] = {"GET", "OTHER"};
constexpr std::string_view kProtocols[] = {"HTTP/2.0"};
constexpr std::string_view kDevices[] = {"desktop", "tablet"};

PublicBatchMaker one_record() {
  PublicBatchMaker maker(1);
  maker.column(Column::kNetwork).make_texts()[0] = maker.text("2001:db8::/32");
  maker.column(Column::kTime).make_times()[0] = {1'763'919'448'123'456, 3};
  maker.column(Column::kMethod).make_ids(kMethods)[0] = 0;
  maker.column(Column::kPath).make_texts()[0] = maker.text("/a b");
  maker.column(Column::kProtocol).make_ids(kProtocols)[0] = 0;
  maker.column(Column::kStatus).make_numbers()[0] = 404;
  maker.column(Column::kBytes).make_numbers()[0] = 12;
  maker.column(Column::kReferrer).make_texts()[0] = maker.text("google.com");
  maker.column(Column::kBrowser).make_ids(AgentRules::browsers())[0] = id(AgentRules::browsers(), "curl");
  maker.column(Column::kBrowserMajor).make_numbers()[0] = 8;
  return maker;
}

TEST(CombinedEncoder, AClientThatIsWrittenAsAnAddressStandsForTheNetwork) {
  PublicBatchMaker maker = one_record();
  maker.column(Column::kClient).make_texts()[0] = maker.text("2001:db8::17");
  EXPECT_TRUE(encoded(maker.batch(), columns_with_client()).starts_with("2001:db8::17 - - ["));
  EXPECT_TRUE(
      encoded(maker.batch(), columns_of("[columns]\nclient = 'cmac'\n")).starts_with("2001:db8:: - - ["));
  maker.column(Column::kClient).make_texts()[0] = PublicText();
  EXPECT_TRUE(encoded(maker.batch(), columns_with_client()).starts_with("0.0.0.0 - - ["));
}

TEST(CombinedEncoder, WritesTheLineThatServersLog) {
  PublicBatchMaker maker = one_record();
  EXPECT_EQ(
      encoded(maker.batch()),
      "2001:db8:: - - [23/Nov/2025:17:37:28 +0000] \"GET /a b HTTP/2.0\" 404 12 \"https://google.com/\" "
      "\"curl/8.0\"\n");
  EXPECT_EQ(make_combined_encoder(usual_columns())->header(), "");
}

TEST(CombinedEncoder, WhatIsNullStillMakesALineThatReadersTake) {
  const std::string line = "0.0.0.0 - - [01/Jan/1970:00:00:00 +0000] \"- - HTTP/1.0\" 100 - \"-\" \"-\"\n";
  EXPECT_EQ(encoded(PublicBatchMaker(2).batch()), line + line);
  PublicBatchMaker maker = one_record();
  for (const Column column : {Column::kNetwork, Column::kPath, Column::kReferrer}) {
    maker.column(column).make_texts()[0] = PublicText();
  }
  for (const Column column : {Column::kStatus, Column::kBytes}) {
    maker.column(column).make_numbers()[0] = PublicColumn::kNullNumber;
  }
  maker.column(Column::kTime).make_times()[0] = PublicTime();
  maker.column(Column::kMethod).make_ids(kMethods)[0] = PublicColumn::kNullId;
  maker.column(Column::kProtocol).make_ids(kProtocols)[0] = PublicColumn::kNullId;
  maker.column(Column::kBrowser).make_ids(AgentRules::browsers())[0] = PublicColumn::kNullId;
  EXPECT_EQ(encoded(maker.batch()), line);
}

TEST(CombinedEncoder, AReferrerIsAUrlWhateverItsClass) {
  const struct {
    std::string_view site;
    std::string_view url;
  } cases[] = {{"example.co.uk", "https://example.co.uk/"},
               {"(internal)", "https://internal.invalid/"},
               {"(other)", "https://other.invalid/"},
               {"{token}", "https://token.invalid/"},
               {"", "-"}};
  for (const auto& expected : cases) {
    PublicBatchMaker maker = one_record();
    maker.column(Column::kReferrer).make_texts()[0] = maker.text(expected.site);
    EXPECT_NE(encoded(maker.batch()).find(" 12 \"" + std::string(expected.url) + "\" \"curl"),
              std::string::npos)
        << expected.site;
  }
}

TEST(CombinedEncoder, AUserAgentIsMadeOfFamilyMajorSystemAndDevice) {
  PublicBatchMaker maker = one_record();
  maker.column(Column::kBrowser).make_ids(AgentRules::browsers())[0] =
      id(AgentRules::browsers(), "Mobile Safari");
  maker.column(Column::kBrowserMajor).make_numbers()[0] = 18;
  maker.column(Column::kOs).make_ids(AgentRules::systems())[0] = id(AgentRules::systems(), "iOS");
  EXPECT_NE(encoded(maker.batch()).find("(iPhone; CPU iPhone OS"), std::string::npos);
  maker.column(Column::kDevice).make_ids(kDevices)[0] = 1;
  EXPECT_NE(encoded(maker.batch()).find("(iPad; CPU OS"), std::string::npos);
  maker.column(Column::kBrowser).make_ids(AgentRules::browsers())[0] = kOtherFamily;
  maker.column(Column::kBot).make_numbers()[0] = 1;
  EXPECT_NE(encoded(maker.batch()).find("compatible; bot; +https://bot.invalid/)\"\n"), std::string::npos);
}

TEST(CombinedEncoder, WhatThePolicyPublishesAsLoggedIsWrittenInstead) {
  PublicBatchMaker maker = one_record();
  maker.column(Column::kTarget).make_texts()[0] = maker.text("/a?b=\"c\"");
  maker.column(Column::kReferrerUrl).make_texts()[0] = maker.text("https://a.example/b\\c");
  maker.column(Column::kUserAgent).make_texts()[0] =
      maker.text("Some \"agent\" of more than sixteen bytes, \\");
  EXPECT_EQ(encoded(maker.batch(), columns_as_logged()),
            "2001:db8:: - - [23/Nov/2025:17:37:28 +0000] \"GET /a?b=\\x22c\\x22 HTTP/2.0\" 404 12 "
            "\"https://a.example/b\\x5Cc\" \"Some \\x22agent\\x22 of more than sixteen bytes, \\x5C\"\n");
}

TEST(CombinedEncoder, AgreesWithTheReferenceOnRandomBatches) {
  for (const auto& columns : {usual_columns(), columns_as_logged(), columns_with_client()}) {
    const auto encoder = make_combined_encoder(columns);
    RandomBatches batches(6);
    for (int i = 0; i < 400; ++i) {
      const PublicBatch& batch = batches.next();
      ASSERT_EQ(encoded(*encoder, batch), reference_combined(batch, columns)) << i;
    }
  }
}

// More kinds of agents than the encoder remembers, so that they take each other's places.
TEST(CombinedEncoder, AgreesWithTheReferenceOnEveryAgent) {
  const auto encoder = make_combined_encoder(usual_columns());
  std::mt19937 random(7);
  for (int i = 0; i < 100; ++i) {
    PublicBatchMaker maker(RecordBatch::kMaxRows);
    const auto choose = [&](Column column, Vocabulary names) {
      for (std::uint16_t& cell : maker.column(column).make_ids(names)) {
        const std::size_t choice = random() % (names.size() + 1);
        cell = choice == names.size() ? PublicColumn::kNullId : static_cast<std::uint16_t>(choice);
      }
    };
    choose(Column::kBrowser, AgentRules::browsers());
    choose(Column::kOs, AgentRules::systems());
    choose(Column::kDevice, kDevices);
    for (std::uint64_t& cell : maker.column(Column::kBrowserMajor).make_numbers()) cell = random() % 200;
    for (std::uint64_t& cell : maker.column(Column::kBot).make_numbers()) cell = random() % 2;
    ASSERT_EQ(encoded(*encoder, maker.batch()), reference_combined(maker.batch(), usual_columns())) << i;
  }
}

// A buffer that is new has exactly the space that was reserved: a sanitizer sees when it was too little.
TEST(CombinedEncoder, ReservesEnoughForTextsThatAreAllEscaped) {
  const std::string quotes = std::string(300, '"') + std::string(300, '\\');
  const std::string_view vocabulary[] = {quotes, ""};
  for (const bool as_ids : {false, true}) {
    PublicBatchMaker maker(RecordBatch::kMaxRows);
    for (const ColumnInfo& info : kColumns) {
      PublicColumn& column = maker.column(info.column);
      if (info.type == ColumnType::kTimestamp) {
        for (PublicTime& time : column.make_times()) time = {RandomBatches::kLastMicros, 6};
      } else if (info.type == ColumnType::kBool) {
        for (std::uint64_t& number : column.make_numbers()) number = 1;
      } else if (info.type != ColumnType::kText) {
        for (std::uint64_t& number : column.make_numbers()) number = PublicColumn::kNullNumber - 1;
      } else if (as_ids) {
        for (std::uint16_t& cell : column.make_ids(vocabulary)) cell = 0;
      } else {
        for (PublicText& text : column.make_texts()) text = maker.text(quotes);
      }
    }
    for (const auto& columns : {usual_columns(), columns_as_logged(), columns_with_client()}) {
      EXPECT_EQ(encoded(maker.batch(), columns), reference_combined(maker.batch(), columns));
    }
  }
}

}  // namespace
}  // namespace anonlog
