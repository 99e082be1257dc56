#include "filter/output/log_shape.h"

#include <gtest/gtest.h>

#include <string>

namespace anonlog {
namespace {

// The pieces by their numbers, with the text between them.
std::string parts_of(std::string_view text) {
  const auto shape = LogShape::compile("--to", text);
  if (!shape) return shape.error().message;
  std::string parts;
  for (const LogShape::Part& part : shape->parts) {
    parts += part.literal + "<" + std::to_string(static_cast<int>(part.piece)) + ">";
  }
  return parts + shape->tail;
}

std::string piece(LogPiece of) { return "<" + std::to_string(static_cast<int>(of)) + ">"; }

TEST(LogShape, VariablesArePiecesAndTheRestIsAsItStands) {
  EXPECT_EQ(parts_of("a $status [${time_local}] b"),
            "a " + piece(LogPiece::kStatus) + " [" + piece(LogPiece::kClfTime) + "] b\n");
  EXPECT_EQ(parts_of("log_format x '$status' \" $host\";"),
            piece(LogPiece::kStatus) + " " + piece(LogPiece::kHost) + "\n");
}

TEST(LogShape, ARequestIsThreeWords) {
  EXPECT_EQ(parts_of("\"$request\""), "\"" + piece(LogPiece::kMethod) + " " + piece(LogPiece::kTarget) + " " +
                                          piece(LogPiece::kProtocol) + "\"\n");
}

TEST(LogShape, APathAndItsQueryAreTheTarget) {
  const std::string target = piece(LogPiece::kTarget) + "\n";
  EXPECT_EQ(parts_of("$uri$is_args$args"), target);
  EXPECT_EQ(parts_of("$uri$is_args$query_string"), target);
  EXPECT_EQ(parts_of("$uri"), piece(LogPiece::kPath) + "\n");
  EXPECT_EQ(parts_of("$uri?$args"), piece(LogPiece::kPath) + "?-\n");
  EXPECT_EQ(parts_of("$status $is_args$args."), piece(LogPiece::kStatus) + " -.\n");
}

TEST(LogShape, WhatIdentifiesIsWrittenAsWhatIsAbsent) {
  for (const std::string_view variable :
       {"remote_user", "remote_port", "http_cookie", "cookie_session", "http_x_forwarded_for", "request_id",
        "http_authorization", "args", "arg_email", "http_x_real_ip", "ssl_client_s_dn", "upstream_addr",
        "upstream_http_x_user", "proxy_add_x_forwarded_for", "connection", "ident", "binary_remote_addr"}) {
    const std::string shape = parts_of("$status|$" + std::string(variable) + "|");
    EXPECT_EQ(shape, piece(LogPiece::kStatus) + "|-|\n") << variable;
  }
}

TEST(LogShape, AMisspelledVariableIsAnErrorWithWhatWasMeant) {
  EXPECT_EQ(parts_of("$remote_addr $sttus"),
            "--to:1:14: $sttus is no variable of nginx that is known here; did you mean $status?\n"
            "  $remote_addr $sttus\n"
            "               ^");
  EXPECT_NE(parts_of("$http_refferer").find("did you mean $http_referer?"), std::string::npos);
  EXPECT_NE(parts_of("$reqest").find("did you mean $request?"), std::string::npos);
  const std::string unknown = parts_of("$nothing_like_it");
  EXPECT_NE(unknown.find("what can be written is $body_bytes_sent $bytes_sent "), std::string::npos);
  EXPECT_NE(unknown.find(" $request $request_method "), std::string::npos);
}

TEST(LogShape, ATextThatIsNoLogFormatIsAnErrorAtItsPlace) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"$", "--to:1:1: no variable name"},
      {"$status ${host", "--to:1:9: no variable name"},
      {"'$status", "--to:1:1: this string is never closed"},
      {"escape=json '$status'", "--to:1:1: lines are written with escape=default only"},
      {"escape=none '$status'", "--to:1:1: lines are written with escape=default only"},
      {"# $status\n'a'", "--to:1:1: no $variable"},
      {"#$status", "--to:1:1: a line that begins with #"},
      {"$status\n$host", "--to:2:1: a line end stands before this"},
      {"'$status\\n'", "--to:1:12: a line end stands before this"},
      {"'a\\r$status'", "--to:1:5: a line end stands before this"},
      {"$status$body_bytes_sent", "--to:1:8: $status and $body_bytes_sent touch"},
      {"$upstream_addr-\"$status", "--to:1:1: lines of this form cannot be read again"},
      {"$uri$is_args$args$status", "--to:1:18: $uri$is_args$args and $status touch"},
  };
  for (const auto& [text, message] : cases) {
    EXPECT_TRUE(parts_of(text).starts_with(message)) << parts_of(text);
  }
}

TEST(LogColumns, AreThoseThatTheLineIsMadeOf) {
  const auto columns_of = [](std::string_view text, const Policy& policy = Policy()) {
    return log_columns(LogShape::compile("--to", text).value(), policy);
  };
  using Columns = std::vector<Column>;
  EXPECT_EQ(columns_of("$status $remote_user $request_uri $status"),
            (Columns{Column::kPath, Column::kStatus}));
  EXPECT_EQ(columns_of("$remote_user"), Columns{});
  Policy policy;
  policy.columns[static_cast<std::size_t>(Column::kTarget)] = ColumnRule();
  EXPECT_EQ(columns_of("$uri", policy), Columns{Column::kPath});
  EXPECT_EQ(columns_of("$request_uri", policy), Columns{Column::kTarget});
}

}  // namespace
}  // namespace anonlog
