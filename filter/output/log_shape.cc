#include "filter/output/log_shape.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "parsers/near_name.h"
#include "parsers/nginx_log_format.h"
#include "parsers/nginx_template.h"

namespace anonlog {
namespace {

struct Writable {
  std::string_view variable;
  LogPiece piece;
};

// Three pieces, and no row for that.
constexpr std::string_view kRequest = "request";
constexpr Writable kWritable[] = {
    {"remote_addr", LogPiece::kAddress},
    {"realip_remote_addr", LogPiece::kAddress},
    {"time_local", LogPiece::kClfTime},
    {"time_iso8601", LogPiece::kIsoTime},
    {"msec", LogPiece::kEpochTime},
    {"request_method", LogPiece::kMethod},
    {"request_uri", LogPiece::kTarget},
    {"uri", LogPiece::kPath},
    {"document_uri", LogPiece::kPath},
    {"server_protocol", LogPiece::kProtocol},
    {"status", LogPiece::kStatus},
    {"body_bytes_sent", LogPiece::kBytes},
    {"bytes_sent", LogPiece::kBytes},
    {"http_referer", LogPiece::kReferrer},
    {"http_user_agent", LogPiece::kUserAgent},
    {"host", LogPiece::kHost},
    {"http_host", LogPiece::kHost},
    {"server_name", LogPiece::kHost},
    {"request_time", LogPiece::kDuration},
    {"http_accept_language", LogPiece::kLanguage},
};

// Of nginx, besides those that its log formats are read by.
constexpr std::string_view kOtherVariables[] = {
    "binary_remote_addr",
    "connection",
    "connection_requests",
    "connection_time",
    "content_length",
    "content_type",
    "document_root",
    "gzip_ratio",
    "hostname",
    "http2",
    "http3",
    "https",
    "is_args",
    "pid",
    "pipe",
    "proxy_host",
    "proxy_port",
    "proxy_protocol_addr",
    "proxy_protocol_port",
    "realip_remote_port",
    "realpath_root",
    "request_completion",
    "request_filename",
    "server_addr",
    "upstream_bytes_received",
    "upstream_bytes_sent",
    "upstream_connect_time",
    "upstream_header_time",
    "upstream_queue_time",
    "upstream_response_length",
};

// What stands behind them is the name of an argument, a cookie, a header, or a property of the client.
constexpr std::string_view kOpenNames[] = {
    "arg_", "cookie_",          "geoip_",         "geoip2_",           "http_", "sent_http_", "sent_trailer_",
    "ssl_", "upstream_cookie_", "upstream_http_", "upstream_trailer_",
};

bool is_listed(std::string_view variable) {
  return nginx_variable_slot(variable).field != Field::kOther ||
         std::ranges::find(kOtherVariables, variable) != std::end(kOtherVariables);
}

bool has_open_name(std::string_view variable) {
  return std::ranges::any_of(kOpenNames, [variable](std::string_view begin) {
    return variable.starts_with(begin) && variable.size() > begin.size();
  });
}

std::string_view near_writable(std::string_view variable) {
  if (is_one_edit_away(kRequest, variable)) return kRequest;
  const auto* near = std::ranges::find_if(
      kWritable, [variable](const Writable& row) { return is_one_edit_away(row.variable, variable); });
  return near == std::end(kWritable) ? near_nginx_variable(variable) : near->variable;
}

std::string writable_names() {
  std::vector<std::string> names = {fmt::format("${}", kRequest)};
  for (const Writable& row : kWritable) names.push_back(fmt::format("${}", row.variable));
  std::ranges::sort(names);
  return fmt::format("{}", fmt::join(names, " "));
}

// Of a piece that is null (log_pieces.h).
std::string_view null_text(LogPiece piece) {
  switch (piece) {
    case LogPiece::kAddress:
      return "0.0.0.0";
    case LogPiece::kClfTime:
      return "01/Jan/1970:00:00:00 +0000";
    case LogPiece::kIsoTime:
      return "1970-01-01T00:00:00+00:00";
    case LogPiece::kEpochTime:
      return "0.000";
    case LogPiece::kProtocol:
      return "HTTP/1.0";
    case LogPiece::kStatus:
      return "100";
    default:
      return "-";
  }
}

class ShapeCompiler {
 public:
  ShapeCompiler(std::string_view name, std::string_view text) : name_(name), text_(text) {}

  Result<LogShape> compile() {
    Result<NginxTemplate> read = read_nginx_template(name_, text_);
    if (!read) return tl::unexpected(std::move(read).error());
    if (Status status = check(*read); !status) return tl::unexpected(std::move(status).error());
    shape_.text = text_;
    const std::vector<NginxTemplate::Variable>& variables = read->variables;
    for (std::size_t i = 0; i < variables.size(); ++i) {
      literal_ += variables[i].literal;
      i += add(variables, i) - 1;
    }
    shape_.tail = std::exchange(literal_, {}) + read->tail + "\n";
    if (Status status = check_reading(); !status) return tl::unexpected(std::move(status).error());
    return std::move(shape_);
  }

 private:
  [[nodiscard]] tl::unexpected<Error> error(std::size_t offset, std::string_view message) const {
    return fail(ErrorKind::kUsage, locate(name_, text_, offset, message));
  }

  [[nodiscard]] Status check(const NginxTemplate& format) const {
    if (format.escape != NginxEscape::kDefault) {
      return error(text_.find("escape="),
                   "lines are written with escape=default only (for JSON there is --to ndjson)");
    }
    if (format.variables.empty()) return error(0, "no $variable stands in this text");
    for (const NginxTemplate::Variable& variable : format.variables) {
      if (Status status = check_variable(variable); !status) return status;
      if (has_line_end(variable.literal)) return error(variable.offset, kLineEnd);
    }
    if (has_line_end(format.tail)) return error(text_.size(), kLineEnd);
    if (format.variables.front().literal.starts_with('#')) {
      return error(text_.find('#'), "a line that begins with # is a comment to who reads it");
    }
    return {};
  }

  // Whether the same text reads its lines: it says itself what cannot be told apart, but for what is absent beside a literal
  // that looks like it.
  [[nodiscard]] Status check_reading() const {
    const Result<LineGrammar> grammar = compile_nginx_log_format(name_, text_);
    if (!grammar) return Status(tl::unexpect, grammar.error());
    std::string line;
    for (const LogShape::Part& part : shape_.parts) line.append(part.literal).append(null_text(part.piece));
    line.append(shape_.tail, 0, shape_.tail.size() - 1);
    std::vector<RawBytes> row(grammar->slots().size() * RecordBatch::kColumnStride);
    std::string arena(line.size(), '\0');
    char* end = arena.data();
    if (grammar->match(line, row.data(), end)) return {};
    return error(0,
                 "lines of this form cannot be read again: what is absent is -, and cannot be told from what "
                 "stands beside");
  }

  static constexpr std::string_view kLineEnd = "a line end stands before this: a record is one line";

  static bool has_line_end(std::string_view literal) {
    return literal.find_first_of("\r\n") != std::string_view::npos;
  }

  [[nodiscard]] Status check_variable(const NginxTemplate::Variable& variable) const {
    if (variable.name == kRequest || find(variable.name) || is_listed(variable.name)) return {};
    const std::string_view near = near_writable(variable.name);
    // A header that nobody asks for may well be a misspelled one.
    if (has_open_name(variable.name) && near.empty()) return {};
    return error(
        variable.offset,
        near.empty()
            ? fmt::format("${} is no variable of nginx that is known here; what can be written is {}",
                          variable.name, writable_names())
            : fmt::format("${} is no variable of nginx that is known here; did you mean ${}?", variable.name,
                          near));
  }

  static std::optional<LogPiece> find(std::string_view variable) {
    const auto* row = std::ranges::find(kWritable, variable, &Writable::variable);
    return row == std::end(kWritable) ? std::nullopt : std::optional(row->piece);
  }

  // How many variables it took, from `at` on.
  std::size_t add(const std::vector<NginxTemplate::Variable>& variables, std::size_t at) {
    const auto is = [&variables, at](std::size_t index, std::string_view name) {
      return index < variables.size() && variables[index].name == name &&
             (index == at || variables[index].literal.empty());
    };
    const auto is_query = [&is](std::size_t index) { return is(index, "args") || is(index, "query_string"); };
    if (is(at, "uri") && is(at + 1, "is_args") && is_query(at + 2)) {
      add(LogPiece::kTarget);
      return 3;
    }
    // A query with its "?" is one.
    if (is(at, "is_args") && is_query(at + 1)) {
      literal_ += '-';
      return 2;
    }
    if (is(at, kRequest)) {
      add(LogPiece::kMethod);
      literal_ = " ";
      add(LogPiece::kTarget);
      literal_ = " ";
      add(LogPiece::kProtocol);
    } else if (const auto piece = find(variables[at].name)) {
      add(*piece);
    } else {
      literal_ += '-';
    }
    return 1;
  }

  void add(LogPiece piece) { shape_.parts.push_back({std::exchange(literal_, {}), piece}); }

  std::string_view name_;
  std::string_view text_;
  LogShape shape_;
  std::string literal_;
};

// What a piece is made of when a policy publishes these columns.
void add_columns(LogPiece piece, const Policy& policy, ColumnSet& columns) {
  const auto has = [&policy](Column column) {
    return policy.columns[static_cast<std::size_t>(column)].has_value();
  };
  const auto add = [&columns](Column column) { columns.set(static_cast<std::size_t>(column)); };
  const auto& client = policy.columns[static_cast<std::size_t>(Column::kClient)];
  switch (piece) {
    case LogPiece::kAddress:
      return add(client && writes_address(*client) ? Column::kClient : Column::kNetwork);
    case LogPiece::kClfTime:
    case LogPiece::kIsoTime:
    case LogPiece::kEpochTime:
      return add(Column::kTime);
    case LogPiece::kMethod:
      return add(Column::kMethod);
    case LogPiece::kPath:
      return add(Column::kPath);
    case LogPiece::kTarget:
      return add(has(Column::kTarget) ? Column::kTarget : Column::kPath);
    case LogPiece::kProtocol:
      return add(Column::kProtocol);
    case LogPiece::kStatus:
      return add(Column::kStatus);
    case LogPiece::kBytes:
      return add(Column::kBytes);
    case LogPiece::kReferrer:
      return add(has(Column::kReferrerUrl) ? Column::kReferrerUrl : Column::kReferrer);
    case LogPiece::kUserAgent:
      if (has(Column::kUserAgent)) return add(Column::kUserAgent);
      for (const Column part :
           {Column::kBrowser, Column::kBrowserMajor, Column::kOs, Column::kDevice, Column::kBot}) {
        add(part);
      }
      return;
    case LogPiece::kHost:
      return add(Column::kHost);
    case LogPiece::kDuration:
      return add(Column::kDurationUs);
    case LogPiece::kLanguage:
      return add(Column::kLanguage);
  }
}

}  // namespace

Result<LogShape> LogShape::compile(std::string_view name, std::string_view text) {
  return ShapeCompiler(name, text).compile();
}

std::vector<Column> log_columns(const LogShape& shape, const Policy& policy) {
  ColumnSet set;
  for (const LogShape::Part& part : shape.parts) add_columns(part.piece, policy, set);
  std::vector<Column> columns;
  for (const ColumnInfo& info : kColumns) {
    if (set[static_cast<std::size_t>(info.column)]) columns.push_back(info.column);
  }
  return columns;
}

}  // namespace anonlog
