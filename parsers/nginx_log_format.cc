#include "parsers/nginx_log_format.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "parsers/format_pieces.h"
#include "parsers/near_name.h"
#include "parsers/nginx_template.h"

namespace anonlog {
namespace {

struct NginxVariable {
  std::string_view name;
  Field field;
  FieldShape shape;
  FieldUnit unit = FieldUnit::kNone;
};

// One row per variable that maps to a field of ours. Sorted by name.
constexpr NginxVariable kVariables[] = {
    {"args", Field::kQuery, FieldShape::kText},
    {"body_bytes_sent", Field::kBodyBytes, FieldShape::kNumber},
    {"bytes_sent", Field::kBytesSent, FieldShape::kNumber},
    {"host", Field::kHost, FieldShape::kToken},
    {"http_accept_language", Field::kAcceptLanguage, FieldShape::kText},
    {"http_cookie", Field::kCookie, FieldShape::kText},
    {"http_dnt", Field::kDnt, FieldShape::kText},
    {"http_host", Field::kHost, FieldShape::kText},
    {"http_referer", Field::kReferrer, FieldShape::kText},
    {"http_sec_ch_ua", Field::kSecChUa, FieldShape::kText},
    {"http_sec_ch_ua_mobile", Field::kSecChUaMobile, FieldShape::kText},
    {"http_sec_ch_ua_platform", Field::kSecChUaPlatform, FieldShape::kText},
    {"http_sec_gpc", Field::kSecGpc, FieldShape::kText},
    {"http_user_agent", Field::kUserAgent, FieldShape::kText},
    {"http_x_forwarded_for", Field::kForwardedFor, FieldShape::kText},
    {"http_x_request_id", Field::kRequestId, FieldShape::kText},
    {"ident", Field::kIdent, FieldShape::kToken},  // no variable of nginx: Apache's %l in our own formats
    {"msec", Field::kTime, FieldShape::kNumber, FieldUnit::kEpochSeconds},
    {"proxy_add_x_forwarded_for", Field::kForwardedFor, FieldShape::kText},
    {"query_string", Field::kQuery, FieldShape::kText},
    {"realip_remote_addr", Field::kPeerIp, FieldShape::kAddress},
    {"remote_addr", Field::kClientIp, FieldShape::kAddress},
    {"remote_port", Field::kClientPort, FieldShape::kNumber},
    {"remote_user", Field::kRemoteUser, FieldShape::kText},
    {"request", Field::kRequest, FieldShape::kText},
    {"request_id", Field::kRequestId, FieldShape::kToken},
    {"request_length", Field::kRequestBytes, FieldShape::kNumber},
    {"request_method", Field::kMethod, FieldShape::kToken},
    {"request_time", Field::kDurationUs, FieldShape::kNumber, FieldUnit::kSeconds},
    {"request_uri", Field::kTarget, FieldShape::kText},
    {"scheme", Field::kScheme, FieldShape::kToken},
    {"server_name", Field::kServerName, FieldShape::kToken},
    {"server_port", Field::kServerPort, FieldShape::kNumber},
    {"server_protocol", Field::kProtocol, FieldShape::kToken},
    {"ssl_cipher", Field::kTlsCipher, FieldShape::kToken},
    {"ssl_protocol", Field::kTlsProtocol, FieldShape::kToken},
    {"status", Field::kStatus, FieldShape::kNumber},
    {"time_iso8601", Field::kTime, FieldShape::kIsoTime},
    {"time_local", Field::kTime, FieldShape::kClfTime},
    {"upstream_addr", Field::kUpstreamAddr, FieldShape::kList},
    {"upstream_cache_status", Field::kCacheStatus, FieldShape::kToken},
    {"upstream_response_time", Field::kUpstreamDurationUs, FieldShape::kList, FieldUnit::kSeconds},
    {"upstream_status", Field::kUpstreamStatus, FieldShape::kList},
    {"uri", Field::kPath, FieldShape::kText},
};
static_assert(std::is_sorted(std::begin(kVariables), std::end(kVariables),
                             [](const auto& a, const auto& b) { return a.name < b.name; }));

// Other values that nginx writes as lists, one element per upstream server tried.
constexpr std::string_view kUpstreamLists[] = {
    "upstream_bytes_received", "upstream_bytes_sent",      "upstream_connect_time",
    "upstream_header_time",    "upstream_response_length", "upstream_queue_time",
};

// $is_args is "?" when there are arguments behind it: the two are one query.
void add_variable(FormatPiece&& piece, std::vector<FormatPiece>& pieces) {
  if (piece.literal.empty() && piece.slot.field == Field::kQuery && !pieces.empty() &&
      pieces.back().name == "$is_args") {
    pieces.back().slot = std::move(piece.slot);
    pieces.back().name += piece.name;
    pieces.back().marked_query = true;
    return;
  }
  pieces.push_back(std::move(piece));
}

LineGrammar::Escapes line_escapes(NginxEscape escape) {
  return escape == NginxEscape::kNone ? LineGrammar::Escapes::kNone : LineGrammar::Escapes::kBackslash;
}

}  // namespace

Slot nginx_variable_slot(std::string_view variable) {
  const auto* row = std::lower_bound(std::begin(kVariables), std::end(kVariables), variable,
                                     [](const NginxVariable& v, std::string_view n) { return v.name < n; });
  if (row != std::end(kVariables) && row->name == variable) {
    return {row->field, std::string(field_info(row->field).name), row->shape, row->unit};
  }
  const bool list =
      std::find(std::begin(kUpstreamLists), std::end(kUpstreamLists), variable) != std::end(kUpstreamLists);
  return {Field::kOther, std::string(variable), list ? FieldShape::kList : FieldShape::kText,
          FieldUnit::kNone};
}

Result<LineGrammar> compile_nginx_log_format(std::string_view name, std::string_view text) {
  Result<NginxTemplate> read = read_nginx_template(name, text);
  if (!read) return tl::unexpected(std::move(read).error());
  FormatPieces made;
  made.escapes = line_escapes(read->escape);
  for (NginxTemplate::Variable& variable : read->variables) {
    add_variable({std::move(variable.literal), nginx_variable_slot(variable.name), "$" + variable.name,
                  variable.offset},
                 made.pieces);
  }
  if (made.pieces.empty()) {
    return fail(ErrorKind::kUsage,
                locate(name, text, 0,
                       "no $variable in this format, and `anonlog formats` lists no format of this name"));
  }
  made.tail = std::move(read->tail);
  return make_grammar(std::move(made), BareTexts::kAsTheyCome)
      .map_error([name, text](const FormatProblem& problem) {
        return Error{ErrorKind::kUsage, locate(name, text, problem.offset, problem.message)};
      });
}

std::string_view near_nginx_variable(std::string_view variable) {
  const auto* near =
      std::find_if(std::begin(kVariables), std::end(kVariables),
                   [variable](const NginxVariable& row) { return is_one_edit_away(row.name, variable); });
  return near == std::end(kVariables) ? std::string_view() : near->name;
}

}  // namespace anonlog
