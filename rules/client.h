// Whose address a line's client is: what the policy's [client] says.
//
//     [client]
//     from = "forwarded_for"                    # client_ip (default), peer_ip, forwarded_for
//     trusted = ["10.0.0.0/8", "2001:db8::/32"] # your proxies, needed with forwarded_for; "unix:" is a socket
//
// A forwarded client: every proxy writes the address that it was asked by behind X-Forwarded-For, the last one
// is client_ip. So the client is the rightmost address of the list `forwarded_for, client_ip` that is not a
// trusted proxy's: what stands to the left of it was sent by the client, who may write anything. Where a
// trusted proxy wrote something that is no address (`unknown`, `_hidden`, nothing), whoever asked it is not
// known, and what stands to the left of it proves nothing: there is no client.
//
// An element may have a port (`203.0.113.7:4711`, `[2001:db8::1]:4711`), spaces, tabs and quotes around it.
#ifndef ANONLOG_RULES_CLIENT_H_
#define ANONLOG_RULES_CLIENT_H_

#include <string_view>
#include <vector>

#include "parsers/field.h"
#include "rules/address.h"
#include "rules/address_network.h"

namespace anonlog {

// What nginx and Apache log for a client behind a socket of the same machine; it has no address.
inline constexpr std::string_view kUnixSocket = "unix:";

struct TrustedProxies {
  std::vector<AddressNetwork> networks;
  bool unix_socket = false;

  [[nodiscard]] bool contains(const Address& address) const {
    for (const AddressNetwork& network : networks) {
      if (network.contains(address)) return true;
    }
    return false;
  }
};

struct ClientRule {
  Field from = Field::kClientIp;
  TrustedProxies trusted;  // used with kForwardedFor
};

// Fields that a client can be taken from.
inline constexpr Field kClientFields[] = {Field::kClientIp, Field::kPeerIp, Field::kForwardedFor};

// An element of such a list, perhaps with a port, spaces, tabs and quotes around it. False: it is no address; *address is
// then unchanged.
bool read_element(std::string_view element, Address* address);

// False: no client; *client is then any. An absent value is an empty text.
bool find_forwarded_client(std::string_view forwarded_for, std::string_view client_ip,
                           const TrustedProxies& trusted, Address* client);

}  // namespace anonlog

#endif  // ANONLOG_RULES_CLIENT_H_
