#include "rules/redaction/redact_table.h"

#include <gtest/gtest.h>

#include <string>

#include "rules/policy.h"

namespace anonlog {
namespace {

constexpr std::string_view kColumns = "[columns]\npath = \"redact\"\n";

Policy read(const std::string& redact) {
  return read_policy("p.toml", redact + std::string(kColumns)).value();
}

// The message of a policy that is refused; its caret must stand under `pointed`.
std::string error_of(const std::string& redact, std::string_view pointed) {
  const Result<Policy> policy = read_policy("p.toml", redact + std::string(kColumns));
  if (policy) return "it was read";
  EXPECT_EQ(policy.error().kind, ErrorKind::kPolicy);
  const std::string& message = policy.error().message;
  const std::size_t first_end = message.find('\n');
  const std::size_t second_end = message.find('\n', first_end + 1);
  if (second_end == std::string::npos) return message;
  const std::string line = message.substr(first_end + 1, second_end - first_end - 1);
  const std::size_t caret = message.find('^', second_end) - second_end - 1;
  EXPECT_EQ(line.substr(caret, pointed.size()), pointed) << message;
  return message.substr(0, first_end);
}

TEST(RedactTable, IsRead) {
  const RedactionPolicy policy =
      read_policy("p.toml",
                  "paths = [\"/docs\", \"/blog/\", \"/\"]\n[redact]\n"
                  "classes = { order_id = 'ORD-[0-9]{6}', a = \"\\\\d+x\" }\n"
                  "templates = [\"/User/*/order/{order}\"]\nquery = [\"page\", \"a[]\"]\n"
                  "[columns]\npath = \"listed\"\n")
          .value()
          .redaction;
  ASSERT_EQ(policy.classes.size(), 2U);
  EXPECT_EQ(policy.classes[0].name, "order_id") << "in the order of the policy";
  EXPECT_EQ(policy.classes[0].replacement, "{order_id}");
  EXPECT_EQ(policy.classes[1].pattern, "\\d+x");
  ASSERT_EQ(policy.templates.size(), 1U);
  EXPECT_EQ(policy.templates[0][0].text, "user");
  EXPECT_EQ(policy.templates[0][1].text, "{*}");
  EXPECT_EQ(policy.templates[0][3].text, "{order}");
  EXPECT_EQ(policy.query, (std::vector<std::string>{"page", "a[]"}));
  EXPECT_EQ(policy.paths, (std::vector<std::string>{"/docs", "/blog", "/"}));
  EXPECT_EQ(policy.class_names().back(), "a");
}

TEST(RedactTable, IsEmptyByDefault) {
  const RedactionPolicy policy = read("").redaction;
  EXPECT_TRUE(policy.classes.empty() && policy.templates.empty() && policy.query.empty() &&
              policy.paths.empty());
  EXPECT_EQ(policy.class_count(), kBuiltinClasses);
}

TEST(RedactTable, ErrorsPointIntoThePattern) {
  EXPECT_EQ(error_of("[redact]\nclasses = { a = 'x(?=y)' }\n", "(?="),
            "p.toml:2:19: this is no RE2 pattern: invalid perl operator: (?=");
  EXPECT_EQ(error_of("[redact]\nclasses = { a = \"\\\\d\\u0041[z-a]\" }\n", "z-a"),
            "p.toml:2:28: this is no RE2 pattern: invalid character class range: z-a");
  EXPECT_EQ(error_of("[redact.classes]\nlong = 'ab(c'\n", "ab(c"),
            "p.toml:2:9: this is no RE2 pattern: missing ): ab(c");
  EXPECT_EQ(error_of("[redact]\nclasses = { a = '''\nx**''' }\n", "'''")
                .find("p.toml:2:17: this is no RE2 pattern"),
            0U);
  EXPECT_EQ(error_of("[redact]\nclasses = { a = 'x*' }\n", "'x*'"),
            "p.toml:2:17: this pattern matches an empty text, and so everything would be redacted");
}

TEST(RedactTable, ErrorsSayWhatIsTaken) {
  EXPECT_EQ(error_of("redact = 1\n", "1"), "p.toml:1:10: redact is a table: [redact]");
  EXPECT_EQ(error_of("[redact]\nclass = 1\n", "class"),
            "p.toml:2:1: unknown key \"class\"; [redact] has classes, templates and query");
  EXPECT_NE(error_of("[redact]\nclasses = { email = 'x' }\n", "email")
                .find("email is a class that is there already"),
            std::string::npos);
  EXPECT_NE(error_of("[redact]\nclasses = { A = 'x' }\n", "A").find("small letters"), std::string::npos);
  EXPECT_NE(error_of("[redact]\nclasses = { a = 1 }\n", "1").find("an RE2 pattern in quotes"),
            std::string::npos);
  EXPECT_NE(error_of("[redact]\nclasses = [1]\n", "[1]").find("a table of RE2 patterns"), std::string::npos);
  EXPECT_NE(error_of("[redact]\ntemplates = \"/a/*\"\n", "\"/a").find("templates takes a list"),
            std::string::npos);
  EXPECT_NE(error_of("[redact]\ntemplates = [\"a/*\"]\n", "a/*").find("begins with '/'"), std::string::npos);
  EXPECT_NE(error_of("[redact]\ntemplates = [\"/a/x*\"]\n", "x*").find("alone between its slashes"),
            std::string::npos);
  EXPECT_NE(error_of("[redact]\ntemplates = [\"/a//*\"]\n", "/*").find("no empty segments"),
            std::string::npos);
  EXPECT_NE(error_of("[redact]\ntemplates = [\"/a/b\"]\n", "\"/a").find("has no place"), std::string::npos);
  EXPECT_NE(error_of("[redact]\ntemplates = [\"/a/{B}\"]\n", "{B}").find("alone between"), std::string::npos);
  EXPECT_NE(error_of("[redact]\nquery = [\"a=b\"]\n", "\"a=b").find("a key of a query is a name"),
            std::string::npos);
  EXPECT_NE(error_of("[redact]\nquery = [1]\n", "1").find("query takes a list of keys"), std::string::npos);
  EXPECT_NE(error_of("paths = [\"docs\"]\n", "\"docs").find("a path is a first segment"), std::string::npos);
  EXPECT_NE(error_of("paths = [\"/a/b\"]\n", "\"/a/b").find("a path is a first segment"), std::string::npos);
  EXPECT_NE(error_of("paths = [\"/a\"]\n", "[").find("paths has a meaning with path = \"listed\""),
            std::string::npos);
  EXPECT_NE(error_of("paths = \"/a\"\n", "\"/a").find("paths takes a list"), std::string::npos);
}

}  // namespace
}  // namespace anonlog
