#include "filter/output/log_encoder.h"

#include <gtest/gtest.h>

#include "rules/policy.h"
#include "tests/filter/output/log_reference.h"
#include "tests/filter/output/output_forms.h"
#include "tests/filter/output/random_batches.h"

namespace anonlog {
namespace {

LogShape shape_of(std::string_view text) { return LogShape::compile("p", text).value(); }
const LogShape& combined() {
  static const LogShape shape = shape_of(kCombinedLogFormat);
  return shape;
}

constexpr std::string_view kAsLogged =
    "[columns]\ntarget = 'keep'\nreferrer_url = 'keep'\nuser_agent = 'keep'\n";
constexpr std::string_view kWithClient = "[columns]\nclient = { action = 'cmac', as_address = true }\n";

std::vector<Policy> policies() {
  return {Policy(), read_policy("p", kAsLogged).value(), read_policy("p", kWithClient).value()};
}

// What a policy's records make combined lines of.
std::vector<Column> usual_columns() { return log_columns(combined(), Policy()); }
std::vector<Column> columns_of(std::string_view policy) {
  return log_columns(combined(), read_policy("p", policy).value());
}
std::unique_ptr<Encoder> make_combined_encoder(const std::vector<Column>& columns) {
  return make_log_encoder(combined(), columns);
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

TEST(LogEncoder, AClientThatIsWrittenAsAnAddressStandsForTheNetwork) {
  PublicBatchMaker maker = one_record();
  maker.column(Column::kClient).make_texts()[0] = maker.text("2001:db8::17");
  EXPECT_TRUE(encoded(maker.batch(), columns_of(kWithClient)).starts_with("2001:db8::17 - - ["));
  EXPECT_TRUE(
      encoded(maker.batch(), columns_of("[columns]\nclient = 'cmac'\n")).starts_with("2001:db8:: - - ["));
  maker.column(Column::kClient).make_texts()[0] = PublicText();
  EXPECT_TRUE(encoded(maker.batch(), columns_of(kWithClient)).starts_with("0.0.0.0 - - ["));
}

TEST(LogEncoder, WritesTheLineThatServersLog) {
  PublicBatchMaker maker = one_record();
  EXPECT_EQ(
      encoded(maker.batch()),
      "2001:db8:: - - [23/Nov/2025:17:37:28 +0000] \"GET /a b HTTP/2.0\" 404 12 \"https://google.com/\" "
      "\"curl/8.0\"\n");
  EXPECT_EQ(make_combined_encoder(usual_columns())->header(), "");
}

TEST(LogEncoder, WhatIsNullStillMakesALineThatReadersTake) {
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

TEST(LogEncoder, AReferrerIsAUrlWhateverItsClass) {
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

TEST(LogEncoder, AUserAgentIsMadeOfFamilyMajorSystemAndDevice) {
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

TEST(LogEncoder, WhatThePolicyPublishesAsLoggedIsWrittenInstead) {
  PublicBatchMaker maker = one_record();
  maker.column(Column::kTarget).make_texts()[0] = maker.text("/a?b=\"c\"");
  maker.column(Column::kReferrerUrl).make_texts()[0] = maker.text("https://a.example/b\\c");
  maker.column(Column::kUserAgent).make_texts()[0] =
      maker.text("Some \"agent\" of more than sixteen bytes, \\");
  EXPECT_EQ(encoded(maker.batch(), columns_of(kAsLogged)),
            "2001:db8:: - - [23/Nov/2025:17:37:28 +0000] \"GET /a?b=\\x22c\\x22 HTTP/2.0\" 404 12 "
            "\"https://a.example/b\\x5Cc\" \"Some \\x22agent\\x22 of more than sixteen bytes, \\x5C\"\n");
}

// Shapes of any variables, in any number and order.
class RandomLogFormats {
 public:
  std::string next() {
    constexpr std::string_view kVariables[] = {"remote_addr",
                                               "time_local",
                                               "time_iso8601",
                                               "msec",
                                               "request",
                                               "request_uri",
                                               "uri",
                                               "request_method",
                                               "status",
                                               "body_bytes_sent",
                                               "http_referer",
                                               "http_user_agent",
                                               "host",
                                               "request_time",
                                               "http_accept_language",
                                               "server_protocol",
                                               "remote_user",
                                               "http_cookie",
                                               "remote_port",
                                               "request_id"};
    constexpr std::string_view kLiterals[] = {
        " ",  "\" \"", " [",
        "] ", "|",     "\t",
        ", ", " - - ", " a text that is longer than any register of the machine "};
    std::string text(pick(kLiterals));
    for (std::size_t left = 1 + random_() % 20; left != 0; --left) {
      text += "$" + std::string(pick(kVariables)) + std::string(pick(kLiterals));
    }
    return text;
  }

 private:
  template <std::size_t kSize>
  std::string_view pick(const std::string_view (&choices)[kSize]) {
    return choices[random_() % kSize];
  }

  std::mt19937 random_{8};
};

TEST(LogEncoder, AgreesWithTheReferenceOnRandomBatches) {
  std::vector<std::string> formats = {std::string(kCombinedLogFormat), std::string(kCommonLogFormat),
                                      std::string(kEveryPiece)};
  RandomLogFormats random_formats;
  while (formats.size() < 60) formats.push_back(random_formats.next());
  RandomBatches batches(6);
  for (std::size_t i = 0; i < formats.size(); ++i) {
    const LogShape shape = shape_of("'" + formats[i] + "'");
    for (const Policy& policy : policies()) {
      const std::vector<Column> columns = log_columns(shape, policy);
      const auto encoder = make_log_encoder(shape, columns);
      for (int batch = 0; batch < (i < 3 ? 60 : 4); ++batch) {
        const PublicBatch& next = batches.next();
        ASSERT_EQ(encoded(*encoder, next), reference_log(formats[i], next, columns)) << formats[i];
      }
    }
  }
}

// More kinds of agents than the encoder remembers, so that they take each other's places.
TEST(LogEncoder, AgreesWithTheReferenceOnEveryAgent) {
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
    ASSERT_EQ(encoded(*encoder, maker.batch()),
              reference_log(kCombinedLogFormat, maker.batch(), usual_columns()))
        << i;
  }
}

// A buffer that is new has exactly the space that was reserved: a sanitizer sees when it was too little.
TEST(LogEncoder, ReservesEnoughForTextsThatAreAllEscaped) {
  const std::string quotes = std::string(300, '"') + std::string(300, '\\');
  const std::string_view vocabulary[] = {quotes, ""};
  for (const bool as_ids : {false, true}) {
    PublicBatchMaker maker(40);
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
    for (const std::string_view format : {kCombinedLogFormat, kCommonLogFormat, kEveryPiece}) {
      for (const Policy& policy : policies()) {
        const LogShape shape = shape_of(format);
        const auto columns = log_columns(shape, policy);
        EXPECT_EQ(encoded(*make_log_encoder(shape, columns), maker.batch()),
                  reference_log(format, maker.batch(), columns));
      }
    }
  }
}

}  // namespace
}  // namespace anonlog
