#include "parsers/nginx_log_format.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "parsers/format_pieces.h"
#include "parsers/near_name.h"

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

bool is_name_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

struct NginxText {
  FormatText text;
  LineGrammar::Escapes escapes = LineGrammar::Escapes::kBackslash;
};

class Compiler {
 public:
  Compiler(std::string_view name, std::string_view text) : name_(name), text_(text) {}

  Result<LineGrammar> compile() {
    return read_text().and_then([this](NginxText&& format) { return make_pieces(format); });
  }

 private:
  tl::unexpected<Error> error(std::size_t offset, std::string_view message) const {
    return fail(ErrorKind::kUsage, locate(name_, text_, offset, message));
  }

  void skip_spaces() {
    while (at_ != text_.size() && is_space(text_[at_])) ++at_;
  }

  void skip_spaces_and_comments() {
    for (skip_spaces(); at_ != text_.size() && text_[at_] == '#'; skip_spaces()) {
      at_ = std::min(text_.find('\n', at_), text_.size());
    }
  }

  void skip_word() {
    while (at_ != text_.size() && !is_space(text_[at_])) ++at_;
  }

  // "log_format NAME", when the whole directive was copied.
  void skip_directive() {
    constexpr std::string_view kDirective = "log_format";
    if (!text_.substr(at_).starts_with(kDirective)) return;
    if (at_ + kDirective.size() == text_.size() || !is_space(text_[at_ + kDirective.size()])) return;
    at_ += kDirective.size();
    skip_spaces();
    skip_word();
    skip_spaces();
  }

  Result<NginxText> read_text() {
    NginxText format;
    at_ = skip_comments(text_);
    skip_directive();
    bool bare = at_ == text_.size() || text_[at_] != '\'';
    if (text_.substr(at_).starts_with("escape=")) {
      if (auto escapes = read_escape()) {
        format.escapes = *escapes;
      } else {
        return tl::unexpected(std::move(escapes.error()));
      }
      skip_spaces();
      bare = at_ == text_.size() || (text_[at_] != '\'' && text_[at_] != '"');
    }
    if (bare) {
      for (; at_ != text_.size(); ++at_) format.text.append(text_[at_], at_);
    } else if (Status strings = read_strings(format.text); !strings) {
      return tl::unexpected(std::move(strings.error()));
    }
    format.text.offsets.push_back(text_.size());
    return format;
  }

  Result<LineGrammar::Escapes> read_escape() {
    at_ += std::string_view("escape=").size();
    const std::size_t begin = at_;
    skip_word();
    const std::string_view value = text_.substr(begin, at_ - begin);
    if (value == "default" || value == "json") return LineGrammar::Escapes::kBackslash;
    if (value == "none") return LineGrammar::Escapes::kNone;
    return error(begin, "the escape is not one of default, json, none");
  }

  // Strings in quotes up to the end or a semicolon, joined.
  Status read_strings(FormatText& format) {
    for (;;) {
      skip_spaces_and_comments();
      if (at_ == text_.size()) return {};
      if (text_[at_] == ';') {
        const std::size_t semicolon = at_++;
        skip_spaces_and_comments();
        if (at_ == text_.size()) return {};
        return error(semicolon, "there is text behind the semicolon that ends the log_format");
      }
      const char quote = text_[at_];
      if (quote != '\'' && quote != '"') {
        return error(at_, "expected a string in quotes, as log_format in nginx.conf has them");
      }
      const std::size_t begin = at_++;
      while (at_ != text_.size() && text_[at_] != quote) read_string_byte(format);
      if (at_ == text_.size()) return error(begin, "this string is never closed");
      ++at_;
    }
  }

  // One byte of a string; the configuration knows \" \' \\ \t \r \n and keeps any other backslash.
  void read_string_byte(FormatText& format) {
    const std::size_t begin = at_++;
    char c = text_[begin];
    if (c == '\\' && at_ != text_.size()) {
      constexpr std::string_view kFrom = "\"'\\trn";
      constexpr std::string_view kTo = "\"'\\\t\r\n";
      if (const std::size_t i = kFrom.find(text_[at_]); i != std::string_view::npos) {
        c = kTo[i];
        ++at_;
      }
    }
    format.append(c, begin);
  }

  Result<LineGrammar> make_pieces(const NginxText& format) const {
    const auto& [bytes, offsets] = format.text;
    FormatPieces made;
    made.escapes = format.escapes;
    std::string literal;
    for (std::size_t i = 0; i != bytes.size();) {
      if (bytes[i] != '$') {
        literal += bytes[i++];
        continue;
      }
      const std::size_t dollar = i;
      const auto variable = read_variable(bytes, i);
      if (variable.empty()) {
        return error(offsets[dollar], "no variable name behind $ (it is $name or ${name})");
      }
      if (made.pieces.size() == LineGrammar::kMaxFields) {
        return error(offsets[dollar],
                     fmt::format("more than {} variables in one format", LineGrammar::kMaxFields));
      }
      add_variable({std::exchange(literal, {}), nginx_variable_slot(variable), fmt::format("${}", variable),
                    offsets[dollar]},
                   made.pieces);
    }
    if (made.pieces.empty()) {
      return error(0, "no $variable in this format, and `anonlog formats` lists no format of this name");
    }
    made.tail = std::move(literal);
    return make_grammar(std::move(made), BareTexts::kAsTheyCome)
        .map_error([this](const FormatProblem& problem) {
          return Error{ErrorKind::kUsage, locate(name_, text_, problem.offset, problem.message)};
        });
  }

  // $is_args is "?" when there are arguments behind it: the two are one query.
  static void add_variable(FormatPiece&& piece, std::vector<FormatPiece>& pieces) {
    if (piece.literal.empty() && piece.slot.field == Field::kQuery && !pieces.empty() &&
        pieces.back().name == "$is_args") {
      pieces.back().slot = std::move(piece.slot);
      pieces.back().name += piece.name;
      pieces.back().marked_query = true;
      return;
    }
    pieces.push_back(std::move(piece));
  }

  // The name behind the $ at bytes[i], with i moved past it; empty when there is none.
  static std::string_view read_variable(std::string_view bytes, std::size_t& i) {
    const bool braces = i + 1 < bytes.size() && bytes[i + 1] == '{';
    const std::size_t begin = i + (braces ? 2 : 1);
    std::size_t end = begin;
    while (end < bytes.size() && is_name_byte(bytes[end])) ++end;
    if (braces && (end >= bytes.size() || bytes[end] != '}')) return {};
    i = end + (braces ? 1 : 0);
    return bytes.substr(begin, end - begin);
  }

  std::string_view name_;
  std::string_view text_;
  std::size_t at_ = 0;
};

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
  return Compiler(name, text).compile();
}

std::string_view near_nginx_variable(std::string_view variable) {
  const auto* near =
      std::find_if(std::begin(kVariables), std::end(kVariables),
                   [variable](const NginxVariable& row) { return is_one_edit_away(row.name, variable); });
  return near == std::end(kVariables) ? std::string_view() : near->name;
}

}  // namespace anonlog
