// What a line of a log is made of that is written for other tools: pieces of a record and the text between them.
//
// Input:  an nginx log_format (parsers/nginx_log_format.h), as
//             $remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent
//         with each variable standing for what a policy lets be published of it (log_pieces.h). A variable that is none of
//         ours but of nginx, or that holds what identifies, is written as "-", as nginx writes what is absent.
//         Beyond what a log_format is, it must make lines that can be read again with the same text: it is refused where
//         nothing tells two variables apart, where a line would hold a line end or begin as a comment, and with an
//         escape= that is not the default one.
// Errors: kUsage, with line, column and caret in the text.
#ifndef ANONLOG_FILTER_OUTPUT_LOG_SHAPE_H_
#define ANONLOG_FILTER_OUTPUT_LOG_SHAPE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/error.h"
#include "rules/column.h"
#include "rules/policy.h"

namespace anonlog {

// Each is spelled in one way (log_pieces.h).
enum class LogPiece : std::uint8_t {
  kAddress,
  kClfTime,
  kIsoTime,
  kEpochTime,
  kMethod,
  kPath,
  kTarget,
  kProtocol,
  kStatus,
  kBytes,
  kReferrer,
  kUserAgent,
  kHost,
  kDuration,
  kLanguage,
};
inline constexpr std::size_t kLogPieceCount = 15;

// As NCSA httpd wrote them, and as --to calls them.
inline constexpr std::string_view kCommonLogFormat =
    R"($remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent)";
inline constexpr std::string_view kCombinedLogFormat =
    R"($remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent")";

struct LogShape {
  struct Part {
    std::string literal;  // before the piece
    LogPiece piece;
  };

  std::string text;  // that it was made of
  std::vector<Part> parts;
  std::string tail;  // with the line end

  // `name` stands before the position in error messages.
  static Result<LogShape> compile(std::string_view name, std::string_view text);
};

// The columns of a policy's records that its lines are made of, in the order of the catalogue.
std::vector<Column> log_columns(const LogShape& shape, const Policy& policy);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_OUTPUT_LOG_SHAPE_H_
