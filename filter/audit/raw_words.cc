#include "filter/audit/raw_words.h"

#include <algorithm>
#include <span>

#include "parsers/unescape.h"
#include "rules/public_suffix.h"
#include "rules/referrer/referrer_sites.h"

namespace anonlog {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string_view trim(std::string_view text, std::string_view bytes = " \t\"") {
  const std::size_t begin = std::min(text.find_first_not_of(bytes), text.size());
  text.remove_prefix(begin);
  const std::size_t end = text.find_last_not_of(bytes);
  return text.substr(0, end == std::string_view::npos ? 0 : end + 1);
}

// Calls `take` with each part between the separators.
template <typename Take>
void each_part(std::string_view text, std::string_view separators, const Take& take) {
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find_first_of(separators, begin), text.size());
    take(text.substr(begin, end - begin));
    begin = end + 1;
  }
}

bool holds_small(std::string_view text, std::string_view small) {
  return std::ranges::search(text, small, {}, [](char c) {
           return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
         }).begin() != text.end();
}

// What a request's protocol is.
bool is_protocol(std::string_view text) { return text.starts_with("HTTP/") || text.starts_with("http/"); }

bool is_method(std::string_view text) {
  return !text.empty() &&
         std::ranges::all_of(text, [](char c) { return is_letter(c) || c == '-' || c == '_'; });
}

// Nor a trailing dot.
std::string_view without_port(std::string_view host) {
  const std::size_t colon = host.rfind(':');
  if (colon != std::string_view::npos && !host.ends_with(']')) host = host.substr(0, colon);
  if (host.ends_with('.')) host.remove_suffix(1);
  return host;
}

// Bytes beyond ASCII are those of names that were not encoded.
bool is_host_name(std::string_view host) {
  constexpr std::size_t kMaxBytes = 255;
  return host.size() <= kMaxBytes && std::ranges::all_of(host, [](char c) {
           return is_letter(c) || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_' ||
                  (c & 0x80) != 0 || c == '[' || c == ']' || c == ':';
         });
}

constexpr std::string_view kParameterBytes = "?#&;=";

// Campaigns have columns of their own.
bool is_campaign_key(std::string_view key) {
  return key == "utm_source" || key == "utm_medium" || key == "utm_campaign";
}

}  // namespace

void RawWords::take(const RawLine& line) {
  addresses_.clear();
  take_shapes(line.text);
  if (line.text.find('\\') != std::string_view::npos) {
    unescaped_.resize(line.text.size());
    unescaped_.resize(unescape(Escapes::kBackslash, line.text, unescaped_.data()));
    take_shapes(unescaped_);
  }
  if (line.batch == nullptr) {
    mark_words(Identifier::kUnread, line.text);
    return;
  }
  const std::span<const Slot> slots = line.parser->slots();
  for (std::size_t slot = 0; slot < slots.size(); ++slot) {
    const RawBytes value = line.batch->column(slot)[0];
    if (!value.absent()) take_field(slots[slot], value.bytes());
  }
  line.parser->visit_others(line.text,
                            [this](std::string_view key, std::string_view value) { take_other(key, value); });
}

void RawWords::take_shapes(std::string_view line) {
  shapes_.find(line, ShapeFinder::Reading::kRaw);
  for (const Shape& shape : shapes_.shapes()) mark_hash(shape.identifier, shape.hash);
  for (const FoundAddress& address : shapes_.addresses()) {
    addresses_.push_back(address);
    table_.mark(hash_(WordKind::kNumber, address.text()), Identifier::kAddress);
  }
}

void RawWords::take_field(const Slot& slot, std::string_view value) {
  switch (slot.field) {
    case Field::kClientIp:
    case Field::kPeerIp:
    case Field::kForwardedFor:
      return take_clients(value);
    case Field::kIdent:
    case Field::kRemoteUser:
      return mark(Identifier::kUser, value);
    case Field::kRequest:
      return take_request(value);
    case Field::kTarget:
      return take_target(value);
    case Field::kPath:
      return take_path(value);
    case Field::kQuery:
      return take_query(value.starts_with('?') ? value.substr(1) : value);
    case Field::kReferrer:
      return take_referrer(value);
    case Field::kUserAgent:
      return take_user_agent(value);
    case Field::kHost:
    case Field::kServerName:
      take_host(value);
      if (slot.field == Field::kHost) return;
      shapes_.find(value, ShapeFinder::Reading::kRaw);
      for (const Shape& shape : shapes_.shapes()) {
        if (shape.identifier == Identifier::kAddress) table_.mark_public(shape.hash);
      }
      return;
    case Field::kCookie:
      return take_cookies(value);
    case Field::kRequestId:
      return mark(Identifier::kRequestId, value);
    case Field::kMessage:
      return take_message(value);
    case Field::kOther:
      return take_other(slot.key, value);
    default:
      return;
  }
}

void RawWords::take_other(std::string_view key, std::string_view value) {
  if (holds_small(key, "cookie")) return take_cookies(value);
  mark(Identifier::kOther, value);
}

// Addresses are found as shapes; here, what else stands in their place.
void RawWords::take_clients(std::string_view list) {
  each_part(list, ",", [this](std::string_view element) {
    element = trim(element);
    if (element.find_first_not_of("0123456789abcdefABCDEF.:[]") == std::string_view::npos) return;
    if (std::ranges::any_of(element, is_letter)) mark(Identifier::kForwarded, element);
  });
}

void RawWords::take_cookies(std::string_view header) {
  each_part(header, ";", [this](std::string_view pair) {
    const std::size_t equals = pair.find('=');
    mark(Identifier::kCookie, trim(equals == std::string_view::npos ? pair : pair.substr(equals + 1)));
  });
}

void RawWords::take_request(std::string_view request) {
  const std::size_t method_end = request.find(' ');
  const std::size_t last_space = request.rfind(' ');
  if (method_end == std::string_view::npos || !is_method(request.substr(0, method_end))) {
    return mark_words(Identifier::kUnread, request);
  }
  std::string_view target = request.substr(method_end + 1);
  if (last_space != method_end && is_protocol(request.substr(last_space + 1))) {
    target = request.substr(method_end + 1, last_space - method_end - 1);
  }
  const std::string_view method = request.substr(0, method_end);
  if (method == "CONNECT") return take_host(without_user(target));
  take_target(target);
}

// What is no target is published as "{malformed}".
void RawWords::take_target(std::string_view target) {
  const bool is_url = target.starts_with("http://") || target.starts_with("https://");
  const std::size_t path_bytes = std::min(target.find_first_of("?#"), target.size());
  if (target.substr(0, path_bytes).find_first_of(" \t") != std::string_view::npos ||
      (!is_url && !target.starts_with('/') && target != "*")) {
    return mark_words(Identifier::kUnread, target);
  }
  if (is_url) {
    const std::size_t begin = target.find("//") + 2;
    const std::size_t end = std::min(target.find_first_of("/?#", begin), target.size());
    take_host(without_user(target.substr(begin, end - begin)));
    target.remove_prefix(end);
  }
  take_path(target);
}

// With a query perhaps.
void RawWords::take_path(std::string_view path) {
  const std::size_t end = path.find_first_of("?#");
  if (end != std::string_view::npos) {
    take_query(path.substr(end + 1));
    path = path.substr(0, end);
  }
  if (path.find_first_of("%;=&") == std::string_view::npos) return mark_public(path);
  kept_.clear();
  each_part(path, "/", [this](std::string_view segment) {
    if (!kept_.empty() || segment.empty()) kept_ += '/';
    take_segment(segment);
  });
  mark_public(kept_);
}

// What stands behind a "?", "#", "&", ";" or "=", also an encoded one, is a parameter.
void RawWords::take_segment(std::string_view segment) {
  bool has_parameters = false;
  segment_decodings_.each(segment, [&](std::string_view decoded) {
    const std::size_t head_bytes = decoded.find_first_of(kParameterBytes);
    if (head_bytes == std::string_view::npos || has_parameters) return;
    has_parameters = true;
    segment_ = decoded;
  });
  const std::size_t head_bytes = has_parameters ? segment_.find_first_of(kParameterBytes) : 0;
  kept_ += has_parameters ? std::string_view(segment_).substr(0, head_bytes) : segment;
  if (!has_parameters) return;
  each_part(std::string_view(segment_).substr(head_bytes + 1), kParameterBytes,
            [this](std::string_view value) { mark(Identifier::kQuery, value); });
}

void RawWords::take_query(std::string_view query) {
  each_part(query, "&;#", [this](std::string_view pair) {
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos) return mark(Identifier::kQuery, pair);
    const std::string_view value = pair.substr(equals + 1);
    if (is_campaign_key(pair.substr(0, equals))) return mark_public(value);
    take_query_value(value);
  });
}

// A URL as a value has a query of its own.
void RawWords::take_query_value(std::string_view value) {
  mark(Identifier::kQuery, value);
  if (value.find_first_of("%?") == std::string_view::npos) return;
  segment_decodings_.each(value, [this](std::string_view decoded) { value_ = decoded; });
  const std::size_t begin = value_.find('?');
  if (begin == std::string::npos) return;
  each_part(std::string_view(value_).substr(begin + 1),
            "&;#?=", [this](std::string_view part) { mark(Identifier::kQuery, part); });
}

void RawWords::take_referrer(std::string_view referrer) {
  const std::size_t scheme_end = referrer.find("://");
  if (scheme_end == std::string_view::npos) {
    if (!take_site(referrer)) mark(Identifier::kReferrer, referrer);
    return;
  }
  // The site of an app is published by right.
  const std::string_view app_site = ReferrerSites::known().app_host(referrer);
  if (!app_site.empty()) static_cast<void>(take_site(app_site));
  const std::size_t begin = scheme_end + 3;
  const std::size_t end = std::min(referrer.find_first_of("/?#", begin), referrer.size());
  const bool is_site = take_site(without_user(referrer.substr(begin, end - begin)));
  const std::string_view behind = referrer.substr(end);
  if (behind.size() > 1 || !is_site) mark(Identifier::kReferrer, referrer);
  const std::size_t query = behind.find_first_of("?#");
  if (query == std::string_view::npos) return;
  // The page without its query is as much as the whole.
  if (query > 1) mark(Identifier::kReferrer, referrer.substr(0, end + query));
  take_query(behind.substr(query + 1));
}

void RawWords::take_user_agent(std::string_view user_agent) { mark(Identifier::kUserAgent, user_agent); }

std::string_view RawWords::without_user(std::string_view authority) {
  const std::size_t at = authority.rfind('@');
  if (at == std::string_view::npos) return authority;
  each_part(authority.substr(0, at), ":", [this](std::string_view part) { mark(Identifier::kUser, part); });
  return authority.substr(at + 1);
}

// Of another site its registrable domain is published. What stands in front of that may name a user (alice.github.io).
bool RawWords::take_site(std::string_view host) {
  host = without_port(host);
  if (!is_host_name(host)) return false;
  value_.clear();
  for (const char c : host) value_ += c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  const std::uint64_t key = hash_(WordKind::kWord, value_);
  auto known = domain_bytes_.find(key);
  if (known == domain_bytes_.end()) {
    if (domain_bytes_.size() == kMaxKnownHosts) domain_bytes_.clear();
    known = domain_bytes_.emplace(key, registrable_domain(value_).size()).first;
  }
  const std::string_view domain = host.substr(host.size() - known->second);
  mark_public(domain);
  const std::string_view front = host.substr(0, host.size() - domain.size());
  return !domain.empty() && (front.empty() || front == "www.");
}

// And the domains that it belongs to.
void RawWords::take_host(std::string_view host) {
  host = without_port(host);
  if (!is_host_name(host)) return mark(Identifier::kOther, host);
  mark_public(host);
  words_.clear();
  for (std::size_t dot = host.find('.'); dot != std::string_view::npos; dot = host.find('.', dot + 1)) {
    cutter_.take_whole(host.substr(dot + 1), words_);
  }
  for (const std::uint64_t word : words_) table_.mark_public(word);
}

// Who is named in the text of an error log: what stands behind "user ".
void RawWords::take_message(std::string_view message) {
  constexpr std::string_view kUser = "user ";
  const std::size_t at = message.find(kUser);
  if (at != std::string_view::npos) {
    const std::string_view behind = message.substr(at + kUser.size());
    mark(Identifier::kUser, trim(behind.substr(0, behind.find(' ')), "\"':,"));
  }
}

void RawWords::mark(Identifier identifier, std::string_view text) {
  if (text.size() < kMinWordBytes) return;
  words_.clear();
  cutter_.take_whole(text, words_);
  if (!words_.empty()) ++counts_[static_cast<std::size_t>(identifier)];
  for (const std::uint64_t word : words_) table_.mark(word, identifier);
}

void RawWords::mark_words(Identifier identifier, std::string_view text) {
  words_.clear();
  cutter_.cut(text, words_);
  for (const std::uint64_t word : words_) mark_hash(identifier, word);
}

void RawWords::mark_public(std::string_view text) {
  if (text.size() < kMinWordBytes) return;
  words_.clear();
  cutter_.cut(text, words_);
  for (const std::uint64_t word : words_) table_.mark_public(word);
}

}  // namespace anonlog
