#include "parsers/apache_config.h"

#include <gtest/gtest.h>

#include "tests/parsers/config_in_memory.h"

namespace anonlog {
namespace {

constexpr const char* kPath = "/etc/apache2/apache2.conf";

Result<std::vector<FormatSource>> read(ConfigTexts texts, std::string_view nickname = "") {
  const ConfigReader reader = config_in_memory(std::move(texts));
  return read_apache_config(kPath, nickname, reader);
}

// Texts of the formats, each in a line, or the error.
std::string texts(const Result<std::vector<FormatSource>>& formats) {
  if (!formats) return formats.error().message;
  std::string texts;
  for (const FormatSource& format : *formats) {
    EXPECT_EQ(format.language, FormatLanguage::kApache);
    texts += (texts.empty() ? "" : "\n") + format.text;
  }
  return texts;
}

std::string used(const std::string& text) { return texts(read({{kPath, text}})); }

TEST(ApacheConfig, FormatsInUseComeOnceInTheOrderOfTheirUse) {
  EXPECT_EQ(used("LogFormat \"%h a\" a\n"
                 "LogFormat \"%h b\" b\n"
                 "LogFormat \"%h unused\" unused\n"
                 "<VirtualHost *:80>\n"
                 "  CustomLog ${APACHE_LOG_DIR}/access.log b env=!dontlog\n"
                 "  <IfModule mod_ssl.c>\n"
                 "    CustomLog \"|/usr/bin/rotatelogs /l 86400\" \"%t %{SSL_PROTOCOL}x\"\n"
                 "  </IfModule>\n"
                 "</VirtualHost>\n"
                 "GlobalLog logs/all a \"expr=%{REQUEST_STATUS} >= 400\"\n"
                 "CustomLog logs/again b\n"),
            "%h b\n%t %{SSL_PROTOCOL}x\n%h a");
}

TEST(ApacheConfig, QuotesEscapesCaseAndContinuedLinesAreThoseOfApache) {
  EXPECT_EQ(used("logformat \"%h \\\"%r\\\" \\\\ \\t 'x'\" Combined\nCUSTOMLOG l combined\n"),
            "%h \"%r\" \\ \\t 'x'");
  EXPECT_EQ(used("LogFormat '%h \"%r\" it\\'s' a\nCustomLog l a"), "%h \"%r\" it's");
  EXPECT_EQ(used("LogFormat %h,%r a\n  CustomLog l a"), "%h,%r");
  EXPECT_EQ(used("LogFormat \"%h \\\n  %r\" \\\r\n a\r\n# CustomLog l b\\\nCustomLog l c\nCustomLog l a\n"),
            "%h   %r");
  EXPECT_EQ(used("LogFormat \"\\\"%h\\\",\\\"%t\\\"\" a\nCustomLog l a"), "\"\\\"%h\\\",\\\"%t\\\"\"");
}

TEST(ApacheConfig, TheLastDefinitionCountsAndThatOfTheVirtualHostBefore) {
  EXPECT_EQ(used("LogFormat \"%h 1\" a\nLogFormat \"%h 2\" A\nCustomLog l a\n"), "%h 2");
  EXPECT_EQ(used("CustomLog l a\nLogFormat \"%h 1\" a\n"), "%h 1");
  const std::string hosts =
      "LogFormat \"%h main\" a\n"
      "<VirtualHost *>\nLogFormat \"%h host\" a\nCustomLog l a\n</VirtualHost>\n"
      "<VirtualHost *>\nCustomLog l a\n</VirtualHost>\n";
  EXPECT_EQ(used(hosts), "%h host\n%h main");
  EXPECT_EQ(texts(read({{kPath, hosts}}, "a")), "%h main\n%h host");
}

TEST(ApacheConfig, TransferLogWritesTheFormatWithoutANickname) {
  const std::string common = "%h %l %u %t \"%r\" %>s %b";
  EXPECT_EQ(used("TransferLog l\n"), common);
  EXPECT_EQ(used("TransferLog l\nLogFormat \"%h own\"\n"), "%h own");
  EXPECT_EQ(used("LogFormat \"%h a\" a\nLogFormat A\nTransferLog l\n"), "%h a");
  EXPECT_EQ(
      used("LogFormat \"%h main\"\n<VirtualHost *>\nLogFormat \"%h host\"\nTransferLog l\n</VirtualHost>\n"
           "TransferLog m"),
      "%h host\n%h main");
  EXPECT_EQ(used("CustomLog l CLF\n"), common);
}

TEST(ApacheConfig, IncludesAreRelativeToServerRoot) {
  EXPECT_EQ(texts(read({{kPath,
                         "IncludeOptional sites/*.conf\nIncludeOptional none/*.conf\nIncludeOptional none\n"
                         "ServerRoot \"/srv/httpd\"\nInclude conf/log.conf\nInclude /abs.conf\n"},
                        {"/etc/apache2/sites/b.conf", "CustomLog l b"},
                        {"/etc/apache2/sites/a.conf", "<VirtualHost *>\nInclude a.inc\n</VirtualHost>"},
                        {"/etc/apache2/a.inc", "CustomLog l a"},
                        {"/srv/httpd/conf/log.conf", "LogFormat \"%h a\" a\nLogFormat \"%h b\" b"},
                        {"/abs.conf", "CustomLog l \"%h abs\""}})),
            "%h a\n%h b\n%h abs");
}

TEST(ApacheConfig, DefinesAreExpanded) {
  EXPECT_EQ(texts(read({{kPath,
                         "Define ROOT /srv\nDefine NAME a\nDefine FLAG\nInclude ${ROOT}/${NAME}${FLAG}.conf\n"
                         "UnDefine NAME\nCustomLog l \"%h ${NAME} ${ROOT}\"\n"},
                        {"/srv/a.conf", "LogFormat \"%h $ ${ {x}\" a\nCustomLog ${UNKNOWN}/l a"}})),
            "%h $ ${ {x}\n%h ${NAME} /srv");
}

TEST(ApacheConfig, ANameGivesThatFormatUsedOrNot) {
  const ConfigTexts files = {
      {kPath, "LogFormat \"%h a\" a\nLogFormat \"%h b\" b\nLogFormat \"%h c\"\nCustomLog l a\n"}};
  EXPECT_EQ(texts(read(files, "B")), "%h b");
  EXPECT_EQ(read(files, "b")->front().name, "b");
  EXPECT_EQ(read(files, "b")->front().place, "/etc/apache2/apache2.conf:2: LogFormat b");
  EXPECT_EQ(texts(read(files, "d")),
            "/etc/apache2/apache2.conf: no LogFormat is called d; there are CLF, a, b");
  EXPECT_EQ(texts(read({{kPath, "CustomLog l nowhere\nLogFormat \"%h a\" a"}}, "a")), "%h a");
}

TEST(ApacheConfig, WithoutALogInUseANameIsAskedFor) {
  EXPECT_EQ(used("LogFormat \"%h\" a\nLogFormat \"%h\" A\n"),
            "/etc/apache2/apache2.conf: no CustomLog, GlobalLog or TransferLog says which LogFormat is in "
            "use. Name "
            "one, as apache:FILE#NICKNAME; there are CLF, a");
}

struct Wrong {
  std::string text;
  std::string message;
};

TEST(ApacheConfig, ErrorsHaveFileLineColumnAndCaret) {
  const std::string at = "/etc/apache2/apache2.conf:";
  for (const Wrong& wrong : std::vector<Wrong>{
           {"\n  LogFormat \"%h a\n",
            at + "2:13: this string is never closed\n    LogFormat \"%h a\n              ^"},
           {"LogFormat",
            at + "1:1: LogFormat takes a format in quotes, and perhaps a nickname\n  LogFormat\n  ^"},
           {"LogFormat %h %l %u a", at + "1:1: LogFormat takes a format in quotes, and perhaps a nickname\n"
                                         "  LogFormat %h %l %u a\n  ^"},
           {"CustomLog l",
            at + "1:1: CustomLog takes a file or pipe, a nickname or format, and perhaps a condition\n"
                 "  CustomLog l\n  ^"},
           {"TransferLog", at + "1:1: TransferLog takes a file or pipe\n  TransferLog\n  ^"},
           {"Include a b", at + "1:1: Include takes one path\n  Include a b\n  ^"},
           {"CustomLog \\\n  l nope",
            at + "2:5: no LogFormat is called nope, and as a format it has no %directive; there are CLF\n"
                 "    l nope\n      ^"},
           {"Include no.conf",
            at + "1:9: there is no file /etc/apache2/no.conf\n  Include no.conf\n          ^"},
           {"Include no/*.conf",
            at + "1:9: there is no file /etc/apache2/no/*.conf\n  Include no/*.conf\n          ^"},
           {"IncludeOptional ${X}/a.conf",
            at + "1:17: no Define says what is meant in ${X}/a.conf\n  IncludeOptional ${X}/a.conf\n"
                 "                  ^"}}) {
    EXPECT_EQ(used(wrong.text), wrong.message);
  }
}

TEST(ApacheConfig, AMissingFileSaysFromWhereItWasIncluded) {
  EXPECT_EQ(texts(read({{kPath, "Include a"}, {"/etc/apache2/a", "\nInclude b"}})),
            "/etc/apache2/a:2:9: there is no file /etc/apache2/b\n  Include b\n          ^");
  EXPECT_EQ(
      texts(read({{kPath, "IncludeOptional a"}, {"/etc/apache2/a", std::string(kUnreadable)}})),
      "/etc/apache2/apache2.conf:1:17: cannot read /etc/apache2/a: Permission denied\n  IncludeOptional a\n"
      "                  ^");
  EXPECT_EQ(texts(read({})), "there is no file /etc/apache2/apache2.conf");
}

TEST(ApacheConfig, IncludesWithoutEndAreRefused) {
  EXPECT_EQ(
      texts(read({{kPath, "IncludeOptional *.conf"}})),
      "/etc/apache2/apache2.conf:1:17: /etc/apache2/apache2.conf includes itself\n  IncludeOptional *.conf\n"
      "                  ^");
}

TEST(ApacheConfig, WhatItDoesNotReadIsNotJudged) {
  EXPECT_EQ(
      used("<Perl>\n print \"unclosed;\n</Perl>\nRewriteRule \"^/(.*)$ x\nErrorLogFormat\nTransferLog l"),
      "%h %l %u %t \"%r\" %>s %b");
}

}  // namespace
}  // namespace anonlog
