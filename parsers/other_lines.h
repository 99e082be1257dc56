// What else stands in the log of a format: what the same program writes beside its access lines. Such lines are
// skipped and counted, not rejected.
//
// They are told by how they begin, up to what no client can write: an access line that a client damaged does not
// become one of them. Only lines that no format of the input reads are asked for.
#ifndef ANONLOG_PARSERS_OTHER_LINES_H_
#define ANONLOG_PARSERS_OTHER_LINES_H_

#include <cstdint>
#include <optional>
#include <string_view>

namespace anonlog {

enum class OtherLines : std::uint8_t {
  kNone,
  kAws,           // load balancers: the test file of the first delivery, TLS lines of a network load balancer
  kEnvoy,         // its own log, and that of Istio's agent
  kHaproxy,       // TCP connections, failed handshakes, servers and proxies that go up and down
  kIngressNginx,  // klog, the banner, nginx's error log
  kNginxProxyManager,
  kTraefik,
};

// By the name that a format's text has for them: "aws", "ingress-nginx", ...
std::optional<OtherLines> find_other_lines(std::string_view name);

bool is_other_line(OtherLines of, std::string_view line);

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_OTHER_LINES_H_
