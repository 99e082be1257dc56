// Which records a policy treats as a group of their own: [drop] leaves them out, [flag] marks them.
//
//     [drop]                             # not published, and counted as excluded
//     networks = ["192.0.2.0/24"]        # of the client: your own monitoring
//     statuses = [301, 304]
//     methods = ["OPTIONS", "OTHER"]     # as the column method has them
//     bots = true                        # as the column bot has them
//     [flag]                             # the same keys; true in the column flagged
//
// A record that any of them fits is meant. What a log does not hold fits nothing.
//
// Threads: immutable once read.
#ifndef ANONLOG_RULES_ROW_RULE_H_
#define ANONLOG_RULES_ROW_RULE_H_

#include <bitset>
#include <cstddef>
#include <vector>

#include "rules/address_network.h"

namespace anonlog {

struct RowRule {
  static constexpr std::size_t kStatusEnd = 600;
  static constexpr std::size_t kMaxMethods = 64;

  std::vector<AddressNetwork> networks;
  std::bitset<kStatusEnd> statuses;
  std::bitset<kMaxMethods> methods;  // by their ids in method_names()
  bool bots = false;

  [[nodiscard]] bool empty() const { return networks.empty() && statuses.none() && methods.none() && !bots; }
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_ROW_RULE_H_
