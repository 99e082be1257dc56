#include "rules/request_line.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>

#include "parsers/byte_scan.h"

namespace anonlog {
namespace {

// https://www.iana.org/assignments/http-methods; the usual ones first, since the search is linear.
constexpr std::string_view kMethods[] = {
    "GET",
    "POST",
    "HEAD",
    "PUT",
    "OPTIONS",
    "DELETE",
    "PATCH",
    "CONNECT",
    "TRACE",
    "PROPFIND",
    "ACL",
    "BASELINE-CONTROL",
    "BIND",
    "CHECKIN",
    "CHECKOUT",
    "COPY",
    "LABEL",
    "LINK",
    "LOCK",
    "MERGE",
    "MKACTIVITY",
    "MKCALENDAR",
    "MKCOL",
    "MKREDIRECTREF",
    "MKWORKSPACE",
    "MOVE",
    "ORDERPATCH",
    "PRI",
    "PROPPATCH",
    "REBIND",
    "REPORT",
    "SEARCH",
    "UNBIND",
    "UNCHECKOUT",
    "UNLINK",
    "UNLOCK",
    "UPDATE",
    "UPDATEREDIRECTREF",
    "VERSION-CONTROL",
    "OTHER",
};
constexpr auto kOther = static_cast<std::uint16_t>(std::size(kMethods) - 1);

constexpr std::string_view kProtocols[] = {
    "HTTP/1.1", "HTTP/2.0", "HTTP/3.0", "HTTP/1.0", "HTTP/0.9", "HTTP/2", "HTTP/3",
};

// RFC 9110 section 5.6.2.
constexpr std::array<bool, 256> make_token_bytes() {
  std::array<bool, 256> table{};
  for (const char c :
       std::string_view("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-.^_`|~")) {
    table[static_cast<unsigned char>(c)] = true;
  }
  return table;
}
constexpr auto kTokenBytes = make_token_bytes();

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](char c) { return kTokenBytes[static_cast<unsigned char>(c)]; });
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool starts_with_scheme(std::string_view text, std::string_view scheme) {
  return text.size() >= scheme.size() &&
         std::equal(scheme.begin(), scheme.end(), text.begin(), [](char a, char b) { return a == lower(b); });
}

// The requests that nearly every line holds, without a search: "GET " or so at the front, " HTTP/1.1" or so
// at the end.
std::uint16_t usual_method(std::string_view line) {
  constexpr std::string_view kUsual[] = {"GET ", "POST ", "HEAD "};  // in the order of kMethods
  for (std::uint16_t i = 0; i < std::size(kUsual); ++i) {
    if (line.starts_with(kUsual[i])) return i;
  }
  return PublicColumn::kNullId;
}

std::uint16_t usual_protocol(std::string_view target) {
  constexpr std::string_view kUsual[] = {" HTTP/1.1", " HTTP/2.0",
                                         " HTTP/3.0"};  // in the order of kProtocols
  for (std::uint16_t i = 0; i < std::size(kUsual); ++i) {
    if (target.ends_with(kUsual[i])) return i;
  }
  return PublicColumn::kNullId;
}

}  // namespace

RequestLine split_request_line(std::string_view line) {
  RequestLine request;
  if (line.empty()) return request;
  request.method = usual_method(line);
  std::size_t method_bytes = 0;
  if (request.method != PublicColumn::kNullId) {
    method_bytes = kMethods[request.method].size();
  } else {
    method_bytes = line.find(' ');
    if (method_bytes == std::string_view::npos || !is_token(line.substr(0, method_bytes))) {
      request.state = RequestLine::State::kMalformed;
      request.method = kOther;
      return request;
    }
    request.method = method_id(line.substr(0, method_bytes));
  }
  request.state = RequestLine::State::kParsed;
  request.target = line.substr(method_bytes + 1);
  request.protocol = usual_protocol(request.target);
  if (request.protocol != PublicColumn::kNullId) {
    request.target.remove_suffix(1 + kProtocols[request.protocol].size());
    return request;
  }
  const std::size_t last_space = request.target.rfind(' ');
  if (last_space == std::string_view::npos) return request;
  const std::string_view protocol = request.target.substr(last_space + 1);
  if (protocol.starts_with("HTTP/")) {
    request.protocol = protocol_id(protocol);
    request.target = request.target.substr(0, last_space);
  }
  return request;
}

RequestTexts request_texts(std::string_view line, const RequestLine& request) {
  assert(request.state == RequestLine::State::kParsed);
  const auto target_begin = static_cast<std::size_t>(request.target.data() - line.data());
  const std::size_t target_end = target_begin + request.target.size();
  RequestTexts texts{line.substr(0, target_begin - 1), request.target, std::nullopt};
  if (target_end != line.size()) texts.protocol = line.substr(target_end + 1);
  return texts;
}

Vocabulary method_names() { return kMethods; }
Vocabulary protocol_names() { return kProtocols; }

std::uint16_t method_id(std::string_view method) {
  const auto* row = std::find(std::begin(kMethods), std::end(kMethods), method);
  return row == std::end(kMethods) ? kOther : static_cast<std::uint16_t>(row - std::begin(kMethods));
}

std::uint16_t protocol_id(std::string_view protocol) {
  const auto* row = std::find(std::begin(kProtocols), std::end(kProtocols), protocol);
  return row == std::end(kProtocols) ? PublicColumn::kNullId
                                     : static_cast<std::uint16_t>(row - std::begin(kProtocols));
}

bool target_path(std::string_view target, std::string_view* path) {
  if (target == "*" || target.starts_with('/')) {
    *path = target;
    return true;
  }
  for (const std::string_view scheme : {std::string_view("http://"), std::string_view("https://")}) {
    if (!starts_with_scheme(target, scheme)) continue;
    const std::size_t authority_end = target.find_first_of("/?#", scheme.size());
    const bool has_path = authority_end != std::string_view::npos && target[authority_end] == '/';
    *path = has_path ? target.substr(authority_end) : std::string_view("/");
    return true;
  }
  return false;
}

std::string_view with_query(std::string_view path, std::string_view query, TextArena& arena) {
  if (query.empty()) return path;
  const std::size_t marks = query.front() == '?' ? 0 : 1;
  const std::size_t bytes = path.size() + marks + query.size();
  char* space = arena.allocate(bytes);
  if (!path.empty()) std::memcpy(space, path.data(), path.size());
  if (marks != 0) space[path.size()] = '?';
  std::memcpy(space + path.size() + marks, query.data(), query.size());
  return {space, bytes};
}

}  // namespace anonlog
