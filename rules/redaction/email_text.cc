#include "rules/redaction/email_text.h"

#include <algorithm>
#include <string>

#include "rules/public_suffix.h"
#include "rules/redaction/byte_kinds.h"

namespace anonlog {
namespace {

// Of files that a site delivers. None is a top-level domain in use.
constexpr std::string_view kFileEndings[] = {
    "png",  "jpg", "jpeg", "gif", "webp", "avif", "svg", "ico",  "bmp", "css", "scss", "js",  "mjs",  "cjs",
    "jsx",  "tsx", "map",  "min", "json", "html", "htm", "xml",  "txt", "pdf", "php",  "asp", "aspx", "jsp",
    "woff", "ttf", "otf",  "eot", "wasm", "tgz",  "gz",  "webm", "csv", "doc", "docx", "xls", "xlsx", "rss"};

// What stands behind '@' in the names of packages.
constexpr std::string_view kPackageTags[] = {"latest",  "next",    "beta",   "alpha",       "rc",
                                             "canary",  "nightly", "stable", "snapshot",    "master",
                                             "preview", "dev",     "main",   "experimental"};

bool is_high(char c) { return static_cast<unsigned char>(c) >= 0x80; }
bool is_letter(char c) { return is_of(c, kSmall | kCapital) || is_high(c); }
bool is_name_byte(char c) {
  return is_of(c, kAlphanumeric) || is_high(c) ||
         std::string_view("._+-'!$*~^`|").find(c) != std::string_view::npos;
}
bool is_domain_byte(char c) { return is_of(c, kWord) || is_high(c) || c == '.'; }

std::string_view domain_at(std::string_view text, std::size_t begin) {
  std::size_t end = begin;
  while (end < text.size() && is_domain_byte(text[end])) ++end;
  while (end > begin && std::string_view(".-_").find(text[end - 1]) != std::string_view::npos) --end;
  return text.substr(begin, end - begin);
}

std::string_view last_label(std::string_view domain) { return domain.substr(domain.rfind('.') + 1); }

// `small` is in small letters.
bool is_same(std::string_view text, std::string_view small) {
  return text.size() == small.size() && std::equal(text.begin(), text.end(), small.begin(),
                                                   [](char a, char b) { return small_letter(a) == b; });
}

bool is_among(std::string_view text, auto const& list) {
  return std::ranges::any_of(list, [text](std::string_view one) { return is_same(text, one); });
}

// Copies the domain: only for the few that end as a file does.
bool has_public_suffix(std::string_view domain) {
  std::string small(domain);
  std::ranges::transform(small, small.begin(), small_letter);
  return !registrable_domain(small).empty();
}

bool begins_as_version(std::string_view domain) {
  const std::size_t first = run_end(domain, 0, kDigit);
  if (first == 0 || first >= domain.size() || domain[first] != '.') return false;
  const std::size_t second = run_end(domain, first + 1, kDigit);
  return second > first + 1 && (second == domain.size() || !is_letter(domain[second]));
}

bool is_name_of_a_machine(std::string_view label) {
  const bool version = label.size() > 1 && small_letter(label[0]) == 'v' && is_of(label[1], kDigit);
  return is_letter(label[0]) && !version && !is_among(label, kPackageTags);
}

bool is_top_level(std::string_view label) {
  return is_same(label.substr(0, 4), "xn--") || (label.size() >= 2 && std::ranges::all_of(label, is_letter));
}

bool is_mail_domain(std::string_view domain) {
  if (domain.empty() || begins_as_version(domain)) return false;
  if (domain.find('.') == std::string_view::npos) return is_name_of_a_machine(domain);
  if (!is_among(last_label(domain), kFileEndings)) return is_top_level(last_label(domain));
  while (domain.find('.') != std::string_view::npos && is_among(last_label(domain), kFileEndings)) {
    domain = domain.substr(0, domain.rfind('.'));
  }
  return has_public_suffix(domain);
}

}  // namespace

bool holds_email(std::string_view text) {
  for (std::size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
    if (at == 0 || !is_name_byte(text[at - 1])) continue;
    const std::string_view domain = domain_at(text, at + 1);
    if (!domain.empty() && is_mail_domain(domain)) return true;
  }
  return false;
}

}  // namespace anonlog
