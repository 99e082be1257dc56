#include "filter/output/encoder.h"

#include <gtest/gtest.h>
#include <simdjson.h>

#include "filter/output/csv_encoder.h"
#include "filter/output/ndjson_encoder.h"
#include "filter/output/tsv_encoder.h"
#include "rules/policy.h"
#include "tests/filter/output/csv_reader.h"
#include "tests/filter/output/encoder_reference.h"
#include "tests/filter/output/random_batches.h"
#include "tests/filter/output/tsv_reader.h"

namespace anonlog {
namespace {

constexpr std::string_view kAgents[] = {"Chrome", "Mobile Safari", "a \"b\", \\c"};

// What is written unless a policy or an option says otherwise.
const std::vector<Column>& usual_columns() {
  static const std::vector<Column> columns = record_columns(Policy());
  return columns;
}

std::unique_ptr<Encoder> make_ndjson() { return make_ndjson_encoder(usual_columns()); }
std::unique_ptr<Encoder> make_csv() { return make_csv_encoder(usual_columns()); }
std::unique_ptr<Encoder> make_tsv() { return make_tsv_encoder(usual_columns()); }

std::string encoded(Encoder& encoder, const PublicBatch& batch) {
  ByteBuffer out;
  encoder.encode(batch, out);
  return std::string(out.bytes());
}

// Two records: one with a value in every column, one of nulls.
PublicBatchMaker two_records() {
  PublicBatchMaker maker(2);
  const auto times = maker.column(Column::kTime).make_times();
  times[0] = {1'763'919'448'123'456, 3};
  times[1] = {};
  for (const Column column : {Column::kStatus, Column::kBytes, Column::kDurationUs, Column::kBrowserMajor}) {
    const auto numbers = maker.column(column).make_numbers();
    numbers[0] = column == Column::kStatus ? 200 : column == Column::kBytes ? 1'234'567 : 0;
    numbers[1] = PublicColumn::kNullNumber;
  }
  const auto bots = maker.column(Column::kBot).make_numbers();
  bots[0] = 1;
  bots[1] = PublicColumn::kNullNumber;
  const auto browsers = maker.column(Column::kBrowser).make_ids(kAgents);
  browsers[0] = 2;
  browsers[1] = PublicColumn::kNullId;
  for (const Column column : {Column::kHost, Column::kPath, Column::kReferrer, Column::kVisitor}) {
    const auto texts = maker.column(column).make_texts();
    texts[0] = maker.text(column == Column::kPath       ? "/a,\"b\"\\"
                          : column == Column::kReferrer ? ""
                          : column == Column::kVisitor  ? "0123456789abcdef"
                                                        : "caf\u00e9.example");
    texts[1] = PublicText();
  }
  return maker;
}

TEST(NdjsonEncoder, AllColumnsAreWrittenInOrderAndAbsentOnesAreNull) {
  PublicBatchMaker maker = two_records();
  EXPECT_EQ(
      encoded(*make_ndjson(), maker.batch()),
      R"({"time":"2025-11-23T17:37:28.123Z","host":"café.example","method":null,"path":"/a,\"b\"\\",)"
      R"("protocol":null,"status":200,"bytes":1234567,"duration_us":0,"referrer":"","referrer_kind":null,)"
      R"("browser":"a \"b\", \\c","browser_major":0,"os":null,"device":null,"bot":true,"language":null,)"
      R"("country":null,"network":null,"visitor":"0123456789abcdef"})"
      "\n"
      R"({"time":null,"host":null,"method":null,"path":null,"protocol":null,"status":null,"bytes":null,)"
      R"("duration_us":null,"referrer":null,"referrer_kind":null,"browser":null,"browser_major":null,)"
      R"("os":null,"device":null,"bot":null,"language":null,"country":null,"network":null,"visitor":null})"
      "\n");
}

TEST(CsvEncoder, ValuesAreQuotedWhereTheyMustAndNullIsNotEmptyText) {
  PublicBatchMaker maker = two_records();
  EXPECT_EQ(encoded(*make_csv(), maker.batch()),
            "2025-11-23T17:37:28.123Z,café.example,,\"/a,\"\"b\"\"\\\",,200,1234567,0,\"\",,"
            "\"a \"\"b\"\", \\c\",0,,,true,,,,0123456789abcdef\n"
            ",,,,,,,,,,,,,,,,,,\n");
}

TEST(TsvEncoder, ABackslashIsEscapedAndNullIsNeitherEmptyNorAText) {
  PublicBatchMaker maker = two_records();
  maker.column(Column::kHost).make_texts()[0] = maker.text("\\N");
  EXPECT_EQ(
      encoded(*make_tsv(), maker.batch()),
      "2025-11-23T17:37:28.123Z\t\\\\N\t\\N\t/a,\"b\"\\\\\t\\N\t200\t1234567\t0\t\t\\N\t"
      "a \"b\", \\\\c\t0\t\\N\t\\N\ttrue\t\\N\t\\N\t\\N\t0123456789abcdef\n"
      "\\N\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\t\\N\n");
}

// No text of a batch holds one, but the form says how it would stand there.
TEST(TsvEncoder, WhatWouldEndAValueOrALineIsEscaped) {
  PublicBatchMaker maker(1);
  maker.column(Column::kPath).make_texts()[0] = maker.text("a\tb\nc\rd\\");
  const Column path[] = {Column::kPath};
  EXPECT_EQ(encoded(*make_tsv_encoder(path), maker.batch()), "a\\tb\\nc\\rd\\\\\n");
}

TEST(CsvEncoder, TheHeaderNamesAllColumns) {
  EXPECT_EQ(
      make_csv()->header(),
      "time,host,method,path,protocol,status,bytes,duration_us,referrer,referrer_kind,browser,browser_major,"
      "os,device,bot,language,country,network,visitor\n");
  EXPECT_EQ(make_ndjson()->header(), "");
  const Column two[] = {Column::kVisitor, Column::kUserAgent};
  EXPECT_EQ(make_csv_encoder(two)->header(), "visitor,user_agent\n");
  EXPECT_EQ(make_tsv_encoder(two)->header(), "visitor\tuser_agent\n");
}

TEST(Encoders, AnIdOutsideOfItsVocabularyIsNull) {
  PublicBatchMaker maker(1);
  maker.column(Column::kBrowser).make_ids(kAgents)[0] = 3;
  EXPECT_NE(encoded(*make_ndjson(), maker.batch()).find("\"browser\":null"), std::string::npos);
}

TEST(Encoders, ABatchOfOnlyNullColumnsHasItsRowsAndAnEmptyOneHasNone) {
  const auto ndjson = make_ndjson();
  const auto csv = make_csv();
  for (const std::size_t rows : {0U, 1U, 256U}) {
    PublicBatchMaker maker(rows);
    EXPECT_EQ(encoded(*ndjson, maker.batch()), reference_ndjson(maker.batch(), usual_columns()));
    EXPECT_EQ(encoded(*csv, maker.batch()), reference_csv(maker.batch(), usual_columns()));
  }
}

TEST(Encoders, AgreeWithTheReferenceOnRandomBatches) {
  const auto ndjson = make_ndjson();
  const auto csv = make_csv();
  const auto tsv = make_tsv();
  RandomBatches batches(1);
  ByteBuffer out;
  for (int i = 0; i < 400; ++i) {
    const PublicBatch& batch = batches.next();
    out.clear();
    out.append("before");
    ndjson->encode(batch, out);
    ASSERT_EQ(out.bytes(), "before" + reference_ndjson(batch, usual_columns())) << i;
    ASSERT_EQ(encoded(*csv, batch), reference_csv(batch, usual_columns())) << i;
    ASSERT_EQ(encoded(*tsv, batch), reference_tsv(batch, usual_columns())) << i;
  }
}

TEST(Encoders, WriteTheColumnsThatWereChosenInTheirOrder) {
  PublicBatchMaker maker = two_records();
  const Column columns[] = {Column::kStatus, Column::kCountry, Column::kTime, Column::kBot, Column::kBrowser};
  EXPECT_EQ(encoded(*make_ndjson_encoder(columns), maker.batch()),
            R"({"status":200,"country":null,"time":"2025-11-23T17:37:28.123Z","bot":true,)"
            R"("browser":"a \"b\", \\c"})"
            "\n"
            R"({"status":null,"country":null,"time":null,"bot":null,"browser":null})"
            "\n");
}

TEST(Encoders, AgreeWithTheReferenceOnAnyListOfColumns) {
  RandomBatches batches(4);
  for (int i = 0; i < 100; ++i) {
    const std::vector<Column> columns = batches.columns();
    const auto ndjson = make_ndjson_encoder(columns);
    const auto csv = make_csv_encoder(columns);
    const auto tsv = make_tsv_encoder(columns);
    for (int j = 0; j < 4; ++j) {
      const PublicBatch& batch = batches.next();
      ASSERT_EQ(encoded(*ndjson, batch), reference_ndjson(batch, columns)) << i;
      ASSERT_EQ(encoded(*csv, batch), reference_csv(batch, columns)) << i;
      ASSERT_EQ(encoded(*tsv, batch), reference_tsv(batch, columns)) << i;
    }
  }
}

// A buffer that is new has exactly the space that was reserved: a sanitizer sees when it was too little.
TEST(Encoders, ReserveEnoughForTextsThatAreAllEscaped) {
  const std::string quotes = std::string(300, '"') + std::string(300, '\\');
  const std::string_view vocabulary[] = {quotes};
  PublicBatchMaker maker(RecordBatch::kMaxRows);
  for (const ColumnInfo& info : kColumns) {
    PublicColumn& column = maker.column(info.column);
    if (info.type == ColumnType::kTimestamp) {
      for (PublicTime& time : column.make_times()) time = {RandomBatches::kLastMicros, 6};
    } else if (info.type == ColumnType::kBool || info.column == Column::kBytes) {
      for (std::uint64_t& number : column.make_numbers()) number = 0;
    } else if (info.type != ColumnType::kText) {
      for (std::uint64_t& number : column.make_numbers()) number = PublicColumn::kNullNumber - 1;
    } else if (info.column == Column::kBrowser) {
      for (std::uint16_t& id : column.make_ids(vocabulary)) id = 0;
    } else {
      for (PublicText& text : column.make_texts()) text = maker.text(quotes);
    }
  }
  EXPECT_EQ(encoded(*make_ndjson(), maker.batch()), reference_ndjson(maker.batch(), usual_columns()));
  EXPECT_EQ(encoded(*make_csv(), maker.batch()), reference_csv(maker.batch(), usual_columns()));
  const auto columns = RandomBatches(1).columns();
  EXPECT_EQ(encoded(*make_tsv_encoder(columns), maker.batch()), reference_tsv(maker.batch(), columns));
}

void expect_equal(simdjson::dom::element json, const PublicColumn& column, ColumnType type, std::size_t row) {
  const auto value = reference_value(column, type, row);
  if (!value) {
    EXPECT_TRUE(json.is_null());
  } else if (type == ColumnType::kBool) {
    EXPECT_EQ(bool(json), *value == "true");
  } else if (type == ColumnType::kUint16 || type == ColumnType::kUint32 || type == ColumnType::kUint64) {
    EXPECT_EQ(std::uint64_t(json), column.numbers()[row]);
  } else {
    EXPECT_EQ(std::string_view(json), *value);
  }
}

TEST(NdjsonEncoder, AnotherParserReadsBackEveryValue) {
  const auto encoder = make_ndjson();
  simdjson::dom::parser parser;
  RandomBatches batches(2);
  for (int i = 0; i < 60; ++i) {
    const PublicBatch& batch = batches.next();
    const std::string text = encoded(*encoder, batch);
    std::size_t begin = 0;
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      const std::size_t end = text.find('\n', begin);
      ASSERT_NE(end, std::string::npos);
      const simdjson::dom::object object = parser.parse(text.data() + begin, end - begin);
      ASSERT_EQ(object.size(), usual_columns().size());
      auto field = object.begin();
      for (const Column column : usual_columns()) {
        const ColumnInfo& info = column_info(column);
        ASSERT_EQ(field.key(), info.name);
        expect_equal(field.value(), batch.column(info.column), info.type, row);
        ++field;
      }
      begin = end + 1;
    }
    ASSERT_EQ(begin, text.size());
  }
}

TEST(CsvEncoder, AReaderOfTheRfcReadsBackEveryValue) {
  const auto encoder = make_csv();
  RandomBatches batches(3);
  for (int i = 0; i < 60; ++i) {
    const PublicBatch& batch = batches.next();
    const std::string text = encoded(*encoder, batch);
    CsvReader reader(text);
    CsvRow values;
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      ASSERT_TRUE(reader.next(&values));
      ASSERT_EQ(values.size(), usual_columns().size());
      for (const Column column : usual_columns()) {
        const ColumnInfo& info = column_info(column);
        ASSERT_EQ(values[static_cast<std::size_t>(info.column)],
                  reference_value(batch.column(info.column), info.type, row));
      }
    }
    ASSERT_TRUE(reader.at_end());
  }
}

TEST(TsvEncoder, AReaderOfPostgresReadsBackEveryValue) {
  const auto encoder = make_tsv();
  RandomBatches batches(5);
  for (int i = 0; i < 60; ++i) {
    const PublicBatch& batch = batches.next();
    const std::string text = encoded(*encoder, batch);
    TsvReader reader(text);
    TsvRow values;
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      ASSERT_TRUE(reader.next(&values));
      ASSERT_EQ(values.size(), usual_columns().size());
      for (const Column column : usual_columns()) {
        const ColumnInfo& info = column_info(column);
        ASSERT_EQ(values[static_cast<std::size_t>(info.column)],
                  reference_value(batch.column(info.column), info.type, row));
      }
    }
    ASSERT_TRUE(reader.at_end());
  }
}

}  // namespace
}  // namespace anonlog
