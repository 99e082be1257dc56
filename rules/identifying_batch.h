// What was derived from a batch of records and still identifies: whole addresses, raw request targets,
// digests of user agents. Steps read it to make columns; it never leaves the worker.
//
// Lifetime: views point into the RecordBatch, its chunk, or the PublicBatch's arena; they die with the batch.
// Threads:  one per worker.
#ifndef ANONLOG_RULES_IDENTIFYING_BATCH_H_
#define ANONLOG_RULES_IDENTIFYING_BATCH_H_

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

#include "parsers/accounting.h"
#include "parsers/record_batch.h"
#include "rules/address.h"
#include "rules/agent/agent_rules.h"
#include "rules/keys/day_keys.h"
#include "rules/public_batch.h"
#include "rules/record_id.h"
#include "rules/redaction/redaction_class.h"
#include "rules/referrer/referrer_sites.h"
#include "rules/request_line.h"

namespace anonlog {

// Where a request came from. Its site is fit to be published.
struct Referrer {
  PublicText site;
  ReferrerKind kind = ReferrerKind::kDirect;
  bool is_well_known = true;      // false: a domain that is in no table
  ClassId identifies = kNoClass;  // what was redacted in `site`
};

struct IdentifyingBatch {
  static constexpr std::int64_t kNoDay = std::numeric_limits<std::int64_t>::min();

  template <typename T>
  using Rows = std::array<T, RecordBatch::kMaxRows>;

  IdentifyingBatch() {
    days.fill(kNoDay);
    agent_languages.fill(PublicColumn::kNullId);
    host_classes.fill(kNoClass);
  }

  // The first row behind `begin`, or `rows`, that has another day.
  [[nodiscard]] std::size_t end_of_day(std::size_t begin, std::size_t rows) const {
    std::size_t end = begin + 1;
    while (end < rows && days[end] == days[begin]) ++end;
    return end;
  }

  // What no derivation fills, because the format lacks the field, stays as it is here: null or empty.
  Rows<PublicTime> times{};
  std::size_t zoneless_times = 0;  // of them: as many did not tell their zone
  Rows<std::int64_t> days;  // UTC days since 1970-01-01; kNoDay for a null time, and where the day has no key
  std::bitset<RecordBatch::kMaxRows> late;    // older than the days that have a key
  std::bitset<RecordBatch::kMaxRows> future;  // newer
  Rows<RequestLine> requests{};
  Rows<Address> addresses{};  // of a row without one: any
  std::bitset<RecordBatch::kMaxRows> has_address;
  Rows<std::string_view> hosts{};  // the line's own host in normal form; empty when not known
  Rows<PublicText> published_hosts{};
  Rows<Referrer> referrers{};
  Rows<ClassId> host_classes{};  // what was redacted in published_hosts; kNoClass: nothing
  Rows<Agent> agents{};
  std::bitset<RecordBatch::kMaxRows> objects;  // with Sec-GPC or DNT
  Rows<std::optional<ExcludeReason>> excluded{};
  Rows<std::uint64_t> clients{};          // a tag of address and user agent, of a release only
  Rows<std::uint16_t> agent_languages{};  // ids of languages(): what the user agent tells
  RecordId first_record;                  // of the batch; those of its other rows follow
  Rows<Block> agent_digests{};            // 16 bytes of SHA-256 over site and user agent
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_IDENTIFYING_BATCH_H_
