// What each column of the records is made from, for a policy and a format: for people who check a policy.
//
// Told from the table of actions and the table of sources, as the plan is made from them.
#ifndef ANONLOG_RULES_COLUMN_ORIGIN_H_
#define ANONLOG_RULES_COLUMN_ORIGIN_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "parsers/field.h"
#include "rules/policy.h"

namespace anonlog {

struct ColumnOrigin {
  enum class State : std::uint8_t {
    kMade,
    kNotNamed,   // the policy drops it, or says nothing of it
    kNotLogged,  // the format lacks one of `missing`
  };

  Column column;
  State state;
  std::optional<ColumnRule> rule;  // of kMade and kNotLogged
  std::vector<std::size_t> slots;  // of kMade: all that its values depend on
  std::vector<Field> missing;      // of kNotLogged: any of these would do, but for the client's: all of them
};

// In the order of record_columns().
std::vector<ColumnOrigin> column_origins(const Policy& policy, std::span<const Slot> slots);

}  // namespace anonlog

#endif  // ANONLOG_RULES_COLUMN_ORIGIN_H_
