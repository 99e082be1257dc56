// How a run seals, for all of its sealed files.
#ifndef ANONLOG_FILTER_SEALING_SEAL_SETTINGS_H_
#define ANONLOG_FILTER_SEALING_SEAL_SETTINGS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "filter/output/age/age_recipient.h"
#include "filter/utc_clock.h"

namespace anonlog {

struct SealSettings {
  std::vector<AgeRecipient> recipients;  // at least one
  std::uint64_t run = 0;                 // 64 random bits
  std::uint64_t max_file_bytes = std::uint64_t{256} << 20;
  std::uint64_t interval_ms = 60'000;
  std::string policy;  // for the manifest, as the next
  std::string policy_sha256;
  UtcClock clock = system_seconds;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_SEALING_SEAL_SETTINGS_H_
