#include "parsers/formats.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "parsers/detect.h"
#include "tests/parsers/config_in_memory.h"
#include "tests/parsers/parsed_chunk.h"

namespace anonlog {
namespace {

using Values = std::vector<std::string>;

// By the layout that a log itself says, when it says one; null when that is of another format.
std::unique_ptr<Parser> parser_of(const Format& format, std::string_view log) {
  const std::vector<FormatSource> sources = format_sources(format, log);
  return sources.empty() ? nullptr : make_parser(sources.front()).value();
}

TEST(Formats, EverySampleIsReadByItsOwnFormat) {
  for (const Format& format : formats()) {
    const auto parser = parser_of(format, format.sample);
    ASSERT_NE(parser, nullptr) << format.name;
    const ParsedChunk parsed = parse_chunk(*parser, format.sample);
    ASSERT_EQ(parsed.rows.size(), 1u) << format.name;
    const auto slots = parser->slots();
    for (std::size_t i = 0; i < slots.size(); ++i) {
      if (slots[i].field == Field::kStatus) {
        EXPECT_EQ(parsed.rows[0][i], "200") << format.name;
      }
      if (slots[i].field == Field::kClientIp) {
        EXPECT_EQ(parsed.rows[0][i], "203.0.113.7") << format.name;
      }
    }
  }
}

TEST(Formats, EverySampleIsDetected) {
  for (const Format& format : formats()) {
    const Detection detected = detect(format.sample);
    ASSERT_EQ(detected.chosen.size(), 1U) << format.name;
    EXPECT_EQ(detected.chosen.front()->name, format.name);
  }
}

TEST(Formats, SamplesHoldTheFieldsThatTheirSummariesPromise) {
  const Values common = {"203.0.113.7",     "<absent>", "<absent>", "10/Oct/2025:13:55:36 +0000",
                         "GET /a HTTP/1.1", "200",      "2326"};
  Values combined = common;
  combined.insert(combined.end(), {"https://example.com/", "Mozilla/5.0"});
  Values main = combined;
  main.emplace_back("198.51.100.9");
  Values vhost = {"www.example.org", "443"};
  vhost.insert(vhost.end(), combined.begin(), combined.end());
  for (const auto& [name, values] : {std::pair("common", common), std::pair("combined", combined),
                                     std::pair("main", main), std::pair("vhost_combined", vhost)}) {
    ASSERT_NE(find_format(name), nullptr) << name;
    EXPECT_EQ(parse_chunk(name, find_format(name)->sample).rows, std::vector<Values>{values}) << name;
  }
}

// Which field an earlier row reads must not depend on the row behind it: the table goes from specific to
// general.
TEST(Formats, NoFormatReadsMoreFieldsOfALaterSampleThanItsOwnFormat) {
  const auto table = formats();
  for (std::size_t later = 0; later < table.size(); ++later) {
    const std::string_view sample = table[later].sample;
    const std::size_t own = parser_of(table[later], sample)->slots().size();
    for (std::size_t earlier = 0; earlier < later; ++earlier) {
      const auto parser = parser_of(table[earlier], sample);
      if (parser == nullptr) continue;
      const ParsedChunk parsed = parse_chunk(*parser, sample);
      EXPECT_TRUE(parsed.rows.empty() || parsed.rows[0].size() < own)
          << table[earlier].name << " reads the sample of " << table[later].name;
    }
  }
}

TEST(Formats, NamesAreUniqueLowerCaseAndFound) {
  std::set<std::string_view> names;
  for (const Format& format : formats()) {
    EXPECT_TRUE(names.insert(format.name).second) << format.name;
    EXPECT_EQ(format.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-"),
              std::string_view::npos);
    EXPECT_FALSE(format.summary.empty());
    EXPECT_EQ(find_format(format.name), &format);
  }
  EXPECT_EQ(find_format("Combined"), nullptr);
  EXPECT_EQ(find_format(""), nullptr);
}

TEST(MakeParser, TakesAnApacheString) {
  EXPECT_EQ((*make_parser("%h %>s"))->slots().size(), 2u);
  EXPECT_EQ((*make_parser("LogFormat \"%h \\\"%r\\\" $\" mine"))->slots().size(), 2u);
  EXPECT_EQ((*make_parser("100% $status"))->slots().size(), 1u);  // nginx: it has a variable
}

TEST(MakeParser, TakesANameOrAnNginxString) {
  EXPECT_EQ((*make_parser("combined"))->slots().size(), 9u);
  EXPECT_EQ((*make_parser("$status x $request"))->slots().size(), 2u);
}

TEST(MakeParser, AnUnknownNameIsAnErrorThatQuotesIt) {
  std::string names;
  for (const Format& format : formats()) names += (names.empty() ? "" : ", ") + std::string(format.name);
  const auto parser = make_parser("combnied");
  ASSERT_FALSE(parser);
  EXPECT_EQ(parser.error().kind, ErrorKind::kUsage);
  EXPECT_EQ(
      parser.error().message,
      "--format:1:1: neither the name of a format (" + names +
          "), nor the string of one: an nginx log_format, which has $variables, or an Apache LogFormat, "
          "which has %directives; nor nginx:FILE or apache:FILE\n"
          "  combnied\n"
          "  ^");
}

Result<std::vector<FormatSource>> found(std::vector<std::string> options) {
  const ConfigReader reader = config_in_memory(
      {{"/n#1.conf", "log_format a '$status a'; log_format b '$status b'; access_log /l a; access_log /l b;"},
       {"/a.conf", "LogFormat \"%h a\" a\nCustomLog l a\n"}});
  return find_format_sources(options, reader);
}

std::string found_names(std::vector<std::string> options) {
  const auto sources = found(std::move(options));
  if (!sources) return sources.error().message;
  std::string names;
  for (const FormatSource& source : *sources) names += source.name + "\n";
  return names;
}

TEST(FindFormatSources, TakesNamesStringsAndConfigurationsInTheirOrder) {
  EXPECT_EQ(found_names({"main", "$status x", "%h y", "apache:/a.conf#a", "common"}),
            "main\n$status x\n%h y\na\ncommon\n");
  EXPECT_EQ(found_names({"nginx:/n#1.conf#b"}), "b\n");
  EXPECT_EQ((*found({"%h y"}))[0].language, FormatLanguage::kApache);
  EXPECT_EQ((*found({"$status 100%"}))[0].language, FormatLanguage::kNginx);
}

TEST(FindFormatSources, EachFormatComesOnce) {
  EXPECT_EQ(found_names({"main", "$status x", "main", "$status x"}), "main\n$status x\n");
}

TEST(FindFormatSources, AutoIsNoFormat) {
  EXPECT_EQ(found_names({}), "");
  EXPECT_EQ(found_names({"auto"}), "");
  EXPECT_EQ(found_names({"main", "auto"}), "--format: auto is no format beside others");
}

TEST(FindFormatSources, AConfigurationNeedsAFileAndPerhapsAName) {
  EXPECT_EQ(found_names({"nginx:"}), "--format: it is nginx:FILE or nginx:FILE#NAME");
  EXPECT_EQ(found_names({"apache:/a.conf#"}), "--format: it is apache:FILE or apache:FILE#NAME");
  EXPECT_EQ(found_names({"apache:#a"}), "--format: it is apache:FILE or apache:FILE#NAME");
  EXPECT_EQ(found_names({"nginx:/n"}), "there is no file /n");
}

}  // namespace
}  // namespace anonlog
