// How one kind of input is read: its formats, and the policy compiled against each of them. Immutable.
#ifndef ANONLOG_FILTER_READING_H_
#define ANONLOG_FILTER_READING_H_

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "parsers/error.h"
#include "parsers/format_set.h"
#include "parsers/format_source.h"
#include "rules/plan.h"

namespace anonlog {

struct Reading {
  std::vector<FormatSource> sources;
  FormatSet formats;
  std::deque<Plan> plans;  // one per format; all make the same columns

  // "the format `combined`", for messages.
  [[nodiscard]] std::string title() const;
};

// Compiles each choice of formats once, when an input first has it.
//
// Memory:   kMaxReadings at most: a log may say its columns anew as often as it likes.
// Errors:   of the format; kBadInput for one more; kPolicy when the policy takes the client from a field that the format lacks.
// Lifetime: readings stay where they are as long as the set, which the policy, rules, keys and database outlive.
// Threads:  one thread asks; what it got may be used by all.
class ReadingSet {
 public:
  static constexpr std::size_t kMaxReadings = 256;

  // `wanted`: the columns that are written. `zone`: of times that do not tell theirs.
  ReadingSet(const Policy& policy, const AgentRules& agent_rules, const DayKeys& day_keys,
             const ColumnSet& wanted = ColumnSet().set(), const TimeZone& zone = {},
             const AddressDatabase& address_database = no_addresses())
      : policy_(policy),
        agent_rules_(agent_rules),
        day_keys_(day_keys),
        wanted_(wanted),
        zone_(zone),
        address_database_(address_database) {}

  // `formats`: at least one. An input without a record to read (`has_records` false) need not have the fields that the
  // policy must have.
  Result<const Reading*> get(const std::vector<FormatSource>& formats, bool has_records = true);

 private:
  Result<const Reading*> compile(const std::vector<FormatSource>& formats);

  const Policy& policy_;
  const AgentRules& agent_rules_;
  const DayKeys& day_keys_;
  ColumnSet wanted_;
  TimeZone zone_;
  const AddressDatabase& address_database_;
  std::deque<Reading> readings_;
};

// All formats compiled, in their order.
Result<FormatSet> make_format_set(const std::vector<FormatSource>& formats);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_READING_H_
