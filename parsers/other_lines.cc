#include "parsers/other_lines.h"

#include <algorithm>
#include <utility>

#include "parsers/field_scan.h"

namespace anonlog {
namespace {

constexpr std::pair<std::string_view, OtherLines> kNames[] = {
    {"aws", OtherLines::kAws},
    {"envoy", OtherLines::kEnvoy},
    {"haproxy", OtherLines::kHaproxy},
    {"ingress-nginx", OtherLines::kIngressNginx},
    {"nginx-proxy-manager", OtherLines::kNginxProxyManager},
    {"traefik", OtherLines::kTraefik},
};

// How a line begins:
//     #      bytes of numbers, one or more ([-+.0-9])
//     @      letters, one or more
//     *      bytes other than spaces, one or more
//     ~      the same, the last of which is a colon
//     space  one or more spaces
// and any other byte itself.
struct Beginning {
  OtherLines of;
  std::string_view pattern;
};
constexpr Beginning kBeginnings[] = {
    {OtherLines::kAws, "Enable AccessLog for ELB"},
    {OtherLines::kAws, "tls # #T#:#:#"},
    {OtherLines::kEnvoy, "[# #:#:#][#][@]"},
    {OtherLines::kEnvoy, "#T#:#:#Z\t@\t"},
    // TCP: three timers, where HTTP has five.
    {OtherLines::kHaproxy, "* [#/@/#:#:#:#] * * #/#/# # * #/#/#/#/# #/#"},
    {OtherLines::kHaproxy, "* [#/@/#:#:#:#] ~ "},
    {OtherLines::kHaproxy, "Connect from * to * ("},
    {OtherLines::kHaproxy, "Proxy * started"},
    {OtherLines::kHaproxy, "Proxy * stopped"},
    {OtherLines::kHaproxy, "Stopping @ "},
    {OtherLines::kHaproxy, "Pausing @ "},
    {OtherLines::kHaproxy, "Server * is "},
    {OtherLines::kHaproxy, "Backup Server * is "},
    {OtherLines::kHaproxy, "Health check for "},
    {OtherLines::kHaproxy, "backend * has no server available"},
    {OtherLines::kHaproxy, "[@] "},                // NOTICE, WARNING, ALERT
    {OtherLines::kIngressNginx, "@# #:#:# # * "},  // I1209 10:43:56.4 7 main.go:104] ...
    {OtherLines::kIngressNginx, "#/#/# #:#:# [@] "},
    {OtherLines::kIngressNginx, "-----"},
    {OtherLines::kIngressNginx, "NGINX Ingress controller"},
    {OtherLines::kIngressNginx, " Release: "},
    {OtherLines::kIngressNginx, " Build: "},
    {OtherLines::kIngressNginx, " Repository: "},
    {OtherLines::kIngressNginx, " nginx version: "},
    {OtherLines::kNginxProxyManager, "[#/#/#] [#:#:# @] ["},
    {OtherLines::kTraefik, "time=\""},
    {OtherLines::kTraefik, "#T#:#:#Z @ "},
    {OtherLines::kTraefik, "#T#:#:#:# @ "},
};

bool is_letter(char c) {
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'z';
}

// Where the bytes end that the first byte of a pattern stands for; null when they do not stand at p.
const char* match_byte(char wanted, const char* p, const char* end) {
  const char* const begin = p;
  switch (wanted) {
    case '#':
      p = number_end(p, end, Literal::kNone);
      break;
    case '@':
      while (p != end && is_letter(*p)) ++p;
      break;
    case '*':
    case '~':
      while (p != end && *p != ' ') ++p;
      if (wanted == '~' && p != begin && p[-1] != ':') return nullptr;
      break;
    case ' ':
      p = spaces_end(p, end);
      break;
    default:
      return p != end && *p == wanted ? p + 1 : nullptr;
  }
  return p == begin ? nullptr : p;
}

bool begins_as(std::string_view line, std::string_view pattern) {
  const char* p = line.data();
  const char* const end = p + line.size();
  return std::ranges::all_of(pattern, [&p, end](char wanted) {
    p = match_byte(wanted, p, end);
    return p != nullptr;
  });
}

}  // namespace

std::optional<OtherLines> find_other_lines(std::string_view name) {
  const auto* row = std::ranges::find(kNames, name, &std::pair<std::string_view, OtherLines>::first);
  if (row == std::end(kNames)) return std::nullopt;
  return row->second;
}

bool is_other_line(OtherLines of, std::string_view line) {
  return std::ranges::any_of(
      kBeginnings, [&](const Beginning& row) { return row.of == of && begins_as(line, row.pattern); });
}

}  // namespace anonlog
