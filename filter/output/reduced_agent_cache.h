// Reduced user agents that were made before: a log holds few kinds of them, and making one costs more than its copy.
//
// Each has one place; two that share it take turns. Rejected: a table of all families, majors and systems, which has
// 200 million entries.
//
// Memory:   kPlaces of about 270 bytes, once.
// Threads:  one per encoder.
#ifndef ANONLOG_FILTER_OUTPUT_REDUCED_AGENT_CACHE_H_
#define ANONLOG_FILTER_OUTPUT_REDUCED_AGENT_CACHE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "rules/agent/reduced_user_agent.h"

namespace anonlog {

class ReducedAgentCache {
 public:
  ReducedAgentCache() : places_(kPlaces) {}

  // The text dies with the next find().
  std::string_view find(const ReducedAgent& reduced) {
    const std::uint64_t key = key_of(reduced);
    Place& place = places_[(key * 0x9E3779B97F4A7C15U) >> (64U - kPlaceBits)];
    if (place.key != key) {
      place.size = write_reduced_user_agent(reduced, place.text.data());
      place.key = key;
    }
    return {place.text.data(), place.size};
  }

 private:
  static constexpr unsigned kPlaceBits = 11;
  static constexpr std::size_t kPlaces = std::size_t{1} << kPlaceBits;

  struct Place {
    std::uint64_t key = ~std::uint64_t{0};  // of no agent
    std::size_t size = 0;
    std::array<char, kMaxReducedUserAgentBytes> text;
  };

  static std::uint64_t key_of(const ReducedAgent& reduced) {
    const Agent& agent = reduced.agent;
    return std::uint64_t{agent.browser} | std::uint64_t{agent.browser_major} << 16U |
           std::uint64_t{agent.os} << 32U | std::uint64_t{reduced.is_tablet} << 48U |
           std::uint64_t{reduced.is_bot} << 49U;
  }

  std::vector<Place> places_;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_OUTPUT_REDUCED_AGENT_CACHE_H_
