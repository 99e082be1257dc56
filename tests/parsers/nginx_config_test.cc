#include "parsers/nginx_config.h"

#include <gtest/gtest.h>

#include "parsers/formats.h"
#include "tests/parsers/config_in_memory.h"

namespace anonlog {
namespace {

constexpr const char* kPath = "/etc/nginx/nginx.conf";

Result<std::vector<FormatSource>> read(ConfigTexts texts, std::string_view name = "") {
  const ConfigReader reader = config_in_memory(std::move(texts));
  return read_nginx_config(kPath, name, reader);
}

// Names of the formats, or the error.
std::string names(const Result<std::vector<FormatSource>>& formats) {
  if (!formats) return formats.error().message;
  std::string names;
  for (const FormatSource& format : *formats) names += (names.empty() ? "" : " ") + format.name;
  return names;
}

std::string used(const std::string& text) { return names(read({{kPath, text}})); }

// The text of the one format in use, or the error.
std::string text_of(const std::string& text) {
  const auto formats = read({{kPath, text}});
  return formats ? formats->front().text : formats.error().message;
}

TEST(NginxConfig, WithoutAnAccessLogItIsCombined) {
  EXPECT_EQ(used(""), "combined");
  EXPECT_EQ(used("http { server { listen 80; } }"), "combined");
  EXPECT_EQ(used("http { access_log off; log_format x '$status'; }"), "combined");
}

TEST(NginxConfig, BuiltInCombinedReadsWhatNginxWrites) {
  const auto formats = read({{kPath, "http { access_log /var/log/nginx/access.log; }"}});
  ASSERT_EQ(names(formats), "combined");
  const auto parser = make_parser(formats->front());
  ASSERT_TRUE(parser) << parser.error().message;
  EXPECT_EQ((*parser)->slots().size(), 8u);
}

TEST(NginxConfig, FormatsInUseComeOnceInTheOrderOfTheirUse) {
  EXPECT_EQ(
      used("http {\n"
           "  log_format a '$status a';\n"
           "  log_format b '$status b';\n"
           "  log_format unused '$status unused';\n"
           "  access_log /l b buffer=32k flush=5s if=$loggable;\n"
           "  server { access_log logs/$host.log a; location / { access_log syslog:server=unix:/s b; } }\n"
           "  server { location / { if ($x) { access_log /l; } limit_except GET { access_log off; } } }\n"
           "}\n"),
      "b a combined");
  EXPECT_EQ(used("log_format a '$status'; log_format same '$status'; access_log /l a; access_log /l same;"),
            "a");
}

TEST(NginxConfig, WordsAndStringsAreThoseOfNginx) {
  const auto text = [](const std::string& words) {
    return text_of("log_format a " + words + "; access_log /l a;");
  };
  EXPECT_EQ(text("'$status'"), "'$status'");
  EXPECT_EQ(text("'$status ' # the status\n \"\\\"$request\\\"\""), "'$status \"$request\"'");
  EXPECT_EQ(text("$status,${request}x"), "'$status,${request}x'");
  EXPECT_EQ(text("'it\\'s \\\\ \\t \\x $status'"), "'it\\'s \\\\ \\t \\\\x $status'");
  EXPECT_EQ(text("\"it's # ; { } $status\""), "'it\\'s # ; { } $status'");
  EXPECT_EQ(text("a#b\\;$status"), "'a#b\\\\;$status'");
  EXPECT_EQ(text("escape=json '{\"s\":\"$status\"}'"), "escape=json '{\"s\":\"$status\"}'");
  EXPECT_EQ(text("'$status escape=json'"), "'$status escape=json'");
}

TEST(NginxConfig, TextsMeanTheSameToTheCompiler) {
  const auto formats =
      read({{kPath, R"(log_format a escape=none '\'\\\'[$time_local]' "\t'$status"; access_log /l a;)"}});
  ASSERT_TRUE(formats) << formats.error().message;
  const auto parser = make_parser(formats->front());
  ASSERT_TRUE(parser) << parser.error().message;
  RecordBatch batch((*parser)->slots());
  ASSERT_TRUE(batch.has_room(100));
  EXPECT_EQ((*parser)->read_line("'\\'[10/Oct/2025:13:55:36 +0000]\t'200", true, batch), LineRead::kRecord);
  EXPECT_EQ(batch.column(1)[0].bytes(), "200");
}

TEST(NginxConfig, IncludesAreRelativeToTheMainFile) {
  EXPECT_EQ(names(read({{kPath, "http { include conf.d/*.conf; include /srv/site.conf; }"},
                        {"/etc/nginx/conf.d/b.conf", "access_log /l x; include parts/x;"},
                        {"/etc/nginx/conf.d/a.conf", "log_format y '$status y'; access_log /l y;"},
                        {"/etc/nginx/conf.d/not.this", "log_format y '$status y';"},
                        {"/etc/nginx/parts/x", "log_format x '$status x';"},
                        {"/srv/site.conf", "server { access_log /l; }"}})),
            "y x combined");
}

TEST(NginxConfig, APatternMayMatchNothing) { EXPECT_EQ(used("http { include sites/*; }"), "combined"); }

TEST(NginxConfig, StreamsAndTablesAreNoWebLogs) {
  EXPECT_EQ(
      used(
          "stream { log_format s '$status'; access_log /l s; include no.such; server { access_log /m s; } }\n"
          "mail { include no.such; }\n"
          "http { map $a $b { include no.such; access_log s; } types { text/html html; }\n"
          "  geo $g { include no.such; default 0; } }\n"),
      "combined");
}

TEST(NginxConfig, CodeInLuaIsSkipped) {
  EXPECT_EQ(used("http { server { location / {\n"
                 "  content_by_lua_block {\n"
                 "    -- don't } stumble\n"
                 "    --[==[ nor } here ]] ]==]\n"
                 "    local t = { a = \"}\\\"}\", b = '{', c = [[ }} ]] } ; if x[1] then y() end\n"
                 "  }\n"
                 "  access_log /l a; } } log_format a '$status'; }\n"),
            "a");
  EXPECT_EQ(used("init_by_lua_block { '\n}\n access_log /l;"), "combined");
}

TEST(NginxConfig, ANameGivesThatFormatUsedOrNot) {
  const ConfigTexts texts = {{kPath, "log_format a '$status a'; log_format b '$status b'; access_log /l a;"}};
  EXPECT_EQ(names(read(texts, "b")), "b");
  EXPECT_EQ(read(texts, "b")->front().place, "/etc/nginx/nginx.conf:1: log_format b");
  EXPECT_EQ(names(read(texts, "combined")), "combined");
  EXPECT_EQ(names(read(texts, "c")),
            "/etc/nginx/nginx.conf: no log_format is called c; there are combined, a, b");
  EXPECT_EQ(names(read({{kPath, "access_log /l nowhere; log_format a $status;"}}, "a")), "a");
}

TEST(NginxConfig, AFormatThatCannotBeCompiledSaysWhereItStands) {
  const auto formats = read({{kPath, "\n log_format a '$status$request';\naccess_log /l a;"}});
  ASSERT_TRUE(formats);
  EXPECT_EQ(
      make_parser(formats->front()).error().message,
      "/etc/nginx/nginx.conf:2: log_format a:1:9: $status and $request touch: nothing tells where the first "
      "one ends\n"
      "  '$status$request'\n"
      "          ^");
}

struct Wrong {
  std::string text;
  std::string message;
};

TEST(NginxConfig, ErrorsHaveFileLineColumnAndCaret) {
  const std::string at = "/etc/nginx/nginx.conf:";
  for (const Wrong& wrong : std::vector<Wrong>{
           {"http {\n  log_format a 'x;\n}\n",
            at + "2:16: this string is never closed\n    log_format a 'x;\n                 ^"},
           {"log_format a '$status'x;",
            at + "1:23: a string in quotes ends before this: there must be a space between\n"
                 "  log_format a '$status'x;\n                        ^"},
           {"http {\n", at + "1:6: this block is never closed\n  http {\n       ^"},
           {"}", at + "1:1: no block ends here\n  }\n  ^"},
           {"http { access_log /l }",
            at + "1:22: unexpected \"}\"\n  http { access_log /l }\n                       ^"},
           {";", at + "1:1: unexpected \";\"\n  ;\n  ^"},
           {"http { {} }", at + "1:8: unexpected \"{\"\n  http { {} }\n         ^"},
           {"access_log /l", at + "1:1: this directive ends with neither ; nor {\n  access_log /l\n  ^"},
           {"x_by_lua_block { {}",
            at + "1:16: this block is never closed\n  x_by_lua_block { {}\n                 ^"},
           {"log_format a;", at + "1:1: log_format takes a name and a format\n  log_format a;\n  ^"},
           {"log_format a escape=xml '$status';",
            at + "1:14: the escape is not one of default, json, none\n  log_format a escape=xml '$status';\n "
                 "              ^"},
           {"log_format a $status;\nlog_format a $status;",
            at + "2:12: there is a log_format of this name already\n  log_format a $status;\n             ^"},
           {"log_format combined $status;", at + "1:12: there is a log_format of this name already\n  "
                                                 "log_format combined $status;\n             ^"},
           {"access_log;", at + "1:1: access_log takes a path, or off\n  access_log;\n  ^"},
           {"include a b;", at + "1:1: include takes one path\n  include a b;\n  ^"},
           {"http {\n\taccess_log /l main;\n}",
            at + "2:16: no log_format is called main; there are combined. When it stands in another file, "
                 "name the "
                 "nginx.conf that includes both\n  \taccess_log /l main;\n  \t              ^"},
           {"http { include no.conf; }", at + "1:16: there is no file /etc/nginx/no.conf\n  http { include "
                                              "no.conf; }\n                 ^"}}) {
    EXPECT_EQ(used(wrong.text), wrong.message);
  }
}

TEST(NginxConfig, AMissingFileSaysFromWhereItWasIncluded) {
  EXPECT_EQ(names(read({{kPath, "include a;"}, {"/etc/nginx/a", "\ninclude b;"}})),
            "/etc/nginx/a:2:9: there is no file /etc/nginx/b\n  include b;\n          ^");
  EXPECT_EQ(
      names(read({{kPath, "include a*;"}, {"/etc/nginx/a", std::string(kUnreadable)}})),
      "/etc/nginx/nginx.conf:1:9: cannot read /etc/nginx/a: Permission denied\n  include a*;\n          ^");
  EXPECT_EQ(names(read({})), "there is no file /etc/nginx/nginx.conf");
}

TEST(NginxConfig, IncludesWithoutEndAreRefused) {
  EXPECT_EQ(names(read({{kPath, "include a;"}, {"/etc/nginx/a", "include nginx.conf;"}})),
            "/etc/nginx/a:1:9: /etc/nginx/nginx.conf includes itself\n  include nginx.conf;\n          ^");
  const ConfigReader endless = [](const std::string& path) -> Result<std::vector<ConfigFile>> {
    return std::vector<ConfigFile>{{path, "include ./" + path + ";"}};
  };
  const auto formats = read_nginx_config("a", "", endless);
  ASSERT_FALSE(formats);
  EXPECT_NE(formats.error().message.find("more than 32 files include each other"), std::string::npos);
  const ConfigReader wide = [](const std::string& path) -> Result<std::vector<ConfigFile>> {
    if (path == "a") return std::vector<ConfigFile>{{path, "include *;"}};
    std::vector<ConfigFile> files;
    for (std::size_t i = 0; i < ConfigFiles::kMaxFiles; ++i) files.push_back({std::to_string(i), ""});
    return files;
  };
  const auto many = read_nginx_config("a", "", wide);
  ASSERT_FALSE(many);
  EXPECT_EQ(many.error().message, "a:1:9: more than 10000 files are included\n  include *;\n          ^");
}

TEST(NginxConfig, AFileMayBeIncludedTwice) {
  EXPECT_EQ(names(read({{kPath, "server { include log; } server { include log; }"},
                        {"/etc/nginx/log", "access_log /l;"}})),
            "combined");
}

TEST(NginxConfig, BlocksMayBeAsDeepAsTheyLike) {
  const std::size_t depth = 200'000;
  std::string text;
  for (std::size_t i = 0; i < depth; ++i) text += "http{";
  EXPECT_EQ(used(text + "access_log /l;" + std::string(depth, '}')), "combined");
}

TEST(NginxConfig, AFileThatOnlyDefinesFormatsMustBeGivenAName) {
  const ConfigTexts texts = {{kPath, "log_format a '$status a'; log_format b '$status b';"}};
  EXPECT_EQ(names(read(texts)),
            "/etc/nginx/nginx.conf: no access_log says which log_format is in use; there are combined, a, b. "
            "Name one, as nginx:/etc/nginx/nginx.conf#b");
  EXPECT_EQ(used("http { }"), "combined");
}

}  // namespace
}  // namespace anonlog
